"""Wie mag wat bij een OGON. Views, knoppen en acties vragen `has_perm`."""

import rules
from rules.predicates import Predicate

from duoplus import klok, leden
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Gremium, Roltoewijzing, Team
from duoplus.rules import heeft_rol, is_systeem
from ogon.choices import Orgaan, TekenSoort, ToetsSoort
from ogon.models import (
    Conflict,
    Conflictpartij,
    Cyclus,
    Dvo,
    Dvoversie,
    Efficiencymaatregel,
    Kpi,
    Ogon,
    Opschaling,
    PlanVanAanpak,
    Tekenplek,
    Toetsregel,
    Voorstel,
    Voorstelspoor,
    Werkplan,
)
from ogon.models.dvo import LEEST_ALLE_DVO, LEEST_EIGEN_DVO
from ogon.models.opschaling import LEEST_ALLE as LEEST_OPSCHALINGEN
from ogon.models.opschaling import LEEST_BEDRAGEN_OGON, LEEST_EIGEN_OGON


def van(obj: Ogon | Cyclus | Voorstel) -> Ogon:
    """The OGON that an object of this app belongs to."""
    return obj if isinstance(obj, Ogon) else obj.ogon


def in_dit_ogon(*rollen: Rol) -> Predicate:
    """Holds the role in this very OGON today, possibly as a substitute."""

    def test(user: Gebruiker, obj: Ogon | Cyclus | Voorstel) -> bool:
        pk = van(obj).pk
        return any(t.rol in rollen and t.gremium_id == pk for t in user.rollen)

    return rules.predicate(test, name=f"in_dit_ogon:{','.join(rollen)}")


def van_gemeente_in_ogon(*rollen: Rol) -> Predicate:
    """Holds the role for a municipality that takes part in this OGON today."""

    def test(user: Gebruiker, obj: Ogon | Cyclus | Voorstel) -> bool:
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

# Who draws up a DVO, and who can be asked to initial or sign one.
STELT_DVO_OP = (Rol.TEAMMANAGER, Rol.BESTUURSADVISEUR)
TEKENT_DVO = (
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.CONTROLLER,
    Rol.BUDGETHOUDER,
    Rol.OPDRACHTGEVER,
)
# What a DVO costs is for who reads them all, apart from who only does the work, and for the own municipality.
ZIET_PRIJS_VAN_DVO = tuple(rol for rol in LEEST_ALLE_DVO if rol != Rol.UITVOERDER)


@rules.predicate
def ziet_prijs_van_dvo(user: Gebruiker, dvo: Dvo) -> bool:
    return user.heeft_rol(*ZIET_PRIJS_VAN_DVO) or user.heeft_rol(
        *LEEST_EIGEN_DVO, organisaties=[dvo.organisatie_id]
    )


@rules.predicate
def zegt_dvo_op(user: Gebruiker, dvo: Dvo) -> bool:
    """Speaks for one of the two parties."""
    return user.heeft_rol(Rol.DIRECTIEBERAAD) or user.heeft_rol(
        Rol.OPDRACHTGEVER, organisaties=[dvo.organisatie_id]
    )


@rules.predicate
def praat_mee_over_dvo(user: Gebruiker, dvoversie: Dvoversie) -> bool:
    """Draws it up, or speaks for one of the two parties."""
    gemeente = (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER)
    return user.heeft_rol(*STELT_DVO_OP, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD) or user.heeft_rol(
        *gemeente, organisaties=[dvoversie.dvo.organisatie_id]
    )


def bekleedt(user: Gebruiker, plek: Tekenplek) -> bool:
    """Whether this person holds the function of a place today, possibly as a substitute."""
    return any(
        t.rol == plek.rol and (t.organisatie_id or user.organisatie_id) == plek.organisatie_id
        for t in user.rollen
    )


def tekent(soort: TekenSoort) -> Predicate:
    """Holds a function that initials, or signs, this version."""

    def test(user: Gebruiker, versie: Dvoversie) -> bool:
        return any(plek.soort == soort and bekleedt(user, plek) for plek in versie.tekenplekken.all())

    return rules.predicate(test, name=f"tekent:{soort}")


@rules.predicate
def leidt_team_van_kpi(user: Gebruiker, kpi: Kpi) -> bool:
    return user.heeft_rol(Rol.TEAMMANAGER, team=kpi.product.team_id)


stelt_dvo_op = heeft_rol(*STELT_DVO_OP)


def toetst(user: Gebruiker, voorstel: Voorstel, soort: str) -> bool:
    """Whether the dated rules let this person initial the proposal in this field."""
    regels = Toetsregel.objects.geldig_op(klok.vandaag()).filter(soort=soort)
    return any(regel.past(t) and _geldt_hier(user, voorstel, t) for regel in regels for t in user.rollen)


