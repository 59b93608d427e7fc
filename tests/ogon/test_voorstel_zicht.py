"""Wie welk voorstel leest, wie de bedragen ziet, en wat er op agenda's en in Mijn werk komt."""

from datetime import UTC, datetime, time, timedelta

import pytest

from duoplus import agenda, klok
from duoplus import werk as mijn_werk
from duoplus.actions.agenda import zet_op_agenda
from duoplus.agenda import Antwoord
from duoplus.choices import BesluitSoort, PuntSoort, PuntStatus, Rol, VergaderingStatus
from duoplus.models import Agendapunt, Gebruiker, Gremium, Vergadering
from duoplus.transitions import StapKanNiet
from ogon.actions import voorstel as acties
from ogon.actions import voorstelroute
from ogon.besluitvorming import werk as wachtend
from ogon.besluitvorming.agenda import Maatregelbron, Voorstelbron
from ogon.choices import MaatregelStatus, Orgaan
from ogon.choices import VoorstelStatus as S
from ogon.models import Voorstel
from tests.factories import gemeente, iemand, maak, ogon
from tests.factories.organisaties import directieberaad
from tests.factories.overleg import gepland
from tests.factories.voorstellen import besluit, maatregel_in, parafeer, spoor, voorstel_in

pytestmark = pytest.mark.django_db

ZONDAG = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(ZONDAG):
        yield


def ziet(mens: Gebruiker) -> bool:
    return Voorstel.objects.visible_to(mens).exists()


def ziet_bedragen(mens: Gebruiker) -> bool:
    return Voorstel.objects.met_bedragen_voor(mens).exists()


def mens(rol: Rol, letter: str = "U") -> Gebruiker:
    waar = {"organisatie": gemeente(letter)} if rol in VOOR_GEMEENTE else {}
    bij_ogon = {"ogon": ogon()} if rol in (Rol.SECRETARIS, Rol.VOORZITTER, Rol.OPDRACHTGEVER) else {}
    return maak(rol, **waar, **bij_ogon)


VOOR_GEMEENTE = (Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER, Rol.CPI)
MAKERS = {Rol.SECRETARIS, Rol.VOORZITTER, Rol.BESTUURSADVISEUR}
WIE = {
    "openbaar": {
        *MAKERS, Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD, Rol.ACCOUNTANT,
        Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER, Rol.CPI,
    },
    "vertrouwelijk": {
        *MAKERS, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD, Rol.OPDRACHTGEVER, Rol.CONTROLLER,
    },
    "geheim": {*MAKERS, Rol.DIRECTIEBERAAD, Rol.OPDRACHTGEVER},
}  # fmt: skip


@pytest.mark.parametrize("openbaarheid", WIE)
def test_who_reads_it_once_it_was_put_forward(openbaarheid):
    voorstel_in(S.ONDERWEG, gemeenten="U", openbaarheid=openbaarheid)

    assert {rol for rol in Rol if ziet(mens(rol))} == WIE[openbaarheid]


@pytest.mark.parametrize("openbaarheid", WIE)
def test_another_municipality_reads_it_only_at_the_table_and_without_amounts(openbaarheid):
    voorstel_in(S.ONDERWEG, gemeenten="U", openbaarheid=openbaarheid)
    vreemd = {rol: mens(rol, "D") for rol in VOOR_GEMEENTE}

    aan_tafel = {Rol.OPDRACHTGEVER} if openbaarheid == "openbaar" else set()
    assert {rol for rol, wie in vreemd.items() if ziet(wie)} == aan_tafel
    assert not [rol for rol, wie in vreemd.items() if ziet_bedragen(wie)]


def test_a_concept_is_of_who_makes_it():
    voorstel = voorstel_in(S.CONCEPT, by=iemand(Rol.BUDGETHOUDER))

    assert {rol for rol in Rol if ziet(mens(rol))} == MAKERS
    assert ziet(voorstel.opsteller)
    assert not ziet(maak(Rol.SECRETARIS, ogon=ogon("buurt")))


