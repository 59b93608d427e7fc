"""4.7 De belofte: versies met een oorzaak, en betrouwbaarheid die op elke dag van toen hetzelfde blijft."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from duoplus.transitions import StapKanNiet
from maatwerk.actions.toetsen import leg_afspraak_vast
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, Oorzaak
from maatwerk.models import Afspraak
from maatwerk.planning.beloften import lees
from tests.factories import aanvraag_in, gemeente, iemand, ogon, zet

pytestmark = pytest.mark.django_db

TIJD = AfspraakSoort.TIJDIGHEID


def op(dag):
    return klok.op(datetime(dag.year, dag.month, dag.day, 12, tzinfo=AMSTERDAM))


MAANDAG = date(2026, 3, 2)
BELOOFD = date(2026, 4, 10)  # a Friday


def in_uitvoering(titel, klaar=BELOOFD):
    """Promised before it was ranked, on Monday 2 March 2026."""
    with op(MAANDAG - timedelta(days=1)):
        aanvraag = aanvraag_in(S.TER_PRIORITERING, titel=titel)
        belofte = aanvraag.afspraken.get(soort=TIJD)
    if belofte.datum != klaar:
        with op(MAANDAG - timedelta(days=1)):
            verzet(aanvraag, klaar, Oorzaak.GEMEENTE)
    with op(MAANDAG):
        for stap in ("prioriteren", "opdracht_geven", "opdracht_geven", "starten"):
            zet(aanvraag, stap)
    return aanvraag


def verzet(aanvraag, klaar, oorzaak):
    return leg_afspraak_vast(
        aanvraag, TIJD, iemand(Rol.TEAMMANAGER), oorzaak, "Daarom.", tekst=f"Klaar op {klaar}.", datum=klaar
    )


def lever(aanvraag, dag):
    with op(dag):
        zet(aanvraag, "opleveren")


def verslag(dag, user=None):
    with op(dag):
        return lees(ogon(), dag, user or iemand(Rol.VOORZITTER))


def standen(dag):
    return {regel.aanvraag.titel: regel.stand for regel in verslag(dag).regels}


@pytest.fixture
def jaar():
    """Kept; broken by Duo+; moved by the municipality and kept; from outside and still running."""
    gehouden, gebroken, gemeente_, extern = (in_uitvoering(titel) for titel in ("A", "B", "C", "D"))
    lever(gehouden, date(2026, 4, 9))
    with op(date(2026, 4, 1)):
        verzet(gebroken, date(2026, 4, 17), Oorzaak.DUOPLUS)  # five working days later
        verzet(gemeente_, date(2026, 5, 8), Oorzaak.GEMEENTE)  # 18 working days later
        verzet(extern, date(2026, 4, 14), Oorzaak.EXTERN)  # two working days later
    lever(gebroken, date(2026, 4, 16))
    lever(gemeente_, date(2026, 5, 8))
    return gehouden, gebroken, gemeente_, extern


def test_reliability_is_kept_out_of_kept_and_broken(jaar):
    nu = verslag(date(2026, 5, 8))
    assert standen(date(2026, 5, 8)) == {"A": "gehouden", "B": "gebroken", "C": "gehouden", "D": "gebroken"}
    assert (nu.totaal.gehouden, nu.totaal.gebroken, nu.procent) == (2, 2, 50)


def test_every_past_day_gives_the_same_answer_again(jaar):
    dagen = [MAANDAG, date(2026, 4, 1), date(2026, 4, 9), date(2026, 4, 13), date(2026, 4, 20)]
    toen = [(verslag(dag).totaal, standen(dag)) for dag in dagen]
    assert [s for _, s in toen] == [
        dict.fromkeys("ABCD", "open"),
        {"A": "open", "B": "gebroken", "C": "open", "D": "open"},
        {"A": "gehouden", "B": "gebroken", "C": "open", "D": "open"},
        {"A": "gehouden", "B": "gebroken", "C": "open", "D": "open"},
        {"A": "gehouden", "B": "gebroken", "C": "open", "D": "gebroken"},
    ]
    with op(date(2026, 6, 1)):
        verzet(jaar[3], date(2026, 9, 1), Oorzaak.GEMEENTE)
    lever(jaar[3], date(2026, 6, 2))
    assert [(verslag(dag).totaal, standen(dag)) for dag in dagen] == toen


def test_a_delivery_that_was_turned_down_was_one_until_then(jaar):
    with op(date(2026, 4, 15)):
        zet(jaar[0], "niet_akkoord")
    assert standen(date(2026, 4, 14))["A"] == "gehouden"
    assert standen(date(2026, 4, 15))["A"] == "gebroken"
    lever(jaar[0], date(2026, 4, 20))
    assert standen(date(2026, 4, 14))["A"] == "gehouden"
    assert standen(date(2026, 4, 20))["A"] == "gebroken"


def test_slips_of_client_and_contractor_are_counted_apart(jaar):
    """C: 13-17 and 20-24 April 10, 28 April-1 May 4, 4 and 6-8 May 4; 27 April and 5 May are free."""
    assert verslag(date(2026, 4, 14)).uitloop == [
        ("Door de gemeente", 18),
        ("Door Duo+", 5),
        ("Van buiten", 2),
    ]


def test_ranking_keeps_what_was_proposed_as_the_first_version():
    aanvraag = in_uitvoering("A", klaar=date(2026, 4, 24))
    eerste = aanvraag.afspraken.get(soort=TIJD, versie=2)
    with op(date(2026, 4, 1)):
        verzet(aanvraag, date(2026, 5, 1), Oorzaak.DUOPLUS)
    (regel,) = verslag(date(2026, 4, 2)).regels
    assert (regel.eerste, regel.nu, regel.is_verzet) == (eerste.datum, date(2026, 5, 1), True)
    assert regel.uitloop == {"duoplus": 4}  # 27 April is King's Day


def test_what_was_not_ranked_was_not_promised():
    with op(MAANDAG):
        aanvraag_in(S.TER_PRIORITERING)
    assert verslag(date(2026, 12, 1)).regels == []
    assert verslag(date(2026, 12, 1)).procent is None


def test_what_the_municipality_stops_is_no_longer_a_promise():
    with op(MAANDAG):
        aanvraag = aanvraag_in(S.GEPRIORITEERD, titel="A")
    with op(date(2026, 4, 1)):
        zet(aanvraag, "intrekken")
    assert standen(date(2026, 3, 31)) == {"A": "open"}
    assert standen(date(2026, 9, 1)) == {}


def test_a_cause_is_mandatory_in_the_action_and_in_the_database():
    aanvraag = in_uitvoering("A")
    with pytest.raises(StapKanNiet, match="Kies waardoor dat komt"):
        verzet(aanvraag, date(2026, 5, 1), Oorzaak.EERSTE)
    oud = aanvraag.afspraken.filter(soort=TIJD).first()
    for oorzaak in (Oorzaak.EERSTE, "", "weer"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Afspraak.objects.create(
                aanvraag=aanvraag, soort=TIJD, versie=oud.versie + 1, tekst="Later.",
                datum=date(2026, 5, 1), oorzaak=oorzaak, door=oud.door,
            )  # fmt: skip


def test_a_version_never_changes_afterwards():
    belofte = in_uitvoering("A").afspraken.filter(soort=TIJD).first()
    belofte.datum = date(2027, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        belofte.save()


# The page ----------------------------------------------------------------------------------------------

PAGINA = "/ogon/bedrijfsvoering/beloften/"


def test_the_page_shows_a_past_day_with_the_old_day_struck_through(jaar, client):
    client.force_login(iemand(Rol.VOORZITTER))
    with op(date(2026, 6, 1)):
        html = client.get(PAGINA, {"peildatum": "20-4-2026"}).content.decode()
        assert "33% van de beloften is gehouden: 1 van 3." in html
        assert '<s><span class="duo-sr">Eerst: </span>10 apr 2026</s>' in html
        assert "Door Duo+: 5 werkdagen" in html
        assert "€" not in html
        for dag in ("morgen ooit", "2-6-2026"):
            assert client.get(PAGINA, {"peildatum": dag}).status_code == 422


def test_who_ranks_together_recognises_each_others_promises_without_dossiers(jaar, client):
    client.force_login(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D")))
    with op(date(2026, 5, 8)):
        html = client.get(PAGINA).content.decode()
    assert "50% van de beloften" in html
    assert jaar[0].kenmerk in html
    assert f"/aanvragen/{jaar[0].kenmerk}/" not in html


def test_what_the_reader_does_not_know_counts_along_without_being_named(jaar):
    vreemde = verslag(date(2026, 5, 8), iemand(Rol.AANVRAGER, organisatie=gemeente("D")))
    assert (vreemde.regels, vreemde.verborgen, vreemde.procent) == ([], 4, 50)


def test_the_sheet_holds_the_rows_of_the_page(jaar, client):
    client.force_login(iemand(Rol.VOORZITTER))
    with op(date(2026, 5, 8)):
        antwoord = client.get("/ogon/bedrijfsvoering/beloften.csv", {"peildatum": "20-4-2026"})
        regels = b"".join(antwoord).decode("utf-8-sig").splitlines()
        assert len(regels) == 5
        assert regels[0].startswith("Nummer;Aanvraag;Stand;Eerst beloofd")
        assert client.get("/ogon/bedrijfsvoering/beloften.xlsx").status_code == 200
        assert client.get("/ogon/bedrijfsvoering/beloften.exe").status_code == 404


@pytest.mark.parametrize(
    ("rol", "status"), [(Rol.AANVRAGER, 403), (Rol.BUDGETHOUDER, 403), (Rol.TEAMMANAGER, 200)]
)
def test_who_decides_or_reads_everything_sees_it(client, rol, status):
    ogon()
    client.force_login(iemand(rol))
    assert client.get(PAGINA).status_code == status


def test_the_number_of_queries_does_not_grow(jaar, django_assert_max_num_queries):
    user = iemand(Rol.VOORZITTER)
    assert user.rollen
    with op(date(2026, 5, 8)), django_assert_max_num_queries(7):
        assert len(lees(ogon(), date(2026, 5, 8), user).regels) == 4
