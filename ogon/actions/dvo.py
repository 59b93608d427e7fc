"""Een DVO maken, de tekst wijzigen en haar langs parafen en handtekeningen brengen tot zij vastligt."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import besluiten, events, klok, rules
from duoplus.calc.nederlands import datum
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import BesluitSoort, GremiumSoort
from duoplus.models import Gebruiker, Gremium, Organisatie, Teller
from duoplus.transitions import Overgang, StapKanNiet
from duoplus.zegel import zegel
from ogon import dvozegel
from ogon.choices import DvoStatus, TekenSoort
from ogon.dvotekst import Dvotekst, laatste_tekst, tekst_met
from ogon.models import (
    Dvo,
    Dvoartikel,
    Dvonorm,
    Dvoregel,
    Dvoversie,
    Kpi,
    Kpiresultaat,
    Ondertekening,
    Product,
    Tekenplek,
    Tekenregel,
)
from ogon.rules import bekleedt
from ogon.transitions import DVOVERSIE

ZINNEN = {
    "ogon.dvoversie.maken": "begon aan {dvo}",
    "ogon.dvoversie.wijzigen": "wijzigde {dvo}: {wat}",
    "ogon.dvoversie.voorleggen": "legde {dvo} voor aan de gemeente",
    "ogon.dvoversie.opmerken": "schreef bij {dvo}: {tekst}",
    "ogon.dvoversie.ter_paraaf": "vroeg parafen voor {dvo}",
    "ogon.dvoversie.terugnemen": "nam {dvo} terug: {reden}",
    "ogon.dvoversie.paraferen": "parafeerde {dvo} als {functie}",
    "ogon.dvoversie.ondertekenen": "ondertekende {dvo} als {functie}",
    "ogon.dvoversie.intrekken": "trok {dvo} in: {reden}",
    "ogon.dvo.opzeggen": "zegde {dvo} op: {reden}",
    "ogon.dvo.waarschuwen": "waarschuwde dat opzeggen bijna niet meer kan: {dvo}",
    "ogon.dvo.loopt_af": "meldde dat {dvo} afloopt",
    "ogon.kpi.meten": "legde voor {gemeente} een resultaat van {product} vast: {kpi}",
}
JAREN_VOORUIT = 2
ER_IS_ER_EEN = "Er is al een versie in de maak. Rond die eerst af of trek haar in."
EERST_GETEKEND = "Een addendum kan pas als de DVO zelf getekend is."
AL_GETEKEND = "U heeft deze versie al getekend. Iemand anders moet dit doen."
ZELF_GEMAAKT = "U maakte deze versie zelf. Iemand anders moet tekenen."


def maak(
    organisatie: Organisatie,
    jaar: int,
    *,
    by: Gebruiker,
    van: Dvo | None = None,
    opzegtermijn_maanden: int = 6,
) -> Dvoversie:
    """Begin de DVO van een gemeente voor een jaar, leeg of met wat in ``van`` het laatst is afgesproken."""
    _vereis(by, "ogon.add_dvo")
    _controleer_jaar(jaar)
    with transaction.atomic():
        dvo = _nieuwe_dvo(organisatie, jaar, opzegtermijn_maanden)
        dvoversie = _nieuwe_versie(dvo, 1, 0, by=by, geldt_van=dvo.van)
        if van is not None:
            _neem_over(dvoversie, laatste_tekst(van))
        _begonnen(dvoversie, by, uit=van.nummer if van else "")
    return dvoversie


def _controleer_jaar(jaar: int) -> None:
    nu = klok.vandaag().year
    if not nu <= jaar <= nu + JAREN_VOORUIT:
        raise StapKanNiet(f"Kies een jaar van {nu} tot en met {nu + JAREN_VOORUIT}.")


def _nieuwe_dvo(organisatie: Organisatie, jaar: int, opzegtermijn_maanden: int) -> Dvo:
    if not organisatie.is_gemeente:
        raise StapKanNiet("Een DVO is met een gemeente.")
    try:
        with transaction.atomic():
            return Dvo.objects.create(
                nummer=Teller.volgende("DVO", jaar),
                organisatie=organisatie,
                jaar=jaar,
                opzegtermijn_maanden=opzegtermijn_maanden,
            )
    except IntegrityError:
        raise StapKanNiet(f"{organisatie} heeft al een DVO voor {jaar}.") from None


def _nieuwe_versie(
    dvo: Dvo, hoofd: int, sub: int, *, by: Gebruiker, geldt_van: date, aanleiding: str = ""
) -> Dvoversie:
    if klok.vandaag() > dvo.tot:
        raise StapKanNiet(f"Deze DVO liep af op {datum(dvo.tot)}.")
    if not dvo.van <= geldt_van <= dvo.tot:
        raise StapKanNiet(f"Kies een dag van {datum(dvo.van)} tot en met {datum(dvo.tot)}.")
    if dvo.versies.in_de_maak().exists():
        raise StapKanNiet(ER_IS_ER_EEN)
    return Dvoversie.objects.create(
        dvo=dvo, hoofd=hoofd, sub=sub, geldt_van=geldt_van, aanleiding=aanleiding, gemaakt_door=by
    )


def _neem_over(dvoversie: Dvoversie, tekst: Dvotekst) -> None:
    """Everything that is agreed, but for products that have ended."""
    Dvoartikel.objects.bulk_create(
        Dvoartikel(dvoversie=dvoversie, nummer=a.nummer, titel=a.titel, tekst=a.tekst)
        for a in tekst.artikelen
    )
    bestaat = set(Product.objects.geldig_op(dvoversie.geldt_van).values_list("pk", flat=True))
    oud = [regel for regel in tekst.regels if regel.product_id in bestaat]
    nieuw = Dvoregel.objects.bulk_create(
        Dvoregel(
            dvoversie=dvoversie, product=r.product, artikel=r.artikel, norm_uren=r.norm_uren, prijs=r.prijs
        )
        for r in oud
    )
    Dvonorm.objects.bulk_create(
        Dvonorm(regel=regel, kpi=norm.kpi, norm=norm.norm)
        for bron, regel in zip(oud, nieuw, strict=True)
        for norm in bron.normen.all()
    )


@transaction.atomic
def addendum(dvo: Dvo, *, geldt_van: date, aanleiding: str, by: Gebruiker) -> Dvoversie:
    """Begin een wijziging op een getekende DVO; zij houdt alleen wat anders wordt, vanaf die dag."""
    _vereis(by, "ogon.add_dvo")
    _zet_vast(dvo)
    basis = dvo.versies.getekend().filter(sub=0).order_by("-hoofd").first()
    if basis is None:
        raise StapKanNiet(EERST_GETEKEND)
    if geldt_van < basis.geldt_van:
        raise StapKanNiet(f"De DVO geldt vanaf {datum(basis.geldt_van)}. Een addendum gaat niet eerder in.")
    sub = 1 + max(dvo.versies.filter(hoofd=basis.hoofd).values_list("sub", flat=True))
    dvoversie = _nieuwe_versie(dvo, basis.hoofd, sub, by=by, geldt_van=geldt_van, aanleiding=aanleiding)
    _begonnen(dvoversie, by, reden=aanleiding)
    return dvoversie


@transaction.atomic
def nieuwe_versie(dvo: Dvo, *, geldt_van: date, aanleiding: str, by: Gebruiker) -> Dvoversie:
    """Begin een nieuwe tekst voor de hele DVO, met wat er nu in staat; zij vervangt alles ervoor."""
    _vereis(by, "ogon.add_dvo")
    _zet_vast(dvo)
    laatste = dvo.versies.order_by("-hoofd", "-sub").first()
    if laatste is None:
        raise StapKanNiet("Deze DVO heeft nog geen tekst.")
    tekst = laatste_tekst(dvo) or tekst_met(laatste)
    dvoversie = _nieuwe_versie(dvo, laatste.hoofd + 1, 0, by=by, geldt_van=geldt_van, aanleiding=aanleiding)
    _neem_over(dvoversie, tekst)
    _begonnen(dvoversie, by, reden=aanleiding)
    return dvoversie


# The text ----------------------------------------------------------------------------------------------


def zet_regel(
    dvoversie: Dvoversie,
    product: Product,
    *,
    norm_uren: Decimal,
    prijs: Decimal,
    artikel: int | None = None,
    normen: Mapping[Kpi, Decimal] | None = None,
    by: Gebruiker,
    versie: int | None = None,
) -> Dvoregel:
    """Spreek een product af, of spreek er iets anders over af: uren, prijs, artikel en normen."""
    with _wijzig(dvoversie, by, versie, f"{product}: {als_uren(norm_uren)} uur"):
        _controleer_regel(dvoversie, product, norm_uren, artikel)
        return _schrijf_regel(
            dvoversie, product, norm_uren=norm_uren, prijs=prijs, artikel=artikel, normen=normen or {}
        )


def _controleer_regel(
    dvoversie: Dvoversie, product: Product, norm_uren: Decimal, artikel: int | None
) -> None:
    if norm_uren <= 0:
        raise StapKanNiet("De norm is meer dan 0 uur. Neemt de gemeente dit niet af? Laat het dan vervallen.")
    organisatie, dag = dvoversie.dvo.organisatie, dvoversie.geldt_van
    if not product.ogon.gemeenten(dag).filter(pk=organisatie.pk).exists():
        raise StapKanNiet(f"{organisatie} doet niet mee aan {product.ogon}.")
    if artikel is not None and tekst_met(dvoversie).artikel(artikel) is None:
        raise StapKanNiet(f"Artikel {artikel} staat niet in deze DVO.")


def _schrijf_regel(
    dvoversie: Dvoversie, product: Product, *, normen: Mapping[Kpi, Decimal], **velden: Any
) -> Dvoregel:
    """A line in an addendum speaks for the whole product, so its norms come along."""
    regel, _ = Dvoregel.objects.update_or_create(
        dvoversie=dvoversie, product=product, defaults=velden | {"vervalt": False}
    )
    regel.normen.all().delete()
    Dvonorm.objects.bulk_create(Dvonorm(regel=regel, kpi=kpi, norm=norm) for kpi, norm in normen.items())
    return regel


def laat_regel_vervallen(
    dvoversie: Dvoversie, product: Product, *, by: Gebruiker, versie: int | None = None
) -> None:
    """Haal een product eruit. In een addendum staat dat het vervalt; anders is het gewoon weg."""
    with _wijzig(dvoversie, by, versie, f"{product} vervalt"):
        dvoversie.regels.filter(product=product).delete()
        if any(regel.product_id == product.pk for regel in tekst_met(dvoversie).regels):
            Dvoregel.objects.create(dvoversie=dvoversie, product=product, vervalt=True)


def zet_artikel(
    dvoversie: Dvoversie, nummer: int, *, titel: str, tekst: str, by: Gebruiker, versie: int | None = None
) -> Dvoartikel:
    """Schrijf een artikel, of schrijf het anders."""
    with _wijzig(dvoversie, by, versie, f"artikel {nummer}, {titel}"):
        artikel, _ = Dvoartikel.objects.update_or_create(
            dvoversie=dvoversie,
            nummer=nummer,
            defaults={"titel": titel, "tekst": tekst, "vervalt": False},
        )
    return artikel


def laat_artikel_vervallen(
    dvoversie: Dvoversie, nummer: int, *, by: Gebruiker, versie: int | None = None
) -> None:
    """Haal een artikel eruit; er mag geen product meer onder vallen."""
    with _wijzig(dvoversie, by, versie, f"artikel {nummer} vervalt"):
        if eronder := [r.product.naam for r in tekst_met(dvoversie).regels if r.artikel == nummer]:
            raise StapKanNiet(f"Onder dit artikel valt nog: {', '.join(eronder)}.")
        dvoversie.artikelen.filter(nummer=nummer).delete()
        if staat_er := tekst_met(dvoversie).artikel(nummer):
            Dvoartikel.objects.create(dvoversie=dvoversie, nummer=nummer, titel=staat_er.titel, vervalt=True)


def _wijzig(
    dvoversie: Dvoversie, by: Gebruiker, versie: int | None, wat: str
) -> AbstractContextManager[Overgang]:
    return _stap(dvoversie, "wijzigen", by, versie, wat=wat)


def _stap(
    dvoversie: Dvoversie, naam: str, by: Gebruiker, versie: int | None, **gegevens: Any
) -> AbstractContextManager[Overgang]:
    return DVOVERSIE.transition(
        dvoversie, naam, by=by, versie=versie, dvo=str(dvoversie), nummer=dvoversie.nummer, **gegevens
    )


# From draft to signed ----------------------------------------------------------------------------------


def voorleggen(dvoversie: Dvoversie, *, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Laat de gemeente de tekst lezen."""
    with _stap(dvoversie, "voorleggen", by, versie):
        _controleer_inhoud(dvoversie)
    return dvoversie


