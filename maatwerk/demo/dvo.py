"""De DVO's: dit jaar van kracht voor drie gemeenten, één met een addendum, en één die op tekenen wacht."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.models import Gebruiker
from maatwerk.demo.toneel import Toneel
from ogon.actions import dvo as acties
from ogon.choices import KpiRichting
from ogon.models import Dvo, Dvoversie, Kpi, Product
from ogon.tasks import bewaak_dvos

EURO_PER_UUR = Decimal(76)
MINSTENS, HOOGSTENS = KpiRichting.MINSTENS, KpiRichting.HOOGSTENS


class Waar(NamedTuple):
    """A product of domain.md section 7: hours for D, U and O, its indicator, the norm and last results."""

    code: str
    naam: str
    team: str
    ogon: str
    artikel: int
    uren: tuple[int, int, int]
    meet: str
    eenheid: str
    richting: KpiRichting
    norm: str
    gemeten: tuple[str, str, str]


PRODUCTEN = (
    Waar("BV-01", "Salarisadministratie", "HRM", "bedrijfsvoering", 3, (900, 850, 400),
         "van de salarissen zonder fout", "%", MINSTENS, "99.5", ("99.7", "99.8", "99.1")),
    Waar("BV-02", "P&C-cyclus", "Financiën", "bedrijfsvoering", 3, (1500, 1450, 800),
         "van de rapportages op tijd bij de raad", "%", MINSTENS, "100", ("100", "100", "100")),
    Waar("BV-03", "Werkplekbeheer", "I&A", "bedrijfsvoering", 4, (1800, 1700, 900),
         "van de werkplekken binnen 5 werkdagen klaar", "%", MINSTENS, "90", ("92", "94", "88")),
    Waar("BV-04", "Servicedesk", "I&A", "bedrijfsvoering", 4, (1100, 1050, 550),
         "van de meldingen binnen 8 werkuren opgelost", "%", MINSTENS, "85", ("86", "81", "87")),
    Waar("BV-05", "Postregistratie en archief", "DIV", "bedrijfsvoering", 4, (1300, 1250, 650),
         "van de post dezelfde dag geregistreerd", "%", MINSTENS, "95", ("97", "96.5", "95")),
    Waar("BV-06", "Juridische advisering", "JZ&I", "bedrijfsvoering", 3, (700, 650, 350),
         "tot het advies", "werkdagen", HOOGSTENS, "10", ("9.5", "13.1", "10")),
    Waar("BV-07", "Inkoopadvies", "JZ&I", "bedrijfsvoering", 3, (500, 480, 260),
         "tot de eerste reactie", "werkdagen", HOOGSTENS, "3", ("2.8", "2.4", "2.9")),
    Waar("BV-08", "Receptie en facilitair", "Facilitair", "bedrijfsvoering", 4, (1200, 1100, 600),
         "als cijfer van bezoekers", "van 10", MINSTENS, "7.5", ("7.8", "7.6", "7.9")),
    Waar("BG-01", "Balie burgerzaken", "KCC & Burgerzaken", "burger", 5, (0, 4200, 2000),
         "wachttijd aan de balie", "minuten", HOOGSTENS, "10", ("", "8.5", "9")),
    Waar("BG-02", "Bijstandsaanvragen", "Werk & Inkomen", "burger", 5, (0, 3600, 1500),
         "van de aanvragen binnen 8 weken beslist", "%", MINSTENS, "95", ("", "96", "93")),
    Waar("BT-01", "Groenonderhoud", "BOR", "buurt", 5, (0, 6500, 3100),
         "van de gemeten plekken op niveau B", "%", MINSTENS, "90", ("", "91", "92")),
    Waar("BT-02", "Vergunningen", "VTH", "buurt", 5, (0, 3000, 1600),
         "van de besluiten binnen de termijn", "%", MINSTENS, "98", ("", "98.5", "99")),
)  # fmt: skip
ARTIKELEN = (
    ("Partijen en looptijd", "De gemeente en Duo+ sluiten deze overeenkomst voor één kalenderjaar."),
    ("Wat een uur is", "Een uur is een gewerkt uur, zonder verlof en ziekte. Wij tellen per kwartaal."),
    ("Advies en administratie", "Duo+ adviseert en administreert. De gemeente levert gegevens op tijd aan."),
    (
        "Werkplek en informatie",
        "Duo+ zorgt voor werkplekken, post en archief. Storingen meldt u bij de desk.",
    ),
    ("Diensten voor inwoners", "Duo+ helpt inwoners namens de gemeente, volgens het beleid van de gemeente."),
    ("Verantwoording", "Duo+ laat elke maand de resultaten zien. Wat niet is gehaald, krijgt een plan."),
    ("Meer of minder", "Past iets niet in deze uren? Dan is het maatwerk, en gaat het langs het OGON."),
)
LETTERS = "DUO"
ADDENDUM = "Sinds de nieuwe telefooncentrale bellen meer medewerkers met de servicedesk."
MANDAAT = "Mandaatregeling Duo+ 2016"


def maak(toneel: Toneel) -> None:
    """This year for three, agreed last autumn; next year for Uithoorn, on its way to signatures."""
    jaar = toneel.peildatum.year
    producten = {waar: _product(toneel, waar) for waar in PRODUCTEN}
    for letter in LETTERS:
        with _op(date(jaar - 1, 11, 10)):
            versie = _schrijf(toneel, letter, jaar, producten)
        _teken(toneel, versie, letter, date(jaar - 1, 12, 1))
    _addendum(toneel, jaar)
    _meet(toneel, producten)
    _volgend_jaar(toneel, jaar)
    with _op(toneel.gisteren):
        bewaak_dvos()


def _product(toneel: Toneel, waar: Waar) -> Product:
    product = Product.objects.create(
        code=waar.code, naam=waar.naam, team=toneel.teams[waar.team], ogon=toneel.ogons[waar.ogon]
    )
    Kpi.objects.create(product=product, naam=waar.meet, eenheid=waar.eenheid, richting=waar.richting)
    return product


def _schrijf(toneel: Toneel, letter: str, jaar: int, producten: dict[Waar, Product]) -> Dvoversie:
    by = _maker(toneel)
    versie = acties.maak(toneel.organisaties[letter], jaar, by=by)
    for nummer, (titel, tekst) in enumerate(ARTIKELEN, 1):
        acties.zet_artikel(versie, nummer, titel=titel, tekst=tekst, by=by)
    for waar, product in producten.items():
        if uren := waar.uren[LETTERS.index(letter)]:
            _spreek_af(toneel, versie, waar, product, Decimal(uren))
    return versie


def _spreek_af(toneel: Toneel, versie: Dvoversie, waar: Waar, product: Product, uren: Decimal) -> None:
    acties.zet_regel(
        versie,
        product,
        norm_uren=uren,
        prijs=uren * EURO_PER_UUR,
        artikel=waar.artikel,
        normen={kpi: Decimal(waar.norm) for kpi in product.kpis.all()},
        by=_maker(toneel),
    )


def _teken(toneel: Toneel, versie: Dvoversie, letter: str, dag: date, *, tot: int = 4) -> None:
    """Put forward on ``dag``; from a week later one initial or signature a day, ``tot`` of the four."""
    with _op(dag):
        acties.voorleggen(versie, by=_maker(toneel))
    with _op(toneel.na(dag, 4)):
        acties.ter_paraaf(versie, by=_maker(toneel))
    for nr, (teken, wie) in enumerate(_tekenaars(toneel, letter)[:tot]):
        with _op(toneel.na(dag, 5 + nr)):
            teken(versie, mandaat=MANDAAT, by=wie)


def _tekenaars(toneel: Toneel, letter: str) -> list[tuple[Callable[..., object], Gebruiker]]:
    return [
        (acties.parafeer, toneel.wie("concerncontroller")),
        (acties.parafeer, toneel.van("controller", letter)),
        (acties.onderteken, toneel.wie("directieberaad")),
        (acties.onderteken, toneel.van("opdrachtgever", letter)),
    ]


def _addendum(toneel: Toneel, jaar: int) -> None:
    """More hours for the service desk of Uithoorn, since some months ago."""
    eerder = toneel.peildatum - timedelta(days=120)
    geldt_van = max(date(jaar, 1, 1), eerder.replace(day=1))
    dag = min(max(date(jaar, 1, 2), geldt_van - timedelta(days=21)), toneel.na(toneel.peildatum, -12))
    dvo = Dvo.objects.get(organisatie=toneel.organisaties["U"], jaar=jaar)
    waar = next(waar for waar in PRODUCTEN if waar.naam == "Servicedesk")
    with _op(dag):
        versie = acties.addendum(dvo, geldt_van=geldt_van, aanleiding=ADDENDUM, by=_maker(toneel))
        _spreek_af(toneel, versie, waar, Product.objects.get(code=waar.code), Decimal(1450))
    _teken(toneel, versie, "U", dag)


def _meet(toneel: Toneel, producten: dict[Waar, Product]) -> None:
    """What was measured up to the end of last month, by who leads the team."""
    tot_en_met = toneel.gisteren.replace(day=1) - timedelta(days=1)
    with _op(toneel.gisteren):
        for waar, product in producten.items():
            for letter, waarde in zip(LETTERS, waar.gemeten, strict=True):
                if waarde:
                    acties.meet(
                        product.kpis.get(),
                        toneel.organisaties[letter],
                        tot_en_met=tot_en_met,
                        waarde=Decimal(waarde),
                        by=toneel.teammanager(waar.team),
                    )


def _volgend_jaar(toneel: Toneel, jaar: int) -> None:
    """Made from this year's; the initials are there, and the first signature."""
    dvo = Dvo.objects.get(organisatie=toneel.organisaties["U"], jaar=jaar)
    with _op(toneel.na(toneel.peildatum, -25)):
        versie = acties.maak(dvo.organisatie, jaar + 1, van=dvo, by=_maker(toneel))
        _wijzig(toneel, versie)
    _teken(toneel, versie, "U", toneel.na(toneel.peildatum, -10), tot=3)


def _wijzig(toneel: Toneel, versie: Dvoversie) -> None:
    """What the municipality asked for: less advice, quicker, and a plan within a month."""
    waar = next(waar for waar in PRODUCTEN if waar.naam == "Juridische advisering")
    minder = waar._replace(norm="8")
    _spreek_af(toneel, versie, minder, Product.objects.get(code=waar.code), Decimal(600))
    titel, tekst = ARTIKELEN[5]
    acties.zet_artikel(
        versie, 6, titel=titel, tekst=f"{tekst} Dat plan is er binnen een maand.", by=_maker(toneel)
    )


def _maker(toneel: Toneel) -> Gebruiker:
    return toneel.wie("bestuursadviseur")


@contextmanager
def _op(dag: date) -> Iterator[None]:
    with klok.op(datetime.combine(dag, time(11, 30), AMSTERDAM)):
        yield
