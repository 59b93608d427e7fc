"""Twee gemeenten met elk een vol dossier, en in elk veld een herkenbaar woord: een kanarie.

Whoever may not read a dossier may not meet its canaries in any byte of any answer.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

from django.core.files.base import ContentFile

from duoplus import instellingen, klok, mail
from duoplus.actions import actiepunten, agenda, agendasleutels, inleessleutels, vergaderen
from duoplus.actions.instellingen import voer_uit
from duoplus.choices import Rijstand, Rol
from duoplus.inlezen import lezen
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Besluit, Export, Gebruiker, Inleesrij, Organisatie
from maatwerk.actions import (
    boeken,
    consultaties,
    dossier,
    perioden,
    scenario,
    signalen,
    toelichting,
    verantwoording,
    weken,
    wijzigen,
)
from maatwerk.actions import lumpsum as lumpsums
from maatwerk.actions.draad import leg_onder_artikel
from maatwerk.actions.lumpsum import meld_onrechtmatigheid
from maatwerk.actions.overnemen import REGISTER
from maatwerk.actions.ronde import open_ronde
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.inlees.grootboek import GROOTBOEK
from maatwerk.models import Aanvraag, OpdrachtInWerkplan, Verantwoording
from maatwerk.ontvangstbewijs import maak_ontvangstbewijs
from maatwerk.weken import week
from maatwerk.weken.dagen import maandag_van
from ogon.actions import capaciteit, conflict, planvanaanpak, voorstelroute, werkplan
from ogon.actions import dvo as dvoacties
from ogon.actions import maatregel as maatregelacties
from ogon.actions import voorstel as voorstelacties
from ogon.actions.cyclus import naar_fase, open_cyclus
from ogon.choices import Fase, MaatregelStatus, Orgaan, VoorstelStatus
from ogon.fasen import VOLGORDE
from ogon.models import Dvo, Werkplanregel
from ogon.reports.opschaling import maak_dossier
from tests.factories import aanvraag_in, concept, dvos, gemeente, iemand, maak, ogon, team, voorstellen, zet
from tests.factories.lumpsums import begrotingsregel, lumpsum
from tests.factories.opschalingen import opgeschaald
from tests.factories.overleg import lopend, op_agenda

# Recognisable amounts: an estimate of one hour and this invoice, a ceiling, a booked invoice.
BEDRAGEN = {"U": ("4321.17", "4444.91", "333.57"), "D": ("8765.23", "8888.87", "777.43")}
VOORSTELBEDRAG = {"U": "51432.19", "D": "52543.28"}
# Adopted for this year, with what came on top, and for the year before.
BEGROOT = {"U": ("3210.61", "3212.61"), "D": ("3321.72", "3323.72")}
VORIG_BEGROOT = {"U": "41234.68", "D": "42345.76"}
INGELEZEN = {"U": "123.61", "D": "134.72"}
MAATREGELBEDRAG = {"U": "71432.16", "D": "72543.27"}
DVOPRIJS = {"U": "61234.71", "D": "62345.82"}
SOORTEN = (
    "titel",
    "probleem",
    "gesprek",
    "intern",
    "document",
    "internstuk",
    "leverancier",
    "besluit",
    "concept",
    "inlezing",
    "dvo",
    "voorstel",
    "voorstelstuk",
    "maatregel",
    "plan",
    "wijziging",
    "begroting",
    "onrechtmatig",
    "toelichting",
    "boeking",
    "bestand",
    "heropening",
    "week",
    "apisleutel",
    "rapport",
    "uitgegeven",
)


def kanarie(letter: str, soort: str) -> str:
    return f"kanarie{letter}{soort}".lower()


@dataclass
class Dossier:
    """Everything of one municipality that an address can name."""

    letter: str
    aanvraag: Aanvraag
    concept: Aanvraag
    document: str
    internstuk: str
    besluit: str
    opdracht: str
    boeking: int
    kandidaat: str
    bericht: int
    voorstel: int
    inlezing: str
    inleesrij: int
    export: str
    urenregel: int = 0
    conflict: int = 0
    consultatie: int = 0
    scenario: int = 0
    vergadering: int = 0
    dvo: str = ""
    bestuursvoorstel: str = ""
    spoor: int = 0
    voorstelstuk: str = ""
    maatregel: str = ""
    bewijs: str = ""
    plan: str = ""
    artikellink: int = 0
    werkplanregel: int = 0
    punt: int = 0
    vergaderstuk: str = ""
    opschaling: str = ""
    gehouden: int = 0
    actie: str = ""
    agendasleutel: int = 0
    agendageheim: str = ""
    wijziging: int = 0
    signaal: int = 0
    begrotingsregel: int = 0
    begrotingsdocument: str = ""
    onrechtmatigheid: int = 0
    heropening: int = 0
    apisleutel: int = 0
    rapporten: dict[str, str] = field(default_factory=dict)  # status: number

    @property
    def rapport(self) -> str:
        """The draft."""
        return self.rapporten[V.CONCEPT]


@dataclass
class Wereld:
    dossiers: dict[str, Dossier]
    mensen: dict[str, Gebruiker] = field(default_factory=dict)
    samen: str = ""  # the report over all municipalities


def bouw() -> Wereld:
    wereld = Wereld({letter: _dossier(letter) for letter in "UD"})
    wereld.mensen = _mensen(wereld)
    _opschalingen(wereld)
    _cyclus(wereld)
    _uren(wereld)
    _scenario(wereld)
    _vergadering(wereld)
    _gehouden(wereld)
    _dvos(wereld)
    _besluitvorming(wereld)
    _werkplan(wereld)
    _boekingen_uit_bestand(wereld)
    _wijziging_en_signaal(wereld)
    _geldstromen(wereld)
    _week(wereld)
    _maanden(wereld)
    _verantwoordingen(wereld)
    _apisleutel(wereld)
    return wereld


def jaar() -> int:
    """Of the one cycle there is: of OGON Bedrijfsvoering, in the phase in which an order is made."""
    return klok.vandaag().year + 1


def _cyclus(wereld: Wereld) -> None:
    voorzitter = wereld.mensen["voorzitter"]
    cyclus = open_cyclus(ogon(), jaar(), by=voorzitter)
    for fase in VOLGORDE[1 : VOLGORDE.index(Fase.PRIORITEREN) + 1]:
        naar_fase(cyclus, fase, by=voorzitter)
    open_ronde(cyclus, by=voorzitter)


def _uren(wereld: Wereld) -> None:
    """A row of capacity, one conflict between two OGON's about the team, and a question per decision."""
    eigen, ander = ogon(), ogon("buurt")
    regel = capaciteit.vul_in(
        team(), by=iemand(Rol.TEAMMANAGER), maand=date(jaar(), 1, 1), soort="bruto",
        omschrijving="Vast team", uren=Decimal(10),
    )  # fmt: skip
    vraag = {eigen.pk: Decimal(10), ander.pk: Decimal(10)}
    strijd = conflict.stel_vast(team(), jaar(), vraag, Decimal(10))
    for een in wereld.dossiers.values():
        een.aanvraag.betrokken_ogons.add(ander)
        besluit = Besluit.objects.get(nummer=een.besluit)
        by = wereld.mensen["voorzitter"]
        [gevraagd] = consultaties.vraag(besluit, [(een.aanvraag, "Later klaar.")], by=by)
        een.urenregel, een.conflict, een.consultatie = regel.pk, strijd.pk, gevraagd.pk


