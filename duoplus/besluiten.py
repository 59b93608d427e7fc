"""Een besluit vastleggen. Wie het mag nemen, bepaalt de app die erom vraagt."""

from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from duoplus import klok
from duoplus.choices import BesluitSoort, Besluitstand
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium, Teller, Termijn, Uitvoering

# Carried out by being taken; a decision of another kind asks somebody to do something.
METEEN = (
    BesluitSoort.WACHTLIJST,
    BesluitSoort.AANHOUDEN,
    BesluitSoort.AFWIJZEN,
    BesluitSoort.VOLGORDE,
    BesluitSoort.VASTSTELLEN,
    BesluitSoort.HERPRIORITEREN,
    BesluitSoort.VERDELEN,
    BesluitSoort.OP_RISICO,
    BesluitSoort.WERKPLAN,
    BesluitSoort.DVO,
)
LOOPT = (Besluitstand.OPEN, Besluitstand.BEZIG)


def neem(
    gremium: Gremium,
    soort: BesluitSoort,
    *,
    titel: str,
    reden: str,
    by: Gebruiker,
    namens: Gebruiker | None = None,
    voorwaarde: str = "",
    agendapunt: Agendapunt | None = None,
    vervangt: Besluit | None = None,
    **gegevens: Any,
) -> Besluit:
    """Record a decision under its own number; it can be superseded, never changed.

    What has to be carried out gets its last day at once; what it takes the place of lapses.
    """
    with transaction.atomic():
        besluit = _leg_vast(
            gremium=gremium,
            soort=soort,
            titel=titel[:200],
            reden=reden,
            voorwaarde=voorwaarde,
            agendapunt=agendapunt,
            genomen_door=by,
            namens=namens,
            vervangt=vervangt,
            gegevens=gegevens,
        )
        if soort not in METEEN:
            uiterlijk = Termijn.objects.uiterlijk("besluit.uitvoeren", klok.vandaag())
            _zet_stand(besluit, Besluitstand.OPEN, besluit, uiterlijk=uiterlijk)
        if vervangt is not None and stand(vervangt) in LOOPT:
            waarom = f"Vervangen door {besluit.nummer}."
            _zet_stand(vervangt, Besluitstand.VERVALLEN, besluit, toelichting=waarom)
    return besluit


def _leg_vast(**velden: Any) -> Besluit:
    return Besluit.objects.create(nummer=Teller.volgende("BES", klok.vandaag().year), **velden)


def _zet_stand(besluit: Besluit, stand: Besluitstand, door: Besluit, **velden: Any) -> None:
    """As follows from taking the decision ``door``, by whoever took it."""
    Uitvoering.objects.create(
        besluit=besluit, stand=stand, door=door.genomen_door, namens=door.namens, **velden
    )


def laatste_uitvoering(besluit: Besluit) -> Uitvoering | None:
    """The row that counts; None as long as nobody had to say anything."""
    return besluit.uitvoering.select_related("eigenaar", "door", "namens").order_by("-pk").first()


def stand(besluit: Besluit) -> Besluitstand:
    """How far it was carried out, as ``stand_nu`` says for many."""
    if (laatste := laatste_uitvoering(besluit)) is not None:
        return Besluitstand(laatste.stand)
    if hasattr(besluit, "vervangen_door"):
        return Besluitstand.VERVALLEN
    return Besluitstand.UITGEVOERD if besluit.soort in METEEN else Besluitstand.OPEN


def stand_nu() -> Coalesce:
    """For a query over decisions: the last row, or what the kind of decision says by itself."""
    vanzelf = Case(
        When(vervangen_door__isnull=False, then=Value(Besluitstand.VERVALLEN)),
        When(soort__in=METEEN, then=Value(Besluitstand.UITGEVOERD)),
        default=Value(Besluitstand.OPEN),
        output_field=CharField(),
    )
    return Coalesce(uit_laatste("stand"), vanzelf)


def uit_laatste(veld: str) -> Subquery:
    """A column of the last row about each decision."""
    rijen = Uitvoering.objects.filter(besluit=OuterRef("pk")).order_by("-pk")
    return Subquery(rijen.values(veld)[:1])
