"""Het werkplan van een team: regels uit de DVO's en ander werk, herzien, bijwerken en afsluiten.

Whether a plan fits in the hours of its team, and which assignments stand in it, is for the app above.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import besluiten, events, klok
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Gebruiker, Organisatie, Team
from duoplus.transitions import Overgang, StapKanNiet
from duoplus.zegel import zegel
from ogon.calc.kwartalen import Kwartalen, per_kwartaal
from ogon.choices import WerkplanStatus
from ogon.dvo.tekst import teksten_op
from ogon.models import Dvo, Product, Werkplan, Werkplanregel, Werkplanstand, Werkplanvaststelling
from ogon.peildag import peildag
from ogon.rules import gremium_van
from ogon.transitions import WERKPLAN

KWARTALEN = ("k1", "k2", "k3", "k4")
# What each fact is called in the trail of a person and on the page of the plan.
ZINNEN = {
    "ogon.werkplan.maken": "begon het werkplan van {team} voor {jaar}",
    "ogon.werkplan.vullen": "vulde het werkplan van {team} voor {jaar} uit de DVO’s: {wat}",
    "ogon.werkplan.wijzigen": "wijzigde het werkplan van {team} voor {jaar}: {wat}",
    "ogon.werkplan.inplannen": "zette {opdracht} in het werkplan van {team} voor {jaar}",
    "ogon.werkplan.toetsen": "toetste het werkplan van {team} voor {jaar}: het past",
    "ogon.werkplan.aanpassen": "opende het werkplan van {team} voor {jaar} weer om het aan te passen",
    "ogon.werkplan.vaststellen": "stelde het werkplan van {team} voor {jaar} vast met besluit {besluit}",
    "ogon.werkplan.bijwerken": "werkte de uren van ‘{wat}’ bij in het werkplan van {team} voor {jaar}",
    "ogon.werkplan.herzien": "begon met herzien van het werkplan van {team} voor {jaar}",
    "ogon.werkplan.afsluiten": "sloot het werkplan van {team} voor {jaar}",
}


def plek(werkplan: Werkplan) -> dict[str, Any]:
    """What every fact about a plan says of it."""
    return {"team": werkplan.team.kort, "jaar": werkplan.jaar}


@transaction.atomic
def maak(team: Team, jaar: int, *, by: Gebruiker) -> Werkplan:
    """Begin het werkplan van een team voor een jaar. Er is er één per team en jaar."""
    if not by.has_perm("ogon.opstellen_werkplan", team):
        raise PermissionDenied("ogon.opstellen_werkplan")
    if Werkplan.objects.filter(team=team, jaar=jaar).exists():
        raise StapKanNiet(f"{team} heeft al een werkplan voor {jaar}.")
    werkplan = Werkplan.objects.create(team=team, jaar=jaar, gemaakt_door=by)
    events.record("ogon.werkplan.maken", werkplan, by=by, **plek(werkplan))
    return werkplan


def vul_uit_dvo(werkplan: Werkplan, *, by: Gebruiker, versie: int | None = None) -> int:
    """Zet elk product van de geldende DVO's dat dit team maakt erin, per gemeente; hoeveel er bij kwamen.

    The norm hours are spread evenly over the quarters. A line that is there already stays as it is.
    """
    with WERKPLAN.transition(werkplan, "vullen", by=by, versie=versie, **plek(werkplan)) as overgang:
        er_al = set(levend(werkplan).values_list("product", "organisatie"))
        nieuw = [
            Werkplanregel(
                werkplan=werkplan,
                titel=f"{product} {organisatie}",
                product=product,
                organisatie=organisatie,
                **dict(zip(KWARTALEN, per_kwartaal(uren), strict=True)),
            )
            for organisatie, product, uren in dvo_uren(werkplan)
            if (product.pk, organisatie.pk) not in er_al
        ]
        if not nieuw:
            raise StapKanNiet("Er is niets te vullen: elk product van een geldende DVO staat er al in.")
        Werkplanregel.objects.bulk_create(nieuw)
        overgang.gegevens["wat"] = f"{len(nieuw)} regels" if len(nieuw) > 1 else nieuw[0].titel
    return len(nieuw)


def dvo_uren(werkplan: Werkplan) -> Iterator[tuple[Organisatie, Product, Decimal]]:
    """Who gets which product of this team for how many hours, by what is signed for the year."""
    dvos = Dvo.objects.filter(jaar=werkplan.jaar).select_related("organisatie")
    for tekst in teksten_op(dvos, peildag(werkplan.jaar)).values():
        for regel in tekst.regels:
            if regel.product.team_id == werkplan.team_id:
                yield tekst.dvo.organisatie, regel.product, regel.norm_uren


def zet_regel(
    werkplan: Werkplan,
    *,
    by: Gebruiker,
    titel: str,
    uren: Kwartalen,
    product: Product | None = None,
    organisatie: Organisatie | None = None,
    eigenaar: Gebruiker | None = None,
    regel: Werkplanregel | None = None,
    versie: int | None = None,
) -> Werkplanregel:
    """Zet werk in het plan, of wijzig een regel: wat, voor wie, en hoeveel uur in elk kwartaal."""
    with WERKPLAN.transition(werkplan, "wijzigen", by=by, versie=versie, **plek(werkplan)) as overgang:
        regel = regel or Werkplanregel(werkplan=werkplan)
        regel.titel, regel.product, regel.organisatie, regel.eigenaar = titel, product, organisatie, eigenaar
        regel.k1, regel.k2, regel.k3, regel.k4 = uren
        _bewaar(regel)
        overgang.gegevens["wat"] = f"‘{titel}’ {als_uren(regel.uren)} uur"
    return regel


def _bewaar(regel: Werkplanregel) -> None:
    """The same product twice for one municipality is refused in words."""
    try:
        with transaction.atomic():
            regel.save()
    except IntegrityError as fout:
        if "werkplanregel_product_eenmaal" not in str(fout):
            raise
        raise StapKanNiet("Dit product staat al in het werkplan voor deze gemeente.") from None


def laat_vervallen(regel: Werkplanregel, *, by: Gebruiker, reden: str, versie: int | None = None) -> None:
    """Haal een regel uit het plan; zij blijft bewaard met de uren die erop stonden."""
    werkplan = regel.werkplan
    with WERKPLAN.transition(werkplan, "wijzigen", by=by, versie=versie, reden=reden, **plek(werkplan)) as o:
        regel.vervallen_op = klok.nu()
        regel.save(update_fields=["vervallen_op"])
        o.gegevens["wat"] = f"‘{regel.titel}’ vervalt"


def aanpassen(werkplan: Werkplan, *, by: Gebruiker, versie: int | None = None) -> None:
    """Maak een getoetst plan weer open; wat al eens was vastgesteld, wordt dan herzien."""
    with WERKPLAN.transition(werkplan, "aanpassen", by=by, versie=versie, **plek(werkplan)):
        eerder = werkplan.vaststellingen.exists()
        werkplan.status = WerkplanStatus.IN_HERZIENING if eerder else WerkplanStatus.CONCEPT


def herzien(werkplan: Werkplan, *, by: Gebruiker, reden: str, versie: int | None = None) -> None:
    """Open een vastgesteld plan om het te wijzigen; wat was vastgesteld blijft de maat."""
    with WERKPLAN.transition(werkplan, "herzien", by=by, versie=versie, reden=reden, **plek(werkplan)):
        pass


def werk_bij(
    regel: Werkplanregel,
    *,
    by: Gebruiker,
    kwartaal: int,
    gewerkt: Decimal,
    verwacht: Decimal,
    toelichting: str = "",
    versie: int | None = None,
) -> Werkplanstand:
    """Leg vast hoeveel uur in een kwartaal gewerkt is en nog verwacht wordt; elke stand blijft bewaard."""
    werkplan = regel.werkplan
    if date(werkplan.jaar, 3 * kwartaal - 2, 1) > klok.vandaag():
        raise StapKanNiet("Dit kwartaal is nog niet begonnen. U kunt alleen de planning herzien.")
    with WERKPLAN.transition(werkplan, "bijwerken", by=by, versie=versie, **plek(werkplan)) as overgang:
        overgang.gegevens |= {"wat": regel.titel, "kwartaal": kwartaal, "gewerkt": str(gewerkt)}
        return Werkplanstand.objects.create(
            regel=regel,
            kwartaal=kwartaal,
            gewerkt=gewerkt,
            verwacht=verwacht,
            toelichting=toelichting,
            door=by,
            namens=overgang.namens,
        )


def sluit(werkplan: Werkplan, *, by: Gebruiker, versie: int | None = None) -> None:
    """Sluit het plan na het jaar: daarna wijzigt er niets meer aan."""
    with WERKPLAN.transition(werkplan, "afsluiten", by=by, versie=versie, **plek(werkplan)):
        if klok.vandaag() <= date(werkplan.jaar, 12, 31):
            raise StapKanNiet(f"Dit kan vanaf 1 januari {werkplan.jaar + 1}. Het jaar is nog niet voorbij.")
        werkplan.afgesloten_op = klok.nu()


def leg_besluit_vast(werkplan: Werkplan, overgang: Overgang, *, by: Gebruiker, reden: str) -> Besluit:
    """The decision that adopts the plan, with its lines as they are now and their seal."""
    gremium = gremium_van(werkplan.team)
    if gremium is None:
        raise StapKanNiet("Er is geen overleg dat dit werkplan kan vaststellen. Vraag het de beheerder.")
    besluit = besluiten.neem(
        gremium,
        BesluitSoort.WERKPLAN,
        titel=str(werkplan),
        reden=reden,
        by=by,
        namens=overgang.namens,
        **plek(werkplan),
    )
    inhoud = als_inhoud(werkplan)
    Werkplanvaststelling.objects.create(
        werkplan=werkplan,
        besluit=besluit,
        inhoud=inhoud,
        sha256=zegel(inhoud),
        door=by,
        namens=overgang.namens,
    )
    overgang.gegevens["besluit"] = besluit.nummer
    return besluit


def als_inhoud(werkplan: Werkplan) -> dict[str, Any]:
    """The plan as it is kept: each line with its hours per quarter."""
    regels = levend(werkplan).select_related("product", "organisatie")
    return plek(werkplan) | {
        "regels": [
            {
                "regel": regel.pk,
                "titel": regel.titel,
                "product": regel.product.code if regel.product else "",
                "gemeente": regel.organisatie.naam if regel.organisatie else "",
                **{k: str(getattr(regel, k)) for k in KWARTALEN},
            }
            for regel in regels
        ]
    }


def levend(werkplan: Werkplan) -> Any:
    """The lines that count."""
    return werkplan.regels.filter(vervallen_op=None)
