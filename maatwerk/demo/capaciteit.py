"""De uren van alle teams over dit en volgend jaar (domain.md, hoofdstuk 7): aannames, dus gegevens.

Per team the people, the products of the DVO that it makes, and how many hours are left for custom work.
What the DVO takes besides the named products follows from that, so that the waterfall adds up to the hour.
I&A, Facilitair and DIV run short next year: there the line falls on the board.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.models import Gebruiker, Team
from maatwerk.actions.ronde import open_ronde
from maatwerk.demo.toneel import Toneel
from maatwerk.tasks import schuif_uren_door
from maatwerk.uren import conflicten
from maatwerk.uren.capaciteit import maanden_van
from ogon.actions import conflict
from ogon.choices import CapaciteitSoort as S
from ogon.choices import Reactie
from ogon.models import Capaciteitsregel, Cyclus

BRUTO_PER_MAAND = 156  # hours of one full-time job: 36 a week
VERLOF_PER_JAAR = 312  # leave, holidays and illness of one full-time job
# Of a hundred: when people are away.
VERLOF_PER_MAAND = (6, 8, 5, 9, 11, 5, 14, 16, 5, 8, 4, 9)
BUFFER = 10  # percent of what is left after leave


@dataclass(frozen=True)
class Formatie:
    """Full-time jobs, hours a year for products of the DVO, and hours for custom work this and next year."""

    fte: str
    producten: tuple[tuple[str, int], ...]
    vrij: tuple[int, int]


FORMATIES = {
    "Financiën": Formatie("8.0", (("P&C-cyclus", 3750),), (900, 800)),
    "HRM": Formatie("6.0", (("Salarisadministratie", 2150),), (800, 620)),
    "I&A": Formatie("7.0", (("Werkplekbeheer", 4400), ("Servicedesk", 2700)), (620, 60)),
    "DIV": Formatie("4.5", (("Postregistratie en archief", 3200),), (640, 130)),
    "Facilitair": Formatie("4.0", (("Receptie en facilitair", 2900),), (460, 150)),
    "JZ&I": Formatie("5.0", (("Juridische advisering", 1700), ("Inkoopadvies", 1240)), (720, 480)),
    "KCC & Burgerzaken": Formatie("9.0", (("Balie burgerzaken", 6200),), (600, 420)),
    "Werk & Inkomen": Formatie("8.0", (("Bijstandsaanvragen", 5100),), (520, 240)),
    "Wmo & Jeugd": Formatie("9.0", (), (640, 480)),
    "Schuldhulp & Administratie": Formatie("5.0", (), (360, 300)),
    "Buitendienst": Formatie("14.0", (("Groenonderhoud", 9600),), (900, 720)),
    "BOR": Formatie("6.0", (), (600, 520)),
    "Projecten": Formatie("5.0", (), (780, 900)),
    "VTH": Formatie("8.0", (("Vergunningen", 4600),), (720, 560)),
    "Geo & Basisregistraties": Formatie("4.0", (), (320, 300)),
    "Stafbureau": Formatie("3.5", (), (240, 240)),
}
OVERIG = "Overige taken van de DVO"


def maak(toneel: Toneel) -> None:
    """Before the stories begin: an assignment that is given takes the earliest free hours."""
    door, jaar = toneel.wie("concerncontroller"), toneel.peildatum.year
    Capaciteitsregel.objects.bulk_create(
        regel
        for kort, formatie in FORMATIES.items()
        for nr, vrij in enumerate(formatie.vrij)
        for regel in _jaar(toneel.teams[kort], jaar + nr, formatie, vrij, door)
    )


def verdeel_te_weinig(toneel: Toneel) -> None:
    """OGON Burger opens its order too: together they ask more of I&A than there is, and Burger objects.

    Before that, as every night, what was promised in months gone by and not used is planned anew.
    """
    jaar = toneel.peildatum.year + 1
    with klok.op(datetime.combine(toneel.gisteren, time(17), AMSTERDAM)):
        schuif_uren_door()
        burger = Cyclus.objects.get(ogon__slug="burger", jaar=jaar)
        open_ronde(burger, by=toneel.wie("secretaris.burger"))
        for een in conflicten.controleer(jaar):
            if partij := een.partijen.filter(ogon=burger.ogon).first():
                voorzitter = toneel.wie("voorzitter.burger")
                conflict.reageer(partij, by=voorzitter, soort=Reactie.BEZWAAR, tekst=BEZWAAR)


BEZWAAR = (
    "De analyse van de wachttijden is de derde keer op rij uitgesteld. Zonder I&A kan Burger niet beginnen."
)


def _jaar(team: Team, jaar: int, formatie: Formatie, vrij: int, door: Gebruiker) -> list[Capaciteitsregel]:
    """Twelve months; leave has its seasons, all else follows the hours that are left in a month."""
    fte = Decimal(formatie.fte)
    bruto = [fte * BRUTO_PER_MAAND] * 12
    verlof = _verdeel(fte * VERLOF_PER_JAAR, VERLOF_PER_MAAND)
    netto = [heel - weg for heel, weg in zip(bruto, verlof, strict=True)]
    som = sum(netto, Decimal(0))
    buffer = som * BUFFER / 100
    overig = som - buffer - vrij - sum(aantal for _, aantal in formatie.producten)
    termen = [
        (S.BRUTO, f"Formatie {formatie.fte} fte".replace(".", ","), bruto),
        (S.VERLOF, "Verlof, feestdagen en ziekte", verlof),
        *((S.DVO, naam, _verdeel(Decimal(aantal), netto)) for naam, aantal in formatie.producten),
        (S.DVO, OVERIG, _verdeel(overig, netto)),
        (S.BUFFER, f"Buffer {BUFFER}%", _verdeel(buffer, netto)),
    ]
    return [
        _regel(team, maand, soort, naam, uren, door)
        for soort, naam, per_maand in termen
        for maand, uren in zip(maanden_van(jaar), per_maand, strict=True)
    ]


def _verdeel(uren: Decimal, gewichten: Sequence[Decimal | int]) -> list[Decimal]:
    """Whole hours by weight; the last month takes what is left over."""
    wegen = [Decimal(gewicht) for gewicht in gewichten]
    delen = [(uren * gewicht / sum(wegen)).quantize(Decimal(1)) for gewicht in wegen]
    delen[-1] += uren - sum(delen)
    return delen


def _regel(
    team: Team, maand: date, soort: str, omschrijving: str, uren: Decimal, door: Gebruiker
) -> Capaciteitsregel:
    return Capaciteitsregel(
        team=team,
        maand=maand,
        soort=soort,
        omschrijving=omschrijving,
        uren=uren,
        bron=f"Formatieplan {maand.year}",
        ingevoerd_door=door,
    )
