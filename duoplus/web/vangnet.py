"""Geredde invoer terug in het formulier zetten, nog niet verstuurd."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from duoplus.models import Vangnet

MELDING = "Uw sessie was verlopen. Uw tekst staat er nog, maar is nog niet verstuurd."


def geredde_invoer(request: HttpRequest) -> QueryDict | None:
    """What this user typed on this address when the session had ended; at most an hour old."""
    try:
        sleutel = uuid.UUID(request.GET.get("vangnet", ""))
    except ValueError:
        return None
    vangnet = Vangnet.objects.bruikbaar(request.user).filter(uuid=sleutel, pad=request.path).first()
    if vangnet is None:
        return None
    messages.info(request, MELDING)
    invoer = QueryDict(mutable=True)
    for naam, waarden in vangnet.invoer.items():
        invoer.setlist(naam, waarden)
    return invoer


def als_beginwaarden(form: forms.BaseForm, invoer: QueryDict) -> dict[str, Any]:
    """The rescued values per field, as the widgets read them."""
    return {
        naam: veld.widget.value_from_datadict(invoer, {}, form.add_prefix(naam))
        for naam, veld in form.fields.items()
        if naam not in {"versie", "sleutel"}
    }
