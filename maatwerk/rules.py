"""Wie mag wat in maatwerk. Dit is de enige plek; views, knoppen en acties vragen `has_perm`."""

import rules
from rules.predicates import Predicate

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Termijn
from duoplus.rules import heeft_rol
from maatwerk import financiering
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AkkoordSoort, Soort, VerantwoordingStatus
from maatwerk.models import (
    Aanvraag,
    Boeking,
    Consultatie,
    Heropening,
    Lumpsum,
    Opdracht,
    Raming,
    Scenario,
    Verantwoording,
    Wijzigingsverzoek,
)
from maatwerk.models.aanvraag import (
    IN_TRIAGE,
    LEEST_ALLES,
    LEEST_EIGEN_GEMEENTE,
    LEEST_EIGEN_OGON,
    zit_op_draaischijf,
)
from maatwerk.models.lumpsum import gemeenten_met_lumpsum
from maatwerk.models.verantwoording import MAAKT_ELKE_VERANTWOORDING, controleert
from maatwerk.volgorde.slot import ligt_boven
from ogon import rules as cyclus
from ogon.models import Ogon

ZIET_ALLE_BEDRAGEN = (
    Rol.TEAMMANAGER,
    Rol.UITVOERDER,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
)
ZIET_BEDRAGEN_GEMEENTE = (Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER)


def namens_gemeente(*rollen: Rol) -> Predicate:
    """Holds the role for a municipality that takes part, in this OGON where the role is per OGON."""

    def test(user: Gebruiker, aanvraag: Aanvraag) -> bool:
        return user.heeft_rol(*rollen, organisaties=aanvraag.gemeente_ids, gremium=aanvraag.ogon_id)

    return rules.predicate(test, name=f"namens_gemeente:{','.join(rollen)}")


def in_ogon(*rollen: Rol) -> Predicate:
    """Holds the role in this very OGON: a request that has none yet is nobody's."""

    def test(user: Gebruiker, aanvraag: Aanvraag) -> bool:
        return any(
            t.rol in rollen and t.gremium_id is not None and t.gremium_id == aanvraag.ogon_id
            for t in user.rollen
        )

    return rules.predicate(test, name=f"in_ogon:{','.join(rollen)}")


def zit_in_ogon(*rollen: Rol) -> Predicate:
    """Holds the role in this OGON itself."""

    def test(user: Gebruiker, ogon: Ogon) -> bool:
        return any(t.rol in rollen and t.gremium_id == ogon.pk for t in user.rollen)

    return rules.predicate(test, name=f"zit_in_ogon:{','.join(rollen)}")


