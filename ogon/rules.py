"""Wie mag wat in de cyclus van een OGON. Views, knoppen en acties vragen `has_perm`."""

import rules
from rules.predicates import Predicate

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Gremium, Team
from duoplus.rules import heeft_rol
from ogon.models import Conflict, Conflictpartij, Cyclus, Ogon, Werkplan


def van(obj: Ogon | Cyclus) -> Ogon:
    """The OGON that an object of this app belongs to."""
    return obj if isinstance(obj, Ogon) else obj.ogon


def in_dit_ogon(*rollen: Rol) -> Predicate:
    """Holds the role in this very OGON today, possibly as a substitute."""

    def test(user: Gebruiker, obj: Ogon | Cyclus) -> bool:
        pk = van(obj).pk
        return any(t.rol in rollen and t.gremium_id == pk for t in user.rollen)

    return rules.predicate(test, name=f"in_dit_ogon:{','.join(rollen)}")


def van_gemeente_in_ogon(*rollen: Rol) -> Predicate:
    """Holds the role for a municipality that takes part in this OGON today."""

    def test(user: Gebruiker, obj: Ogon | Cyclus) -> bool:
        ogon = van(obj)
        rollen_hier = [t for t in user.rollen if t.geldt(rollen, None, ogon.pk, None)]
        voor = [t.organisatie_id for t in rollen_hier if t.organisatie_id is not None]
        return bool(voor) and ogon.gemeenten(klok.vandaag()).filter(pk__in=voor).exists()

    return rules.predicate(test, name=f"van_gemeente_in_ogon:{','.join(rollen)}")


voorzitter = in_dit_ogon(Rol.VOORZITTER)
secretaris = in_dit_ogon(Rol.SECRETARIS)
opdrachtgever = van_gemeente_in_ogon(Rol.OPDRACHTGEVER)

# Who sees how many hours teams have, in all OGON's: there are no amounts in it.
LEEST_CAPACITEIT = (
    Rol.VOORZITTER,
    Rol.SECRETARIS,
    Rol.OPDRACHTGEVER,
    Rol.TEAMMANAGER,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
    Rol.BEHEERDER,
)


@rules.predicate
def leidt_dit_team(user: Gebruiker, team: Team) -> bool:
    return user.heeft_rol(Rol.TEAMMANAGER, team=team.pk)


@rules.predicate
def leidt_team_van_plan(user: Gebruiker, werkplan: Werkplan) -> bool:
    return user.heeft_rol(Rol.TEAMMANAGER, team=werkplan.team_id)


def gremium_van(team: Team) -> Gremium | None:
    """The OGON that adopts the work plan of a team; the hub for a team whose programme has none."""
    eigen = Gremium.objects.filter(ogon__programma__afdelingen=team.afdeling_id)
    return eigen.first() or Gremium.objects.filter(coordineert=True).first()


@rules.predicate
def zit_ogon_van_plan_voor(user: Gebruiker, werkplan: Werkplan) -> bool:
    """Chairs the body that adopts it, and did not draw it up."""
    zit_voor = user.gremia(Rol.VOORZITTER)
    if not zit_voor or werkplan.gemaakt_door_id == user.pk:
        return False
    gremium = gremium_van(werkplan.team)
    return gremium is not None and gremium.pk in zit_voor


@rules.predicate
def zit_partij_voor(user: Gebruiker, partij: Conflictpartij) -> bool:
    return voorzitter(user, partij.ogon)


@rules.predicate
def zit_draaischijf_voor(user: Gebruiker, conflict: Conflict) -> bool:
    """Chairs the one body that settles things among all OGON's."""
    return any(t.rol == Rol.VOORZITTER and t.gremium and t.gremium.coordineert for t in user.rollen)


# Who reads work plans: hours only. Of municipalities each reads the lines of its own.
LEEST_WERKPLAN = (
    *LEEST_CAPACITEIT[:-1],
    Rol.AANVRAGER,
    Rol.BUDGETHOUDER,
    Rol.CONTROLLER,
    Rol.UITVOERDER,
)

PERMISSIONS = {
    "ogon.view_werkplan": heeft_rol(*LEEST_WERKPLAN),
    "ogon.opstellen_werkplan": leidt_dit_team,
    "ogon.vullen_werkplan": leidt_team_van_plan,
    "ogon.wijzigen_werkplan": leidt_team_van_plan,
    "ogon.inplannen_werkplan": leidt_team_van_plan,
    "ogon.toetsen_werkplan": leidt_team_van_plan,
    "ogon.aanpassen_werkplan": leidt_team_van_plan,
    "ogon.vaststellen_werkplan": zit_ogon_van_plan_voor,
    "ogon.bijwerken_werkplan": leidt_team_van_plan,
    "ogon.herzien_werkplan": leidt_team_van_plan,
    "ogon.afsluiten_werkplan": heeft_rol(Rol.CONCERNCONTROLLER),
    "ogon.view_capaciteit": heeft_rol(*LEEST_CAPACITEIT),
    "ogon.invullen_team": leidt_dit_team | heeft_rol(Rol.CONCERNCONTROLLER),
    "ogon.inlezen_capaciteit": heeft_rol(Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER),
    "ogon.reageren_conflictpartij": zit_partij_voor,
    "ogon.verdelen_conflict": zit_draaischijf_voor,
    "ogon.openen_cyclus": voorzitter,
    "ogon.naar_fase_cyclus": voorzitter,
    "ogon.verzetten_cyclus": voorzitter | secretaris,
    "ogon.sluiten_cyclus": voorzitter,
    # Who ranks together, and who speaks for a municipality.
    "ogon.rangschikken_cyclus": voorzitter | secretaris | opdrachtgever,
    "ogon.voorleggen_cyclus": voorzitter | secretaris,
    "ogon.standpunt_cyclus": opdrachtgever,
    "ogon.vaststellen_cyclus": voorzitter,
    # What there is to do for the requests of this OGON in the other phases; each request has its own rules.
    "ogon.aanvragen_cyclus": van_gemeente_in_ogon(Rol.AANVRAGER),
    "ogon.verhelderen_cyclus": secretaris,
    "ogon.bevestigen_cyclus": opdrachtgever,
    "ogon.akkoord_cyclus": van_gemeente_in_ogon(Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER),
    "ogon.opdracht_cyclus": voorzitter | van_gemeente_in_ogon(Rol.BUDGETHOUDER),
}
for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
