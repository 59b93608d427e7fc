"""Van alles wat vastligt één, gemaakt met echte handelingen."""

from datetime import timedelta
from decimal import Decimal

from duoplus import instellingen, klok
from duoplus.actions import actiepunten, agendasleutels, vergaderen
from duoplus.actions.instellingen import afwijzen, voer_uit
from duoplus.choices import Rol
from duoplus.models import Besluit
from maatwerk.actions import dossier, uitvoering
from maatwerk.actions.standpunten import geef_standpunt, voorleggen
from maatwerk.actions.vaststellen import vaststellen
from maatwerk.actions.werkplan import stel_vast, toets
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import FinancieringStand
from maatwerk.models import Aanvraag, Consultatie, Financiering, Scenario
from ogon.actions import planvanaanpak, werkplan
from ogon.actions.cyclus import naar_fase
from ogon.actions.dvo import meet
from ogon.actions.maatregel import leg_resultaat_vast
from ogon.actions.opschaling import klim
from ogon.choices import ConflictStatus, Fase, MaatregelStatus, VoorstelStatus
from ogon.models import Conflict, Conflictpartij, Cyclus, Toedeling
from tests.factories import aanvraag_in, dvos, gemeente, iemand, ogon, team, zet
from tests.factories.opschalingen import opgeschaald
from tests.factories.overleg import leider, lopend
from tests.factories.rondes import geef_uren, kandidaat, ronde_met
from tests.factories.voorstellen import maatregel_in, voorstel_in


def alles_eenmaal() -> None:
    """One row at least in every guarded table, by real acts."""
    aanvraag = zet(zet(aanvraag_in(S.AANVULLING_GEVRAAGD), "aanvullen"), "intrekken")
    zet(zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven"), "tegenvoorstel")
    opdracht = aanvraag_in(S.IN_UITVOERING).opdracht
    dossier.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Gezien.", zichtbaarheid="gedeeld")
    dag = opdracht.gestart_op.date()
    manager = iemand(Rol.TEAMMANAGER)
    uitvoering.boeken_kosten(opdracht, by=manager, datum=dag, bedrag=10, omschrijving="X", leverancier="Y")
    _besluit_over_tarief()
    uitvoering.voortgang_melden(opdracht, by=manager, gedaan="Half.", verwacht_klaar_op=dag)
    _actie_en_agenda()
    _lijst_vastgesteld()
    _volgorde_vastgesteld()
    _dvo_getekend()
    _opgeschaald()
    _besluitvorming()
    _werkplan_gesloten()


def _opgeschaald() -> None:
    """A question to the directieberaad without an answer, months later."""
    opschaling = opgeschaald(aanvraag_in(S.TER_PRIORITERING))
    with klok.op(klok.nu() + timedelta(days=90)):
        klim(opschaling)


def _werkplan_gesloten() -> None:
    """Adopted, kept up to date, and closed when the year was over."""
    manager, jaar = iemand(Rol.TEAMMANAGER, team=team("HRM")), klok.vandaag().year
    geef_uren("HRM", 10, maand=klok.vandaag().replace(month=1, day=1))
    plan = werkplan.maak(team("HRM"), jaar, by=manager)
    regel = werkplan.zet_regel(plan, by=manager, titel="Overleg", uren=(Decimal(1), *[Decimal(0)] * 3))
    toets(plan, by=manager)
    stel_vast(plan, by=iemand(Rol.VOORZITTER), reden="Het past.")
    werkplan.werk_bij(regel, by=manager, kwartaal=1, gewerkt=Decimal(1), verwacht=Decimal(0))
    with klok.op(klok.nu() + timedelta(days=366)):
        werkplan.sluit(plan, by=iemand(Rol.CONCERNCONTROLLER))


def _actie_en_agenda() -> None:
    """An action that is done, and an address that was revoked because a new one came."""
    voorzitter = iemand(Rol.VOORZITTER)
    actie = actiepunten.geef(
        "Bellen", eigenaar=voorzitter, uiterlijk=klok.vandaag(), gremium=ogon(), by=voorzitter
    )
    actiepunten.meld(actie, by=voorzitter, voortgang=100)
    agendasleutels.maak(by=voorzitter), agendasleutels.maak(by=voorzitter)


def _dvo_getekend() -> None:
    dvo = dvos.getekend(dvos.concept(jaar=klok.vandaag().year)).dvo
    kpi = dvos.product().kpis.get()
    meet(kpi, dvo.organisatie, tot_en_met=klok.vandaag(), waarde=Decimal(81), by=dvos.maker())


def _lijst_vastgesteld() -> None:
    """A meeting with an adopted list, and an erratum by it."""
    vergadering = lopend(met="U")
    by = leider(vergadering.gremium)
    vergaderen.stel_vast(vergaderen.sluit(vergadering, by=by), by=by)
    vergaderen.corrigeer(vergadering, stond_er="Drie.", moet_zijn="Vier.", reden="Verteld.", by=by)


def _besluitvorming() -> None:
    """A proposal that every body decided on, a measure with a result, and a plan that is closed."""
    voorstel_in(VoorstelStatus.BESLOTEN)
    maatregel, by = maatregel_in(MaatregelStatus.UITVOERING, doelen="U"), iemand(Rol.SECRETARIS)
    jaar = klok.vandaag().year
    leg_resultaat_vast(maatregel, gemeente(), jaar, Decimal(10), "Factuur.", by=maatregel.eigenaar)
    advies = {"adviseur": "Bureau", "advies": "Doe minder.", "ontvangen_op": klok.vandaag()}
    plan = planvanaanpak.maak("Advies", **advies, gremium=ogon(), by=by)
    planvanaanpak.sluit(plan, conclusie="Gedaan.", by=by)


def _volgorde_vastgesteld() -> None:
    """An adopted order, with what else is final around it."""
    geef_uren("I&A", 250)
    ronde = ronde_met(kandidaat("A", {"I&A": 100}))
    cyclus, voorzitter = ronde.cyclus, iemand(Rol.VOORZITTER)
    voorleggen(ronde, by=voorzitter)
    for letter in "DUO":
        wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter))
        geef_standpunt(ronde, gemeente(letter), soort="akkoord", by=wie)
    naar_fase(cyclus, Fase.VASTSTELLEN, by=voorzitter)
    ronde = vaststellen(ronde, by=voorzitter)
    _rond_het_besluit(ronde.besluit, ronde.plaatsen.get().aanvraag, cyclus)