def _scenario(wereld: Wereld) -> None:
    """One that the chair shared, with both dossiers in its plan."""
    by = wereld.mensen["voorzitter"]
    gedeeld = scenario.deel(scenario.maak(ogon(), naam="Andersom", by=by), by=by)
    for dossier_ in wereld.dossiers.values():
        dossier_.scenario = gedeeld.pk


def _dvos(wereld: Wereld) -> None:
    """A signed DVO of this year for both municipalities."""
    for letter, dossier_ in wereld.dossiers.items():
        versie = dvos.concept(letter, jaar=klok.vandaag().year, prijs=DVOPRIJS[letter])
        artikel = {"titel": "Wat wij afspreken", "tekst": kanarie(letter, "dvo")}
        dvoacties.zet_artikel(versie, 1, **artikel, by=versie.gemaakt_door)
        dossier_.dvo = dvos.getekend(versie).dvo.nummer


def _besluitvorming(wereld: Wereld) -> None:
    """For each municipality a proposal before the OGON, a measure with a result, and a plan."""
    for letter, dossier_ in wereld.dossiers.items():
        _voorstel_voor_ogon(dossier_)
        _maatregel(dossier_)
        advies = {"adviseur": "Bureau", "advies": kanarie(letter, "plan"), "ontvangen_op": klok.vandaag()}
        by = wereld.mensen["secretaris"]
        plan = planvanaanpak.maak(kanarie(letter, "plan"), **advies, gremium=ogon(), by=by)
        dossier_.plan = plan.nummer