def test_who_is_asked_to_initial_reads_it_while_it_is_asked_and_who_did_ever_after():
    voorstel = voorstel_in(S.INTERNE_TOETS, openbaarheid="geheim")
    cpi, vreemd = iemand(Rol.CPI), mens(Rol.CPI, "D")
    assert ziet(cpi)
    assert not ziet(vreemd)

    parafeer(voorstel, "inkoop")
    acties.terugnemen(voorstel, by=voorstel.opsteller)

    assert ziet(cpi)
    assert not ziet(mens(Rol.CPI))


def test_the_set_and_the_question_agree():
    voorstel_in(S.CONCEPT)
    voorstel_in(S.INTERNE_TOETS, openbaarheid="vertrouwelijk")
    voorstel_in(S.ONDERWEG, gemeenten="DU")
    for rol in Rol:
        for letter in "UD":
            wie = mens(rol, letter)
            zichtbaar = set(Voorstel.objects.visible_to(wie))
            met_bedrag = set(Voorstel.objects.met_bedragen_voor(wie))
            assert zichtbaar == {v for v in Voorstel.objects.all() if wie.has_perm("ogon.view_voorstel", v)}
            assert met_bedrag <= zichtbaar


class TestAgenda:
    def punt(self, gremium: Gremium, onderwerp) -> Agendapunt:
        dag = klok.vandaag()
        vergadering = Vergadering.objects.create(
            gremium=gremium, datum=dag, begint_om=time(9), eindigt_om=time(11), plaats="Hier",
            status=VergaderingStatus.BEZIG,
        )  # fmt: skip
        return Agendapunt.objects.create(
            gremium=gremium, vergadering=vergadering, plaats=1, soort=PuntSoort.BESLUIT, titel="X",
            onderwerp=onderwerp, ingebracht_door=iemand(Rol.SECRETARIS),
        )  # fmt: skip

    def test_each_body_is_offered_what_lies_before_it_and_is_on_no_agenda_yet(self):
        voorstel, bron, dag = voorstel_in(S.ONDERWEG), Voorstelbron(), klok.vandaag()
        ons = Gremium.objects.get(slug="bedrijfsvoering")

        assert [k.onderwerp for k in bron.kandidaten(ons, dag)] == [voorstel]
        assert bron.kandidaten(directieberaad(), dag) == []
        self.punt(ons, voorstel)
        assert bron.kandidaten(ons, dag) == []
        besluit(voorstel, Orgaan.OGON)
        assert [k.onderwerp for k in bron.kandidaten(directieberaad(), dag)] == [voorstel]

    def test_an_agenda_does_not_give_away_what_is_secret(self):
        voorstel_in(S.ONDERWEG, openbaarheid="geheim", titel="Geschil met leverancier")
        [kandidaat] = Voorstelbron().kandidaten(ogon(), klok.vandaag())

        assert "Geschil" not in kandidaat.titel
        assert kandidaat.gevraagd_besluit == ""

    def test_the_card_shows_the_amount_to_who_may_see_it(self):
        voorstel, bron = voorstel_in(S.ONDERWEG, gemeenten="U"), Voorstelbron()

        eigen = bron.kaarten([voorstel.pk], mens(Rol.OPDRACHTGEVER, "U"))[voorstel.pk]
        ander = bron.kaarten([voorstel.pk], mens(Rol.OPDRACHTGEVER, "D"))[voorstel.pk]
        assert any("22.350" in feit for feit in eigen.feiten)
        assert not any("22.350" in feit for feit in ander.feiten)
        assert bron.kaarten([voorstel.pk], mens(Rol.AANVRAGER)) == {}

    def test_a_decision_in_a_meeting_is_the_outcome_of_the_track(self):
        voorstel, bron = voorstel_in(S.ONDERWEG), Voorstelbron()
        punt = self.punt(Gremium.objects.get(slug="bedrijfsvoering"), voorstel)
        antwoord = Antwoord(BesluitSoort.AKKOORD, "Goed plan.", extra={"onder_voorbehoud": True})

        genomen = bron.besluit(punt, antwoord, by=iemand(Rol.VOORZITTER))

        halte = spoor(voorstel, Orgaan.OGON)
        assert (halte.besluit, halte.onder_voorbehoud) == (genomen, True)
        assert genomen.agendapunt == punt

    def test_where_it_no_longer_lies_it_is_refused(self):
        voorstel, bron = voorstel_in(S.ONDERWEG), Voorstelbron()
        punt = self.punt(Gremium.objects.get(slug="bedrijfsvoering"), voorstel)
        besluit(voorstel, Orgaan.OGON)

        with pytest.raises(StapKanNiet, match="ligt nu niet voor bij OGON Bedrijfsvoering"):
            bron.besluit(punt, Antwoord(BesluitSoort.AKKOORD, "Nog eens."), by=iemand(Rol.VOORZITTER))

    @pytest.mark.parametrize("stap", ["intrekken", "herzien"])
    def test_what_lies_there_no_more_leaves_the_agendas_to_come(self, stap):
        voorstel = voorstel_in(S.ONDERWEG)
        punt = zet_op_agenda(
            ogon(), titel="X", by=iemand(Rol.VOORZITTER), onderwerp=voorstel, vergadering=gepland()
        )

        getattr(voorstelroute, stap)(voorstel, reden="Niet meer nodig.", by=voorstel.opsteller)

        punt.refresh_from_db()
        assert (punt.status, punt.vergadering_id is not None) == (PuntStatus.INGETROKKEN, True)
        assert punt.verslag.endswith("Niet meer nodig.")

    def test_why_it_was_withdrawn_is_not_for_every_reader_of_the_agenda(self):
        voorstel = voorstel_in(S.ONDERWEG, openbaarheid="geheim")
        punt = zet_op_agenda(
            ogon(), titel="X", by=iemand(Rol.VOORZITTER), onderwerp=voorstel, vergadering=gepland()
        )

        voorstelroute.intrekken(voorstel, reden="De leverancier dreigt.", by=voorstel.opsteller)

        punt.refresh_from_db()
        assert punt.verslag.startswith("Het voorstel is ingetrokken.") and "dreigt" not in punt.verslag

    def test_decided_outside_the_meeting_it_leaves_the_agenda_but_held_over_it_stays(self):
        voorstel, later = voorstel_in(S.ONDERWEG), klok.vandaag() + timedelta(days=7)
        punt = zet_op_agenda(
            ogon(), titel="X", by=iemand(Rol.VOORZITTER), onderwerp=voorstel, vergadering=gepland()
        )

        besluit(voorstel, Orgaan.OGON, uitkomst="aangehouden", toelichting="Later.", opnieuw_op=later)
        punt.refresh_from_db()
        assert punt.status == PuntStatus.OPEN
        besluit(voorstel, Orgaan.OGON)

        punt.refresh_from_db()
        assert punt.verslag == f"Al besloten met {spoor(voorstel, Orgaan.OGON).besluit.nummer}."

    def test_before_a_running_meeting_it_stays_to_be_seen_and_a_decision_is_refused(self):
        voorstel = voorstel_in(S.ONDERWEG)
        punt = self.punt(Gremium.objects.get(slug="bedrijfsvoering"), voorstel)

        voorstelroute.intrekken(voorstel, reden="Niet meer nodig.", by=voorstel.opsteller)

        punt.refresh_from_db()
        assert punt.status == PuntStatus.OPEN
        with pytest.raises(StapKanNiet, match="ligt nu niet voor"):
            Voorstelbron().besluit(punt, Antwoord(BesluitSoort.AKKOORD, "Goed."), by=iemand(Rol.VOORZITTER))

    def test_held_over_in_a_meeting_it_waits_for_the_next_one(self):
        voorstel, bron = voorstel_in(S.ONDERWEG), Voorstelbron()
        punt = self.punt(Gremium.objects.get(slug="bedrijfsvoering"), voorstel)

        bron.besluit(punt, Antwoord(BesluitSoort.AANHOUDEN, "Later."), by=iemand(Rol.VOORZITTER))

        assert spoor(voorstel, Orgaan.OGON).status == "ligt_voor"

    def test_a_measure_waits_for_the_directieberaad(self):
        maatregel, bron = maatregel_in(MaatregelStatus.BESLUIT), Maatregelbron()
        beraad = directieberaad()
        assert [k.onderwerp for k in bron.kandidaten(beraad, klok.vandaag())] == [maatregel]
        assert bron.kandidaten(ogon(), klok.vandaag()) == []
        punt = self.punt(beraad, maatregel)
        assert not bron.mag(punt, maatregel.eigenaar)

        bron.besluit(punt, Antwoord(BesluitSoort.AKKOORD, "Doen."), by=iemand(Rol.DIRECTIEBERAAD))

        maatregel.refresh_from_db()
        assert (maatregel.status, maatregel.besluit.agendapunt) == (MaatregelStatus.UITVOERING, punt)

    def test_both_are_registered(self):
        modellen = {bron.model._meta.model_name for bron in agenda.bronnen()}
        assert {"voorstel", "efficiencymaatregel"} <= modellen


