"""Een opdracht wijzigen: wie vraagt, wie paraferen, wat er dan geldt, en wat er op iemand wacht."""

from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from duoplus import klok, werk
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis
from duoplus.tasks import dispatch_event
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import signalen, uitvoering, wijzigen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening
from maatwerk.lumpsum.stand import lees
from maatwerk.models import Mutatie, Opdracht, Signaal, Wijzigingsverzoek
from tests.factories import aanvraag_in
from tests.factories.lumpsums import kosten, lopende_opdracht
from tests.factories.mensen import iemand
from tests.factories.organisaties import gemeente

pytestmark = pytest.mark.django_db


@pytest.fixture
def zaak(maandag) -> SimpleNamespace:
    """An assignment under way of Uithoorn and Diemen, and everybody who has to do with it."""
    opdracht = lopende_opdracht("UD")
    aanvraag = opdracht.aanvraag
    return SimpleNamespace(
        opdracht=opdracht,
        manager=iemand(Rol.TEAMMANAGER, team=aanvraag.team),
        voorzitter=iemand(Rol.VOORZITTER),
        budgethouder=iemand(Rol.BUDGETHOUDER, organisatie=aanvraag.organisatie),
    )


def gevraagd(zaak: SimpleNamespace, **anders) -> Wijzigingsverzoek:
    velden = {
        "plafond_uren": zaak.opdracht.uren_mogen + 40,
        "plafond_kosten": zaak.opdracht.kosten_mogen + 4_000,
        "einddatum": zaak.opdracht.klaar_voor + timedelta(days=31),
        "reden": "Er kwam een systeem bij.",
    }
    return wijzigen.vragen(zaak.opdracht, by=zaak.manager, **velden | anders)


def toegezegd(opdracht: Opdracht) -> Decimal:
    stand = Mutatie.objects.filter(aanvraag=opdracht.aanvraag).stand()
    return stand.get((Rekening.TOEGEZEGD,), Decimal(0))


def _verwerk() -> None:
    for gebeurtenis in Gebeurtenis.objects.waiting():
        dispatch_event(gebeurtenis.pk)


def test_only_with_the_second_initial_everything_follows(zaak):
    opdracht, besloten = zaak.opdracht, zaak.opdracht.einddatum
    was = toegezegd(opdracht)
    verzoek = gevraagd(zaak)
    wijzigen.paraferen(verzoek, by=zaak.voorzitter)
    opdracht.refresh_from_db()
    assert (opdracht.uren_mogen, toegezegd(opdracht)) == (opdracht.plafond_uren, was)

    wijzigen.paraferen(verzoek, by=zaak.budgethouder)

    opdracht = Opdracht.objects.get(pk=opdracht.pk)
    assert opdracht.uren_mogen == opdracht.plafond_uren + 40
    assert opdracht.kosten_mogen == opdracht.plafond_kosten + 4_000
    assert (opdracht.einddatum, opdracht.klaar_voor) == (besloten, besloten + timedelta(days=31))
    assert toegezegd(opdracht) == was + 40
    assert opdracht.aanvraag.termijn_op == opdracht.klaar_voor
    feit = Gebeurtenis.objects.over(opdracht.aanvraag).get(soort="maatwerk.aanvraag.wijziging_akkoord")
    assert feit.gegevens["velden"]["plafond_uren"] == [
        str(opdracht.plafond_uren),
        str(opdracht.plafond_uren + 40),
    ]
    assert "4.000" not in str(feit.gegevens["verschil"])


def test_an_earlier_standing_keeps_the_ceiling_of_then(zaak, maandag):
    besloten = zaak.opdracht.plafond_kosten
    with klok.op(maandag + timedelta(days=20)):
        verzoek = gevraagd(zaak)
        wijzigen.paraferen(verzoek, by=zaak.voorzitter)
        wijzigen.paraferen(verzoek, by=zaak.budgethouder)
    for dagen, plafond in ((19, besloten), (20, besloten + 4_000)):
        (regel,) = lees(2026, peildatum=maandag.date() + timedelta(days=dagen)).regels
        assert regel.werk.plafond == plafond


