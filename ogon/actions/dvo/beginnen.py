"""Een DVO beginnen, een addendum erop, of een nieuwe tekst voor het geheel."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from duoplus import events, klok
from duoplus.calc.nederlands import datum
from duoplus.models import Gebruiker, Organisatie, Teller
from duoplus.transitions import StapKanNiet
from ogon.actions.dvo.gedeeld import vereis, zet_vast
from ogon.dvo.tekst import Dvotekst, laatste_tekst, tekst_met
from ogon.models import Dvo, Dvoartikel, Dvonorm, Dvoregel, Dvoversie, Product

JAREN_VOORUIT = 2
ER_IS_ER_EEN = "Er is al een versie in de maak. Rond die eerst af of trek haar in."
EERST_GETEKEND = "Een addendum kan pas als de DVO zelf getekend is."


def maak(
    organisatie: Organisatie,
    jaar: int,
    *,
    by: Gebruiker,
    van: Dvo | None = None,
    opzegtermijn_maanden: int = 6,
) -> Dvoversie:
    """Begin de DVO van een gemeente voor een jaar, leeg of met wat in ``van`` het laatst is afgesproken."""
    vereis(by, "ogon.add_dvo")
    _controleer_jaar(jaar)
    with transaction.atomic():
        dvo = _nieuwe_dvo(organisatie, jaar, opzegtermijn_maanden)
        dvoversie = _nieuwe_versie(dvo, 1, 0, by=by, geldt_van=dvo.van)
        if van is not None:
            _neem_over(dvoversie, laatste_tekst(van))
        _begonnen(dvoversie, by, uit=van.nummer if van else "")
    return dvoversie


@transaction.atomic
def addendum(dvo: Dvo, *, geldt_van: date, aanleiding: str, by: Gebruiker) -> Dvoversie:
    """Begin een wijziging op een getekende DVO; zij houdt alleen wat anders wordt, vanaf die dag."""
    vereis(by, "ogon.add_dvo")
    zet_vast(dvo)
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
    vereis(by, "ogon.add_dvo")
    zet_vast(dvo)
    laatste = dvo.versies.order_by("-hoofd", "-sub").first()
    if laatste is None:
        raise StapKanNiet("Deze DVO heeft nog geen tekst.")
    tekst = laatste_tekst(dvo) or tekst_met(laatste)
    dvoversie = _nieuwe_versie(dvo, laatste.hoofd + 1, 0, by=by, geldt_van=geldt_van, aanleiding=aanleiding)
    _neem_over(dvoversie, tekst)
    _begonnen(dvoversie, by, reden=aanleiding)
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


def _begonnen(dvoversie: Dvoversie, by: Gebruiker, **gegevens: Any) -> None:
    feiten = {"dvo": str(dvoversie), "nummer": dvoversie.nummer} | gegevens
    events.record("ogon.dvoversie.maken", dvoversie, by=by, **feiten)
