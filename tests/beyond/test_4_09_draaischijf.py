"""4.9 Two OGON's each claim 60 % of a team: one conflict that names both, settled by the hub.

Resolving it moves the line of both boards; who does not answer in time is recorded as silent, not as
agreeing.
"""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from duoplus import besluiten, klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import consultaties
from maatwerk.models import Consultatie
from maatwerk.tasks import bewaak_uren
from maatwerk.uren import conflicten
from maatwerk.uren.capaciteit import maanden_van, vrij_voor
from maatwerk.volgorde import bord
from ogon.actions import capaciteit, conflict
from ogon.models import Capaciteitsregel, Conflict, Toedeling
from tests.factories import iemand, maak, ogon, team
from tests.factories.rondes import kandidaat, ronde_met
from tests.maatwerk.uren.capaciteit import uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
JAAR = 2027
AKKOORD, BEZWAAR, STIL = "akkoord", "bezwaar", "geen_reactie"


@pytest.fixture
def borden(maandag):
    """Of 1.200 hours, OGON Bedrijfsvoering (the hub) and OGON Buurt each ask 720."""
    hub = ogon()
    type(hub).objects.filter(pk=hub.pk).update(coordineert=True)
    for maand in maanden_van(JAAR):
        uren_van(team(), maand, bruto=130, verlof=20, dvo=5, buffer=5)
    return [
        ronde_met(kandidaat("Zaaksysteem", {"I&A": 720})),
        ronde_met(kandidaat("Sensoren", {"I&A": 720}, ogon=ogon("buurt"))),
    ]


@pytest.fixture
def open_conflict(borden) -> Conflict:
    [een] = conflicten.controleer(JAAR)
    return een


def _partij(een: Conflict, slug: str):
    return een.partijen.select_related("ogon").get(ogon=ogon(slug))


def _reageer(een: Conflict, slug: str, soort: str = AKKOORD, tekst: str = ""):
    wie = iemand(Rol.VOORZITTER, ogon=ogon(slug))
    return conflict.reageer(_partij(een, slug), by=wie, soort=soort, tekst=tekst)


def _verdeel(een: Conflict, *procenten: str, by=None, **anders):
    delen = dict(zip((ogon().pk, ogon("buurt").pk), (D(p) / 100 for p in procenten), strict=True))
    by = by or iemand(Rol.VOORZITTER)
    return conflict.verdeel(een, delen, by=by, reden="Zo hebben wij het afgesproken.", **anders)


def _vrij_op(borden) -> list[D]:
    """What the line of each board starts with."""
    wie = iemand(Rol.VOORZITTER)
    return [bord.lees(een, wie).kolom_van(team()).vrij for een in borden]


def _vrij(slug: str) -> D:
    vrij = vrij_voor(ogon(slug), maanden_van(JAAR))
    return sum(vrij[team().pk].values(), D(0))


def test_two_ogons_that_each_claim_60_percent_make_one_conflict_that_names_both(borden):
    for _ in range(3):
        conflicten.controleer(JAAR)
    bewaak_uren()

    een = Conflict.objects.get()
    assert (een.team, een.jaar, een.vrij, een.status) == (team(), JAAR, D(1200), "open")
    assert [(str(p.ogon), p.gevraagd) for p in een.partijen.all()] == [
        ("OGON Bedrijfsvoering", D(720)),
        ("OGON Buurt", D(720)),
    ]
    assert een.reactie_voor == date(2026, 11, 23)  # five working days after Monday 16 November


def test_one_ogon_that_asks_too_much_is_short_and_no_conflict(maandag):
    uren_van(team(), date(JAAR, 1, 1), bruto=100)
    ronde_met(kandidaat("Zaaksysteem", {"I&A": 900}))
    ronde_met(kandidaat("Sensoren", {"HRM": 900}, ogon=ogon("buurt")))
    assert conflicten.controleer(JAAR) == []


def test_resolving_it_moves_the_line_of_both_boards(open_conflict, borden):
    assert (_vrij("bedrijfsvoering"), _vrij("buurt")) == (D(1200), D(1200))
    assert _vrij_op(borden) == [D(1200), D(1200)]
    _reageer(open_conflict, "bedrijfsvoering")
    _reageer(open_conflict, "buurt")

    besluit = _verdeel(open_conflict, "60", "40")

    assert (_vrij("bedrijfsvoering"), _vrij("buurt")) == (D(720), D(480))
    assert _vrij_op(borden) == [D(720), D(480)]
    open_conflict.refresh_from_db()
    assert (open_conflict.status, open_conflict.besluit, besluit.soort) == ("opgelost", besluit, "verdelen")
    assert besluit.gremium_id == ogon().pk
    assert conflicten.controleer(JAAR) == []  # settled: the same claims make no new conflict


