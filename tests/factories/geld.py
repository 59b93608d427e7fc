"""Tariffs and keys, as in the demo year."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from factory import SubFactory
from factory.django import DjangoModelFactory

from maatwerk.choices import SleutelBasis
from maatwerk.models import SleutelAandeel, Tarief, Verdeelsleutel
from tests.factories.mensen import GebruikerFactory
from tests.factories.organisaties import gemeente

BEGIN = date(2020, 1, 1)
TARIEVEN = {"A": Decimal("72.50"), "B": Decimal("88.00"), "C": Decimal("105.35")}
SLEUTELS = {
    "DUO": {"D": Decimal("0.42"), "U": Decimal("0.395"), "O": Decimal("0.185")},
    "UO": {"U": Decimal("0.681"), "O": Decimal("0.319")},
    "DU": {"D": Decimal("0.5"), "U": Decimal("0.5")},
    "DO": {"D": Decimal("0.7"), "O": Decimal("0.3")},
}


class TariefFactory(DjangoModelFactory):
    functiegroep = "B"
    naam = "Functiegroep"
    bedrag = TARIEVEN["B"]
    van = BEGIN
    opgesteld_door = SubFactory(GebruikerFactory)
    vastgesteld_door = SubFactory(GebruikerFactory)

    class Meta:
        model = Tarief


class VerdeelsleutelFactory(DjangoModelFactory):
    naam = "Sleutel"
    basis = SleutelBasis.INWONERS
    besluit = "Directieberaad"
    van = BEGIN

    class Meta:
        model = Verdeelsleutel

    @classmethod
    def van_letters(cls, aandelen: Mapping[str, Decimal], **velden: object) -> Verdeelsleutel:
        """The key with these shares per municipality, by letter; the database judges it as a whole."""
        with transaction.atomic():
            sleutel = cls(naam=" ".join(aandelen), **velden)
            for letter, deel in aandelen.items():
                SleutelAandeel.objects.create(sleutel=sleutel, organisatie=gemeente(letter), aandeel=deel)
        return sleutel


def geldzaken() -> None:
    """Tariffs and keys without an end, once; whoever made their own keeps them."""
    if not Tarief.objects.exists():
        mensen = {"opgesteld_door": GebruikerFactory(), "vastgesteld_door": GebruikerFactory()}
        for groep, bedrag in TARIEVEN.items():
            TariefFactory(functiegroep=groep, bedrag=bedrag, **mensen)
    if not Verdeelsleutel.objects.exists():
        for aandelen in SLEUTELS.values():
            VerdeelsleutelFactory.van_letters(aandelen)