def _voorstel_voor_ogon(een: Dossier) -> None:
    letter = een.letter
    velden = {"aanleiding": kanarie(letter, "voorstel"), "bedrag": Decimal(VOORSTELBEDRAG[letter])}
    voorstel = voorstellen.voorstel_in(VoorstelStatus.CONCEPT, gemeenten=letter, **velden)
    naam, by = f"{kanarie(letter, 'voorstelstuk')}.txt", voorstel.opsteller
    stuk = voorstelacties.voeg_bijlage_toe(voorstel, naam=naam, inhoud=b"Tekst.", by=by)
    voorstelacties.ter_toetsing(voorstel, by=by)
    voorstellen.parafeer(voorstel)
    voorstelroute.op_weg(voorstel, by=by)
    een.bestuursvoorstel, een.voorstelstuk = voorstel.nummer, str(stuk.uuid)
    een.spoor = voorstellen.spoor(voorstel, Orgaan.OGON).pk


def _maatregel(een: Dossier) -> None:
    letter, bedrag = een.letter, Decimal(MAATREGELBEDRAG[een.letter])
    idee = kanarie(letter, "maatregel")
    loopt = MaatregelStatus.UITVOERING
    maatregel = voorstellen.maatregel_in(loopt, doelen=letter, bedrag=bedrag, toelichting=idee)
    gehaald = maatregelacties.leg_resultaat_vast(
        maatregel, gemeente(letter), klok.vandaag().year, bedrag, idee,
        bestand=(f"{idee}.txt", b"Bewijs."), by=maatregel.eigenaar,
    )  # fmt: skip
    een.maatregel, een.bewijs = maatregel.nummer, str(gehaald.bijlage.uuid)


def _vergadering(wereld: Wereld) -> None:
    """A meeting of OGON Bedrijfsvoering with both dossiers on its agenda, each with a paper."""
    by = wereld.mensen["voorzitter"]
    dag = klok.vandaag() + timedelta(days=7)
    vergadering = vergaderen.plan(
        ogon(), datum=dag, begint_om=time(9), eindigt_om=time(11), plaats="Raadzaal", by=by
    )
    for letter, een in wereld.dossiers.items():
        aanvraag = een.aanvraag
        punt = agenda.zet_op_agenda(
            ogon(), titel=aanvraag.titel, onderwerp=aanvraag, vergadering=vergadering, by=by
        )
        naam = f"{kanarie(letter, 'titel')}.txt"
        stuk = agenda.voeg_stuk_toe(punt, naam=naam, inhoud=b"Tekst.", by=by)
        een.vergadering, een.punt, een.vergaderstuk = vergadering.pk, punt.pk, str(stuk.uuid)