@rules.predicate
def is_aanvrager(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return user.pk in (aanvraag.aanvrager_id, aanvraag.ingevoerd_door_id)


@rules.predicate
def eigen_aanvraag(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Asked for it and still does that work there; an importer or a former colleague does not."""
    return is_aanvrager(user, aanvraag) and user.heeft_rol(
        Rol.AANVRAGER, organisaties={aanvraag.organisatie_id}
    )


@rules.predicate
def is_concept(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return aanvraag.status == S.CONCEPT


@rules.predicate
def van_het_team(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Leads the team that does the work; while no team is chosen, any team."""
    return user.heeft_rol(Rol.TEAMMANAGER, team=aanvraag.team_id)


@rules.predicate
def is_basistaak(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return aanvraag.status == S.IN_INTAKE and aanvraag.soort in (Soort.BASISTAAK, Soort.DVO)


@rules.predicate
def is_nieuw(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Nobody took it up yet."""
    return aanvraag.status == S.INGEDIEND


@rules.predicate
def in_triage(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return aanvraag.status in IN_TRIAGE


@rules.predicate
def is_opgeschaald(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return aanvraag.opgeschaald


@rules.predicate
def wacht_op_antwoord(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Lies with the directieberaad: until its answer the OGON decides nothing about it."""
    return bool(ligt_boven(aanvraag))


@rules.predicate
def is_geparafeerd(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    verificatie = aanvraag.verificaties.first()
    return verificatie is not None and verificatie.geparafeerd_op is not None


@rules.predicate
def raming_van_ander(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Who made the estimate does not approve it."""
    raming = geldige_raming(aanvraag)
    return raming is not None and raming.opgesteld_door_id != user.pk


def spreekt_voor(user: Gebruiker, aanvraag: Aanvraag) -> set[int]:
    """The municipalities in this request whose money this person answers for."""
    return {
        gemeente
        for gemeente in aanvraag.gemeente_ids
        if user.heeft_rol(Rol.BUDGETHOUDER, organisaties={gemeente}, gremium=aanvraag.ogon_id)
    }


@rules.predicate
def heeft_voorbehoud(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return any(deel.is_open for deel in financiering.delen(aanvraag))


@rules.predicate
def mag_nog_akkoord_geven(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    return bool(open_akkoorden(aanvraag, user))


def geldige_raming(aanvraag: Aanvraag) -> Raming | None:
    return next((raming for raming in aanvraag.ramingen.all() if raming.vervallen_op is None), None)


def open_akkoorden(aanvraag: Aanvraag, user: Gebruiker) -> list[tuple[int, AkkoordSoort]]:
    """(organisation id, kind) that this user may still give: one per municipality, never both."""
    raming = geldige_raming(aanvraag)
    if raming is None:
        return []
    gegeven = {(a.organisatie_id, a.soort) for a in raming.akkoorden.all()}
    zelf = {a.organisatie_id for a in raming.akkoorden.all() if a.door_id == user.pk}
    return [
        (gemeente, soort)
        for gemeente in sorted(aanvraag.gemeente_ids - zelf)
        for soort, rol in AKKOORD_ROL.items()
        if (gemeente, soort) not in gegeven
        and user.heeft_rol(rol, organisaties={gemeente}, gremium=aanvraag.ogon_id)
    ]


AKKOORD_ROL = {AkkoordSoort.INHOUD: Rol.OPDRACHTGEVER, AkkoordSoort.DEKKING: Rol.BUDGETHOUDER}


@rules.predicate
def mag_paraferen(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """First the chair puts the assignment ready, then a budget holder of the leading municipality signs."""
    opdracht = opdracht_van(aanvraag)
    if voorzitter(user, aanvraag):
        return opdracht is None
    if opdracht is None or not user.heeft_rol(Rol.BUDGETHOUDER, organisaties={aanvraag.organisatie_id}):
        return False
    return user.pk not in {p.door_id for p in opdracht.parafen.all()}


def opdracht_van(aanvraag: Aanvraag) -> Opdracht | None:
    return getattr(aanvraag, "opdracht", None)


@rules.predicate
def nog_niet_geaccepteerd(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    opdracht = opdracht_van(aanvraag)
    return opdracht is not None and opdracht.geaccepteerd_op is None


@rules.predicate
def is_afgehandeld(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Accepted, or silent for the whole term after a reminder."""
    opdracht = opdracht_van(aanvraag)
    if opdracht is None:
        return False
    return opdracht.geaccepteerd_op is not None or bleef_stil(aanvraag)


def bleef_stil(aanvraag: Aanvraag) -> bool:
    herinnering = (
        Gebeurtenis.objects.over(aanvraag)
        .filter(soort="maatwerk.aanvraag.herinneren", op__gte=aanvraag.status_sinds)
        .last()
    )
    aantal = Termijn.objects.werkdagen("maatwerk.opgeleverd", klok.vandaag())
    if herinnering is None or aantal is None:
        return False
    return klok.vandaag() > na_werkdagen(klok.dag(herinnering.op), aantal, Feestdag.objects.als_vrij())


@rules.predicate
def ziet_aanvraag(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """The twin of ``Aanvraag.objects.visible_to``; a house test proves that they agree."""
    if not aanvraag.kenmerk:
        return user.pk in (aanvraag.aanvrager_id, aanvraag.ingevoerd_door_id)
    return (
        user.heeft_rol(*LEEST_ALLES)
        or zit_op_draaischijf(user)
        or user.heeft_rol(*LEEST_EIGEN_GEMEENTE, organisaties=aanvraag.gemeente_ids)
        or in_ogon(*LEEST_EIGEN_OGON)(user, aanvraag)
    )


@rules.predicate
def ziet_bedragen(user: Gebruiker, aanvraag: Aanvraag) -> bool:
    """Amounts are for who pays, who works on it at Duo+ and who controls it; not for other municipalities."""
    return (
        user.heeft_rol(*ZIET_ALLE_BEDRAGEN)
        or user.heeft_rol(*ZIET_BEDRAGEN_GEMEENTE, organisaties=aanvraag.gemeente_ids)
        or in_ogon(*LEEST_EIGEN_OGON)(user, aanvraag)
    )


@rules.predicate
def zit_ogon_van_consultatie_voor(user: Gebruiker, consultatie: Consultatie) -> bool:
    return zit_in_ogon(Rol.VOORZITTER)(user, consultatie.ogon)


@rules.predicate
def is_systeem(user: Gebruiker) -> bool:
    """The account of automatic steps, under which a list is imported when nobody is named."""
    return user.is_systeem


@rules.predicate
def werkt_aan(user: Gebruiker, opdracht: Opdracht) -> bool:
    return opdracht.uitvoerders.filter(pk=user.pk).exists() and user.heeft_rol(Rol.UITVOERDER)


@rules.predicate
def leidt_team(user: Gebruiker, opdracht: Opdracht) -> bool:
    return user.heeft_rol(Rol.TEAMMANAGER, team=opdracht.aanvraag.team_id)


@rules.predicate
def schrijft_voor_ogon(user: Gebruiker, opdracht: Opdracht) -> bool:
    return secretaris(user, opdracht.aanvraag)


@rules.predicate
def is_eigen_boeking(user: Gebruiker, boeking: Boeking) -> bool:
    return boeking.geboekt_door_id == user.pk


@rules.predicate
def leidt_team_van_boeking(user: Gebruiker, boeking: Boeking) -> bool:
    return user.heeft_rol(Rol.TEAMMANAGER, team=boeking.opdracht.aanvraag.team_id)


@rules.predicate
def ziet_opdracht(user: Gebruiker, opdracht: Opdracht) -> bool:
    return ziet_aanvraag(user, opdracht.aanvraag)


@rules.predicate
def leest_alles(user: Gebruiker, _obj: object) -> bool:
    return user.heeft_rol(*LEEST_ALLES)


@rules.predicate
def is_eigen_scenario(user: Gebruiker, scenario: Scenario) -> bool:
    return scenario.door_id == user.pk


@rules.predicate
def is_gedeeld_scenario(user: Gebruiker, scenario: Scenario) -> bool:
    """Shared by who made it, or adopted."""
    return scenario.gedeeld or scenario.besluit_id is not None


@rules.predicate
def rekent_mee(user: Gebruiker, scenario: Scenario) -> bool:
    return maakt_scenario(user, scenario.ogon)


@rules.predicate
def zit_ogon_van_scenario_voor(user: Gebruiker, scenario: Scenario) -> bool:
    return cyclus.voorzitter(user, scenario.ogon)


@rules.predicate
def ziet_lumpsum(user: Gebruiker, lumpsum: Lumpsum | None) -> bool:
    """The twin of ``Lumpsum.objects.visible_to``; without a lumpsum whether there is anything to see."""
    gemeenten = gemeenten_met_lumpsum(user)
    if gemeenten is None or lumpsum is None:
        return gemeenten is None or bool(gemeenten)
    return lumpsum.organisatie_id in gemeenten


@rules.predicate
def controller_van_lumpsum(user: Gebruiker, lumpsum: Lumpsum) -> bool:
    return user.heeft_rol(Rol.CONTROLLER, organisaties={lumpsum.organisatie_id})


@rules.predicate
def is_eigen_heropening(user: Gebruiker, heropening: Heropening) -> bool:
    return heropening.door_id == user.pk


@rules.predicate
def ziet_verantwoording(user: Gebruiker, verantwoording: Verantwoording | None) -> bool:
    """The twin of ``Verantwoording.objects.visible_to``."""
    gemeenten = gemeenten_met_lumpsum(user)
    if verantwoording is None:
        return gemeenten is None or bool(gemeenten)
    wie = verantwoording.organisatie_id
    if gemeenten is not None and wie not in gemeenten:
        return False
    is_uit = verantwoording.status == VerantwoordingStatus.DEFINITIEF
    return is_uit or user.heeft_rol(*MAAKT_ELKE_VERANTWOORDING) or wie in controleert(user)


@rules.predicate
def is_eigen_verantwoording(user: Gebruiker, verantwoording: Verantwoording) -> bool:
    return verantwoording.opgesteld_door_id == user.pk


@rules.predicate
def controleert_verantwoording(user: Gebruiker, verantwoording: Verantwoording) -> bool:
    """The directieberaad any; the controller of a municipality the one over that municipality."""
    if user.heeft_rol(Rol.DIRECTIEBERAAD):
        return True
    wie = verantwoording.organisatie_id
    return wie is not None and user.heeft_rol(Rol.CONTROLLER, organisaties={wie})


@rules.predicate
def mag_wijziging_paraferen(user: Gebruiker, verzoek: Wijzigingsverzoek) -> bool:
    """One initial of the chair, one of a budget holder of the leading municipality; two people."""
    if user.pk in (verzoek.door_id, verzoek.voorzitter_id, verzoek.budgethouder_id):
        return False
    aanvraag = verzoek.opdracht.aanvraag
    als_budgethouder = user.heeft_rol(Rol.BUDGETHOUDER, organisaties={aanvraag.organisatie_id})
    return (verzoek.voorzitter_id is None and voorzitter(user, aanvraag)) or (
        verzoek.budgethouder_id is None and als_budgethouder
    )


@rules.predicate
def zit_draaischijf_voor(user: Gebruiker, _lumpsum: Lumpsum) -> bool:
    return any(t.rol == Rol.VOORZITTER and t.gremium and t.gremium.coordineert for t in user.rollen)


@rules.predicate
def budgethouder_van_lumpsum(user: Gebruiker, lumpsum: Lumpsum) -> bool:
    return user.heeft_rol(Rol.BUDGETHOUDER, organisaties={lumpsum.organisatie_id})


# Who decides on the order of an OGON or answers for the hours in it; there are no amounts in a what-if.
maakt_scenario = (
    cyclus.voorzitter
    | cyclus.secretaris
    | cyclus.opdrachtgever
    | heeft_rol(Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD)
)
ziet_scenario = rekent_mee & (is_eigen_scenario | is_gedeeld_scenario)
concerncontroller = heeft_rol(Rol.CONCERNCONTROLLER)
secretaris = in_ogon(Rol.SECRETARIS)
voorzitter = in_ogon(Rol.VOORZITTER)
opdrachtgever = namens_gemeente(Rol.OPDRACHTGEVER)
budgethouder = namens_gemeente(Rol.BUDGETHOUDER)
teammanager = van_het_team
draaischijf = rules.predicate(lambda user: zit_op_draaischijf(user), name="draaischijf")
# Who sees to it that a new request lands where it belongs: the own secretary, and the draaischijf for all.
triage = secretaris | draaischijf
boekt = heeft_rol(Rol.UITVOERDER, Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER)

PERMISSIONS = {
    "maatwerk.add_aanvraag": heeft_rol(Rol.AANVRAGER),
    "maatwerk.view_aanvraag": ziet_aanvraag,
    "maatwerk.bedragen_aanvraag": ziet_bedragen,
    "maatwerk.change_aanvraag": eigen_aanvraag & is_concept,
    "maatwerk.reageren_aanvraag": ziet_aanvraag & ~heeft_rol(Rol.ACCOUNTANT, Rol.BEHEERDER),
    "maatwerk.volgen_aanvraag": ziet_aanvraag,
    "maatwerk.toewijzen_aanvraag": secretaris | teammanager,
    "maatwerk.naar_ogon_aanvraag": secretaris | (draaischijf & in_triage),
    "maatwerk.triage": draaischijf | heeft_rol(Rol.SECRETARIS),
    "maatwerk.betrekken_aanvraag": secretaris | voorzitter,
    "maatwerk.prioriteren_ogon": zit_in_ogon(Rol.VOORZITTER),
    "maatwerk.volgorde_ogon": zit_in_ogon(Rol.VOORZITTER, Rol.SECRETARIS),
    # The board of a cycle: who ranks together moves, chair and secretary arrange, others inside look on.
    "maatwerk.bord_cyclus": cyclus.voorzitter | cyclus.secretaris | cyclus.opdrachtgever | leest_alles,
    "maatwerk.beloften_ogon": cyclus.voorzitter | cyclus.secretaris | cyclus.opdrachtgever | leest_alles,
    "maatwerk.inrichten_cyclus": cyclus.voorzitter | cyclus.secretaris,
    "maatwerk.niet_gereed_cyclus": cyclus.voorzitter,
    "maatwerk.beantwoorden_ronde": heeft_rol(Rol.DIRECTIEBERAAD),
    # Everybody inside reads what an hour costs; one draws up, another decides (domain.md section 2).
    "maatwerk.view_tarief": heeft_rol(*(rol for rol in Rol if rol != Rol.INKOOPADVISEUR)),
    "maatwerk.proberen_sleutel": heeft_rol(*ZIET_ALLE_BEDRAGEN, *ZIET_BEDRAGEN_GEMEENTE),
    "maatwerk.opstellen_tarief": heeft_rol(Rol.CONCERNCONTROLLER),
    "maatwerk.vaststellen_tarief": heeft_rol(Rol.DIRECTIEBERAAD),
    "maatwerk.overnemen_aanvraag": heeft_rol(Rol.BEHEERDER) | is_systeem,
    "maatwerk.reageren_consultatie": zit_ogon_van_consultatie_voor,
    "maatwerk.maken_scenario": maakt_scenario,
    "maatwerk.view_scenario": ziet_scenario,
    "maatwerk.wijzigen_scenario": rekent_mee & is_eigen_scenario,
    "maatwerk.overnemen_scenario": zit_ogon_van_scenario_voor & ziet_scenario,
    # One per step of design.md section 8.
    "maatwerk.indienen_aanvraag": eigen_aanvraag,
    "maatwerk.in_behandeling_nemen_aanvraag": triage,
    "maatwerk.parkeren_aanvraag": triage,
    "maatwerk.dubbel_melden_aanvraag": triage,
    "maatwerk.vraag_stellen_aanvraag": secretaris | (teammanager & ~is_nieuw) | (draaischijf & in_triage),
    "maatwerk.aanvullen_aanvraag": eigen_aanvraag | opdrachtgever,
    "maatwerk.ter_verificatie_aanvraag": secretaris,
    "maatwerk.paraferen_aanvraag": teammanager & ~is_geparafeerd,
    "maatwerk.corrigeren_aanvraag": opdrachtgever & ~is_aanvrager,
    "maatwerk.bevestigen_aanvraag": opdrachtgever & ~is_aanvrager & is_geparafeerd,
    "maatwerk.herzien_aanvraag": secretaris | teammanager,
    "maatwerk.voorstellen_aanvraag": teammanager,
    "maatwerk.tegenvoorstel_aanvraag": (opdrachtgever | budgethouder) & raming_van_ander,
    "maatwerk.akkoord_geven_aanvraag": mag_nog_akkoord_geven & raming_van_ander & ~is_aanvrager,
    "maatwerk.prioriteren_aanvraag": voorzitter & ~is_aanvrager & ~wacht_op_antwoord,
    "maatwerk.op_wachtlijst_zetten_aanvraag": voorzitter & ~is_aanvrager & ~wacht_op_antwoord,
    "maatwerk.aanhouden_aanvraag": voorzitter & ~is_aanvrager & ~wacht_op_antwoord,
    "maatwerk.opschalen_aanvraag": voorzitter & ~is_opgeschaald,
    "maatwerk.afwijzen_aanvraag": (voorzitter | (secretaris & is_basistaak)) & ~wacht_op_antwoord,
    "maatwerk.opdracht_geven_aanvraag": mag_paraferen & ~is_aanvrager & ~wacht_op_antwoord,
    "maatwerk.financiering_aanvraag": budgethouder,
    "maatwerk.op_risico_aanvraag": voorzitter & ~is_aanvrager & heeft_voorbehoud,
    "maatwerk.starten_aanvraag": teammanager,
    "maatwerk.opleveren_aanvraag": teammanager,
    "maatwerk.niet_akkoord_aanvraag": opdrachtgever & nog_niet_geaccepteerd,
    "maatwerk.accepteren_aanvraag": opdrachtgever & nog_niet_geaccepteerd,
    "maatwerk.afsluiten_aanvraag": heeft_rol(Rol.CONCERNCONTROLLER) & is_afgehandeld,
    "maatwerk.intrekken_aanvraag": eigen_aanvraag | opdrachtgever,
    "maatwerk.heropenen_aanvraag": secretaris,
    # The assignment and its ledger.
    "maatwerk.view_opdracht": ziet_opdracht,
    "maatwerk.voortgang_opdracht": leidt_team | werkt_aan,
    "maatwerk.boeken_uren_opdracht": leidt_team | werkt_aan,
    "maatwerk.boeken_kosten_opdracht": leidt_team | heeft_rol(Rol.CONCERNCONTROLLER),
    "maatwerk.artikelen_opdracht": leidt_team | schrijft_voor_ogon,
    # What hangs loose from the thread; whoever reads it sees all amounts.
    "maatwerk.view_wezen": heeft_rol(
        Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR, Rol.ACCOUNTANT
    ),
    "maatwerk.corrigeren_boeking": (is_eigen_boeking & boekt) | leidt_team_van_boeking | concerncontroller,
    "maatwerk.rubriceren_opdracht": concerncontroller,
    "maatwerk.sleutel_opdracht": concerncontroller,
    "maatwerk.prognose_opdracht": leidt_team | concerncontroller,
    "maatwerk.wijziging_vragen_opdracht": leidt_team,
    "maatwerk.paraferen_wijzigingsverzoek": mag_wijziging_paraferen,
    "maatwerk.schrijven_week": heeft_rol(Rol.UITVOERDER, Rol.TEAMMANAGER),
    "maatwerk.goedkeuren_week": heeft_rol(Rol.TEAMMANAGER),
    "maatwerk.goedkeuren_boeking": leidt_team_van_boeking & ~is_eigen_boeking,
    # The money of a year (matrix of domain.md section 2).
    "maatwerk.view_lumpsum": ziet_lumpsum,
    "maatwerk.vastleggen_lumpsum": concerncontroller | is_systeem,
    "maatwerk.opschalen_lumpsum": zit_draaischijf_voor | budgethouder_van_lumpsum,
    "maatwerk.toelichten_lumpsum": concerncontroller | controller_van_lumpsum,
    "maatwerk.onrechtmatigheid_lumpsum": concerncontroller | controller_van_lumpsum,
    "maatwerk.inlezen_boekingen": concerncontroller | is_systeem,
    "maatwerk.sluiten_periode": concerncontroller,
    "maatwerk.heropenen_periode": concerncontroller,
    "maatwerk.beslissen_heropening": heeft_rol(Rol.DIRECTIEBERAAD) & ~is_eigen_heropening,
    "maatwerk.view_verantwoording": ziet_verantwoording,
    "maatwerk.opstellen_verantwoording": concerncontroller,
    "maatwerk.controleren_verantwoording": controleert_verantwoording & ~is_eigen_verantwoording,
    "maatwerk.schrijven_verantwoording": concerncontroller,
    "maatwerk.indienen_verantwoording": concerncontroller,
    "maatwerk.intrekken_verantwoording": concerncontroller,
    "maatwerk.terugleggen_verantwoording": concerncontroller | controleert_verantwoording,
    "maatwerk.goedkeuren_verantwoording": controleert_verantwoording & ~is_eigen_verantwoording,
    "maatwerk.uitgeven_verantwoording": controleert_verantwoording & ~is_eigen_verantwoording,
}
for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
