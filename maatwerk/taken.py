"""Wat er op iemand wacht, in woorden: eerst wat hij doet, dan waarom hij, dan waarover."""

from typing import Any, NamedTuple

from django.db.models import F, Prefetch
from django.urls import reverse

from duoplus.models import Gebruiker, Roltoewijzing
from duoplus.werk import Taak
from maatwerk import werk
from maatwerk.models import Aanvraag, Vraag


class Woorden(NamedTuple):
    wat: str
    knop: str
    icoon: str


WOORDEN = {
    "in_behandeling_nemen": Woorden("Neem de aanvraag in behandeling", "In behandeling nemen", "inbox"),
    "ter_verificatie": Woorden("Schrijf op hoe u de vraag begrijpt", "Vraag voorleggen", "writing"),
    "aanvullen": Woorden("Beantwoord de vraag van Duo+", "Beantwoorden", "message-question"),
    "paraferen": Woorden("Zet uw paraaf onder de vraag", "Paraferen", "signature"),
    "bevestigen": Woorden("Controleer of Duo+ u goed begrijpt", "Vraag bevestigen", "checklist"),
    "voorstellen": Woorden("Doe een voorstel met uren en kosten", "Voorstel doen", "coin-euro"),
    "akkoord_geven": Woorden("Geef akkoord op het voorstel", "Bekijk voorstel", "file-check"),
    "prioriteren": Woorden("Besluit of dit werk er komt, en wanneer", "Besluiten", "list-numbers"),
    "opdracht_geven": Woorden("Zet uw paraaf onder de opdracht", "Opdracht geven", "gavel"),
    "starten": Woorden("Start de uitvoering", "Starten", "player-play"),
    "opleveren": Woorden("Lever het werk op", "Opleveren", "checks"),
    "accepteren": Woorden("Beoordeel het werk", "Beoordelen", "clipboard-check"),
    "afsluiten": Woorden("Sluit het dossier", "Afsluiten", "archive"),
}


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """The requests that wait on this person now; four queries, however many there are."""
    wachtend = (
        werk.nu(user)
        .voor_regel()
        .prefetch_related(Prefetch("vragen", Vraag.objects.filter(beantwoord_op=None), to_attr="open_vragen"))
        .order_by(F("termijn_op").asc(nulls_last=True), "pk")
    )
    return [_taak(user, aanvraag) for aanvraag in wachtend[:tot]]


def _taak(user: Gebruiker, aanvraag: Any) -> Taak:
    """``aanvraag`` as ``lees`` reads it: with its step and its open question."""
    woorden = WOORDEN[aanvraag.stap]
    vraag = next(iter(aanvraag.open_vragen), None)
    url = aanvraag.get_absolute_url()
    return Taak(
        wat=f"Beantwoord de vraag: {vraag}" if vraag and aanvraag.stap == "aanvullen" else woorden.wat,
        waarover=aanvraag.titel,
        kenmerk=aanvraag.kenmerk,
        waarom=_waarom(user, aanvraag, vraag),
        url=url,
        knop=woorden.knop,
        knop_url=reverse("maatwerk:stap", args=[aanvraag.sleutel, aanvraag.stap.replace("_", "-")]),
        icoon=woorden.icoon,
        sinds=aanvraag.status_sinds,
        uiterlijk=vraag.uiterlijk_op if vraag else aanvraag.termijn_op,
    )


def _waarom(user: Gebruiker, aanvraag: Any, vraag: Vraag | None) -> str:
    if vraag and vraag.aan_id == user.pk:
        return "de vraag is aan u gesteld"
    rollen, _ = werk.EISEN[aanvraag.stap]
    toewijzing = next((t for t in user.rollen if t.rol in rollen and _past(t, aanvraag)), None)
    if toewijzing is None:
        return "u deed deze aanvraag"
    if toewijzing.vervangt:
        return f"namens {toewijzing.vervangt.gebruiker.naam}"
    return f"u bent {_als(toewijzing, aanvraag)}"


def _past(t: Roltoewijzing, aanvraag: Aanvraag) -> bool:
    return (
        t.organisatie_id in (None, *aanvraag.gemeente_ids)
        and t.gremium_id in (None, aanvraag.ogon_id)
        and t.team_id in (None, aanvraag.team_id)
    )


def _als(t: Roltoewijzing, aanvraag: Aanvraag) -> str:
    """The role with its place: "opdrachtgever van Uithoorn", "voorzitter van OGON Buurt"."""
    rol = t.get_rol_display().removesuffix(" OGON")
    namen = {gemeente.pk: gemeente.naam for gemeente in aanvraag.gemeenten.all()}
    if t.organisatie_id is not None:
        waar = namen.get(t.organisatie_id, "")
    elif t.gremium_id is not None:
        waar = str(t.gremium)
    else:
        waar = str(aanvraag.team) if t.team_id is not None else ""
    return f"{rol[0].lower()}{rol[1:]}{' van ' if waar else ''}{waar}"