def _gehouden(wereld: Wereld) -> None:
    """A meeting of which the list is adopted, an action of its chair, and addresses of calendars."""
    by = wereld.mensen["voorzitter"]
    vergadering = lopend(ogon())
    punt = op_agenda(vergadering)
    een_actie = actiepunten.geef(
        "Bellen", eigenaar=by, uiterlijk=klok.vandaag(), gremium=ogon(), agendapunt=punt, by=by
    )
    vergaderen.stel_vast(vergaderen.sluit(vergadering, by=by), by=by)
    for een in wereld.dossiers.values():
        een.gehouden, een.actie = vergadering.pk, een_actie.nummer
        indiener = een.aanvraag.ingevoerd_door
        een.agendageheim = agendasleutels.maak(by=indiener)
        een.agendasleutel = indiener.agendasleutels.get().pk


def _werkplan(wereld: Wereld) -> None:
    """One of the team for this year, with a product and the assignment of both municipalities."""
    by = iemand(Rol.TEAMMANAGER)
    plan = werkplan.maak(team(), klok.vandaag().year, by=by)
    werkplan.vul_uit_dvo(plan, by=by)
    for letter, een in wereld.dossiers.items():
        opdracht = een.aanvraag.opdracht
        een.werkplanregel = plan.regels.get(organisatie=gemeente(letter)).pk
        een.artikellink = leg_onder_artikel(opdracht, Dvo.objects.get(nummer=een.dvo), 1, by=by).pk
        regel = Werkplanregel.objects.create(werkplan=plan, titel=opdracht.aanvraag.titel, k1=1)
        OpdrachtInWerkplan.objects.create(opdracht=opdracht, regel=regel, door=by)


def _wijziging_en_signaal(wereld: Wereld) -> None:
    """A change that waits for initials, and a lumpsum that is too small with its draft."""
    for letter, een in wereld.dossiers.items():
        opdracht = een.aanvraag.opdracht
        verzoek = wijzigen.vragen(
            opdracht,
            by=iemand(Rol.TEAMMANAGER),
            plafond_uren=opdracht.uren_mogen + 1,
            plafond_kosten=opdracht.kosten_mogen,
            einddatum=opdracht.klaar_voor,
            reden=kanarie(letter, "wijziging"),
        )
        te_klein = lumpsum(letter, begroting=Decimal(BEGROOT[letter][0]))
        signalen.bewaak_jaar(te_klein.jaar)
        een.wijziging = verzoek.pk
        een.signaal = te_klein.signalen.exclude(concept={}).get().pk


def _boekingen_uit_bestand(wereld: Wereld) -> None:
    """Of each municipality an invoice out of a file of the ledger."""
    kop = "Boekstuk;Boekdatum;Grootboek;Project;Omschrijving;Relatie;Debet;Credit;Btw"
    for letter, een in wereld.dossiers.items():
        bedrag, wat = INGELEZEN[letter].replace(".", ","), kanarie(letter, "boeking")
        wie, nummer = kanarie(letter, "leverancier"), een.aanvraag.nummer
        regel = f"F-{letter};{klok.vandaag():%d-%m-%Y};43800;{nummer};{wat};{wie};{bedrag};;nul"
        gelezen = in_een_keer(
            f"{kop}\r\n{regel}".encode(), soort=GROOTBOEK, bestandsnaam=f"{kanarie(letter, 'bestand')}.csv",
            by=iemand(Rol.CONCERNCONTROLLER), keuzes={},
        )  # fmt: skip
        assert gelezen.aangemaakt == 1, list(gelezen.rijen.values_list("meldingen", flat=True))


def _geldstromen(wereld: Wereld) -> None:
    """Of each municipality adopted amounts of two years, an explanation, and a line in the register."""
    by, nu = iemand(Rol.CONCERNCONTROLLER), klok.vandaag().year
    for letter, een in wereld.dossiers.items():
        document = kanarie(letter, "begroting")
        lumpsum(letter, nu - 1, begroting=Decimal(VORIG_BEGROOT[letter]), voorschotten=True)
        regel = begrotingsregel(lumpsum(letter), 2, document=document)
        besluit = (f"{document}.txt", document.encode())
        een.begrotingsregel = regel.pk
        een.begrotingsdocument = str(lumpsums.voeg_document_toe(regel, by=by, bestand=besluit).uuid)
        toelichting.licht_toe(gemeente(letter), nu, by=by, tekst=kanarie(letter, "toelichting"))
        een.onrechtmatigheid = meld_onrechtmatigheid(
            gemeente(letter), nu, by=by, criterium="voorwaarden", bedrag=Decimal(1),
            oorzaak=kanarie(letter, "onrechtmatig"), maatregel="Overleg.",
        ).pk  # fmt: skip


