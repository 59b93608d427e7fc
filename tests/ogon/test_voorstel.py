"""Een voorstel: één tekst, vier parafen van anderen, en een spoor per orgaan en gemeente."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import klok
from duoplus.bestandstype import GeweigerdBestand
from duoplus.choices import BesluitSoort, Rol
from duoplus.events import dispatch
from duoplus.models import Bericht, Besluit, Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.actions import voorstel as acties
from ogon.actions import voorstelroute as route
from ogon.besluitvorming.overdracht import lees_stukken, pakket
from ogon.choices import Orgaan, SpoorStatus, ToetsSoort, Uitkomst
from ogon.choices import VoorstelStatus as S
from ogon.models import Overdracht, Toetsregel, Voorstel
from tests.factories import gemeente, iemand, maak, ogon, team, vervanger
from tests.factories.voorstellen import TEKST, besluit, parafeer, spoor, voorstel_in
from tests.pdf import tekst

pytestmark = pytest.mark.django_db

ZONDAG = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(ZONDAG):
        yield


def standen(voorstel: Voorstel) -> dict[str, str]:
    return {str(s): s.status for s in voorstel.sporen.select_related("organisatie")}


class TestSchrijven:
    def test_it_goes_past_every_body_with_a_track_per_municipality(self):
        voorstel = voorstel_in(S.CONCEPT, gemeenten="DU")

        assert voorstel.nummer == "VST-2026-0001"
        assert list(standen(voorstel)) == [
            "OGON",
            "Directieberaad",
            "College Diemen",
            "College Uithoorn",
            "Dagelijks bestuur",
            "Algemeen bestuur",
        ]

    def test_a_municipality_that_takes_no_part_is_refused_and_nothing_is_made(self):
        buurt = ogon("buurt")
        by = iemand(Rol.SECRETARIS, ogon=buurt)

        with pytest.raises(StapKanNiet, match="Diemen doet niet mee aan OGON Buurt"):
            acties.maak(buurt, titel="X", gemeenten=[gemeente("D"), gemeente("U")], by=by)

        assert not Voorstel.objects.exists()

    def test_nor_can_it_be_put_on_the_route_later(self):
        voorstel = voorstel_in(S.CONCEPT, ogon=ogon("buurt"), by=iemand(Rol.BESTUURSADVISEUR))

        with pytest.raises(StapKanNiet, match="Diemen doet niet mee"):
            acties.kies_route(
                voorstel, gemeenten=[gemeente("D")], organen=[], by=iemand(Rol.BESTUURSADVISEUR)
            )

        assert "College Uithoorn" in standen(voorstel)

    def test_it_takes_at_least_one_municipality(self):
        with pytest.raises(StapKanNiet, match="ten minste één gemeente"):
            acties.maak(ogon(), titel="X", gemeenten=[], by=iemand(Rol.SECRETARIS))

    def test_what_cannot_be_read_yet_is_kept_word_for_word(self):
        voorstel = voorstel_in(S.CONCEPT)

        acties.schrijf(voorstel, by=voorstel.opsteller, velden={}, onleesbaar={"bedrag": "veel"})

        assert Voorstel.objects.get().onleesbaar == {"bedrag": "veel"}
        with pytest.raises(StapKanNiet, match="Vul eerst in: bedrag"):
            acties.ter_toetsing(voorstel, by=voorstel.opsteller)

    def test_two_people_at_once_get_a_conflict(self):
        voorstel = voorstel_in(S.CONCEPT)
        versie = voorstel.versie
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"titel": "Een"}, versie=versie)

        with pytest.raises(Verouderd):
            acties.schrijf(voorstel, by=voorstel.opsteller, velden={"titel": "Twee"}, versie=versie)

    def test_saving_what_stands_there_already_changes_nothing(self):
        voorstel = voorstel_in(S.CONCEPT)
        versie = voorstel.versie

        acties.schrijf(voorstel, by=voorstel.opsteller, velden=TEKST)

        assert Voorstel.objects.get().versie == versie

    def test_who_has_no_part_in_it_writes_nothing(self):
        voorstel = voorstel_in(S.CONCEPT)

        with pytest.raises(PermissionDenied):
            acties.schrijf(voorstel, by=iemand(Rol.OPDRACHTGEVER), velden={"titel": "Anders"})

    def test_an_amount_asks_for_account_kind_and_cover(self):
        voorstel = voorstel_in(S.CONCEPT, taakveld="", i_s="", dekking=" ")

        with pytest.raises(StapKanNiet, match="taakveld, incidenteel of structureel, dekking"):
            acties.ter_toetsing(voorstel, by=voorstel.opsteller)

    def test_without_an_amount_they_may_be_left_out(self):
        voorstel = voorstel_in(S.CONCEPT, bedrag=None, taakveld="", i_s="", dekking="")

        assert acties.ter_toetsing(voorstel, by=voorstel.opsteller).status == S.INTERNE_TOETS

    def test_a_file_that_is_something_else_is_refused(self):
        voorstel = voorstel_in(S.CONCEPT)

        with pytest.raises(GeweigerdBestand):
            acties.voeg_bijlage_toe(voorstel, naam="a.pdf", inhoud=b"geen pdf", by=voorstel.opsteller)


class TestParaferen:
    def test_the_author_sets_no_initial_whatever_his_role(self):
        by = maak(Rol.BESTUURSADVISEUR)
        voorstel = voorstel_in(S.INTERNE_TOETS, by=by)

        with pytest.raises(StapKanNiet, match="U schreef mee"):
            acties.paraferen(voorstel, "juridisch", by=by, akkoord=True, inhoudversie=1)

        assert not voorstel.toetsen.exists()

    def test_nor_does_who_wrote_along(self):
        voorstel = voorstel_in(S.CONCEPT)
        mee = maak(Rol.BESTUURSADVISEUR)
        acties.schrijf(voorstel, by=mee, velden={"planning": "In juni."})
        acties.ter_toetsing(voorstel, by=voorstel.opsteller)

        with pytest.raises(StapKanNiet, match="U schreef mee"):
            acties.paraferen(voorstel, "juridisch", by=mee, akkoord=True, inhoudversie=1)

    def test_who_the_rules_do_not_name_sets_none(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)

        with pytest.raises(PermissionDenied):
            acties.paraferen(voorstel, "juridisch", by=iemand(Rol.CPI), akkoord=True, inhoudversie=1)

    def test_a_controller_only_for_a_municipality_that_decides(self):
        voorstel = voorstel_in(S.INTERNE_TOETS, gemeenten="U")
        vreemd = maak(Rol.CONTROLLER, organisatie=gemeente("D"))

        with pytest.raises(PermissionDenied):
            acties.paraferen(voorstel, "financieel", by=vreemd, akkoord=True, inhoudversie=1)
        eigen = maak(Rol.CONTROLLER, organisatie=gemeente("U"))
        assert acties.paraferen(voorstel, "financieel", by=eigen, akkoord=True, inhoudversie=1).pk

    def test_the_rules_are_dated_and_may_name_a_team(self):
        Toetsregel.objects.filter(rol=Rol.TEAMMANAGER).update(team=team("JZ&I"))
        voorstel = voorstel_in(S.INTERNE_TOETS)

        with pytest.raises(PermissionDenied):
            acties.paraferen(voorstel, "juridisch", by=iemand(Rol.TEAMMANAGER), akkoord=True, inhoudversie=1)
        jurist = iemand(Rol.TEAMMANAGER, team=team("JZ&I"))
        assert acties.paraferen(voorstel, "juridisch", by=jurist, akkoord=True, inhoudversie=1).pk
        Toetsregel.objects.update(tot=klok.vandaag() - timedelta(days=1))
        with pytest.raises(PermissionDenied):
            acties.paraferen(voorstel, "privacy", by=jurist, akkoord=True, inhoudversie=1)

    def test_an_initial_under_an_older_text_is_refused(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Anders."})

        with pytest.raises(StapKanNiet, match="u las tekst 1, nu is er tekst 2"):
            acties.paraferen(
                voorstel, "juridisch", by=iemand(Rol.BESTUURSADVISEUR), akkoord=True, inhoudversie=1
            )

    def test_a_change_makes_them_lapse_and_says_so(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel", "inkoop")

        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Anders."})

        assert voorstel.geldige_toetsen() == {}
        feit = Gebeurtenis.objects.over(voorstel).get(soort="ogon.voorstel.parafen_vervallen")
        assert set(feit.gegevens["soorten"]) == {"financieel", "inkoop"}
        assert feit.gegevens["wat"] == ["planning"]
        assert voorstel.toetsen.count() == 2  # they stay on record under the text they were for

    def test_an_attachment_or_another_route_is_a_change_too(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")
        acties.voeg_bijlage_toe(voorstel, naam="nota.txt", inhoud=b"Nota.", by=voorstel.opsteller)
        assert voorstel.geldige_toetsen() == {}

        parafeer(voorstel, "financieel")
        waar = [gemeente("U"), gemeente("O")]
        acties.kies_route(voorstel, gemeenten=waar, organen=[], by=voorstel.opsteller)
        assert voorstel.geldige_toetsen() == {}

    def test_taking_it_back_without_a_change_keeps_them(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")
        acties.terugnemen(voorstel, by=voorstel.opsteller)
        acties.ter_toetsing(voorstel, by=voorstel.opsteller)

        assert set(voorstel.geldige_toetsen()) == {"financieel"}

    def test_one_per_field_and_text(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")

        with pytest.raises(StapKanNiet, match="staat al onder deze tekst"):
            parafeer(voorstel, "financieel")
        with pytest.raises(IntegrityError, match="voorsteltoets_een_paraaf"), transaction.atomic():
            eerste = voorstel.toetsen.get()
            eerste.pk, eerste._state.adding = None, True
            eerste.save()

    def test_who_said_no_may_say_yes_later_under_the_same_text(self):
        voorstel, cpi = voorstel_in(S.INTERNE_TOETS), iemand(Rol.CPI)
        acties.paraferen(voorstel, "inkoop", by=cpi, akkoord=False, opmerking="Drempel.", inhoudversie=1)
        assert "inkoop" in acties.nog_nodig(voorstel)

        acties.paraferen(voorstel, "inkoop", by=cpi, akkoord=True, inhoudversie=1)

        assert "inkoop" not in acties.nog_nodig(voorstel)

    def test_a_substitute_initials_in_the_name_of_who_is_away(self):
        voorstel, cpi = voorstel_in(S.INTERNE_TOETS), maak(Rol.CPI, organisatie=gemeente("U"))
        ander = vervanger(cpi, van=klok.vandaag())

        toets = acties.paraferen(voorstel, "inkoop", by=ander, akkoord=True, inhoudversie=1)

        assert toets.namens == cpi

    def test_four_are_needed_to_go(self):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel", "juridisch", "inkoop")

        with pytest.raises(StapKanNiet, match="ontbreekt nog een paraaf: privacy"):
            route.op_weg(voorstel, by=voorstel.opsteller)


class TestRoute:
    def test_each_body_waits_for_those_before_it(self):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="DU")
        assert standen(voorstel)["OGON"] == SpoorStatus.LIGT_VOOR
        assert standen(voorstel)["Directieberaad"] == SpoorStatus.WACHT

        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)

        assert standen(voorstel)["College Diemen"] == standen(voorstel)["College Uithoorn"] == "ligt_voor"

    def test_one_college_may_lag_and_those_after_wait_for_all(self):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="DU")
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)

        besluit(voorstel, Orgaan.COLLEGE, "D")
        assert standen(voorstel)["Dagelijks bestuur"] == SpoorStatus.WACHT
        besluit(voorstel, Orgaan.COLLEGE, "U")
        assert standen(voorstel)["Dagelijks bestuur"] == SpoorStatus.LIGT_VOOR
        assert standen(voorstel)["Algemeen bestuur"] == SpoorStatus.WACHT

    def test_an_outcome_where_it_does_not_lie_is_refused(self):
        voorstel = voorstel_in(S.ONDERWEG)

        for orgaan in (Orgaan.DIRECTIEBERAAD, Orgaan.COLLEGE, Orgaan.DB):
            with pytest.raises(StapKanNiet, match="ligt nu niet voor bij"):
                besluit(voorstel, orgaan)
        besluit(voorstel, Orgaan.OGON)
        with pytest.raises(StapKanNiet, match="ligt nu niet voor bij OGON"):
            besluit(voorstel, Orgaan.OGON)

    def test_another_municipality_does_not_speak_for_this_college(self):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="DU")
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        vreemd = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))

        with pytest.raises(PermissionDenied):
            route.leg_uitkomst_vast(spoor(voorstel, Orgaan.COLLEGE, "D"), Uitkomst.CONFORM, by=vreemd)

    def test_our_own_bodies_decide_under_a_number(self):
        voorstel = voorstel_in(S.ONDERWEG)
        besluit(voorstel, Orgaan.OGON, uitkomst=Uitkomst.GEWIJZIGD, toelichting="Eerst een proef.")

        genomen = Besluit.objects.get()
        assert (genomen.soort, genomen.voorwaarde) == (BesluitSoort.AKKOORD_MITS, "Eerst een proef.")
        assert spoor(voorstel, Orgaan.OGON).besluit == genomen

    def test_the_register_does_not_tell_what_is_confidential(self):
        voorstel = voorstel_in(S.ONDERWEG, openbaarheid="geheim")
        besluit(voorstel, Orgaan.OGON, uitkomst=Uitkomst.GEWIJZIGD, toelichting="Vanwege het geschil.")

        genomen = Besluit.objects.get()
        assert TEKST["titel"] not in genomen.titel
        assert "geschil" not in genomen.reden + genomen.voorwaarde
        assert spoor(voorstel, Orgaan.OGON).toelichting == "Vanwege het geschil."

    def test_held_over_it_stays_and_comes_back(self):
        voorstel, weer = voorstel_in(S.ONDERWEG), klok.vandaag() + timedelta(days=30)
        besluit(
            voorstel,
            Orgaan.OGON,
            uitkomst=Uitkomst.AANGEHOUDEN,
            toelichting="Cijfers ontbreken.",
            opnieuw_op=weer,
        )

        halte = spoor(voorstel, Orgaan.OGON)
        assert (halte.status, halte.uitkomst, halte.gepland_op) == ("ligt_voor", "aangehouden", weer)
        besluit(voorstel, Orgaan.OGON)
        assert standen(voorstel)["Directieberaad"] == SpoorStatus.LIGT_VOOR

    @pytest.mark.parametrize(
        ("velden", "zin"),
        [
            ({"uitkomst": Uitkomst.AFGEWEZEN}, "Schrijf op wat er besloten is"),
            ({"uitkomst": Uitkomst.AANGEHOUDEN, "toelichting": "X"}, "Kies een dag na vandaag"),
            ({"besloten_op": klok.vandaag() + timedelta(days=400)}, "niet in de toekomst"),
            ({"besloten_op": datetime(2020, 1, 1, tzinfo=UTC).date()}, "pas op 22 november 2026"),
        ],
    )
    def test_half_an_outcome_is_refused(self, velden, zin):
        voorstel = voorstel_in(S.ONDERWEG)

        with pytest.raises(StapKanNiet, match=zin):
            besluit(voorstel, Orgaan.OGON, **velden)

        assert spoor(voorstel, Orgaan.OGON).uitkomst == ""

    def test_no_from_one_of_ours_ends_the_road(self):
        voorstel = voorstel_in(S.ONDERWEG)
        besluit(voorstel, Orgaan.OGON, uitkomst=Uitkomst.AFGEWEZEN, toelichting="Te duur.")

        assert voorstel.status == S.BESLOTEN
        assert set(standen(voorstel).values()) == {SpoorStatus.BESLOTEN, SpoorStatus.OVERGESLAGEN}
        with pytest.raises(StapKanNiet, match="afgewezen"):
            route.uitvoeren(voorstel, toelichting="Toch.", by=voorstel.opsteller)

    def test_no_from_one_college_lets_the_others_decide_first(self):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="DU")
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        besluit(voorstel, Orgaan.COLLEGE, "D", uitkomst=Uitkomst.AFGEWEZEN, toelichting="Niet nodig.")
        assert voorstel.status == S.ONDERWEG

        besluit(voorstel, Orgaan.COLLEGE, "U")

        assert voorstel.status == S.BESLOTEN
        assert standen(voorstel)["Algemeen bestuur"] == SpoorStatus.OVERGESLAGEN

    def test_a_reservation_holds_it_back_until_it_lapses(self):
        voorstel = voorstel_in(S.ONDERWEG, organen=())
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.COLLEGE, onder_voorbehoud=True)
        assert voorstel.status == S.BESLOTEN
        with pytest.raises(StapKanNiet, match="voorbehoud van begroting bij: College Uithoorn"):
            route.uitvoeren(voorstel, toelichting="Gedaan.", by=voorstel.opsteller)

        wie = iemand(Rol.OPDRACHTGEVER)
        college = spoor(voorstel, Orgaan.COLLEGE)
        route.laat_voorbehoud_vervallen(college, by=wie, toelichting="Begroting 2027.")
        voorstel.refresh_from_db()
        route.uitvoeren(voorstel, toelichting="Gedaan.", by=voorstel.opsteller)

        assert voorstel.status == S.UITGEVOERD

    def test_the_text_can_be_revised_until_a_board_decided(self):
        voorstel = voorstel_in(S.ONDERWEG)
        besluit(voorstel, Orgaan.OGON, uitkomst=Uitkomst.GEWIJZIGD, toelichting="Proef.")
        route.herzien(voorstel, reden="Het OGON wil een proef.", by=voorstel.opsteller)
        assert (voorstel.status, voorstel.geldige_toetsen()) == (S.INTERNE_TOETS, {})

        parafeer(voorstel)
        route.op_weg(voorstel, by=voorstel.opsteller)
        assert standen(voorstel)["Directieberaad"] == SpoorStatus.LIGT_VOOR
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        besluit(voorstel, Orgaan.COLLEGE)
        with pytest.raises(StapKanNiet, match="Een bestuur besloot al"):
            route.herzien(voorstel, reden="Toch anders.", by=voorstel.opsteller)

    def test_the_route_lies_fixed_once_it_was_put_forward(self):
        voorstel = voorstel_in(S.ONDERWEG)
        route.herzien(voorstel, reden="Anders.", by=voorstel.opsteller)

        with pytest.raises(StapKanNiet, match="route ligt vast"):
            acties.kies_route(voorstel, gemeenten=[gemeente("D")], organen=[], by=voorstel.opsteller)

    def test_withdrawn_it_lies_nowhere(self):
        voorstel = voorstel_in(S.ONDERWEG)
        route.intrekken(voorstel, reden="Niet meer nodig.", by=voorstel.opsteller)

        assert "ligt_voor" not in standen(voorstel).values()
        with pytest.raises(StapKanNiet, match="Ingetrokken"):
            besluit(voorstel, Orgaan.OGON)


class TestOverdracht:
    def bij_college(self) -> Voorstel:
        voorstel = voorstel_in(S.CONCEPT, gemeenten="DU")
        acties.voeg_bijlage_toe(voorstel, naam="nota: één.txt", inhoud=b"Nota.", by=voorstel.opsteller)
        acties.ter_toetsing(voorstel, by=voorstel.opsteller)
        parafeer(voorstel)
        route.op_weg(voorstel, by=voorstel.opsteller)
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        return voorstel

    def test_each_college_gets_a_package_with_the_text_the_papers_and_their_hashes(self):
        voorstel = self.bij_college()

        assert Overdracht.objects.count() == 2
        bijlage = Overdracht.objects.get(spoor__organisatie__letter="D").bestand
        inhoud = bijlage.bestand.open("rb").read()
        assert hashlib.sha256(inhoud).hexdigest() == bijlage.sha256
        with zipfile.ZipFile(io.BytesIO(inhoud)) as container:
            namen = container.namelist()
            gegevens = json.loads(container.read("metadata.json"))
            assert namen == [f"{voorstel.nummer}.pdf", "bijlagen/01 nota- één.txt", "metadata.json"]
            for bestand in gegevens["bestanden"]:
                assert hashlib.sha256(container.read(bestand["naam"])).hexdigest() == bestand["sha256"]
        assert gegevens["aan"] == {"orgaan": "college", "organisatie": "Diemen"}
        assert [paraaf["soort"] for paraaf in gegevens["parafen"]] == ToetsSoort.values

    def test_packing_it_again_gives_the_same_bytes(self):
        voorstel = self.bij_college()
        college = spoor(voorstel, Orgaan.COLLEGE, "D")

        paren = [pakket(college, lees_stukken(voorstel, ZONDAG), ZONDAG) for _ in range(2)]

        assert paren[0] == paren[1]

    def test_the_pdf_says_what_was_asked_and_who_initialed(self):
        voorstel = self.bij_college()
        [(_, _, document), *_] = lees_stukken(voorstel, ZONDAG)

        woorden = tekst(document)
        for zin in (TEKST["gevraagd_besluit"], iemand(Rol.CONCERNCONTROLLER).naam):
            assert "".join(zin.split()) in woorden


class TestBerichten:
    def test_who_may_initial_hears_it_at_once_and_the_author_does_not(self, verwerk):
        by = maak(Rol.BESTUURSADVISEUR)
        ander, cpi = maak(Rol.BESTUURSADVISEUR), maak(Rol.CPI, organisatie=gemeente("U"))
        vreemd = maak(Rol.CPI, organisatie=gemeente("D"))
        voorstel_in(S.INTERNE_TOETS, gemeenten="U", by=by)
        verwerk()

        aan = set(Bericht.objects.filter(sleutel__startswith="paraaf:").values_list("ontvanger", flat=True))
        assert {ander.pk, cpi.pk} <= aan
        assert not aan & {by.pk, vreemd.pk}

    def test_whose_initial_lapsed_hears_that(self, verwerk):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Anders."})
        verwerk()

        bericht = Bericht.objects.get(sleutel__startswith="paraaf_vervallen:")
        assert bericht.ontvanger == iemand(Rol.CONCERNCONTROLLER)

    def test_a_college_hears_that_it_lies_before_it_and_secrets_stay_out_of_the_mail(self, verwerk):
        voorstel = voorstel_in(S.ONDERWEG, openbaarheid="geheim")
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        wie = iemand(Rol.OPDRACHTGEVER)
        verwerk()

        bericht = Bericht.objects.get(sleutel__startswith="college:", ontvanger=wie)
        assert TEKST["titel"] not in bericht.onderwerp + bericht.tekst


@pytest.fixture
def verwerk():
    """Run what waits, as the worker does."""

    def alles() -> None:
        for feit in Gebeurtenis.objects.filter(soort__startswith="ogon.voorstel.").order_by("pk"):
            dispatch(feit)

    return alles
