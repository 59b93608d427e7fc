"""De uitgaande post: claimen, uitstellen, terugnemen, bundelen; niets dubbel en niets zoek."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from duoplus import events, klok, mail
from duoplus.choices import BerichtStatus as B
from duoplus.models import Bericht, Gebeurtenis
from duoplus.models.bericht import MAX_POGINGEN
from duoplus.tasks import CLAIM_DUUR, bundel_berichten, dispatch_event, ruim_op, send_bericht, sweep_outbox
from tests.factories import GebruikerFactory, gemeente

pytestmark = pytest.mark.django_db


@pytest.fixture
def ontvanger():
    return GebruikerFactory()


def _post(ontvanger, key="een", **velden) -> Bericht:
    standaard = {"onderwerp": "Onderwerp", "tekst": "Tekst.", "reden": "u dit volgt"}
    return mail.put(to=ontvanger, key=key, **standaard | velden)


@pytest.fixture
def weigerende_server(settings):
    """A mail server that is not there, on a port where nothing listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1


def test_the_same_key_never_yields_a_second_message(ontvanger):
    assert _post(ontvanger) == _post(ontvanger, tekst="Anders.")
    assert Bericht.objects.get().tekst == "Tekst."


def test_sending_twice_sends_once_with_the_reason_and_the_address(ontvanger):
    bericht = _post(ontvanger, pad="/aanvragen/MW-2026-0001/")
    send_bericht(bericht.pk)
    send_bericht(bericht.pk)

    brief = django_mail.outbox[0]
    bericht.refresh_from_db()
    assert len(django_mail.outbox) == 1
    assert (bericht.status, brief.to) == (B.VERZONDEN, [ontvanger.email])
    assert brief.extra_headers["Message-ID"] == bericht.message_id
    assert "U krijgt dit bericht, want u dit volgt." in brief.body
    assert "/aanvragen/MW-2026-0001/" in brief.body


def test_the_message_id_belongs_to_the_key_and_says_nothing(ontvanger):
    eerste, tweede = _post(ontvanger, "een"), _post(ontvanger, "twee")

    assert eerste.message_id != tweede.message_id
    assert eerste.message_id == Bericht.objects.get(pk=eerste.pk).message_id
    assert "een" not in eerste.message_id


def test_only_the_holder_of_the_claim_finishes_it(ontvanger):
    pk = _post(ontvanger).pk
    traag = Bericht.objects.claim(pk)
    assert Bericht.objects.claim(pk) is None
    Bericht.objects.release_stale(older_than=timedelta(0))
    Bericht.objects.filter(pk=pk).update(geclaimd_op=klok.nu())
    snel = Bericht.objects.claim(pk)

    traag.postpone(OSError("te laat"))

    assert Bericht.objects.get(pk=pk).status == B.GECLAIMD
    snel.mark_sent()
    assert Bericht.objects.get(pk=pk).status == B.VERZONDEN