def _geldt_hier(user: Gebruiker, voorstel: Voorstel, t: Roltoewijzing) -> bool:
    """The twin of ``ogon.models.voorstel.geldt_voor``."""
    van_duoplus = user.is_duoplus and t.organisatie_id == user.organisatie_id
    voor_wie = t.organisatie_id is None or van_duoplus or t.organisatie_id in voorstel.gemeente_ids
    return voor_wie and t.gremium_id in (None, voorstel.ogon_id)


def mag_paraferen(soort: str) -> Predicate:
    return rules.predicate(lambda user, voorstel: toetst(user, voorstel, soort), name=f"toetst:{soort}")


@rules.predicate
def toetst_iets(user: Gebruiker, voorstel: Voorstel) -> bool:
    return any(toetst(user, voorstel, soort) for soort in ToetsSoort)


@rules.predicate
def ziet_voorstel(user: Gebruiker, voorstel: Voorstel) -> bool:
    return Voorstel.objects.visible_to(user).filter(pk=voorstel.pk).exists()


@rules.predicate
def ziet_voorstelbedragen(user: Gebruiker, voorstel: Voorstel) -> bool:
    return Voorstel.objects.met_bedragen_voor(user).filter(pk=voorstel.pk).exists()


@rules.predicate
def is_opsteller(user: Gebruiker, voorstel: Voorstel) -> bool:
    return user.pk == voorstel.opsteller_id


@rules.predicate
def spreekt_voor_orgaan(user: Gebruiker, spoor: Voorstelspoor) -> bool:
    """Decides there, or records what a college or the board of Duo+ decided."""
    if spoor.orgaan == Orgaan.OGON:
        return voorzitter(user, spoor.voorstel) and not is_opsteller(user, spoor.voorstel)
    if spoor.orgaan == Orgaan.DIRECTIEBERAAD:
        return user.heeft_rol(Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR)
    if user.heeft_rol(Rol.BESTUURSADVISEUR):
        return True
    eigen = {"organisaties": {spoor.organisatie_id}, "gremium": spoor.voorstel.ogon_id}
    return spoor.orgaan == Orgaan.COLLEGE and user.heeft_rol(Rol.OPDRACHTGEVER, **eigen)


@rules.predicate
def spreekt_ergens(user: Gebruiker, voorstel: Voorstel) -> bool:
    return any(spreekt_voor_orgaan(user, spoor) for spoor in voorstel.sporen.select_related("voorstel"))


@rules.predicate
def is_eigenaar(user: Gebruiker, obj: Efficiencymaatregel | PlanVanAanpak) -> bool:
    return user.pk == obj.eigenaar_id


@rules.predicate
def ziet_maatregel(user: Gebruiker, maatregel: Efficiencymaatregel) -> bool:
    return Efficiencymaatregel.objects.visible_to(user).filter(pk=maatregel.pk).exists()


@rules.predicate
def ziet_plan(user: Gebruiker, plan: PlanVanAanpak) -> bool:
    return PlanVanAanpak.objects.visible_to(user).filter(pk=plan.pk).exists()


@rules.predicate
def leidt_overleg_van_plan(user: Gebruiker, plan: PlanVanAanpak) -> bool:
    return leden.leidt(user, plan.gremium)


MAKERSSTAPPEN = ("schrijven", "ter_toetsing", "terugnemen", "op_weg", "herzien", "uitvoeren", "intrekken")
STELT_VOOR = (Rol.BUDGETHOUDER, Rol.OPDRACHTGEVER, Rol.CPI)
schrijft_voor_ogon = heeft_rol(Rol.TEAMMANAGER, Rol.BESTUURSADVISEUR) | voorzitter | secretaris
schrijft = heeft_rol(Rol.TEAMMANAGER, Rol.BESTUURSADVISEUR, Rol.VOORZITTER, Rol.SECRETARIS, *STELT_VOOR)
maakt_voorstel = (is_opsteller & schrijft) | voorzitter | secretaris | heeft_rol(Rol.BESTUURSADVISEUR)
bezuinigt = heeft_rol(
    Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER, Rol.BESTUURSADVISEUR, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER
)
werkt_uit = (is_eigenaar & bezuinigt) | heeft_rol(Rol.BESTUURSADVISEUR)
maakt_plan = heeft_rol(
    Rol.BESTUURSADVISEUR, Rol.CONCERNCONTROLLER, Rol.SECRETARIS, Rol.VOORZITTER, Rol.DIRECTIEBERAAD, Rol.CPI
)


@rules.predicate
def leest_opschaling(user: Gebruiker, opschaling: Opschaling) -> bool:
    rollen = LEEST_BEDRAGEN_OGON if opschaling.met_bedragen else LEEST_EIGEN_OGON
    eigen = opschaling.ogon_id in user.gremia(*rollen)
    return eigen or user.heeft_rol(*LEEST_OPSCHALINGEN)


