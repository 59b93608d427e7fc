"""Voorstellen onderweg, maatregelen van idee tot bewijs, en een plan van aanpak uit een advies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from decimal import Decimal

from duoplus import instellingen, klok
from duoplus.actions import actiepunten
from duoplus.actions.instellingen import voer_uit
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Gebruiker, Gremium
from maatwerk.demo.toneel import Toneel
from ogon.actions import maatregel as maatregelen
from ogon.actions import planvanaanpak
from ogon.actions import voorstel as acties
from ogon.actions import voorstelroute as route
from ogon.choices import Openbaarheid, Orgaan, ToetsSoort, Uitkomst
from ogon.models import Efficiencymaatregel, Toetsregel, Voorstel

# Who initials each field in the demo year.
TOETSERS = {
    ToetsSoort.FINANCIEEL: "concerncontroller",
    ToetsSoort.JURIDISCH: "teammanager.jzi",
    ToetsSoort.INKOOP: "cpi.duoplus",
    ToetsSoort.PRIVACY: "teammanager.jzi",
}
LEASE = {
    "gevraagd_besluit": "Instemmen met één gezamenlijke aanbesteding van leaseauto’s.",
    "aanleiding": "De leasecontracten van de drie gemeenten lopen op 1 juli af.",
    "beoogd_effect": "Eén contract met lagere kosten en alleen elektrische auto’s.",
    "argumenten": "Samen kopen geeft een betere prijs.\nEén contract is minder werk.",
    "kanttekeningen": "Elke gemeente geeft eigen voorwaarden op. De looptijden lopen nu nog uiteen.",
    "financien": "De kosten passen binnen de begrotingen. De aanbesteding zelf is maatwerk.",
    "bedrag": Decimal("22350.00"),
    "taakveld": "0.4",
    "i_s": "I",
    "dekking": "De lumpsum van elke gemeente, volgens de sleutel naar inwoners.",
    "communicatie": "Medewerkers met een leaseauto horen het in maart.",
    "planning": "Uitvraag in februari, gunning in mei, start op 1 juli.",
}
ZONDER_GELD = LEASE | {
    "gevraagd_besluit": "Instemmen met één belbeleid voor alle gemeentehuizen.",
    "aanleiding": "Elk gemeentehuis heeft nu andere afspraken over bereikbaarheid.",
    "beoogd_effect": "Inwoners krijgen overal binnen een minuut iemand aan de lijn.",
    "argumenten": "Eén afspraak is duidelijker voor inwoners en voor de balie.",
    "kanttekeningen": "De telefooncentrale van één gemeente moet worden aangepast.",
    "financien": "Er zijn geen kosten.",
    "bedrag": None,
    "dekking": "",
    "communicatie": "Op de websites van de gemeenten.",
    "planning": "Vanaf 1 oktober.",
}
SCHIKKING = ZONDER_GELD | {
    "gevraagd_besluit": "Instemmen met een schikking over de te late levering van laptops.",
    "aanleiding": "De leverancier leverde 40 laptops drie maanden te laat.",
    "beoogd_effect": "Het geschil is klaar zonder rechtszaak.",
    "argumenten": "Een rechtszaak kost meer dan zij oplevert.",
    "kanttekeningen": "De leverancier erkent geen schuld.",
    "openbaarheid": Openbaarheid.VERTROUWELIJK,
    "communicatie": "Geen, tot de schikking is getekend.",
    "planning": "Tekenen in december.",
}
INFORMATIE = ZONDER_GELD | {
    "gevraagd_besluit": "Instemmen met het informatieplan voor de komende drie jaar.",
    "aanleiding": "Het huidige plan loopt af.",
    "beoogd_effect": "Alle organisaties weten welke systemen wanneer worden vervangen.",
    "argumenten": "Vervangen in één volgorde voorkomt dubbel werk.",
    "kanttekeningen": "Het plan legt nog geen geld vast.",
    "communicatie": "De teams krijgen een samenvatting.",
    "planning": "Besluit in januari.",
}
FACTUUR = ("Facturen printers Uithoorn.csv", b"maand;bedrag\njanuari;1200\nfebruari;1350\n")
ACTIES = (
    ("Eén aanbestedingskalender voor de vier organisaties", "cpi.duoplus", 20, 60),
    ("Drempelbedragen van alle gemeenten naast elkaar zetten", "cpi.uithoorn", 15, 100),
    ("Afspraak over wie een aanbesteding leidt", "bestuursadviseur", 40, 25),
    ("Contracten die binnen een jaar aflopen in beeld", "teammanager.jzi", 30, 0),
)


def maak(toneel: Toneel) -> None:
    _wijs_toetsers_aan(toneel)
    _uitgevoerd(toneel)
    _onderweg(toneel)
    _vertrouwelijk(toneel)
    _in_toets(toneel)
    _concept(toneel)
    _maatregelen(toneel)
    _plan(toneel)


@contextmanager
def _op(toneel: Toneel, werkdagen: int, uur: int = 10) -> Iterator[None]:
    """So many working days from today."""
    dag = toneel.na(toneel.peildatum, werkdagen)
    with klok.op(datetime.combine(dag, time(uur), AMSTERDAM)):
        yield


@contextmanager
def _bij(toneel: Toneel, overleg: str, werkdagen: int) -> Iterator[None]:
    """At the first meeting of this body from that day on."""
    vanaf = toneel.na(toneel.peildatum, werkdagen)
    dag = min(dag for dag in toneel.vergaderingen(overleg) if dag >= vanaf)
    with klok.op(datetime.combine(dag, time(11), AMSTERDAM)):
        yield


def _wijs_toetsers_aan(toneel: Toneel) -> None:
    """Law and privacy are looked at by one team, not by every manager."""
    deel, by = instellingen.onderdeel("toetsregels"), toneel.wie("beheerder")
    reden = "Dit vakgebied ligt bij JZ&I."
    with _op(toneel, -120):
        for regel in Toetsregel.objects.filter(rol=Rol.TEAMMANAGER, team=None):
            velden = {"soort": regel.soort, "rol": regel.rol, "team": toneel.teams["JZ&I"]}
            nieuw = velden | {"van": klok.vandaag()}
            voer_uit(deel, instellingen.NIEUW, None, by=by, waarden=nieuw, reden=reden)
            tot = {"tot": klok.vandaag()}
            voer_uit(deel, instellingen.BEEINDIGEN, regel, by=by, waarden=tot, reden=reden)


def _begin(
    toneel: Toneel, titel: str, velden: dict[str, object], gemeenten: str, organen: tuple[str, ...]
) -> Voorstel:
    by, waar = toneel.wie("secretaris.bedrijfsvoering"), [toneel.organisaties[letter] for letter in gemeenten]
    voorstel = acties.maak(toneel.ogons["bedrijfsvoering"], titel=titel, gemeenten=waar, by=by)
    acties.kies_route(voorstel, gemeenten=waar, organen=organen, by=by)
    acties.schrijf(voorstel, by=by, velden=velden)
    acties.ter_toetsing(voorstel, by=by)
    return voorstel


def _parafeer(toneel: Toneel, voorstel: Voorstel, *soorten: str) -> None:
    for soort in soorten or ToetsSoort.values:
        wie = toneel.wie(TOETSERS[ToetsSoort(soort)])
        acties.paraferen(voorstel, soort, by=wie, akkoord=True, inhoudversie=voorstel.inhoudversie)


def _beslis(toneel: Toneel, voorstel: Voorstel, orgaan: str, letter: str = "", **velden: object) -> None:
    sporen = voorstel.sporen.filter(orgaan=orgaan).select_related("voorstel__ogon", "organisatie")
    for spoor in sporen.filter(organisatie__letter=letter) if letter else sporen:
        wat = {"uitkomst": Uitkomst.CONFORM} | velden
        route.leg_uitkomst_vast(spoor, **wat, by=_wie(toneel, orgaan, letter))  # type: ignore[arg-type]
    voorstel.refresh_from_db()


def _wie(toneel: Toneel, orgaan: str, letter: str) -> Gebruiker:
    if orgaan == Orgaan.COLLEGE:
        return toneel.van("opdrachtgever", letter)
    return toneel.wie("voorzitter.bedrijfsvoering" if orgaan == Orgaan.OGON else "directieberaad")


def _uitgevoerd(toneel: Toneel) -> None:
    with _op(toneel, -110):
        voorstel = _begin(toneel, "Eén belbeleid voor alle gemeentehuizen", ZONDER_GELD, "DU", ())
        _parafeer(toneel, voorstel)
        route.op_weg(voorstel, by=voorstel.opsteller)
    with _bij(toneel, "bedrijfsvoering", -98):
        _beslis(toneel, voorstel, Orgaan.OGON)
    for letter, dag in (("U", -80), ("D", -70)):
        with _op(toneel, dag):
            _beslis(toneel, voorstel, Orgaan.COLLEGE, letter)
    with _op(toneel, -30):
        route.uitvoeren(
            voorstel, toelichting="Het beleid geldt in alle drie de huizen.", by=voorstel.opsteller
        )


def _onderweg(toneel: Toneel) -> None:
    """Two colleges decided, one of them under reservation; the third lags."""
    with _op(toneel, -40):
        voorstel = _begin(toneel, "Gezamenlijke inkoop van leaseauto’s", LEASE, "DUO", tuple(Orgaan))
        naam = "Raming leaseauto's.csv"
        voorstel_csv = b"gemeente;auto's\nDiemen;6\nUithoorn;8\nOuder-Amstel;4\n"
        acties.voeg_bijlage_toe(voorstel, naam=naam, inhoud=voorstel_csv, by=voorstel.opsteller)
        _parafeer(toneel, voorstel)
        route.op_weg(voorstel, by=voorstel.opsteller)
    with _bij(toneel, "bedrijfsvoering", -38):
        _beslis(toneel, voorstel, Orgaan.OGON)
    with _bij(toneel, "directieberaad", -24):
        _beslis(toneel, voorstel, Orgaan.DIRECTIEBERAAD)
    with _op(toneel, -8):
        _beslis(toneel, voorstel, Orgaan.COLLEGE, "D", onder_voorbehoud=True)
    with _op(toneel, -3):
        _beslis(toneel, voorstel, Orgaan.COLLEGE, "O")


def _vertrouwelijk(toneel: Toneel) -> None:
    with _op(toneel, -4):
        voorstel = _begin(toneel, "Schikking over de laptops", SCHIKKING, "DU", (Orgaan.DIRECTIEBERAAD,))
        _parafeer(toneel, voorstel)
        route.op_weg(voorstel, by=voorstel.opsteller)


def _in_toets(toneel: Toneel) -> None:
    """Two initials lapsed by a change; one stands again."""
    with _op(toneel, -6):
        voorstel = _begin(toneel, "Informatieplan voor drie jaar", INFORMATIE, "DUO", tuple(Orgaan))
        _parafeer(toneel, voorstel, ToetsSoort.FINANCIEEL, ToetsSoort.JURIDISCH)
    with _op(toneel, -2):
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Besluit in februari."})
        _parafeer(toneel, voorstel, ToetsSoort.FINANCIEEL)


def _concept(toneel: Toneel) -> None:
    with _op(toneel, -1):
        by = toneel.van("budgethouder", "U")
        waar = [toneel.organisaties[letter] for letter in "UO"]
        voorstel = acties.maak(
            toneel.ogons["burger"], titel="Avondopenstelling van de balie", gemeenten=waar, by=by
        )
        velden = {"aanleiding": "Inwoners vragen om een avond per week.", "financien": "Nog uit te zoeken."}
        acties.schrijf(voorstel, by=by, velden=velden)


def _maatregelen(toneel: Toneel) -> None:
    _gerealiseerd(toneel)
    with _op(toneel, -50):
        licenties = _businesscase(
            toneel, "Dubbele licenties opzeggen", "Twee gemeenten betalen voor hetzelfde pakket.",
            "teammanager.ia", {"D": 6_500, "U": 8_000},
        )  # fmt: skip
    with _bij(toneel, "directieberaad", -40):
        _stem_in(toneel, licenties)
    with _op(toneel, -5):
        _businesscase(
            toneel, "Eén ploeg voor gladheid", "De ploegen rijden nu over elkaars wegen.",
            "teammanager.buitendienst", {"U": 12_000, "O": 9_000},
        )  # fmt: skip
    with _op(toneel, -2):
        maatregelen.maak(
            "Minder papier in de raad", "Stukken alleen nog digitaal.", by=toneel.wie("bestuursadviseur")
        )


def _gerealiseerd(toneel: Toneel) -> None:
    with _op(toneel, -150):
        printers = _businesscase(
            toneel, "Eén printerpark", "Minder printers in elk gemeentehuis.", "teammanager.facilitair",
            {"D": 15_000, "U": 18_000, "O": 9_000},
        )  # fmt: skip
    with _bij(toneel, "directieberaad", -140):
        _stem_in(toneel, printers)
    with _op(toneel, -15):
        for letter, bedrag in (("D", 14_200), ("U", 18_900), ("O", 9_000)):
            bestand = (
                (f"Facturen printers {letter}.csv", b"maand;bedrag\njanuari;1200\n")
                if letter == "U"
                else None
            )
            maatregelen.leg_resultaat_vast(
                printers, toneel.organisaties[letter], toneel.peildatum.year, Decimal(bedrag),
                "Facturen van dit jaar naast die van vorig jaar.", bestand=bestand, by=printers.eigenaar,
            )  # fmt: skip
        maatregelen.rond_af(printers, by=toneel.wie("concerncontroller"))


def _businesscase(
    toneel: Toneel, titel: str, idee: str, eigenaar: str, doelen: dict[str, int]
) -> Efficiencymaatregel:
    by = toneel.wie(eigenaar)
    maatregel = maatregelen.maak(titel, idee, by=by)
    maatregelen.werk_uit(maatregel, by=by)
    case = "Kost 40 uur voorbereiding. Levert elk jaar het bedrag op dat bij het doel staat."
    maatregelen.wijzig(maatregel, velden={"businesscase": case, "i_s": "S"}, by=by)
    for letter, bedrag in doelen.items():
        gemeente = toneel.organisaties[letter]
        maatregelen.zet_doel(maatregel, gemeente, toneel.peildatum.year, Decimal(bedrag), by=by)
    return maatregelen.leg_voor(maatregel, by=by)


def _stem_in(toneel: Toneel, maatregel: Efficiencymaatregel) -> None:
    reden = "De businesscase klopt; begin er dit jaar mee."
    maatregelen.besluit(maatregel, BesluitSoort.AKKOORD, reden=reden, by=toneel.wie("directieberaad"))


def _plan(toneel: Toneel) -> None:
    with _op(toneel, -25):
        by = toneel.wie("bestuursadviseur")
        plan = planvanaanpak.maak(
            "Inkoop op orde",
            adviseur="Stichting RIJK",
            advies="Inkoop is erg versnipperd. Maak één kalender en spreek af wie een aanbesteding leidt.",
            ontvangen_op=klok.vandaag(),
            gremium=Gremium.objects.get(slug="directieberaad"),
            by=by,
        )
        afgesproken = [
            planvanaanpak.spreek_af(
                plan, wat, eigenaar=toneel.wie(login), uiterlijk=toneel.na(toneel.peildatum, dagen), by=by
            )
            for wat, login, dagen, _ in ACTIES
        ]
    with _op(toneel, -3):
        for actie, (_, _, _, voortgang) in zip(afgesproken, ACTIES, strict=True):
            if voortgang:
                actiepunten.meld(actie, by=actie.eigenaar, voortgang=voortgang, toelichting="Volgens plan.")
