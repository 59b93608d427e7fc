"""Het dossier van een opschaling als PDF: wat is voorgelegd, met de zegelcode die het pakket bewijst."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from duoplus import pdf
from duoplus.calc.nederlands import datum
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebruiker
from duoplus.zegel import zegel
from ogon.models import Opschaling

MIME = "application/pdf"
GROEP = 8  # a code of 64 signs is read and compared in groups


def maak_dossier(opschaling: Opschaling) -> Bijlage:
    """The document of this question, made once; twice at a time still gives one."""
    with transaction.atomic():
        opschaling.refresh_from_db(from_queryset=Opschaling.objects.select_for_update(of=("self",)))
        if opschaling.pdf is None:
            opschaling.pdf = _leg_vast(opschaling)
            opschaling.save(update_fields=["pdf"])
    return opschaling.pdf


def _leg_vast(opschaling: Opschaling) -> Bijlage:
    return Bijlage.bewaar(
        als_pdf(opschaling),
        onderwerp=opschaling,
        soort=BijlageSoort.DOSSIER,
        naam=f"Dossier {opschaling.nummer}.pdf",
        mime=MIME,
        door=Gebruiker.objects.systeem(),
    )


def als_pdf(opschaling: Opschaling) -> bytes:
    """The bytes, from the frozen packet alone: the same at any later moment."""
    return pdf.maak("opschaling", _gegevens(opschaling.pakket), moment=opschaling.gemeld_op)


def _gegevens(pakket: dict[str, Any]) -> dict[str, Any]:
    """The code is computed here, from the packet that is printed: another packet shows another code."""
    code, onderwerp = zegel(pakket), pakket["onderwerp"]
    return {
        "nummer": pakket["nummer"],
        "titel": onderwerp["titel"],
        "kop": _kop(pakket),
        "vraag": pakket["vraag"],
        "gevraagd_besluit": pakket["gevraagd_besluit"],
        "onderwerp": [
            {"label": "Onderwerp", "waarde": f"{onderwerp['kenmerk']} {onderwerp['titel']}".strip()},
            {"label": "Stand", "waarde": onderwerp["stand"]},
            *onderwerp["feiten"],
        ],
        "standpunten": [_standpunt(s) for s in pakket["standpunten"]],
        "scenarios": pakket["scenarios"],
        "code": [code[plek : plek + GROEP] for plek in range(0, len(code), GROEP)],
    }


def _kop(pakket: dict[str, Any]) -> list[dict[str, str]]:
    moment = localtime(datetime.fromisoformat(pakket["gemeld_op"]))
    namens = f", namens {pakket['namens']}" if pakket["namens"] else ""
    spoed = " (spoed)" if pakket["spoed"] else ""
    rijen = {
        "Van": pakket["van"],
        "Aan": pakket["naar"],
        "Waarom voorgelegd": pakket["aanleiding"],
        "Antwoord graag voor": f"{datum(date.fromisoformat(pakket['antwoord_voor']))}{spoed}",
        "Voorgelegd door": f"{pakket['gemeld_door']}{namens}",
        "Voorgelegd op": f"{datum(moment)}, {moment:%H.%M} uur",
        "Besluit van het OGON": pakket["besluit"],
    }
    return [{"label": label, "waarde": waarde} for label, waarde in rijen.items()]


def _standpunt(standpunt: dict[str, str]) -> dict[str, str]:
    wie = f"{standpunt['door']}, {datum(_moment(standpunt['op']))}" if standpunt["op"] else standpunt["door"]
    return {"wie": standpunt["wie"], "wat": standpunt["wat"], "tekst": standpunt["tekst"], "door": wie}


def _moment(iso: str) -> datetime:
    return localtime(datetime.fromisoformat(iso))