@rules.predicate
def schaalde_zelf_op(user: Gebruiker, opschaling: Opschaling) -> bool:
    return user.pk == opschaling.gemeld_door_id


def in_ogon_van_opschaling(*rollen: Rol) -> Predicate:
    """Holds the role in the OGON that asked."""

    def test(user: Gebruiker, opschaling: Opschaling) -> bool:
        return opschaling.ogon_id in user.gremia(*rollen)

    return rules.predicate(test, name=f"in_ogon_van_opschaling:{','.join(rollen)}")


PERMISSIONS = {
    "ogon.view_directieberaad": heeft_rol(Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR, Rol.CONCERNCONTROLLER),
    "ogon.view_opschalingen": heeft_rol(*LEEST_OPSCHALINGEN, *LEEST_EIGEN_OGON),
    "ogon.view_opschaling": leest_opschaling,
    "ogon.voorbereiden_opschaling": heeft_rol(Rol.BESTUURSADVISEUR),
    "ogon.agenderen_opschaling": heeft_rol(Rol.BESTUURSADVISEUR) | is_systeem,
    "ogon.beantwoorden_opschaling": heeft_rol(Rol.DIRECTIEBERAAD) & ~schaalde_zelf_op,
    "ogon.terugkoppelen_opschaling": heeft_rol(Rol.BESTUURSADVISEUR),
    "ogon.intrekken_opschaling": in_ogon_van_opschaling(Rol.VOORZITTER) | is_systeem,
    "ogon.sluiten_opschaling": in_ogon_van_opschaling(Rol.VOORZITTER, Rol.SECRETARIS),
    "ogon.opschalen_conflict": zit_draaischijf_voor,
    "ogon.add_dvo": stelt_dvo_op,
    "ogon.bedragen_dvo": ziet_prijs_van_dvo,
    "ogon.opzeggen_dvo": zegt_dvo_op,
    "ogon.wijzigen_dvoversie": stelt_dvo_op,
    "ogon.voorleggen_dvoversie": stelt_dvo_op,
    "ogon.terugnemen_dvoversie": stelt_dvo_op,
    "ogon.ter_paraaf_dvoversie": stelt_dvo_op,
    "ogon.intrekken_dvoversie": stelt_dvo_op,
    "ogon.opmerken_dvoversie": praat_mee_over_dvo,
    "ogon.paraferen_dvoversie": tekent(TekenSoort.PARAAF),
    "ogon.ondertekenen_dvoversie": tekent(TekenSoort.HANDTEKENING),
    "ogon.meten_kpi": leidt_team_van_kpi | heeft_rol(Rol.CONCERNCONTROLLER),
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
    # A proposal: one text, four initials by others than who wrote it, and a track per body.
    "ogon.add_voorstel": schrijft,
    "ogon.voorstellen_ogon": schrijft_voor_ogon | van_gemeente_in_ogon(*STELT_VOOR),
    "ogon.view_voorstel": ziet_voorstel,
    "ogon.bedragen_voorstel": ziet_voorstelbedragen,
    **{f"ogon.{naam}_voorstel": maakt_voorstel for naam in MAKERSSTAPPEN},
    **{f"ogon.paraaf_{soort}_voorstel": mag_paraferen(soort) for soort in ToetsSoort},
    "ogon.paraferen_voorstel": toetst_iets,
    "ogon.uitkomst_voorstel": spreekt_ergens,
    "ogon.voorbehoud_voorstel": spreekt_ergens,
    "ogon.uitkomst_voorstelspoor": spreekt_voor_orgaan,
    "ogon.add_efficiencymaatregel": bezuinigt,
    "ogon.view_efficiencymaatregel": ziet_maatregel,
    "ogon.wijzigen_efficiencymaatregel": werkt_uit,
    "ogon.doelen_efficiencymaatregel": werkt_uit,
    "ogon.uitwerken_efficiencymaatregel": werkt_uit,
    "ogon.voorleggen_efficiencymaatregel": werkt_uit,
    "ogon.besluiten_efficiencymaatregel": heeft_rol(Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR) & ~is_eigenaar,
    "ogon.resultaat_efficiencymaatregel": werkt_uit | heeft_rol(Rol.CONCERNCONTROLLER),
    "ogon.afronden_efficiencymaatregel": heeft_rol(Rol.CONCERNCONTROLLER),
    "ogon.delen_efficiencymaatregel": werkt_uit,
    "ogon.vervallen_efficiencymaatregel": werkt_uit | heeft_rol(Rol.DIRECTIEBERAAD),
    "ogon.add_planvanaanpak": maakt_plan,
    "ogon.view_planvanaanpak": ziet_plan,
    "ogon.change_planvanaanpak": is_eigenaar | leidt_overleg_van_plan,
}
for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