def _week(wereld: Wereld) -> None:
    """Hours that wait for akkoord, and in another row a word that is no hours yet."""
    by, dag = iemand(Rol.UITVOERDER), klok.vandaag()
    getypt = {}
    for letter, een in wereld.dossiers.items():
        opdracht, team_ = een.aanvraag.opdracht, een.aanvraag.team
        wat = {"functiegroep": "B", "uren": Decimal(1), "omschrijving": "Gewerkt"}
        boeken.boeken_uren(opdracht, by=by, datum=dag, team=team_, **wat)
        getypt[week.Sleutel(opdracht.pk, "A"), dag] = kanarie(letter, "week")
    ook = [sleutel for sleutel, _ in getypt]
    versie = week.lees(by, maandag_van(dag), ook=ook).versie
    weken.bewaar(by, maandag_van(dag), getypt, versie=versie, ook=ook)


def _maanden(wereld: Wereld) -> None:
    """The year before is closed, and somebody asks to book in its last month."""
    december, controller = date(klok.vandaag().year - 1, 12, 1), iemand(Rol.CONCERNCONTROLLER)
    perioden.sluit([december], by=controller)
    reden = " ".join(kanarie(letter, "heropening") for letter in wereld.dossiers)
    vraag = perioden.vraag_heropening(december, by=controller, reden=reden)
    for een in wereld.dossiers.values():
        een.heropening = vraag.pk


def _verantwoordingen(wereld: Wereld) -> None:
    """Of each municipality a draft, a report that waits for its check and one that was issued; one of all."""
    nu = klok.vandaag().year
    for letter, een in wereld.dossiers.items():
        wie = gemeente(letter)
        concept_ = _rapport(wie, nu, "k1", kanarie(letter, "rapport"))
        wacht = _rapport(wie, nu - 1, "k1", kanarie(letter, "rapport"))
        verantwoording.indienen(wacht, by=iemand(Rol.CONCERNCONTROLLER))
        uit = _uitgegeven(_rapport(wie, nu - 1, "k2", kanarie(letter, "uitgegeven")))
        een.rapporten = {rapport.status: rapport.nummer for rapport in (concept_, wacht, uit)}
    wereld.samen = _uitgegeven(_rapport(None, nu - 1, "k3", "")).nummer


def _rapport(wie: Organisatie | None, jaar: int, soort: str, tekst: str) -> Verantwoording:
    by = iemand(Rol.CONCERNCONTROLLER)
    rapport = verantwoording.opstellen(jaar, soort, wie, by=by)
    return verantwoording.schrijven(rapport, {wie.naam: tekst}, by=by) if wie else rapport


