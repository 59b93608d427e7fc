"""Geredde invoer terug in het formulier zetten, nog niet verstuurd."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from duoplus.models import Gebruiker, Vangnet

MELDING = "Uw sessie was verlopen. Uw tekst staat er nog, maar is nog niet verstuurd."
MELDING_CONFLICT = "Dit is de nieuwe versie met uw eigen tekst. Er is nog niets verstuurd."
# Never kept: secrets and what belongs to one request only.
NIET_BEWAREN = {"csrfmiddlewaretoken", "sleutel", "password", "wachtwoord"}


def bewaar_invoer(request: HttpRequest, gebruiker: Gebruiker, **reden: int) -> str:
    """Keep this POST an hour; returns the address that shows it again, for the same person only."""
    invoer = {
        naam: [waarde.replace("\0", "") for waarde in waarden]  # a database keeps no NUL
        for naam, waarden in request.POST.lists()
        if naam not in NIET_BEWAREN and "\0" not in naam
    }
    vangnet = Vangnet.objects.create(gebruiker=gebruiker, pad=request.path[:300], invoer=invoer)
    return f"{request.path}?{urlencode({'vangnet': vangnet.uuid} | reden)}"


def geredde_invoer(request: HttpRequest) -> QueryDict | None:
    """What this user typed on this address when the session had ended; at most an hour old."""
    try:
        sleutel = uuid.UUID(request.GET.get("vangnet", ""))
    except ValueError:
        return None
    vangnet = Vangnet.objects.bruikbaar(request.user).filter(uuid=sleutel, pad=request.path).first()
    if vangnet is None:
        return None
    messages.info(request, MELDING_CONFLICT if "conflict" in request.GET else MELDING)
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
