"""Wat er van een getekende versie bevroren wordt: de inhoud, haar zegelcode en de PDF waar die op staat."""

import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from duoplus import klok, pdf
from duoplus.calc.nederlands import bedrag, datum
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebruiker
from duoplus.zegel import canoniek, zegel
from ogon.dvo.tekst import tekst_met
from ogon.models import Dvoregel, Dvoversie, Ondertekening

MIME = "application/pdf"


def inhoud_van(dvoversie: Dvoversie) -> dict[str, Any]:
    """Everything that was signed, and by whom, as JSON; from the rows, so it can be made again."""
    dvo = dvoversie.dvo
    inhoud = {
        "dvo": dvo.nummer,
        "gemeente": dvo.organisatie.naam,
        "jaar": dvo.jaar,
        "opzegtermijn_maanden": dvo.opzegtermijn_maanden,
        "versie": dvoversie.nummer,
        "geldt_van": dvoversie.geldt_van,
        "aanleiding": dvoversie.aanleiding,
        "artikelen": list(dvoversie.artikelen.values("nummer", "titel", "tekst", "vervalt")),
        "regels": [_regel(regel) for regel in _regels(dvoversie)],
        "getekend": [_handtekening(een) for een in _getekend(dvoversie)],
    }
    return json.loads(canoniek(inhoud))


def _regels(dvoversie: Dvoversie) -> QuerySet[Dvoregel]:
    regels = dvoversie.regels.select_related("product").prefetch_related("normen__kpi")
    return regels.order_by("product__code")


def _getekend(dvoversie: Dvoversie) -> QuerySet[Ondertekening]:
    return dvoversie.ondertekeningen.select_related("tekenplek__organisatie", "namens").order_by("pk")


def _regel(regel: Dvoregel) -> dict[str, Any]:
    return {
        "code": regel.product.code,
        "artikel": regel.artikel,
        "uren": _vast(regel.norm_uren),
        "prijs": _vast(regel.prijs),
        "normen": {str(norm.kpi_id): _vast(norm.norm) for norm in regel.normen.all()},
        "vervalt": regel.vervalt,
    }


def _vast(getal: Decimal) -> str:
    """The same text before and after the database rounded it to its columns."""
    return f"{getal:.2f}"


def _handtekening(een: Ondertekening) -> dict[str, Any]:
    return {
        "soort": een.soort,
        "namens_organisatie": een.tekenplek.organisatie.naam,
        "functie": een.functie,
        "naam": een.naam,
        "mandaat": een.mandaat,
        "vervangt": een.namens.naam if een.namens else "",
        "op": een.op,
    }


def bewaar_pdf(dvoversie: Dvoversie, *, by: Gebruiker) -> Bijlage:
    """The document as it was signed, with its seal in it; stored once."""
    return Bijlage.bewaar(
        als_pdf(dvoversie),
        onderwerp=dvoversie,
        soort=BijlageSoort.DVO,
        naam=bestandsnaam(dvoversie),
        mime=MIME,
        door=by,
    )


def bestandsnaam(dvoversie: Dvoversie) -> str:
    return f"{dvoversie.dvo.nummer} versie {dvoversie.nummer}.pdf"


def als_pdf(dvoversie: Dvoversie) -> bytes:
    """PDF/A; without a signature it says that it is a draft."""
    moment = dvoversie.getekend_op or klok.nu()
    return pdf.maak("dvo", _gegevens(dvoversie), moment=moment)


def mankementen(dvoversie: Dvoversie) -> list[str]:
    """What no longer matches the seal of a signed version; nothing if all is as it was signed."""
    if dvoversie.getekend_op is None or dvoversie.pdf is None:
        return ["Deze versie is niet getekend."]
    pdf_nu = _bewaard(dvoversie.pdf)
    klopt = {
        "De inhoud is anders dan bij het tekenen.": zegel(dvoversie.inhoud) == dvoversie.sha256,
        "De tekst in het portaal is anders dan de bevroren inhoud.": inhoud_van(dvoversie)
        == dvoversie.inhoud,
        "De PDF ontbreekt.": pdf_nu is not None,
        "De PDF is anders dan bij het tekenen.": pdf_nu is None
        or sha256(pdf_nu).hexdigest() == dvoversie.pdf.sha256,
    }
    return [mankement for mankement, goed in klopt.items() if not goed]