def _uitgegeven(rapport: Verantwoording) -> Verantwoording:
    verantwoording.indienen(rapport, by=iemand(Rol.CONCERNCONTROLLER))
    verantwoording.goedkeuren(rapport, by=iemand(Rol.DIRECTIEBERAAD))
    verantwoording.geef_uit(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.status == V.DEFINITIEF, verantwoording.waarom_mislukt(rapport)
    return rapport


def _apisleutel(wereld: Wereld) -> None:
    """With which a system may offer files in the name of the controller."""
    by = wereld.mensen["concerncontroller"]
    inleessleutels.maak(by=by, naam=" ".join(kanarie(letter, "apisleutel") for letter in wereld.dossiers))
    for een in wereld.dossiers.values():
        een.apisleutel = by.inleessleutels.get().pk


def _dossier(letter: str) -> Dossier:
    raming, plafond, factuur = (Decimal(bedrag) for bedrag in BEDRAGEN[letter])
    aanvraag = aanvraag_in(
        S.IN_RAMING, gemeenten=letter, titel=kanarie(letter, "titel"), probleem=kanarie(letter, "probleem")
    )
    zet(aanvraag, "voorstellen", externe_kosten=[{"omschrijving": "Extern", "bedrag": raming}])
    for soort in ("inhoud", "dekking"):
        zet(aanvraag, "akkoord_geven", soort=soort)
    zet(aanvraag, "prioriteren", reden=kanarie(letter, "besluit"))
    zet(aanvraag, "opdracht_geven", plafond_kosten=plafond)
    zet(zet(aanvraag, "opdracht_geven"), "starten")
    maak_ontvangstbewijs(aanvraag)
    return _vul(Aanvraag.objects.get(pk=aanvraag.pk), letter, factuur)


def _vul(aanvraag: Aanvraag, letter: str, factuur: Decimal) -> Dossier:
    indiener, secretaris = aanvraag.ingevoerd_door, iemand(Rol.SECRETARIS)
    dossier.reageren(aanvraag, by=indiener, tekst=kanarie(letter, "gesprek"), zichtbaarheid="gedeeld")
    dossier.reageren(aanvraag, by=secretaris, tekst=kanarie(letter, "intern"), zichtbaarheid="intern")
    document, internstuk = (
        dossier.voeg_bijlage_toe(
            aanvraag,
            by=secretaris,
            naam=f"{kanarie(letter, soort)}.txt",
            inhoud=b"Tekst.",
            zichtbaarheid=zichtbaarheid,
        )
        for soort, zichtbaarheid in (("document", "gedeeld"), ("internstuk", "intern"))
    )
    boeking = boeken.boeken_kosten(
        aanvraag.opdracht,
        by=iemand(Rol.TEAMMANAGER),
        datum=klok.vandaag(),
        bedrag=factuur,
        omschrijving="Licentie",
        leverancier=kanarie(letter, "leverancier"),
    )
    rij = _inleesrij(letter)
    return Dossier(
        letter=letter,
        aanvraag=aanvraag,
        concept=concept(organisatie=gemeente(letter), titel=kanarie(letter, "concept")),
        document=str(document.uuid),
        internstuk=str(internstuk.uuid),
        besluit=aanvraag.besluitregels.get().besluit.nummer,
        opdracht=aanvraag.opdracht.nummer,
        boeking=boeking.pk,
        kandidaat=_kandidaat(letter).kenmerk,
        bericht=_bericht(indiener, letter),
        voorstel=_voorstel(letter),
        inlezing=str(rij.inlezing.uuid),
        inleesrij=rij.pk,
        export=_export(indiener, letter),
    )


def _kandidaat(letter: str) -> Aanvraag:
    """A request that waits for a place, so it stands on the board."""
    aanvraag = aanvraag_in(
        S.IN_RAMING, gemeenten=letter, titel=kanarie(letter, "titel"), probleem=kanarie(letter, "probleem")
    )
    kosten = [{"omschrijving": "Extern", "bedrag": Decimal(BEDRAGEN[letter][0])}]
    zet(aanvraag, "voorstellen", externe_kosten=kosten)
    for soort in ("inhoud", "dekking"):
        zet(aanvraag, "akkoord_geven", soort=soort)
    return aanvraag


def _opschalingen(wereld: Wereld) -> None:
    """A question per municipality that waits at the directieberaad, with its document."""
    for letter, dossier_ in wereld.dossiers.items():
        opschaling = opgeschaald(_kandidaat(letter))
        maak_dossier(opschaling)
        dossier_.opschaling = opschaling.nummer


def _export(voor: Gebruiker, letter: str) -> str:
    """A file that a worker made for this person."""
    export = Export.objects.create(
        voor=voor, lijst="aanvragen", titel=kanarie(letter, "titel"), formaat="csv", rijen_totaal=1,
        bewaren_tot=klok.vandaag(), claim_token=uuid4(),
    )  # fmt: skip
    inhoud = kanarie(letter, "titel").encode()
    export.rond_af(ContentFile(inhoud), rijen_gedaan=1, grootte=len(inhoud), sha256="0" * 64)
    return str(export.uuid)


def _inleesrij(letter: str) -> Inleesrij:
    """A row of a list that was read and not yet taken over."""
    kop, titel = "Nr;Aanvraag;Gemeente;Uren;Tarief;Status", kanarie(letter, "inlezing")
    inhoud = f"{kop}\r\nX-{letter};{titel};{letter};8;B;nieuw\r\n".encode()
    door = Gebruiker.objects.systeem()
    inlezing = lezen.begin(inhoud, soort=REGISTER, bestandsnaam=f"{letter}.csv", by=door)
    return lezen.lees_rijen(inlezing, by=door).rijen.get(stand=Rijstand.GOED)


def _voorstel(letter: str) -> int:
    """A tariff that waits for the directieberaad; of nobody's dossier."""
    waarden = {"functiegroep": letter, "naam": "Nieuw", "bedrag": Decimal(50)}
    waarden |= {"van": klok.vandaag(), "tot": None}
    deel, controller = instellingen.onderdeel("tarieven"), iemand(Rol.CONCERNCONTROLLER)
    return voer_uit(deel, instellingen.NIEUW, None, by=controller, waarden=waarden, reden="Nieuw.").pk


def _bericht(aan: Gebruiker, letter: str) -> int:
    onderwerp = kanarie(letter, "titel")
    return mail.put(to=aan, key=f"kanarie:{letter}", onderwerp=onderwerp, tekst=onderwerp, reden="proef").pk


def _mensen(wereld: Wereld) -> dict[str, Gebruiker]:
    """One of each, seen from Uithoorn: what is of Diemen is foreign to them."""
    u, ons, morgen = gemeente("U"), ogon(), klok.vandaag() + timedelta(days=1)
    gisteren = klok.vandaag() - timedelta(days=1)
    return {
        "aanvrager": wereld.dossiers["U"].aanvraag.ingevoerd_door,
        "collega": maak(Rol.AANVRAGER, organisatie=u),
        "opdrachtgever": iemand(Rol.OPDRACHTGEVER, organisatie=u, ogon=ons),
        "budgethouder": iemand(Rol.BUDGETHOUDER, organisatie=u),
        "controller": maak(Rol.CONTROLLER, organisatie=u),
        "cpi": maak(Rol.CPI, organisatie=u),
        "secretaris": iemand(Rol.SECRETARIS),
        "voorzitter": iemand(Rol.VOORZITTER),
        "secretaris buurt": maak(Rol.SECRETARIS, ogon=ogon("buurt")),
        "voorzitter buurt": maak(Rol.VOORZITTER, ogon=ogon("buurt")),
        "teammanager": iemand(Rol.TEAMMANAGER),
        "teammanager kcc": maak(Rol.TEAMMANAGER, team=team("KCC")),
        "uitvoerder": iemand(Rol.UITVOERDER),
        "uitvoerder elders": maak(Rol.UITVOERDER),
        "concerncontroller": iemand(Rol.CONCERNCONTROLLER),
        "directieberaad": maak(Rol.DIRECTIEBERAAD),
        "bestuursadviseur": maak(Rol.BESTUURSADVISEUR),
        "inkoopadviseur": maak(Rol.INKOOPADVISEUR),
        "accountant": maak(Rol.ACCOUNTANT),
        "beheerder": maak(Rol.BEHEERDER),
        "zonder rol": maak(None),
        "rol voorbij": maak(Rol.CONCERNCONTROLLER, tot=gisteren),
        "rol nog niet": maak(Rol.CONCERNCONTROLLER, van=morgen),
        "vreemde aanvrager": maak(Rol.AANVRAGER, organisatie=gemeente("O")),
    }