def test_no_response_in_time_is_recorded_as_silence_and_never_as_consent(open_conflict, maandag):
    _reageer(open_conflict, "bedrijfsvoering", BEZWAAR, "Wij hadden het al beloofd.")
    with klok.op(maandag + timedelta(days=7)):  # the last day itself: still time
        bewaak_uren()
        assert _partij(open_conflict, "buurt").reactie == ""
        with pytest.raises(StapKanNiet, match="OGON Buurt kan nog reageren tot en met 23 november 2026"):
            _verdeel(open_conflict, "50", "50")

    with klok.op(maandag + timedelta(days=30)):  # three weeks in which nothing ran
        bewaak_uren()
        bewaak_uren()
        stil = _partij(open_conflict, "buurt")
        assert (stil.reactie, stil.door.is_systeem, stil.tekst) == (STIL, True, "")
        assert Gebeurtenis.objects.filter(soort="ogon.conflict.geen_reactie").count() == 1
        besluit = _verdeel(open_conflict, "50", "50")

    assert [deel["reactie"] for deel in besluit.gegevens["delen"]] == [BEZWAAR, STIL]


def test_a_reaction_after_the_term_is_refused(open_conflict, maandag):
    with klok.op(maandag + timedelta(days=8)), pytest.raises(StapKanNiet, match="23 november 2026"):
        _reageer(open_conflict, "buurt")
    assert _partij(open_conflict, "buurt").reactie == ""


def test_only_the_chair_of_an_ogon_speaks_for_it_and_says_why_it_objects(open_conflict):
    partij = _partij(open_conflict, "buurt")
    for ander in (iemand(Rol.VOORZITTER), iemand(Rol.SECRETARIS, ogon=ogon("buurt"))):
        with pytest.raises(PermissionDenied):
            conflict.reageer(partij, by=ander, soort=AKKOORD)
    with pytest.raises(StapKanNiet, match="waarom u bezwaar"):
        _reageer(open_conflict, "buurt", BEZWAAR, "  ")


def test_a_chair_whose_role_ended_yesterday_neither_reacts_nor_divides(open_conflict):
    gisteren = klok.vandaag() - timedelta(days=1)
    weg_buurt = maak(Rol.VOORZITTER, ogon=ogon("buurt"), tot=gisteren)
    weg_hub = maak(Rol.VOORZITTER, ogon=ogon(), tot=gisteren)
    with pytest.raises(PermissionDenied):
        conflict.reageer(_partij(open_conflict, "buurt"), by=weg_buurt, soort=AKKOORD)
    with pytest.raises(PermissionDenied):
        _verdeel(open_conflict, "50", "50", by=weg_hub)
    with pytest.raises(PermissionDenied):  # a chair, but not of the hub
        _verdeel(open_conflict, "50", "50", by=iemand(Rol.VOORZITTER, ogon=ogon("buurt")))


def test_shares_above_100_percent_below_zero_or_not_for_all_are_refused(open_conflict):
    _reageer(open_conflict, "bedrijfsvoering")
    _reageer(open_conflict, "buurt")
    with pytest.raises(StapKanNiet, match="samen 110%"):
        _verdeel(open_conflict, "60", "50")
    with pytest.raises(StapKanNiet, match="minteken"):
        _verdeel(open_conflict, "110", "-10")
    with pytest.raises(StapKanNiet, match="elk OGON"):
        conflict.verdeel(open_conflict, {ogon().pk: D(1)}, by=iemand(Rol.VOORZITTER), reden="Zo.")
    assert not Toedeling.objects.exists()


def test_the_database_refuses_more_than_100_percent_too(open_conflict):
    by = iemand(Rol.VOORZITTER)
    besluit = besluiten.neem(ogon(), BesluitSoort.VERDELEN, titel="I&A", reden="Zo.", by=by)
    with pytest.raises(IntegrityError, match="100%"), transaction.atomic():
        for slug in ("bedrijfsvoering", "buurt"):
            Toedeling.objects.create(team=team(), jaar=JAAR, ogon=ogon(slug), deel=D("0.6"), besluit=besluit)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_dividing_on_an_older_page_is_refused(open_conflict):
    gezien = open_conflict.versie
    _reageer(open_conflict, "buurt")
    with pytest.raises(Verouderd):
        _verdeel(open_conflict, "50", "50", versie=gezien)