def _bewaard(bijlage: Bijlage) -> bytes | None:
    try:
        with bijlage.bestand.open() as bestand:
            inhoud: bytes = bestand.read()
            return inhoud
    except FileNotFoundError:
        return None


# The document -------------------------------------------------------------------------------------------


def _gegevens(dvoversie: Dvoversie) -> dict[str, Any]:
    dvo = dvoversie.dvo
    soort = "Addendum bij de dienstverleningsovereenkomst" if dvoversie.is_addendum else TITEL
    return {
        "titel": f"{soort} {dvo.jaar}",
        "ondertitel": f"{dvo.organisatie.naam} en Duo+",
        "kenmerk": f"{dvo.nummer}, versie {dvoversie.nummer}",
        "concept": "" if dvoversie.getekend_op else "Dit is een concept. Het is niet getekend.",
        "feiten": [{"label": label, "waarde": waarde} for label, waarde in _feiten(dvoversie)],
        "artikelen": [_artikel(a) for a in dvoversie.artikelen.order_by("nummer")],
        "regels": [_productregel(regel) for regel in _regels(dvoversie).order_by("product__naam")],
        "samen": _samen(dvoversie),
        "getekend": [_tekenregel(een) for een in _getekend(dvoversie)],
        "zegel": dvoversie.sha256,
    }


TITEL = "Dienstverleningsovereenkomst"


def _feiten(dvoversie: Dvoversie) -> list[tuple[str, str]]:
    dvo = dvoversie.dvo
    feiten = [
        ("Partijen", f"Gemeente {dvo.organisatie.naam} en Duo+"),
        ("Looptijd", f"{datum(dvo.van)} tot en met {datum(dvo.tot)}"),
        ("Deze tekst geldt vanaf", datum(dvoversie.geldt_van)),
        (
            "Opzegtermijn",
            f"{dvo.opzegtermijn_maanden} maanden, dus uiterlijk {datum(dvo.uiterlijk_opzeggen)}",
        ),
        ("Aanleiding", dvoversie.aanleiding),
    ]
    return [(label, waarde) for label, waarde in feiten if waarde]


def _artikel(artikel: Any) -> dict[str, str]:
    tekst = "Dit artikel vervalt." if artikel.vervalt else artikel.tekst
    return {"kop": f"Artikel {artikel.nummer}. {artikel.titel}", "tekst": tekst}


def _productregel(regel: Dvoregel) -> dict[str, Any]:
    if regel.vervalt:
        leeg = dict.fromkeys(("artikel", "uren", "prijs"), "")
        return {"product": regel.product.naam, "normen": ["Dit product vervalt."], **leeg}
    return {
        "product": regel.product.naam,
        "artikel": f"artikel {regel.artikel}" if regel.artikel else "",
        "normen": [norm.kpi.zin(norm.norm) for norm in regel.normen.all()],
        "uren": als_uren(regel.norm_uren),
        "prijs": bedrag(regel.prijs),
    }


def _samen(dvoversie: Dvoversie) -> dict[str, str]:
    """The totals of the whole text as this version makes it."""
    tekst = tekst_met(dvoversie)
    label = "De hele DVO met dit addendum" if dvoversie.is_addendum else "Samen"
    return {"label": label, "uren": als_uren(tekst.uren), "prijs": bedrag(tekst.prijs)}


def _tekenregel(een: Ondertekening) -> dict[str, str]:
    vervangt = f", vervangt {een.namens.naam}" if een.namens else ""
    return {
        "soort": een.get_soort_display(),
        "voor": een.tekenplek.organisatie.naam,
        "naam": f"{een.naam}{vervangt}",
        "functie": een.functie,
        "mandaat": een.mandaat,
        "op": _moment(een.op),
    }


def _moment(op: datetime) -> str:
    plaatselijk = localtime(op)
    return f"{datum(plaatselijk)}, {plaatselijk:%H.%M} uur"