def merk_op(dvoversie: Dvoversie, *, tekst: str, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Zeg wat er volgens u anders moet; wie de versie maakte, leest het, en zij blijft waar zij is."""
    with _stap(dvoversie, "opmerken", by, versie, tekst=tekst):
        pass
    return dvoversie


def _controleer_inhoud(dvoversie: Dvoversie) -> None:
    if dvoversie.is_addendum and not (dvoversie.regels.exists() or dvoversie.artikelen.exists()):
        raise StapKanNiet("Dit addendum wijzigt nog niets. Pas eerst een product of artikel aan.")
    if not dvoversie.is_addendum and not dvoversie.regels.exists():
        raise StapKanNiet("Er staat nog geen product in. Zet er eerst een in.")


def ter_paraaf(dvoversie: Dvoversie, *, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Vraag de parafen; vanaf nu wijzigt de tekst niet meer."""
    with _stap(dvoversie, "ter_paraaf", by, versie):
        _controleer_inhoud(dvoversie)
        _wijs_plekken_aan(dvoversie)
    return dvoversie


def _wijs_plekken_aan(dvoversie: Dvoversie) -> None:
    """Who sign follows from the rules that hold today, for the two parties."""
    duoplus = Organisatie.objects.filter(soort="dienst").first()
    regels = list(Tekenregel.objects.geldig_op(klok.vandaag()))
    partijen = {r.van_gemeente for r in regels if r.soort == TekenSoort.HANDTEKENING}
    if duoplus is None or partijen != {True, False}:
        raise StapKanNiet(
            "Er is niet geregeld wie voor beide partijen tekent. Vraag de functioneel beheerder."
        )
    if not any(regel.soort == TekenSoort.PARAAF for regel in regels):
        raise StapKanNiet("Er is niet geregeld wie parafeert. Vraag de functioneel beheerder.")
    plekken = [
        Tekenplek(
            dvoversie=dvoversie,
            soort=regel.soort,
            organisatie=dvoversie.dvo.organisatie if regel.van_gemeente else duoplus,
            rol=regel.rol,
            functie=regel.functie,
            uitgenodigd_op=klok.nu() if regel.soort == TekenSoort.PARAAF else None,
        )
        for regel in regels
    ]
    Tekenplek.objects.bulk_create(plekken, ignore_conflicts=True)  # two rules for one function ask once


def terugnemen(dvoversie: Dvoversie, *, reden: str, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Maak er weer een concept van. Met een paraaf erop kan dat niet meer: dan komt er een nieuwe versie."""
    with _stap(dvoversie, "terugnemen", by, versie, reden=reden):
        if dvoversie.ondertekeningen.exists():
            raise StapKanNiet("Er staat al een paraaf op. Trek deze versie in en maak een nieuwe.")
        dvoversie.tekenplekken.all().delete()
    return dvoversie


def intrekken(dvoversie: Dvoversie, *, reden: str, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Stop met deze versie; wat getekend is, blijft gelden."""
    with _stap(dvoversie, "intrekken", by, versie, reden=reden):
        pass
    return dvoversie


def parafeer(
    dvoversie: Dvoversie, *, mandaat: str, by: Gebruiker, versie: int | None = None
) -> Ondertekening:
    """Zet een paraaf. Na de laatste worden de handtekeningen gevraagd."""
    with _stap(dvoversie, "paraferen", by, versie) as overgang:
        paraaf = _zet(dvoversie, TekenSoort.PARAAF, mandaat, by, overgang.namens)
        overgang.gegevens |= {"functie": paraaf.functie}
        if not open_plekken(dvoversie, TekenSoort.PARAAF).exists():
            open_plekken(dvoversie, TekenSoort.HANDTEKENING).update(uitgenodigd_op=klok.nu())
            dvoversie.status = DvoStatus.TER_ONDERTEKENING
    return paraaf


def onderteken(
    dvoversie: Dvoversie, *, mandaat: str, by: Gebruiker, versie: int | None = None
) -> Ondertekening:
    """Zet een handtekening. Na de laatste ligt de versie vast: inhoud, PDF en zegelcode in één keer."""
    with _stap(dvoversie, "ondertekenen", by, versie) as overgang:
        handtekening = _zet(dvoversie, TekenSoort.HANDTEKENING, mandaat, by, overgang.namens)
        overgang.gegevens |= {"functie": handtekening.functie}
        if not open_plekken(dvoversie, TekenSoort.HANDTEKENING).exists():
            _leg_vast(dvoversie, by)
    return handtekening


def open_plekken(dvoversie: Dvoversie, soort: TekenSoort) -> Any:
    """The places of this kind that nobody filled yet."""
    return dvoversie.tekenplekken.filter(soort=soort, ondertekening=None)


def _zet(
    dvoversie: Dvoversie, soort: TekenSoort, mandaat: str, by: Gebruiker, namens: Gebruiker | None
) -> Ondertekening:
    if dvoversie.gemaakt_door_id == by.pk:
        raise StapKanNiet(ZELF_GEMAAKT)
    if dvoversie.ondertekeningen.filter(soort=soort, door=by).exists():
        raise StapKanNiet(AL_GETEKEND)
    plek = next((plek for plek in open_plekken(dvoversie, soort) if bekleedt(by, plek)), None)
    if plek is None:
        raise StapKanNiet("Voor uw functie is al getekend.")
    return Ondertekening.objects.create(
        tekenplek=plek,
        dvoversie=dvoversie,
        soort=soort,
        naam=by.naam,
        functie=plek.functie,
        mandaat=mandaat,
        door=by,
        namens=namens,
    )


def _leg_vast(dvoversie: Dvoversie, by: Gebruiker) -> None:
    dvoversie.status = DvoStatus.VAN_KRACHT
    dvoversie.getekend_op = klok.nu()
    dvoversie.besluit = _besluit(dvoversie, by)
    dvoversie.inhoud = dvozegel.inhoud_van(dvoversie)
    dvoversie.sha256 = zegel(dvoversie.inhoud)
    dvoversie.pdf = dvozegel.bewaar_pdf(dvoversie, by=by)


def _besluit(dvoversie: Dvoversie, by: Gebruiker) -> Any:
    """What both parties signed is a decision; it stands in the register of the directieberaad, if any."""
    beraad = Gremium.objects.filter(soort=GremiumSoort.DIRECTIEBERAAD).order_by("pk").first()
    if beraad is None:
        return None
    reden = dvoversie.aanleiding or "Beide partijen hebben de DVO getekend."
    return besluiten.neem(beraad, BesluitSoort.DVO, titel=str(dvoversie), reden=reden, by=by)


# Notice and results -------------------------------------------------------------------------------------


@transaction.atomic
def zeg_op(dvo: Dvo, *, reden: str, by: Gebruiker) -> Dvo:
    """Zeg de DVO op: zij loopt het jaar uit en krijgt geen vervolg. Na de laatste dag kan het niet meer."""
    _vereis(by, "ogon.opzeggen_dvo", dvo)
    _zet_vast(dvo)
    if dvo.opgezegd_op is not None:
        raise StapKanNiet(f"Deze DVO is al opgezegd op {datum(dvo.opgezegd_op)}.")
    if not dvo.versies.getekend().exists():
        raise StapKanNiet("Deze DVO is nog niet getekend. Trek de versie in.")
    if klok.vandaag() > dvo.uiterlijk_opzeggen:
        raise StapKanNiet(f"Opzeggen kon tot en met {datum(dvo.uiterlijk_opzeggen)}.")
    dvo.opgezegd_op, dvo.opgezegd_reden = klok.vandaag(), reden
    dvo.save(update_fields=["opgezegd_op", "opgezegd_reden"])
    namens = rules.namens(by, "ogon.opzeggen_dvo", dvo)
    events.record("ogon.dvo.opzeggen", dvo, by=by, namens=namens, dvo=str(dvo), reden=reden)
    return dvo


def meet(
    kpi: Kpi,
    organisatie: Organisatie,
    *,
    tot_en_met: date,
    waarde: Decimal,
    toelichting: str = "",
    by: Gebruiker,
) -> Kpiresultaat:
    """Leg vast wat er tot en met een dag gemeten is; het vorige resultaat blijft staan."""
    _vereis(by, "ogon.meten_kpi", kpi)
    if tot_en_met > klok.vandaag():
        raise StapKanNiet("Kies een dag die geweest is.")
    with transaction.atomic():
        resultaat = Kpiresultaat.objects.create(
            kpi=kpi,
            organisatie=organisatie,
            tot_en_met=tot_en_met,
            waarde=waarde,
            toelichting=toelichting,
            door=by,
            namens=rules.namens(by, "ogon.meten_kpi", kpi),
        )
        events.record(
            "ogon.kpi.meten", kpi, by=by, kpi=kpi.met(waarde), product=kpi.product.naam,
            gemeente=organisatie.naam, tot_en_met=datum(tot_en_met),
        )  # fmt: skip
    return resultaat


def _zet_vast(dvo: Dvo) -> None:
    dvo.refresh_from_db(from_queryset=Dvo.objects.select_for_update())


def _begonnen(dvoversie: Dvoversie, by: Gebruiker, **gegevens: Any) -> None:
    feiten = {"dvo": str(dvoversie), "nummer": dvoversie.nummer} | gegevens
    events.record("ogon.dvoversie.maken", dvoversie, by=by, **feiten)


def _vereis(by: Gebruiker, perm: str, obj: Any = None) -> None:
    if not by.has_perm(perm, obj):
        raise PermissionDenied(perm)
