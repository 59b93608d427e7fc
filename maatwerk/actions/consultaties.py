"""Een besluit van het ene OGON verschuift een belofte waar het andere bij hoort: dat mag reageren."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.calc.nederlands import datum
from duoplus.models import Besluit, Gebruiker, Termijn
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.models import Aanvraag, Consultatie
from ogon.choices import Reactie
from ogon.models import Ogon

TERMIJN = "ogon.consultatie"
PERM = "maatwerk.reageren_consultatie"
ZINNEN = {
    "maatwerk.consultatie.vragen": "vroeg {ogon} om een reactie op {aanvraag}: {wat}",
    "maatwerk.consultatie.reageren": "reageerde voor {ogon} op {aanvraag}: {reactie}",
    "maatwerk.consultatie.geen_reactie": "legde vast dat {ogon} niet reageerde op {aanvraag}",
}


@transaction.atomic
def vraag(
    besluit: Besluit, aanvragen_met_wat: Iterable[tuple[Aanvraag, str]], *, by: Gebruiker
) -> list[Consultatie]:
    """Vraag elk ander OGON dat bij een aanvraag hoort om een reactie, binnen de termijn.

    ``wat`` says what moves, for people. Who decided is not asked; asked twice is asked once.
    """
    dag = Termijn.objects.uiterlijk(TERMIJN, klok.vandaag())
    gevraagd = [
        _vraag(besluit, aanvraag, ogon, wat, dag, by)
        for aanvraag, wat in aanvragen_met_wat
        for ogon in betrokken(aanvraag)
        if ogon.pk != besluit.gremium_id
    ]
    return [consultatie for consultatie in gevraagd if consultatie is not None]


def betrokken(aanvraag: Aanvraag) -> list[Ogon]:
    """The OGON of a request and those that it touches, each once."""
    ogons = {ogon.pk: ogon for ogon in aanvraag.betrokken_ogons.all()}
    if aanvraag.ogon is not None:
        ogons[aanvraag.ogon.pk] = aanvraag.ogon
    return [ogons[pk] for pk in sorted(ogons)]


def reageer(consultatie: Consultatie, *, by: Gebruiker, soort: str, tekst: str = "") -> Consultatie:
    """Geef de reactie van een OGON, één keer: akkoord, of bezwaar met een reden."""
    with transaction.atomic():
        _hou_vast(consultatie)
        if not by.has_perm(PERM, consultatie):
            raise PermissionDenied(PERM)
        if consultatie.op is not None:
            raise StapKanNiet("De reactie ligt al vast.")
        if klok.vandaag() > consultatie.reactie_voor:
            raise StapKanNiet(f"Reageren kon tot en met {datum(consultatie.reactie_voor)}. De termijn is om.")
        if soort not in (Reactie.AKKOORD, Reactie.BEZWAAR):
            raise StapKanNiet("Kies akkoord of bezwaar.")
        if soort == Reactie.BEZWAAR and not tekst.strip():
            raise StapKanNiet("Zeg waarom u bezwaar heeft.")
        _leg_vast(consultatie, Reactie(soort), by, namens(by, PERM, consultatie), tekst.strip())
    return consultatie


def leg_stilte_vast() -> int:
    """Wie binnen de termijn niet reageerde: dat ligt vast als geen reactie, nooit als instemming."""
    stil = Consultatie.objects.filter(op=None, reactie_voor__lt=klok.vandaag())
    pks = list(stil.values_list("pk", flat=True))
    for pk in pks:
        with transaction.atomic():
            consultatie = Consultatie.objects.select_for_update().get(pk=pk)
            if consultatie.op is None:
                _leg_vast(consultatie, Reactie.GEEN_REACTIE, Gebruiker.objects.systeem(), None, "")
    return len(pks)


def _vraag(
    besluit: Besluit, aanvraag: Aanvraag, ogon: Ogon, wat: str, dag: date, by: Gebruiker
) -> Consultatie | None:
    consultatie, is_nieuw = Consultatie.objects.get_or_create(
        besluit=besluit, aanvraag=aanvraag, ogon=ogon, defaults={"wat": wat, "reactie_voor": dag}
    )
    if not is_nieuw:
        return None
    _record(consultatie, "vragen", by, None, wat=wat)
    return consultatie


def _hou_vast(consultatie: Consultatie) -> None:
    consultatie.refresh_from_db(from_queryset=Consultatie.objects.select_for_update())


def _leg_vast(
    consultatie: Consultatie, reactie: Reactie, by: Gebruiker, voor: Gebruiker | None, tekst: str
) -> None:
    consultatie.reactie, consultatie.tekst, consultatie.op = reactie, tekst, klok.nu()
    consultatie.door, consultatie.namens = by, voor
    consultatie.save()
    deed = "geen_reactie" if reactie == Reactie.GEEN_REACTIE else "reageren"
    _record(consultatie, deed, by, voor, reactie=reactie.label.lower(), reden=tekst)


def _record(
    consultatie: Consultatie, deed: str, by: Gebruiker, voor: Gebruiker | None, **gegevens: str
) -> None:
    events.record(
        f"maatwerk.consultatie.{deed}",
        consultatie,
        by=by,
        namens=voor,
        ogon=consultatie.ogon.naam,
        aanvraag=consultatie.aanvraag.kenmerk,
        **gegevens,
    )
