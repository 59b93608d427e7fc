"""Efficiencymaatregelen en plannen van aanpak: van idee tot bewijs, en van advies tot gedaan."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duoplus import klok
from duoplus.actions import actiepunten
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Actiepunt
from duoplus.transitions import StapKanNiet
from ogon.actions import maatregel as acties
from ogon.actions import planvanaanpak as plannen
from ogon.choices import MaatregelStatus as S
from ogon.models import Efficiencymaatregel, PlanVanAanpak
from tests.factories import gemeente, iemand, maak, ogon
from tests.factories.voorstellen import maatregel_in

pytestmark = pytest.mark.django_db

ZONDAG = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(ZONDAG):
        yield


def tekst_van(antwoord) -> str:
    return re.sub(r"\s+", " ", antwoord.content.decode())


class TestMaatregel:
    def test_without_a_case_a_kind_and_a_target_nobody_decides(self):
        maatregel = acties.maak("Minder papier", "Digitaal.", by=iemand(Rol.TEAMMANAGER))
        acties.werk_uit(maatregel, by=maatregel.eigenaar)

        with pytest.raises(StapKanNiet, match="businesscase, incidenteel of structureel, ten minste"):
            acties.leg_voor(maatregel, by=maatregel.eigenaar)

    @pytest.mark.parametrize(
        ("soort", "status"),
        [
            (BesluitSoort.AKKOORD, S.UITVOERING),
            (BesluitSoort.AKKOORD_MITS, S.UITVOERING),
            (BesluitSoort.AANHOUDEN, S.BUSINESSCASE),
            (BesluitSoort.AFWIJZEN, S.VERVALLEN),
        ],
    )
    def test_a_decision_says_how_it_goes_on(self, soort, status):
        maatregel = maatregel_in(S.BESLUIT)

        besluit = acties.besluit(maatregel, soort, reden="Daarom.", by=iemand(Rol.DIRECTIEBERAAD))

        assert (maatregel.status, maatregel.besluit, besluit.soort) == (status, besluit, soort)

    def test_the_owner_does_not_decide_on_his_own(self):
        maatregel = maatregel_in(S.BESLUIT, by=maak(Rol.BESTUURSADVISEUR))

        with pytest.raises(PermissionDenied):
            acties.besluit(maatregel, BesluitSoort.AKKOORD, reden="Doen.", by=maatregel.eigenaar)

    def test_a_target_is_of_a_municipality_in_a_year_that_makes_sense(self):
        maatregel = maatregel_in(S.BUSINESSCASE)
        by = maatregel.eigenaar

        with pytest.raises(StapKanNiet, match="is geen gemeente"):
            acties.zet_doel(maatregel, by.organisatie, 2027, Decimal(1), by=by)
        with pytest.raises(StapKanNiet, match="Kies een jaar"):
            acties.zet_doel(maatregel, gemeente(), 1999, Decimal(1), by=by)
        with pytest.raises(StapKanNiet, match="0 euro of meer"):
            acties.zet_doel(maatregel, gemeente(), 2027, Decimal(-1), by=by)
        assert set(maatregel.doelen.values_list("jaar", flat=True)) == {2026}

    def test_a_result_needs_a_target_and_evidence_and_the_last_one_counts(self):
        maatregel = maatregel_in(S.UITVOERING, doelen="U")
        by, u = maatregel.eigenaar, gemeente("U")
        with pytest.raises(StapKanNiet, match="geen doel voor Diemen in 2026"):
            acties.leg_resultaat_vast(maatregel, gemeente("D"), 2026, Decimal(1), "Factuur.", by=by)
        with pytest.raises(StapKanNiet, match="waaruit blijkt"):
            acties.leg_resultaat_vast(maatregel, u, 2026, Decimal(1), " ", by=by)

        for bedrag in (1000, 900):
            acties.leg_resultaat_vast(maatregel, u, 2026, Decimal(bedrag), "Factuur.", by=by)

        [geldt] = acties.resultaten(maatregel)
        assert geldt.bedrag == 900
        assert maatregel.resultaten.count() == 2

    def test_done_is_what_the_concerncontroller_finds_proven(self):
        maatregel, controller = maatregel_in(S.UITVOERING, doelen="DU"), iemand(Rol.CONCERNCONTROLLER)
        by = maatregel.eigenaar
        acties.leg_resultaat_vast(maatregel, gemeente("U"), 2026, Decimal(1), "Factuur.", by=by)
        with pytest.raises(StapKanNiet, match="nog geen resultaat van: Diemen 2026"):
            acties.rond_af(maatregel, by=controller)
        acties.leg_resultaat_vast(maatregel, gemeente("D"), 2026, Decimal(1), "Factuur.", by=by)

        with pytest.raises(PermissionDenied):
            acties.rond_af(maatregel, by=by)
        assert acties.rond_af(maatregel, by=controller).status == S.GEREALISEERD


class TestZicht:
    def met_resultaat(self) -> Efficiencymaatregel:
        maatregel = maatregel_in(S.UITVOERING, doelen="D", bedrag=Decimal("31234.50"))
        Efficiencymaatregel.objects.filter(pk=maatregel.pk).update(status=S.BUSINESSCASE)
        maatregel.refresh_from_db()
        acties.zet_doel(maatregel, gemeente("U"), 2026, Decimal("42345.60"), by=maatregel.eigenaar)
        return maatregel

    def test_a_municipality_sees_its_own_amounts_until_they_are_shared(self, client):
        maatregel = self.met_resultaat()
        client.force_login(maak(Rol.BUDGETHOUDER, organisatie=gemeente("U")))
        for adres in (maatregel.get_absolute_url(), "/maatregelen/"):
            bladzijde = tekst_van(client.get(adres))
            assert "42.345,60" in bladzijde
            assert "31.234,50" not in bladzijde
            assert "73.580,10" not in bladzijde
        assert b"73580" not in b"".join(client.get("/exports/maatregelen.csv"))

        acties.deel(maatregel, gedeeld=True, by=maatregel.eigenaar)

        assert "31.234,50" in tekst_van(client.get(maatregel.get_absolute_url()))
        assert "73.580,10" in tekst_van(client.get("/maatregelen/"))

    def test_who_has_no_target_in_it_does_not_know_it(self, client):
        maatregel = maatregel_in(S.UITVOERING, doelen="D")
        client.force_login(maak(Rol.CONTROLLER, organisatie=gemeente("U")))

        assert client.get(maatregel.get_absolute_url()).status_code == 404
        assert maatregel.nummer not in tekst_van(client.get("/maatregelen/"))

    def test_evidence_of_another_municipality_is_not_to_be_had(self, client):
        maatregel = maatregel_in(S.UITVOERING, doelen="DU")
        bestand = ("factuur.txt", b"Factuur.")
        regel = acties.leg_resultaat_vast(
            maatregel, gemeente("D"), 2026, Decimal(5), "Factuur.", bestand=bestand, by=maatregel.eigenaar
        )
        adres = f"{maatregel.get_absolute_url()}bewijs/{regel.bijlage.uuid}/"

        for letter, status in (("D", 200), ("U", 404)):
            client.force_login(maak(Rol.CONTROLLER, organisatie=gemeente(letter)))
            assert client.get(adres).status_code == status


class TestBladzijden:
    def test_from_idea_to_proof_by_the_buttons(self, client):
        eigenaar, jaar = iemand(Rol.TEAMMANAGER), klok.vandaag().year
        client.force_login(eigenaar)
        client.post("/maatregelen/nieuw/", {"naam": "Minder papier", "toelichting": "Digitaal."})
        maatregel = Efficiencymaatregel.objects.get()
        pad = maatregel.get_absolute_url()
        doel = {"gemeente": gemeente().pk, "jaar": jaar, "bedrag": "1.000"}
        case = {"naam": "Minder papier", "toelichting": "Digitaal.", "businesscase": "Scheelt.", "i_s": "S"}
        for handeling, velden in (
            ("uitwerken", {}),
            ("wijzigen", case),
            ("doelen", doel),
            ("voorleggen", {}),
        ):
            assert client.get(f"{pad}{handeling}/").status_code == 200, handeling
            assert client.post(f"{pad}{handeling}/", velden).status_code == 302, handeling
        client.force_login(iemand(Rol.DIRECTIEBERAAD))
        ogon()
        assert client.post(f"{pad}besluiten/", {"soort": "akkoord", "reden": "Doen."}).status_code == 302
        client.force_login(eigenaar)
        bewijs = {"bewijs": "Factuur.", "bestand": SimpleUploadedFile("f.txt", b"Factuur.")}
        assert client.post(f"{pad}resultaat/", doel | bewijs).status_code == 302
        client.force_login(iemand(Rol.CONCERNCONTROLLER))
        assert client.post(f"{pad}afronden/", {}).status_code == 302

        maatregel.refresh_from_db()
        assert maatregel.status == S.GEREALISEERD
        assert "f.txt" in tekst_van(client.get(pad))

    def test_what_cannot_be_done_now_says_so(self, client):
        maatregel = maatregel_in(S.UITVOERING)
        client.force_login(maatregel.eigenaar)

        assert (
            client.get(f"{maatregel.get_absolute_url()}doelen/")["Location"] == maatregel.get_absolute_url()
        )


def plan_van(by=None) -> PlanVanAanpak:
    advies = {"adviseur": "Bureau", "advies": "Werk samen.", "ontvangen_op": klok.vandaag()}
    return plannen.maak("Inkoop op orde", **advies, gremium=ogon(), by=by or iemand(Rol.SECRETARIS))


class TestPlan:
    def test_an_advice_does_not_come_from_the_future(self):
        morgen = klok.vandaag() + timedelta(days=1)

        with pytest.raises(StapKanNiet, match="niet in de toekomst"):
            plannen.maak(
                "X", adviseur="Y", advies="Z", ontvangen_op=morgen, gremium=ogon(), by=iemand(Rol.SECRETARIS)
            )

    def test_actions_have_an_owner_a_day_and_progress_and_close_it(self):
        plan, doener = plan_van(), iemand(Rol.UITVOERDER)
        by, dag = plan.eigenaar, klok.vandaag() + timedelta(days=30)
        een, twee = (plannen.spreek_af(plan, t, eigenaar=doener, uiterlijk=dag, by=by) for t in ("A", "B"))
        actiepunten.meld(een, by=doener, voortgang=60)
        assert plannen.voortgang(list(plannen.acties(plan))) == 30
        with pytest.raises(StapKanNiet, match="Er zijn nog 2 acties open"):
            plannen.sluit(plan, conclusie="Klaar.", by=by)

        for actie in (een, twee):
            actiepunten.meld(actie, by=doener, voortgang=100)
        plannen.sluit(plan, conclusie="Klaar.", by=by)

        with pytest.raises(StapKanNiet, match="afgesloten"):
            plannen.spreek_af(plan, "C", eigenaar=doener, uiterlijk=dag, by=by)

    def test_who_does_not_lead_or_own_it_agrees_on_nothing(self):
        plan = plan_van()

        with pytest.raises(PermissionDenied):
            plannen.spreek_af(
                plan, "A", eigenaar=plan.eigenaar, uiterlijk=klok.vandaag(), by=iemand(Rol.OPDRACHTGEVER)
            )

    def test_who_has_to_do_something_in_it_may_read_it(self, client):
        plan, doener = plan_van(), iemand(Rol.UITVOERDER)
        client.force_login(doener)
        assert client.get(plan.get_absolute_url()).status_code == 404
        plannen.spreek_af(plan, "A", eigenaar=doener, uiterlijk=klok.vandaag(), by=plan.eigenaar)

        assert "Werk samen." in tekst_van(client.get(plan.get_absolute_url()))
        assert plan.nummer in tekst_van(client.get("/plannen-van-aanpak/"))

    def test_by_the_buttons(self, client):
        by, doener = iemand(Rol.SECRETARIS), iemand(Rol.UITVOERDER)
        client.force_login(by)
        velden = {"naam": "Inkoop", "adviseur": "Bureau", "advies": "Doe.", "ontvangen_op": "1-11-2026"}
        client.post("/plannen-van-aanpak/nieuw/", velden | {"gremium": ogon().pk})
        plan = PlanVanAanpak.objects.get()
        pad = plan.get_absolute_url()
        actie = {"wat": "Kalender maken", "eigenaar": doener.pk, "uiterlijk": "1-12-2026"}
        assert client.post(f"{pad}actie/", actie).status_code == 302
        assert "Kalender maken" in tekst_van(client.get(pad))
        assert client.post(f"{pad}afsluiten/", {"conclusie": "Klaar."}).status_code == 422
        actiepunten.meld(Actiepunt.objects.get(), by=doener, voortgang=100)
        assert client.post(f"{pad}afsluiten/", {"conclusie": "Klaar."}).status_code == 302
        for vraag in ("", "?overleg=bedrijfsvoering&sorteer=-voortgang", "?status=afgesloten&sorteer=eerst"):
            assert plan.nummer in tekst_van(client.get(f"/plannen-van-aanpak/{vraag}"))
        assert plan.nummer in b"".join(client.get("/exports/plannen-van-aanpak.csv")).decode()


def _maatregel() -> None:
    maatregel_in(S.UITVOERING, doelen="DUO")


def _plan() -> None:
    plan = plan_van()
    plannen.spreek_af(plan, "A", eigenaar=plan.eigenaar, uiterlijk=klok.vandaag(), by=plan.eigenaar)


@pytest.mark.parametrize(
    ("pad", "maak_een"), [("/maatregelen/", _maatregel), ("/plannen-van-aanpak/", _plan)]
)
def test_a_list_of_thirty_costs_no_more_queries_than_one_of_three(client, pad, maak_een):
    client.force_login(iemand(Rol.BESTUURSADVISEUR))
    tellingen = []
    for erbij in (3, 27):
        for _ in range(erbij):
            maak_een()
        client.get(pad)
        with CaptureQueriesContext(connection) as gedaan:
            bladzijde = client.get(pad)
        getoond = set(re.findall(r"(?:EFF|PVA)-2026-\d{4}", tekst_van(bladzijde)))
        tellingen.append((len(gedaan), len(getoond)))

    (drie, er_drie), (dertig, er_dertig) = tellingen
    assert (er_drie, er_dertig) == (3, 30)
    assert drie == dertig
