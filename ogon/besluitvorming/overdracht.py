"""Wat een bestuur krijgt: het voorstel als PDF, de bijlagen en de gegevens, in één pakket dat vastligt."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from duoplus import pdf, zegel
from duoplus.calc.nederlands import bedrag, datum
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebruiker
from ogon.actions.voorstel import DELEN, bijlagen
from ogon.choices import Openbaarheid, SpoorStatus, ToetsSoort
from ogon.models import Overdracht, Voorstel, Voorstelspoor

ZIP, PDF = "application/zip", "application/pdf"
IN_WOORDEN = {"bedrag": lambda v: bedrag(v.bedrag) if v.bedrag is not None else ""}
IN_WOORDEN |= {"i_s": lambda v: v.get_i_s_display(), "openbaarheid": lambda v: v.get_openbaarheid_display()}
Stuk = tuple[str, str, bytes]


def draag_over(sporen: Iterable[Voorstelspoor], *, moment: datetime, by: Gebruiker) -> list[Overdracht]:
    """A package for each of these stops, all with the text as it is now."""
    sporen = list(sporen)
    if not sporen:
        return []
    voorstel = sporen[0].voorstel
    stukken = lees_stukken(voorstel, moment)
    return [_bewaar(spoor, pakket(spoor, stukken, moment), by) for spoor in sporen]


def _bewaar(spoor: Voorstelspoor, inhoud: bytes, by: Gebruiker) -> Overdracht:
    bijlage = Bijlage.bewaar(
        inhoud,
        onderwerp=spoor.voorstel,
        soort=BijlageSoort.OVERDRACHT,
        naam=f"{spoor.voorstel.nummer} {spoor}.zip",
        mime=ZIP,
        door=by,
    )
    return Overdracht.objects.create(voorstel=spoor.voorstel, spoor=spoor, bestand=bijlage, door=by)


def lees_stukken(voorstel: Voorstel, moment: datetime) -> list[Stuk]:
    """(name in the package, mime, bytes): the text first, then what goes with it."""
    stukken = [(f"{voorstel.nummer}.pdf", PDF, als_pdf(voorstel, moment))]
    for nummer, bijlage in enumerate(bijlagen(voorstel), 1):
        with bijlage.bestand.open("rb") as bestand:
            stukken.append((f"bijlagen/{nummer:02} {_veilig(bijlage.naam)}", bijlage.mime, bestand.read()))
    return stukken


def _veilig(naam: str) -> str:
    """A name that every system can unpack."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "-", naam)


def pakket(spoor: Voorstelspoor, stukken: list[Stuk], moment: datetime) -> bytes:
    """The bytes of the zip: the same for the same text and moment, whatever packs it."""
    inhoud = io.BytesIO()
    gegevens = zegel.canoniek(metadata(spoor, stukken, moment))
    with zipfile.ZipFile(inhoud, "w") as container:
        for naam, _, bytes_ in [*stukken, ("metadata.json", "application/json", gegevens)]:
            deel = zipfile.ZipInfo(naam, localtime(moment).timetuple()[:6])
            deel.external_attr = 0o644 << 16
            container.writestr(deel, bytes_)
    return inhoud.getvalue()


def metadata(spoor: Voorstelspoor, stukken: list[Stuk], moment: datetime) -> dict[str, Any]:
    """What a system for cases needs to know, with the hash of every file."""
    voorstel = spoor.voorstel
    return {
        "nummer": voorstel.nummer,
        "tekst": voorstel.inhoudversie,
        "aan": {"orgaan": spoor.orgaan, "organisatie": str(spoor.organisatie or "Duo+")},
        "overgedragen_op": moment,
        "ogon": voorstel.ogon.naam,
        "inhoud": {naam: getattr(voorstel, naam) for naam in DELEN},
        "parafen": _parafen(voorstel),
        "route": [_halte(halte) for halte in _sporen(voorstel)],
        "bestanden": [
            {"naam": naam, "mime": mime, "grootte": len(bytes_), "sha256": hashlib.sha256(bytes_).hexdigest()}
            for naam, mime, bytes_ in stukken
        ],
    }


def _naam(gebruiker: Gebruiker | None) -> str:
    return gebruiker.naam if gebruiker else ""


def _parafen(voorstel: Voorstel) -> list[dict[str, str]]:
    toetsen = voorstel.geldige_toetsen()
    return [
        {
            "soort": soort,
            "label": ToetsSoort(soort).label,
            "naam": toetsen[soort].door.naam,
            "namens": _naam(toetsen[soort].namens),
            "op": datum(localtime(toetsen[soort].op)),
        }
        for soort in ToetsSoort
        if soort in toetsen
    ]


def _sporen(voorstel: Voorstel) -> Any:
    return voorstel.sporen.exclude(status=SpoorStatus.OVERGESLAGEN).select_related("organisatie", "besluit")


def _halte(spoor: Voorstelspoor) -> dict[str, Any]:
    return {
        "orgaan": spoor.orgaan,
        "naam": str(spoor),
        "uitkomst": spoor.uitkomst,
        "besloten_op": spoor.besloten_op,
        "onder_voorbehoud": spoor.onder_voorbehoud,
        "besluit": spoor.besluit.nummer if spoor.besluit else "",
    }


def als_pdf(voorstel: Voorstel, moment: datetime) -> bytes:
    """The text as a tagged PDF/A, with the initials and the decisions so far."""
    return pdf.maak("voorstel", _gegevens(voorstel), moment=moment)


def _gegevens(voorstel: Voorstel) -> dict[str, Any]:
    besloten = [_halte(spoor) for spoor in _sporen(voorstel) if spoor.uitkomst]
    return {
        "kenmerk": voorstel.nummer,
        "titel": voorstel.titel,
        "titelregel": f"Voorstel {voorstel.nummer}",
        "ogon": voorstel.ogon.naam,
        "merk": "" if voorstel.openbaarheid == Openbaarheid.OPENBAAR else voorstel.get_openbaarheid_display(),
        "tekst": f"Tekst {voorstel.inhoudversie}",
        "delen": [
            {"titel": label, "tekst": in_woorden(voorstel, naam)}
            for naam, label in DELEN.items()
            if naam != "titel" and in_woorden(voorstel, naam)
        ],
        "parafen": _parafen(voorstel),
        "route": [_als_regel(halte) for halte in besloten],
    }


def in_woorden(voorstel: Voorstel, naam: str) -> str:
    """A part of the text as people read it."""
    if naam in IN_WOORDEN:
        return str(IN_WOORDEN[naam](voorstel))
    return str(getattr(voorstel, naam))


def _als_regel(halte: dict[str, Any]) -> dict[str, str]:
    voorbehoud = ", onder voorbehoud van begroting" if halte["onder_voorbehoud"] else ""
    return {
        "naam": halte["naam"],
        "uitkomst": f"{halte['uitkomst'].capitalize()}{voorbehoud}",
        "op": datum(halte["besloten_op"]),
        "besluit": halte["besluit"],
    }
