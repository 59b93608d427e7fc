"""Wie niet is ingelogd, logt eerst in; wat hij net typte blijft een uur bewaard."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from duoplus.models import Gebruiker
from duoplus.web.vangnet import bewaar_invoer

WIE = "duo_wie"
WIE_DAGEN = 2


class InlogMiddleware(LoginRequiredMiddleware):
    """Every page asks for a login, unless its view says ``login_not_required``."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        volgende = vang_op(request)
        if volgende is None:
            return super().handle_no_permission(request, view_func)
        return HttpResponseRedirect(f"{self.get_login_url(view_func)}?{urlencode({'next': volgende})}")


def vang_op(request: HttpRequest) -> str | None:
    """Keep a POST whose session had ended, and say where it can be found again.

    Only who was logged in here gets it back.
    """
    wie = onthouden(request)
    if request.method != "POST" or not wie:
        return None
    gebruiker = Gebruiker.objects.actief().filter(pk=wie).first()
    return bewaar_invoer(request, gebruiker) if gebruiker else None


def onthouden(request: HttpRequest) -> str | None:
    """The id of who was last logged in on this computer, if the signature holds."""
    return request.get_signed_cookie(WIE, default=None, max_age=WIE_DAGEN * 86400)


class VangnetMiddleware:
    """Remembers on this computer who was logged in, so that rescued input finds its writer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wie = getattr(request, "user", None)
        if wie is not None and wie.is_authenticated and onthouden(request) != str(wie.pk):
            response.set_signed_cookie(
                WIE,
                str(wie.pk),
                max_age=WIE_DAGEN * 86400,
                httponly=True,
                secure=request.is_secure(),
                samesite="Lax",
            )
        return response


class BladzijdeMiddleware:
    """What holds for every page: a NUL leads nowhere, since no database takes it as a key; and a page
    made for one person is kept by no cache on the way. It may be kept by the browser: a step back must
    still show what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response
