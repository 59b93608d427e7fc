"""Wie er samenwerken, in welke teams, en wanneer zij vergaderen (domain.md, hoofdstuk 2 en 7)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duoplus.calc.nederlands import AMSTERDAM
from duoplus.calc.werkdagen import is_werkdag, na_werkdagen
from duoplus.choices import GremiumSoort, OrganisatieSoort, VergaderingStatus
from duoplus.models import (
    Afdeling,
    Deelname,
    Feestdag,
    Gremium,
    Organisatie,
    Programma,
    Reeks,
    Team,
    Vergadering,
    Zetel,
)
from ogon.models import Ogon

START = date(2016, 1, 1)
G, D, X = OrganisatieSoort.GEMEENTE, OrganisatieSoort.DIENST, OrganisatieSoort.EXTERN

ORGANISATIES = (
    ("D", "Diemen", G, "0384"),
    ("U", "Uithoorn", G, "0451"),
    ("O", "Ouder-Amstel", G, "0437"),
    ("+", "Duo+", D, ""),
    ("R", "Stichting RIJK", X, ""),
    ("A", "Accountantskantoor", X, ""),
)

# Diemen takes part in the Bedrijfsvoering only: never assume three parties.
PROGRAMMAS = (
    ("BV", "Bedrijfsvoering", "DUO"),
    ("BG", "Burger", "UO"),
    ("BT", "Buurt", "UO"),
    ("SB", "Stafbureau", "DUO"),
)

TEAMS = {
    "Bedrijfsvoering": (
        ("Financiën", "Financiën"),
        ("HRM", "HRM"),
        ("I&A", "Informatie & Automatisering"),
        ("DIV", "Documentaire Informatievoorziening"),
        ("Facilitair", "Facilitair"),
        ("JZ&I", "Juridische Zaken & Inkoop"),
    ),
    "Burger": (
        ("KCC & Burgerzaken", "Klantcontactcentrum & Burgerzaken"),
        ("Werk & Inkomen", "Werk & Inkomen"),
        ("Wmo & Jeugd", "Wmo & Jeugd"),
        ("Schuldhulp & Administratie", "Schuldhulp & Administratie"),
    ),
    "Buurt": (
        ("Buitendienst", "Buitendienst"),
        ("BOR", "Beheer Openbare Ruimte"),
        ("Projecten", "Projecten"),
        ("VTH", "Vergunningen, Toezicht & Handhaving"),
        ("Geo & Basisregistraties", "Geo & Basisregistraties"),
    ),
    "Stafbureau": (("Stafbureau", "Stafbureau"),),
}


@dataclass(frozen=True)
class Ritme:
    """How often a body meets: the last meeting fell ``terug`` days or a little more before today.

    ``quorum``: so many organisations must be there to decide. ``zetels``: which sit in it, by letter; of an
    OGON that follows from its programme.
    """

    terug: int
    weekdag: int
    weken: int
    begin: time
    eind: time
    plaats: str
    quorum: int = 2
    zetels: str = ""


RITMES = {
    "bedrijfsvoering": Ritme(3, 1, 6, time(9, 30), time(11, 0), "Gemeentehuis Ouder-Amstel, raadzaal"),
    "burger": Ritme(10, 2, 6, time(9, 30), time(11, 0), "Gemeentehuis Uithoorn, vergaderkamer 2"),
    "buurt": Ritme(17, 3, 6, time(9, 30), time(11, 0), "Gemeentewerf Uithoorn, kantine"),
    "directieberaad": Ritme(
        5, 0, 3, time(14, 0), time(16, 0), "Kantoor Duo+, Ouderkerk aan de Amstel", 0, "DUO+"
    ),
    "inkoopcontactgroep": Ritme(20, 3, 8, time(13, 0), time(14, 30), "Online", 2, "UO+"),
    "inkoopcontactgroep-diemen": Ritme(
        13, 0, 8, time(10, 0), time(11, 0), "Gemeentehuis Diemen, kamer 2.10", 1, "D"
    ),
    "cpi-overleg": Ritme(30, 1, 9, time(10, 0), time(12, 0), "Gemeentehuis Diemen, kamer 1.04", 4, "DUO+"),
}
OVERLEGGEN = (
    ("Directieberaad", "directieberaad", GremiumSoort.DIRECTIEBERAAD),
    ("Inkoopcontactgroep", "inkoopcontactgroep", GremiumSoort.INKOOPCONTACTGROEP),
    ("Inkoopcontactgroep Diemen", "inkoopcontactgroep-diemen", GremiumSoort.INKOOPCONTACTGROEP),
    ("CPI-overleg", "cpi-overleg", GremiumSoort.CPI_OVERLEG),
)


def maak(peildatum: date) -> None:
    """Organisations, programmes with who takes part, teams, bodies and their meetings."""
    for volgorde, (letter, naam, soort, cbs) in enumerate(ORGANISATIES):
        Organisatie.objects.create(letter=letter, naam=naam, soort=soort, cbs_code=cbs, volgorde=volgorde)
    for code, naam, deelnemers in PROGRAMMAS:
        _programma(code, naam, deelnemers)
    for naam, slug, overleg in OVERLEGGEN:
        Gremium.objects.create(naam=naam, slug=slug, soort=overleg)
    _zetels()
    _vergaderingen(peildatum)


def _programma(code: str, naam: str, deelnemers: str) -> None:
    programma = Programma.objects.create(code=code, naam=naam)
    for organisatie in Organisatie.objects.filter(letter__in=list(deelnemers)):
        Deelname.objects.create(programma=programma, organisatie=organisatie, van=START)
    afdeling = Afdeling.objects.create(naam=naam, programma=programma)
    for kort, voluit in TEAMS[naam]:
        Team.objects.create(afdeling=afdeling, kort=kort, naam=voluit)
    if naam != "Stafbureau":
        _ogon(naam, programma)


def _ogon(naam: str, programma: Programma) -> None:
    """OGON Bedrijfsvoering is the draaischijf: it sees to it that every request lands in the right place."""
    is_draaischijf = naam == "Bedrijfsvoering"
    Ogon.objects.create(
        naam=f"OGON {naam}", slug=naam.lower(), programma=programma, coordineert=is_draaischijf
    )


def _zetels() -> None:
    for slug, ritme in RITMES.items():
        for organisatie in Organisatie.objects.filter(letter__in=list(ritme.zetels)):
            gremium = Gremium.objects.get(slug=slug)
            Zetel.objects.create(gremium=gremium, organisatie=organisatie, van=START)


def _vergaderingen(peildatum: date) -> None:
    """A year back and a year ahead, in a series; a meeting on a day off moves to the next working day."""
    vrij = Feestdag.objects.als_vrij()
    for slug, ritme in RITMES.items():
        reeks = _reeks(Gremium.objects.get(slug=slug), ritme)
        dagen = [
            dag if is_werkdag(dag, vrij) else na_werkdagen(dag, 1, vrij) for dag in _dagen(ritme, peildatum)
        ]
        eerder = [dag for dag in dagen if dag < peildatum]
        Vergadering.objects.bulk_create(
            _vergadering(reeks, dag, lang_geleden=dag in eerder[:-2]) for dag in dagen
        )


def _reeks(gremium: Gremium, ritme: Ritme) -> Reeks:
    return Reeks.objects.create(
        gremium=gremium,
        naam=f"{gremium}, elke {ritme.weken} weken",
        elke_weken=ritme.weken,
        begint_om=ritme.begin,
        eindigt_om=ritme.eind,
        plaats=ritme.plaats,
        quorum=ritme.quorum,
        vaste_punten=[["Opening en mededelingen", 5], ["Rondvraag", 5]],
    )


def _vergadering(reeks: Reeks, dag: date, *, lang_geleden: bool) -> Vergadering:
    """What was held before the portal was used is over; the last two are played as they went."""
    vergadering = Vergadering(
        gremium=reeks.gremium,
        reeks=reeks,
        datum=dag,
        begint_om=reeks.begint_om,
        eindigt_om=reeks.eindigt_om,
        plaats=reeks.plaats,
        quorum=reeks.quorum,
    )
    if lang_geleden:
        vergadering.status = VergaderingStatus.VASTGESTELD
        begin, eind = (datetime.combine(dag, tijd, AMSTERDAM) for tijd in (reeks.begint_om, reeks.eindigt_om))
        vergadering.begonnen_op, vergadering.gesloten_op = begin, eind
        vergadering.vastgesteld_op = eind + timedelta(weeks=reeks.elke_weken)
    return vergadering


def _dagen(ritme: Ritme, peildatum: date) -> list[date]:
    anker = peildatum - timedelta(days=ritme.terug)
    anker -= timedelta(days=(anker.weekday() - ritme.weekdag) % 7)
    aantal = 54 // ritme.weken
    return [anker + timedelta(weeks=ritme.weken * n) for n in range(-aantal, aantal + 1)]
