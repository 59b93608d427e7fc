"""The organisations of the cast, by the letter or slug people know them by."""

from datetime import date, time

from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from duoplus.choices import GremiumSoort, OrganisatieSoort
from duoplus.models import Afdeling, Deelname, Gremium, Organisatie, Programma, Team, Vergadering
from ogon.models import Ogon

BEGIN = date(2016, 1, 1)
NAMEN = {"D": "Diemen", "U": "Uithoorn", "O": "Ouder-Amstel"}
# Diemen brings in bedrijfsvoering only (domain.md section 0).
DEELNEMERS = {"bedrijfsvoering": "DUO", "burger": "UO", "buurt": "UO"}


class OrganisatieFactory(DjangoModelFactory):
    naam = Sequence(lambda n: f"Gemeente {n}")
    letter = Sequence(lambda n: chr(97 + n // 26 % 26) + chr(97 + n % 26))
    soort = OrganisatieSoort.GEMEENTE

    class Meta:
        model = Organisatie
        django_get_or_create = ("letter",)


class ProgrammaFactory(DjangoModelFactory):
    naam = Sequence(lambda n: f"Programma {n}")
    code = Sequence(lambda n: f"{n:04X}")

    class Meta:
        model = Programma
        django_get_or_create = ("naam",)


class DeelnameFactory(DjangoModelFactory):
    programma = SubFactory(ProgrammaFactory)
    organisatie = SubFactory(OrganisatieFactory)
    van = BEGIN

    class Meta:
        model = Deelname


class OgonFactory(DjangoModelFactory):
    naam = LazyAttribute(lambda o: f"OGON {o.programma.naam}")
    slug = Sequence(lambda n: f"ogon-{n}")
    programma = SubFactory(ProgrammaFactory)

    class Meta:
        model = Ogon


class AfdelingFactory(DjangoModelFactory):
    naam = LazyAttribute(lambda o: f"Afdeling {o.programma.naam}")
    programma = SubFactory(ProgrammaFactory)

    class Meta:
        model = Afdeling
        django_get_or_create = ("naam",)


class TeamFactory(DjangoModelFactory):
    naam = Sequence(lambda n: f"Team {n}")
    kort = LazyAttribute(lambda o: o.naam)
    afdeling = SubFactory(AfdelingFactory)

    class Meta:
        model = Team
        django_get_or_create = ("kort",)


class VergaderingFactory(DjangoModelFactory):
    datum = date(2026, 12, 10)
    begint_om = time(10)
    eindigt_om = time(12)
    plaats = "Gemeentehuis Uithoorn"

    class Meta:
        model = Vergadering


def gemeente(letter: str = "U") -> Organisatie:
    """One of the three, the same row every time."""
    volgorde = "DUO".index(letter) + 1
    return OrganisatieFactory(letter=letter, naam=NAMEN[letter], volgorde=volgorde)


def duoplus() -> Organisatie:
    return OrganisatieFactory(letter="+", naam="Duo+", soort=OrganisatieSoort.DIENST, volgorde=4)


def ogon(slug: str = "bedrijfsvoering") -> Ogon:
    """One of the three OGON's with the municipalities that take part, the same row every time."""
    if bestaand := Ogon.objects.filter(slug=slug).first():
        return bestaand
    directieberaad()  # where an OGON is, there is somebody above it
    programma = ProgrammaFactory(naam=slug.capitalize())
    for letter in DEELNEMERS[slug]:
        DeelnameFactory(programma=programma, organisatie=gemeente(letter))
    return OgonFactory(slug=slug, programma=programma)


def directieberaad() -> Gremium:
    """The one there is, the same row every time."""
    velden = {"naam": "Directieberaad", "soort": GremiumSoort.DIRECTIEBERAAD}
    return Gremium.objects.get_or_create(slug="directieberaad", defaults=velden)[0]


def team(kort: str = "I&A") -> Team:
    """A team of Duo+, the same row every time."""
    return TeamFactory(kort=kort, naam=kort, afdeling__programma__naam="Bedrijfsvoering")