def test_a_new_division_lets_the_old_one_lapse(open_conflict):
    for slug in ("bedrijfsvoering", "buurt"):
        _reageer(open_conflict, slug)
    _verdeel(open_conflict, "60", "40")
    ronde_met(kandidaat("Nieuw loket", {"I&A": 200}, ogon=ogon("burger")))
    [tweede] = conflicten.controleer(JAAR)  # one more OGON asks, without a share
    for slug in ("bedrijfsvoering", "buurt", "burger"):
        _reageer(tweede, slug)
    delen = {ogon(slug).pk: D(deel) for slug, deel in
             (("bedrijfsvoering", "0.5"), ("buurt", "0.4"), ("burger", "0.1"))}  # fmt: skip
    conflict.verdeel(tweede, delen, by=iemand(Rol.VOORZITTER), reden="Opnieuw.")
    geldig = Toedeling.objects.filter(vervallen_op=None)
    assert {t.ogon_id: t.deel for t in geldig} == delen
    assert Toedeling.objects.count() == 5


def test_a_conflict_that_is_no_more_lapses(open_conflict):
    for maand in maanden_van(JAAR):
        capaciteit.vul_in(
            team(),
            by=iemand(Rol.TEAMMANAGER),
            maand=maand,
            soort="bruto",
            omschrijving="Inhuur",
            uren=D(20),
        )
    conflicten.controleer(JAAR)
    open_conflict.refresh_from_db()
    assert open_conflict.status == "vervallen"
    with pytest.raises(StapKanNiet, match="Niet meer nodig"):
        _reageer(open_conflict, "buurt")


# A decision of one OGON that moves a promise of another --------------------------------------------------


@pytest.fixture
def besluit(maandag):
    return besluiten.neem(
        ogon(), BesluitSoort.HERPRIORITEREN, titel="Volgorde", reden="Zo.", by=iemand(Rol.VOORZITTER)
    )


def test_every_other_ogon_that_a_moved_promise_touches_is_asked_once(besluit):
    aanvraag = kandidaat("Zaaksysteem")
    aanvraag.betrokken_ogons.set([ogon("buurt"), ogon("burger")])
    by = iemand(Rol.VOORZITTER)
    wat = "Klaar op 1 juni 2027 in plaats van 1 maart 2027."
    gevraagd = consultaties.vraag(besluit, [(aanvraag, wat)], by=by)
    assert {c.ogon.slug for c in gevraagd} == {"buurt", "burger"}
    assert {c.reactie_voor for c in gevraagd} == {date(2026, 11, 23)}
    assert consultaties.vraag(besluit, [(aanvraag, wat)], by=by) == []


def test_silence_on_a_moved_promise_is_recorded_as_silence(besluit, maandag):
    aanvraag = kandidaat("Zaaksysteem", ogon=ogon("buurt"))
    aanvraag.betrokken_ogons.set([ogon("burger")])
    consultaties.vraag(besluit, [(aanvraag, "Later klaar.")], by=iemand(Rol.VOORZITTER))
    buurt, burger = (Consultatie.objects.get(ogon=ogon(slug)) for slug in ("buurt", "burger"))
    wie = iemand(Rol.VOORZITTER, ogon=ogon("buurt"))
    consultaties.reageer(buurt, by=wie, soort=BEZWAAR, tekst="Dit breekt onze afspraak.")
    with pytest.raises(StapKanNiet, match="ligt al vast"):
        consultaties.reageer(buurt, by=wie, soort=AKKOORD)

    with klok.op(maandag + timedelta(days=8)):
        bewaak_uren()
        burger.refresh_from_db()
        with pytest.raises(StapKanNiet):
            consultaties.reageer(burger, by=iemand(Rol.VOORZITTER, ogon=ogon("burger")), soort=AKKOORD)
    assert (burger.reactie, burger.door.is_systeem) == (STIL, True)


def test_bad_capacity_is_refused_with_a_sentence_and_by_the_database():
    manager = iemand(Rol.TEAMMANAGER)
    velden = {"maand": date(JAAR, 1, 1), "soort": "bruto", "omschrijving": "Vast team"}
    with pytest.raises(StapKanNiet, match="Uren zijn 0 of meer"):
        capaciteit.vul_in(team(), by=manager, uren=D(-1), **velden)
    with pytest.raises(PermissionDenied):
        capaciteit.vul_in(team("HRM"), by=manager, uren=D(1), **velden)
    regel = capaciteit.vul_in(team(), by=manager, uren=D(100), **velden)
    with pytest.raises(StapKanNiet, match="al een regel"):
        capaciteit.vul_in(team(), by=manager, uren=D(100), **velden)
    nieuw = capaciteit.verbeter(regel, by=manager, uren=D(90), reden="Eén dag minder.")
    with pytest.raises(StapKanNiet, match="al verbeterd"):
        capaciteit.verbeter(regel, by=manager, uren=D(80), reden="Nog minder.")
    assert list(Capaciteitsregel.objects.geldig()) == [nieuw]
    with pytest.raises(IntegrityError), transaction.atomic():
        Capaciteitsregel.objects.create(
            team=team(), uren=D(-1), bron="", ingevoerd_door=manager, **velden | {"omschrijving": "Fout"}
        )
