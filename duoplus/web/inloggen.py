"""Inloggen: lokale accounts via allauth; in de demo één klik per rol."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from duoplus import klok, mail
from duoplus.models import Gebruiker

DEMO_DOMEIN = "@demo.duoplus.example"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Adapter(DefaultAccountAdapter):
    """Nobody signs up here: the beheerder makes the accounts. Mail goes through the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        bericht = self.render_mail(template_prefix, email, context)
        gebruiker = Gebruiker.objects.actief().filter(email__iexact=email).first()
        if gebruiker is not None:
            mail.put(
                to=gebruiker,
                key=f"account:{template_prefix}:{uuid.uuid4()}",
                onderwerp=bericht.subject[:200],
                tekst=bericht.body,
                reden="iemand vroeg dit aan op de inlogpagina",
                gelezen_op=klok.nu(),  # a link to a new password is for the mailbox, not for the bell
            )


def toon_gebruiker(user: Gebruiker) -> str:
    return user.naam


class Inloggen(LoginView):
    """Log in with a local account; in the demo also with one click per role."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rollen = demorollen() if settings.DEMO else []
        return super().get_context_data(demo_logins=rollen, **kwargs)


def demorollen() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(organisation, [(address, name, role in short)]) in the order in which the cast was made."""
    spelers = Gebruiker.objects.actief().filter(email__endswith=DEMO_DOMEIN)
    groepen: dict[str, list[tuple[str, str, str]]] = {}
    for speler in spelers.order_by("organisatie__volgorde", "pk"):
        organisatie = str(speler.organisatie or "Overig")
        kort = speler.naam.removesuffix(organisatie).strip()
        groepen.setdefault(organisatie, []).append((speler.email, speler.naam, kort))
    return list(groepen.items())


@login_not_required
@require_POST
def demo_inloggen(request: HttpRequest) -> HttpResponse:
    """One click per role, with demo data only; start-up refuses demo mode with production settings."""
    if not settings.DEMO:
        raise Http404
    gebruiker = get_object_or_404(
        Gebruiker.objects.actief(),
        email=request.POST.get("email", "").replace("\0", ""),
        email__endswith=DEMO_DOMEIN,
    )
    login(request, gebruiker, backend=BACKEND)
    volgende = request.POST.get("next", "")
    veilig = url_has_allowed_host_and_scheme(volgende, allowed_hosts={request.get_host()})
    return redirect(volgende if veilig else settings.LOGIN_REDIRECT_URL)
