"""Van alles wat vastligt één, gemaakt met echte handelingen."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from duoplus import instellingen, klok
from duoplus.actions import actiepunten, agendasleutels, inleessleutels, vergaderen
from duoplus.actions.instellingen import afwijzen, voer_uit
from duoplus.actions.instellingen import vaststellen as stel_instelling_vast
from duoplus.choices import Rol
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Besluit, Gebruiker
from maatwerk.actions import (
    boeken,
    dossier,
    lumpsum,
    perioden,
    prognose,
    toelichting,
    uitvoering,
    verantwoording,
    weken,
    wijzigen,
)
from maatwerk.actions.opdrachtsleutel import geef_sleutel
from maatwerk.actions.standpunten import geef_standpunt, voorleggen
from maatwerk.actions.vaststellen import vaststellen
from maatwerk.actions.werkplan import stel_vast, toets
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import FinancieringStand, VerantwoordingStatus
from maatwerk.inlees.grootboek import GROOTBOEK
from maatwerk.models import Aanvraag, Consultatie, Financiering, Opdracht, Scenario
from ogon.actions import planvanaanpak, werkplan
from ogon.actions.cyclus import naar_fase
from ogon.actions.dvo import meet
from ogon.actions.maatregel import leg_resultaat_vast
from ogon.actions.opschaling import klim
from ogon.choices import ConflictStatus, Fase, MaatregelStatus, VoorstelStatus
from ogon.models import Conflict, Conflictpartij, Cyclus, Toedeling
from tests.factories import aanvraag_in, dvos, gemeente, iemand, ogon, team, zet
from tests.factories.geld import VerdeelsleutelFactory
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
    dag = klok.dag(opdracht.gestart_op)
    manager = iemand(Rol.TEAMMANAGER)
    boeken.boeken_kosten(opdracht, by=manager, datum=dag, bedrag=10, omschrijving="X", leverancier="Y")
    _plafond_vol_en_gewijzigd(opdracht, manager)
    _uren_goedgekeurd(opdracht, manager)
    _uit_bestand(opdracht)
    _besluit_over_tarief()
    uitvoering.voortgang_melden(opdracht, by=manager, gedaan="Half.", verwacht_klaar_op=dag)
    _actie_en_agenda()
    _lijst_vastgesteld()
    _volgorde_vastgesteld()
    _dvo_getekend()
    _opgeschaald()
    _besluitvorming()
    _werkplan_gesloten()
    _geldstromen()
    _maand_gesloten(dag)
    _verantwoord(dag.year - 1)


def _plafond_vol_en_gewijzigd(opdracht: Opdracht, manager: Gebruiker) -> None:
    """What was booked passes every limit of the ceiling, and a change was asked and withdrawn."""
    wie: dict[str, Any] = {"by": manager, "datum": klok.dag(opdracht.gestart_op)}
    boeken.boeken_kosten(opdracht, bedrag=opdracht.plafond_kosten, omschrijving="X", leverancier="Y", **wie)
    verzoek = wijzigen.vragen(
        opdracht,
        by=manager,
        plafond_uren=opdracht.plafond_uren,
        plafond_kosten=opdracht.plafond_kosten * 2,
        einddatum=opdracht.einddatum,
        reden="Er is meer nodig.",
    )
    wijzigen.intrekken(verzoek, by=manager, antwoord="Het past toch.")


def _uren_goedgekeurd(opdracht: Opdracht, manager: Gebruiker) -> None:
    """Hours of who does the work, approved by who leads the team."""
    uren = boeken.boeken_uren(
        opdracht,
        by=iemand(Rol.UITVOERDER),
        datum=klok.dag(opdracht.gestart_op),
        team=opdracht.aanvraag.team,
        functiegroep="B",
        uren=Decimal(1),
        omschrijving="Gewerkt",
    )
    weken.goedkeuren([uren], by=manager)


def _uit_bestand(opdracht: Opdracht) -> None:
    """An invoice out of a file, and a key for a system that was revoked again."""
    controller, dag = iemand(Rol.CONCERNCONTROLLER), klok.dag(opdracht.gestart_op)
    kop = "Boekstuk;Boekdatum;Grootboek;Project;Omschrijving;Relatie;Debet;Credit;Btw"
    regel = f"1;{dag:%d-%m-%Y};43800;{opdracht.nummer};Factuur;Leverancier;10,00;;nul"
    wat = {"soort": GROOTBOEK, "bestandsnaam": "grootboek.csv"}
    assert in_een_keer(f"{kop}\r\n{regel}".encode(), **wat, by=controller).aangemaakt == 1
    inleessleutels.maak(by=controller, naam="Urenregistratie")
    inleessleutels.trek_in(controller.inleessleutels.get(), by=controller)


def _geldstromen() -> None:
    """What was adopted, explained, expected and on record, another key for shared work, and a method."""
    controller, jaar = iemand(Rol.CONCERNCONTROLLER), klok.vandaag().year
    acties = {"by": controller, "bedrag": Decimal(1)}
    lumpsum.leg_vast(
        gemeente(), jaar, soort="primitief", datum=klok.vandaag(), document="Begroting", taakveld="0.4",
        i_s="S", bestand=("besluit.txt", b"Vastgesteld."), **acties,
    )  # fmt: skip
    lumpsum.meld_onrechtmatigheid(
        gemeente(), jaar, criterium="misbruik", oorzaak="Dubbel.", maatregel="Terug.", **acties
    )
    toelichting.licht_toe(gemeente(), jaar, by=controller, tekst="Er komt nog meer.")
    gedeeld = aanvraag_in(S.IN_UITVOERING, gemeenten="UO").opdracht
    prognose.geef_prognose(gedeeld, by=controller, rest=Decimal(5), toelichting="Bijna klaar.")
    helft = {"U": Decimal("0.5"), "O": Decimal("0.5")}
    sleutel = VerdeelsleutelFactory.van_letters(helft, programma=gedeeld.aanvraag.ogon.programma)
    geef_sleutel(
        gedeeld, by=controller, sleutel=sleutel, vanaf=klok.vandaag().replace(day=1),
        besluit=Besluit.objects.latest("pk"),
    )  # fmt: skip
    januari = date(jaar + 1, 1, 1)
    methode = {"organisatie": gemeente(), "methode": "lumpsum_vast", "van": januari, "tot": None}
    deel = instellingen.onderdeel("methoden")
    voorstel = voer_uit(deel, instellingen.NIEUW, None, by=controller, waarden=methode, reden="Besloten.")
    stel_instelling_vast(voorstel, by=iemand(Rol.DIRECTIEBERAAD))


def _maand_gesloten(dag: date) -> None:
    """Closed when it was over, and opened for late lines by somebody else."""
    controller = iemand(Rol.CONCERNCONTROLLER)
    with klok.op(klok.nu() + timedelta(days=45)):
        uitkomsten = perioden.sluit([dag.replace(day=1)], by=controller)
        assert uitkomsten[-1].is_gelukt, uitkomsten[-1].zin
        vraag = perioden.vraag_heropening(dag.replace(day=1), by=controller, reden="Nagekomen factuur.")
        perioden.sta_toe(vraag, by=iemand(Rol.DIRECTIEBERAAD))


def _verantwoord(jaar: int) -> None:
    """A quarter of the year before, in which nothing was booked, drawn up by one and issued by another."""
    controller = iemand(Rol.CONCERNCONTROLLER)
    perioden.sluit([date(jaar, 3, 1)], by=controller)
    rapport = verantwoording.opstellen(jaar, "k1", None, by=controller)
    verantwoording.indienen(rapport, by=controller)
    verantwoording.goedkeuren(rapport, by=iemand(Rol.DIRECTIEBERAAD))
    verantwoording.geef_uit(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.status == VerantwoordingStatus.DEFINITIEF, verantwoording.waarom_mislukt(rapport)


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