def _rond_het_besluit(besluit: Besluit, aanvraag: Aanvraag, cyclus: Cyclus) -> None:
    nu, dag, ogon = klok.nu(), klok.vandaag(), cyclus.ogon
    door = besluit.genomen_door
    Financiering.objects.create(
        aanvraag=aanvraag, organisatie=aanvraag.organisatie, stand=FinancieringStand.GEDEKT, door=door
    )
    Consultatie.objects.create(
        besluit=besluit, aanvraag=aanvraag, ogon=ogon, wat="X", reactie_voor=dag, op=nu
    )
    Scenario.objects.create(ogon=ogon, naam="X", door=door, besluit=besluit)
    Toedeling.objects.create(team=team("I&A"), jaar=cyclus.jaar, ogon=ogon, deel=1, besluit=besluit)
    conflict = Conflict.objects.create(team=team("I&A"), jaar=cyclus.jaar, vrij=1, reactie_voor=dag)
    Conflictpartij.objects.create(conflict=conflict, ogon=ogon, gevraagd=1)
    Conflict.objects.update(status=ConflictStatus.OPGELOST, opgelost_op=nu, besluit=besluit)
    Cyclus.objects.update(afgesloten_op=nu)


def _besluit_over_tarief() -> None:
    waarden = {
        "functiegroep": "N",
        "naam": "Nieuw",
        "bedrag": Decimal(50),
        "van": klok.vandaag(),
        "tot": None,
    }
    deel, controller = instellingen.onderdeel("tarieven"), iemand(Rol.CONCERNCONTROLLER)
    voorstel = voer_uit(deel, instellingen.NIEUW, None, by=controller, waarden=waarden, reden="Nieuw.")
    afwijzen(voorstel, by=iemand(Rol.DIRECTIEBERAAD), toelichting="Te vroeg.")
