"""Het ontvangstbewijs van een ingediende aanvraag downloaden."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import View

from duoplus.models import Gebeurtenis
from duoplus.web.downloads import bijlage_als_download
from maatwerk.models import Aanvraag
from maatwerk.ontvangstbewijs import maak_ontvangstbewijs


class OntvangstbewijsView(View):
    """The frozen receipt, for who may open the request."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, sleutel: str) -> FileResponse:
        zichtbaar = Aanvraag.objects.visible_to(request.user).exclude(ingediend_op=None)
        aanvraag = get_object_or_404(zichtbaar, nummer=sleutel)
        try:
            return bijlage_als_download(maak_ontvangstbewijs(aanvraag))
        except Gebeurtenis.DoesNotExist:
            raise Http404 from None