def test_fewer_hours_and_an_earlier_day_free_what_was_promised(zaak):
    opdracht, was = zaak.opdracht, toegezegd(zaak.opdracht)
    vroeger = opdracht.raming.vroegste_start + timedelta(days=20)
    verzoek = gevraagd(
        zaak,
        plafond_uren=opdracht.plafond_uren - 30,
        plafond_kosten=opdracht.plafond_kosten,
        einddatum=vroeger,
    )
    for wie in (zaak.budgethouder, zaak.voorzitter):
        wijzigen.paraferen(verzoek, by=wie)

    assert toegezegd(opdracht) == was - 30
    stand = Mutatie.objects.filter(aanvraag=opdracht.aanvraag).stand("maand")
    assert all(maand <= vroeger for (maand, rekening) in stand if rekening == Rekening.TOEGEZEGD)


def test_three_different_people(zaak):
    verzoek = gevraagd(zaak)
    with pytest.raises(PermissionDenied):
        wijzigen.paraferen(verzoek, by=zaak.manager)
    wijzigen.paraferen(verzoek, by=zaak.voorzitter)
    for niet in (
        zaak.voorzitter,
        iemand(Rol.BUDGETHOUDER, organisatie=gemeente("D")),
        iemand(Rol.CONCERNCONTROLLER),
    ):
        with pytest.raises(PermissionDenied):
            wijzigen.paraferen(verzoek, by=niet)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"plafond_uren": Decimal(1)}, None),
        ({"plafond_kosten": Decimal(1)}, "Er is al"),
        ({"einddatum": klok.vandaag() - timedelta(days=900)}, "vanaf vandaag"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(zaak, anders, zin):
    kosten(zaak.opdracht, 100)
    if zin is None:
        assert gevraagd(zaak, **anders).is_open
        zin = "Er ligt al een verzoek"
    with pytest.raises(StapKanNiet, match=zin):
        gevraagd(zaak, **anders)


def test_refused_or_withdrawn_leaves_all_as_it_was_and_makes_room_for_another(zaak):
    for actie, wie in ((wijzigen.weigeren, zaak.budgethouder), (wijzigen.intrekken, zaak.manager)):
        verzoek = gevraagd(zaak)
        actie(verzoek, by=wie, antwoord="Het kan ook binnen het plafond.")
        with pytest.raises(StapKanNiet, match="al afgedaan"):
            wijzigen.paraferen(verzoek, by=zaak.voorzitter)
    zaak.opdracht.refresh_from_db()
    assert zaak.opdracht.gewijzigd_plafond_uren is None
    with pytest.raises(Verouderd):
        wijzigen.paraferen(gevraagd(zaak), by=zaak.voorzitter, versie=7)


def test_who_must_initial_is_mailed_at_once_and_finds_it_in_his_work(zaak):
    verzoek = gevraagd(zaak)
    _verwerk()
    ander = iemand(Rol.BUDGETHOUDER, organisatie=gemeente("D"))

    meteen = Bericht.objects.filter(sleutel__startswith="wijziging_gevraagd:", bundelen=False)
    assert {bericht.ontvanger for bericht in meteen} == {zaak.voorzitter, zaak.budgethouder}
    for wie, hoeveel in ((zaak.voorzitter, 1), (zaak.budgethouder, 1), (zaak.manager, 0), (ander, 0)):
        assert werk.tel(wie, "signalen") == hoeveel
        assert [t.kenmerk for t in werk.taken(wie) if "wijziging" in t.wat] == [
            verzoek.opdracht.nummer
        ] * hoeveel


def test_a_forecast_above_110_percent_must_be_asked_until_it_is(zaak):
    opdracht = zaak.opdracht
    grens = (opdracht.plafond_kosten * Decimal("1.10")).quantize(Decimal("0.01"), ROUND_DOWN)
    kosten(opdracht, grens)
    signalen.bewaak_jaar(2026)
    assert werk.tel(zaak.manager, "signalen") == 0

    kosten(opdracht, "0.01")
    signalen.bewaak_jaar(2026)
    assert werk.tel(zaak.manager, "signalen") == 1

    verzoek = gevraagd(zaak, plafond_kosten=grens + 500)
    assert werk.tel(zaak.manager, "signalen") == 0
    for wie in (zaak.voorzitter, zaak.budgethouder):
        wijzigen.paraferen(verzoek, by=wie)
    _verwerk()
    assert not Signaal.objects.filter(opdracht=opdracht, maat="prognose", afgedaan_op=None).exists()
    assert werk.tel(zaak.manager, "signalen") == 0


def test_more_than_ten_working_days_late_must_be_asked_and_the_form_knows_by_when(zaak, als):
    opdracht = zaak.opdracht
    laat = opdracht.klaar_voor + timedelta(days=30)
    uitvoering.voortgang_melden(opdracht, by=zaak.manager, gedaan="Half.", verwacht_klaar_op=laat)
    _verwerk()

    assert werk.tel(zaak.manager, "signalen") == 1
    html = (
        als(zaak.manager).get(reverse("maatwerk:wijziging_vragen", args=[opdracht.nummer])).content.decode()
    )
    assert f'value="{laat.day}-{laat.month}-{laat.year}"' in html


def test_pages_by_role(zaak, als):
    verzoek = gevraagd(zaak)
    nummer = zaak.opdracht.nummer
    vragen = reverse("maatwerk:wijziging_vragen", args=[nummer])
    paraferen = reverse("maatwerk:wijziging_paraferen", args=[nummer, verzoek.pk])
    vreemd = iemand(Rol.BUDGETHOUDER, organisatie=gemeente("O"))

    def status(wie, pad: str) -> int:
        return int(als(wie).get(pad).status_code)

    assert [status(wie, paraferen) for wie in (zaak.voorzitter, zaak.manager, vreemd)] == [200, 403, 404]
    assert [status(wie, vragen) for wie in (zaak.manager, zaak.voorzitter, vreemd)] == [302, 403, 404]
    antwoord = als(zaak.voorzitter).post(paraferen, {"versie": verzoek.versie})
    assert antwoord.status_code == 302
    bladzijde = als(zaak.budgethouder).get(zaak.opdracht.get_absolute_url()).content.decode()
    assert "Paraferen of weigeren" in bladzijde and zaak.voorzitter.naam in bladzijde


def test_after_the_days_to_run_out_booking_leads_to_the_request(zaak, als):
    met_uitloop = klok.nu() + timedelta(days=400)
    adres = reverse("maatwerk:uren_boeken", args=[zaak.opdracht.nummer])
    with klok.op(met_uitloop):
        html = als(zaak.manager).get(adres).content.decode()
    assert reverse("maatwerk:wijziging_vragen", args=[zaak.opdracht.nummer]) in html


def test_a_closed_file_asks_nobody_for_an_initial(zaak):
    verzoek = gevraagd(zaak)
    wijzigen.vervalt(zaak.opdracht)
    verzoek.refresh_from_db()
    assert not verzoek.is_open


def test_before_the_second_initial_of_the_assignment_itself_nothing_can_change(maandag):
    opdracht = aanvraag_in(S.AFGESLOTEN).opdracht
    manager = iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team)
    with pytest.raises(StapKanNiet, match="gesloten"):
        wijzigen.vragen(
            opdracht,
            by=manager,
            plafond_uren=Decimal(500),
            plafond_kosten=Decimal(90_000),
            einddatum=opdracht.einddatum,
            reden="Meer.",
        )
