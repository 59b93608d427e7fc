"""People, and what they may do: only through dated roles."""

from datetime import date
from typing import Any

from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from duoplus.choices import OrganisatieSoort, Rol
from duoplus.models import Gebruiker, Gremium, Organisatie, Roltoewijzing, Team
from tests.factories.organisaties import OrganisatieFactory, duoplus, gemeente, ogon, team

BEGIN = date(2020, 1, 1)
VOOR_GEMEENTE = (Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER, Rol.CPI)
VOOR_OGON = (Rol.OPDRACHTGEVER, Rol.SECRETARIS, Rol.VOORZITTER)
EXTERN = (Rol.INKOOPADVISEUR, Rol.ACCOUNTANT)


class GebruikerFactory(DjangoModelFactory):
    naam = Sequence(lambda n: f"Medewerker {n}")
    email = LazyAttribute(lambda o: f"{o.naam.lower().replace(' ', '.')}@test.duoplus.example")
    password = "!"  # nobody logs in with it: tests use force_login

    class Meta:
        model = Gebruiker


class RoltoewijzingFactory(DjangoModelFactory):
    gebruiker = SubFactory(GebruikerFactory)
    rol = Rol.AANVRAGER
    van = BEGIN

    class Meta:
        model = Roltoewijzing


def maak(
    rol: Rol | None,
    *,
    organisatie: Organisatie | None = None,
    ogon: Gremium | None = None,
    team: Team | None = None,
    van: date = BEGIN,
    tot: date | None = None,
    **velden: Any,
) -> Gebruiker:
    """A new person with this role and no other; without a role a person who may nothing.

    Nothing is filled in: a role without ``ogon`` or ``team`` counts for all of them.
    """
    werkgever = organisatie or _werkgever(rol)
    gebruiker = GebruikerFactory(organisatie=werkgever, **velden)
    if rol is not None:
        RoltoewijzingFactory(
            gebruiker=gebruiker,
            rol=rol,
            organisatie=organisatie if rol in VOOR_GEMEENTE else None,
            gremium=ogon,
            team=team,
            van=van,
            tot=tot,
        )
    return gebruiker


def _werkgever(rol: Rol | None) -> Organisatie:
    if rol in EXTERN:
        return OrganisatieFactory(letter="X", naam="Extern", soort=OrganisatieSoort.EXTERN)
    return gemeente() if rol is None or rol in VOOR_GEMEENTE else duoplus()


def iemand(
    rol: Rol,
    *,
    organisatie: Organisatie | None = None,
    ogon: Gremium | None = None,
    team: Team | None = None,
) -> Gebruiker:
    """Who holds this role here, made if there is nobody yet; always freshly read."""
    plek = _plek(rol, organisatie, ogon, team)
    waar = {"organisatie": plek["organisatie"]} if rol in VOOR_GEMEENTE else {}
    if rol in VOOR_OGON:
        waar["gremium"] = Gremium(pk=plek["ogon"].pk)
    if rol == Rol.TEAMMANAGER:
        waar["team"] = plek["team"]
    zelf = Roltoewijzing.objects.filter(rol=rol, vervangt=None, tot=None, **waar).first()
    gebruiker = zelf.gebruiker if zelf else maak(rol, **plek)
    return Gebruiker.objects.get(pk=gebruiker.pk)


def _plek(rol: Rol, organisatie: Any, waar_ogon: Any, waar_team: Any) -> dict[str, Any]:
    return {
        "organisatie": (organisatie or gemeente()) if rol in VOOR_GEMEENTE else organisatie,
        "ogon": (waar_ogon or ogon()) if rol in VOOR_OGON else None,
        "team": (waar_team or team()) if rol == Rol.TEAMMANAGER else None,
    }


def vervanger(voor: Gebruiker, *, van: date, tot: date | None = None) -> Gebruiker:
    """A new colleague who from ``van`` to ``tot`` takes over the first role of somebody else."""
    rol = voor.toewijzingen.get()
    gebruiker = GebruikerFactory(organisatie=voor.organisatie)
    RoltoewijzingFactory(
        gebruiker=gebruiker,
        rol=rol.rol,
        organisatie=rol.organisatie,
        gremium=rol.gremium,
        team=rol.team,
        vervangt=rol,
        van=van,
        tot=tot,
    )
    return gebruiker