@pytest.mark.usefixtures("weigerende_server")
def test_a_failure_waits_longer_each_time_and_ends_in_sight(ontvanger):
    bericht, wachttijden = _post(ontvanger), []
    moment = klok.nu()
    for _ in range(MAX_POGINGEN):
        with klok.op(moment):
            send_bericht(bericht.pk)
            bericht.refresh_from_db()
            wachttijden.append((bericht.niet_voor - moment).total_seconds() // 60)
            assert "refused" in bericht.fout
        moment = bericht.niet_voor

    assert wachttijden == [2, 4, 8, 16, 32, 64, 128, 240]
    assert (bericht.status, bericht.pogingen) == (B.MISLUKT, MAX_POGINGEN)
    with klok.op(moment + timedelta(days=1)):
        assert not Bericht.objects.due().exists()


@pytest.mark.usefixtures("weigerende_server")
def test_a_postponed_message_waits_for_its_time(ontvanger):
    bericht = _post(ontvanger)
    send_bericht(bericht.pk)

    assert Bericht.objects.claim(bericht.pk) is None
    with klok.op(klok.nu() + timedelta(minutes=3)):
        assert Bericht.objects.claim(bericht.pk) is not None


def test_a_message_that_cannot_be_made_into_mail_is_postponed_and_holds_nobody_up(ontvanger):
    kapot, goed = _post(ontvanger, "kapot", onderwerp="Twee\rregels"), _post(ontvanger, "goed")

    sweep_outbox()

    kapot.refresh_from_db()
    assert (kapot.status, kapot.pogingen) == (B.NIEUW, 1)
    assert [brief.extra_headers["Message-ID"] for brief in django_mail.outbox] == [goed.message_id]


def test_what_a_fallen_worker_held_comes_back_after_the_claim_and_not_before(ontvanger):
    gewoon, formeel = _post(ontvanger), _post(ontvanger, "formeel", formeel=True)
    for bericht in (gewoon, formeel):
        Bericht.objects.claim(bericht.pk)

    with klok.op(klok.nu() + CLAIM_DUUR - timedelta(seconds=5)):
        sweep_outbox()
        assert set(Bericht.objects.values_list("status", flat=True)) == {B.GECLAIMD}
    with klok.op(klok.nu() + CLAIM_DUUR + timedelta(seconds=5)):
        sweep_outbox()

    statussen = {b.sleutel: b.status for b in Bericht.objects.all()}
    assert statussen == {"een": B.VERZONDEN, "formeel": B.ONZEKER}  # a person decides on a formal notice
    assert [brief.extra_headers["Message-ID"] for brief in django_mail.outbox] == [gewoon.message_id]


def test_one_overview_a_day_holds_everything_that_could_wait():
    ontvanger, ander = GebruikerFactory(), GebruikerFactory(organisatie=gemeente())
    for n in range(3):
        _post(ontvanger, f"nieuws {n}", onderwerp=f"Nieuws {n}", bundelen=True)
    _post(ander, "van een ander", onderwerp="Nieuws van een ander", bundelen=True)

    sweep_outbox()
    assert django_mail.outbox == []
    bundel_berichten()
    bundel_berichten()
    sweep_outbox()

    assert sorted(brief.to[0] for brief in django_mail.outbox) == sorted([ontvanger.email, ander.email])
    mijn = next(brief for brief in django_mail.outbox if brief.to == [ontvanger.email])
    assert all(f"Nieuws {n}" in mijn.body for n in range(3))
    assert "van een ander" not in mijn.body
    assert set(Bericht.objects.values_list("status", flat=True)) == {B.VERZONDEN}
    assert Bericht.objects.ongelezen().filter(ontvanger=ontvanger).count() == 3  # the overview is no news


def test_a_fact_is_handled_once_and_all_handlers_or_none(monkeypatch):
    gezien = []
    monkeypatch.setitem(events._handlers, "proef.stap", [lambda f: gezien.append(f.pk), _valt_om])
    feit = events.record("proef.stap", gemeente(), by=GebruikerFactory())

    with pytest.raises(RuntimeError):
        dispatch_event(feit.pk)
    feit.refresh_from_db()
    assert feit.verwerkt_op is None

    monkeypatch.setitem(events._handlers, "proef.stap", [lambda f: gezien.append(f.pk)])
    dispatch_event(feit.pk)
    dispatch_event(feit.pk)
    assert gezien == [feit.pk, feit.pk]
    assert Gebeurtenis.objects.get(pk=feit.pk).verwerkt_op is not None


def test_a_failing_handler_leaves_its_fact_waiting_and_the_rest_goes_on(monkeypatch, ontvanger):
    monkeypatch.setitem(events._handlers, "proef.stuk", [_valt_om])
    monkeypatch.setitem(events._handlers, "proef.heel", [lambda f: _post(ontvanger, f"feit:{f.pk}")])
    stuk = events.record("proef.stuk", gemeente(), by=ontvanger)
    heel = events.record("proef.heel", gemeente(), by=ontvanger)

    sweep_outbox()

    assert list(Gebeurtenis.objects.waiting()) == [stuk]
    assert Bericht.objects.get().sleutel == f"feit:{heel.pk}"
    assert len(django_mail.outbox) == 1


def test_cleaning_up_leaves_the_post_alone(ontvanger):
    _post(ontvanger)
    with klok.op(klok.nu() + timedelta(days=400)):
        ruim_op()

    assert Bericht.objects.count() == 1


def _valt_om(feit: Gebeurtenis) -> None:
    raise RuntimeError("stuk")