class TestMijnWerk:
    def hoe(self, wie: Gebruiker) -> list[str]:
        wie = Gebruiker.objects.get(pk=wie.pk)
        taken = [voorstel.hoe for voorstel in wachtend.wacht_op(wie)]
        assert mijn_werk.tel(wie, "bestuursvoorstellen") == len(taken)
        assert len(wachtend.lees(wie, mijn_werk.MAX_TAKEN)) == len(taken)
        return taken

    def test_an_initial_waits_on_who_may_set_it_and_did_not_write(self):
        voorstel = voorstel_in(S.INTERNE_TOETS, by=maak(Rol.BESTUURSADVISEUR))
        ander, cpi = mens(Rol.BESTUURSADVISEUR), iemand(Rol.CPI)

        assert self.hoe(ander) == self.hoe(cpi) == ["paraaf"]
        assert self.hoe(voorstel.opsteller) == self.hoe(mens(Rol.CPI, "D")) == []
        parafeer(voorstel, "inkoop")
        assert self.hoe(cpi) == []

    def test_a_change_brings_it_back(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel)
        assert self.hoe(voorstel.opsteller) == ["op_weg"]

        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Anders."})

        assert self.hoe(voorstel.opsteller) == []
        assert self.hoe(iemand(Rol.CPI)) == ["paraaf"]

    def test_no_waits_on_the_author(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        acties.paraferen(
            voorstel, "inkoop", by=iemand(Rol.CPI), akkoord=False, opmerking="Drempel.", inhoudversie=1
        )

        assert self.hoe(voorstel.opsteller) == ["nee"]

    def test_an_outcome_waits_on_who_speaks_for_the_board(self):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="U")
        diemen, uithoorn = mens(Rol.OPDRACHTGEVER, "D"), iemand(Rol.OPDRACHTGEVER)
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)

        assert (self.hoe(uithoorn), self.hoe(diemen)) == (["uitkomst"], [])
        [taak] = wachtend.lees(Gebruiker.objects.get(pk=uithoorn.pk), 5)
        assert taak.uiterlijk == klok.vandaag() + timedelta(days=26)  # 20 working days
        besluit(voorstel, Orgaan.COLLEGE)
        assert self.hoe(uithoorn) == []
        assert self.hoe(iemand(Rol.BESTUURSADVISEUR)) == ["uitkomst"]


def test_searching_finds_what_one_may_read_and_nothing_else(client):
    geheim = voorstel_in(S.ONDERWEG, openbaarheid="geheim", titel="Geschil met leverancier")
    maatregel = maatregel_in(MaatregelStatus.BESLUIT, doelen="U")
    for wie, ziet_voorstel in ((iemand(Rol.OPDRACHTGEVER), True), (mens(Rol.BUDGETHOUDER), False)):
        client.force_login(wie)
        gevonden = client.get("/zoeken/?q=geschil").content.decode()
        assert (geheim.nummer in gevonden) == ziet_voorstel
        assert maatregel.nummer in client.get(f"/zoeken/?q={maatregel.nummer}").content.decode()
