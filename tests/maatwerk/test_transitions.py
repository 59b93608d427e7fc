"""De tabel van design.md hoofdstuk 8, hier nog eens uitgeschreven: van, naar, en wie in welke status wat mag.

Written out on purpose, not computed: the code must agree with these words, cell by cell.
"""

from datetime import timedelta

import pytest

from duoplus import klok
from duoplus.choices import Rol
from duoplus.events import record
from duoplus.models import Gebruiker, Gremium
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Soort
from maatwerk.models import Aanvraag
from maatwerk.rules import PERMISSIONS
from maatwerk.transitions import AANVRAAG, VERDER, WACHT_OP
from ogon.models import Ogon
from tests.factories import aanvraag_in, gemeente, maak, ogon, team, vervanger, zet

VOOR_OPDRACHT = {
    "ingediend",
    "in_intake",
    "aanvulling_gevraagd",
    "in_verificatie",
    "in_raming",
    "ter_akkoord",
    "ter_prioritering",
    "geprioriteerd",
    "wachtlijst",
    "aangehouden",
}
# step: (from, to); the same set on both sides means that the state stays.
TABEL = {
    "indienen": ({"concept"}, {"ingediend"}),
    "in_behandeling_nemen": ({"ingediend"}, {"in_intake"}),
    "parkeren": ({"ingediend", "in_intake"}, set()),
    "dubbel_melden": ({"ingediend", "in_intake"}, {"afgewezen"}),
    "vraag_stellen": (
        {"ingediend", "in_intake", "in_verificatie", "in_raming"},
        {"aanvulling_gevraagd"},
    ),
    "aanvullen": (
        {"aanvulling_gevraagd"},
        {"ingediend", "in_intake", "in_verificatie", "in_raming"},
    ),
    "ter_verificatie": ({"in_intake"}, {"in_verificatie"}),
    "paraferen": ({"in_verificatie"}, set()),
    "corrigeren": ({"in_verificatie"}, {"in_intake"}),
    "bevestigen": ({"in_verificatie"}, {"in_raming"}),
    "herzien": (
        {"in_raming", "ter_akkoord", "ter_prioritering", "wachtlijst", "aangehouden"},
        {"in_verificatie"},
    ),
    "voorstellen": ({"in_raming"}, {"ter_akkoord"}),
    "tegenvoorstel": ({"ter_akkoord"}, {"in_raming"}),
    "akkoord_geven": ({"ter_akkoord"}, {"ter_akkoord", "ter_prioritering"}),
    "prioriteren": ({"ter_prioritering", "wachtlijst", "aangehouden"}, {"geprioriteerd"}),
    "op_wachtlijst_zetten": ({"ter_prioritering", "geprioriteerd", "aangehouden"}, {"wachtlijst"}),
    "aanhouden": ({"ter_prioritering", "wachtlijst", "geprioriteerd", "aangehouden"}, {"aangehouden"}),
    "opschalen": ({"ter_prioritering", "geprioriteerd", "wachtlijst", "aangehouden"}, set()),
    "afwijzen": (VOOR_OPDRACHT, {"afgewezen"}),
    "opdracht_geven": ({"geprioriteerd"}, {"geprioriteerd", "opdracht_verleend"}),
    "starten": ({"opdracht_verleend"}, {"in_uitvoering"}),
    "opleveren": ({"in_uitvoering"}, {"opgeleverd"}),
    "niet_akkoord": ({"opgeleverd"}, {"in_uitvoering"}),
    "accepteren": ({"opgeleverd"}, set()),
    "afsluiten": ({"opgeleverd"}, {"afgesloten"}),
    "intrekken": ({"concept", *VOOR_OPDRACHT}, {"ingetrokken"}),
    "heropenen": ({"afgewezen", "ingetrokken"}, {"in_intake", "ingediend"}),
    "financiering": (
        {
            "ter_akkoord",
            "ter_prioritering",
            "geprioriteerd",
            "wachtlijst",
            "aangehouden",
            "opdracht_verleend",
            "in_uitvoering",
        },
        set(),
    ),
    "op_risico": ({"geprioriteerd", "opdracht_verleend"}, set()),
    "betrekken": (
        (VOOR_OPDRACHT - {"ingediend"}) | {"opdracht_verleend", "in_uitvoering", "opgeleverd"},
        set(),
    ),
    "toewijzen": (
        (VOOR_OPDRACHT - {"ingediend"}) | {"opdracht_verleend", "in_uitvoering", "opgeleverd"},
        set(),
    ),
    "naar_ogon": ({"ingediend", "in_intake", "aanvulling_gevraagd", "in_verificatie", "in_raming"}, set()),
}

# What a secretary may do beside accepting a new request, and the draaischijf for every OGON.
TRIAGE = ("vraag_stellen", "parkeren", "dubbel_melden")
# situation: who may take which steps; whoever is not named may take none.
MAG: dict[str, dict[str, set[str]]] = {
    "concept": {"indiener": {"indienen", "intrekken"}},
    "ingediend": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"in_behandeling_nemen", "naar_ogon", *TRIAGE},
        "voorzitter": {"afwijzen"},
    },
    "in_intake": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "ter_verificatie", "toewijzen", "naar_ogon", *TRIAGE},
        "teammanager": {"vraag_stellen", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "in_intake, basistaak": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "ter_verificatie", "afwijzen", "toewijzen", "naar_ogon", *TRIAGE},
        "teammanager": {"vraag_stellen", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "aanvulling_gevraagd": {
        "indiener": {"aanvullen", "intrekken"},
        "opdrachtgever": {"aanvullen", "intrekken"},
        "secretaris": {"betrekken", "toewijzen", "naar_ogon"},
        "teammanager": {"toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "in_verificatie": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"corrigeren", "intrekken"},
        "secretaris": {"betrekken", "vraag_stellen", "toewijzen", "naar_ogon"},
        "teammanager": {"vraag_stellen", "paraferen", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "in_verificatie, geparafeerd": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"corrigeren", "bevestigen", "intrekken"},
        "secretaris": {"betrekken", "vraag_stellen", "toewijzen", "naar_ogon"},
        "teammanager": {"vraag_stellen", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "in_raming": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "vraag_stellen", "herzien", "toewijzen", "naar_ogon"},
        "teammanager": {"vraag_stellen", "herzien", "voorstellen", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "ter_akkoord": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"akkoord_geven", "tegenvoorstel", "intrekken"},
        "budgethouder": {"akkoord_geven", "tegenvoorstel", "financiering"},
        "secretaris": {"betrekken", "herzien", "toewijzen"},
        "teammanager": {"herzien", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "ter_akkoord, inhoud gegeven": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"tegenvoorstel", "intrekken"},
        "budgethouder": {"akkoord_geven", "tegenvoorstel", "financiering"},
        "secretaris": {"betrekken", "herzien", "toewijzen"},
        "teammanager": {"herzien", "toewijzen"},
        "voorzitter": {"betrekken", "afwijzen"},
    },
    "ter_prioritering": {
        "budgethouder": {"financiering"},
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "herzien", "toewijzen"},
        "teammanager": {"herzien", "toewijzen"},
        "voorzitter": {
            "betrekken",
            "prioriteren",
            "op_wachtlijst_zetten",
            "aanhouden",
            "opschalen",
            "afwijzen",
        },
    },
    "geprioriteerd": {
        "budgethouder": {"financiering"},
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"toewijzen"},
        "voorzitter": {
            "betrekken",
            "op_wachtlijst_zetten",
            "aanhouden",
            "opschalen",
            "afwijzen",
            "opdracht_geven",
        },
    },
    "geprioriteerd, klaargezet": {
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "budgethouder": {"opdracht_geven", "financiering"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"toewijzen"},
        "voorzitter": {"betrekken", "op_wachtlijst_zetten", "aanhouden", "opschalen", "afwijzen"},
    },
    "wachtlijst": {
        "budgethouder": {"financiering"},
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "herzien", "toewijzen"},
        "teammanager": {"herzien", "toewijzen"},
        "voorzitter": {"betrekken", "prioriteren", "aanhouden", "opschalen", "afwijzen"},
    },
    "aangehouden": {
        "budgethouder": {"financiering"},
        "indiener": {"intrekken"},
        "opdrachtgever": {"intrekken"},
        "secretaris": {"betrekken", "herzien", "toewijzen"},
        "teammanager": {"herzien", "toewijzen"},
        "voorzitter": {
            "betrekken",
            "prioriteren",
            "op_wachtlijst_zetten",
            "aanhouden",
            "opschalen",
            "afwijzen",
        },
    },
    "opdracht_verleend": {
        "budgethouder": {"financiering"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"starten", "toewijzen"},
        "voorzitter": {"betrekken"},
    },
    "opdracht_verleend, voorbehoud": {
        "budgethouder": {"financiering"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"starten", "toewijzen"},
        "voorzitter": {"betrekken", "op_risico"},
    },
    "in_uitvoering": {
        "budgethouder": {"financiering"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"opleveren", "toewijzen"},
        "voorzitter": {"betrekken"},
    },
    "opgeleverd": {
        "opdrachtgever": {"accepteren", "niet_akkoord"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"toewijzen"},
        "voorzitter": {"betrekken"},
    },
    "opgeleverd, geaccepteerd": {
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"toewijzen"},
        "concerncontroller": {"afsluiten"},
        "voorzitter": {"betrekken"},
    },
    "opgeleverd, stil na herinnering": {
        "opdrachtgever": {"accepteren", "niet_akkoord"},
        "secretaris": {"betrekken", "toewijzen"},
        "teammanager": {"toewijzen"},
        "concerncontroller": {"afsluiten"},
        "voorzitter": {"betrekken"},
    },
    "afgesloten": {},
    "afgewezen": {"secretaris": {"heropenen"}},
    "ingetrokken": {"secretaris": {"heropenen"}},
}

VAN_GEMEENTE = ("aanvrager", "opdrachtgever", "budgethouder", "controller", "cpi")
VAN_OGON = ("secretaris", "voorzitter")


def _basistaak() -> Aanvraag:
    aanvraag = aanvraag_in(S.INGEDIEND)
    return zet(aanvraag, "in_behandeling_nemen", soort=Soort.BASISTAAK)


def _stil() -> Aanvraag:
    """Delivered, reminded after a week, and then three silent weeks."""
    with klok.op(klok.nu() - timedelta(days=40)):
        aanvraag = aanvraag_in(S.OPGELEVERD)
    with klok.op(klok.nu() - timedelta(days=30)):
        record("maatwerk.aanvraag.herinneren", aanvraag, by=Gebruiker.objects.systeem())
    return aanvraag


SITUATIES = {
    "in_intake, basistaak": _basistaak,
    "in_verificatie, geparafeerd": lambda: zet(aanvraag_in(S.IN_VERIFICATIE), "paraferen"),
    "ter_akkoord, inhoud gegeven": lambda: zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven"),
    "geprioriteerd, klaargezet": lambda: zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven"),
    "opdracht_verleend, voorbehoud": lambda: zet(aanvraag_in(S.OPDRACHT_VERLEEND), "financiering"),
    "opgeleverd, geaccepteerd": lambda: zet(aanvraag_in(S.OPGELEVERD), "accepteren"),
    "opgeleverd, stil na herinnering": _stil,
}


def _in(situatie: str) -> Aanvraag:
    """Freshly read, with what the rules look at, since here some sixty people look at it."""
    aanvraag = SITUATIES[situatie]() if situatie in SITUATIES else aanvraag_in(situatie)
    alles = Aanvraag.objects.select_related("ogon", "ingevoerd_door", "opdracht")
    alles = alles.prefetch_related("gemeenten", "verificaties", "ramingen__akkoorden", "opdracht__parafen")
    return alles.get(pk=aanvraag.pk)


def _stappen(aanvraag: Aanvraag, gebruiker: Gebruiker) -> set[str]:
    gebruiker.vergeet_rollen()
    return {stap.name for stap in AANVRAAG.available(aanvraag, gebruiker)}


def _plek(rol: str) -> dict:
    """Where the role counts for the request of these tests: Uithoorn, bedrijfsvoering, I&A."""
    plek: dict = {"organisatie": gemeente("U")} if rol in VAN_GEMEENTE else {}
    if rol in VAN_OGON or rol == "opdrachtgever":
        plek["ogon"] = ogon()
    return plek | {"team": team()} if rol == "teammanager" else plek


def _vreemd(rol: str) -> list[dict]:
    """The same role where it does not count."""
    if rol in VAN_GEMEENTE:
        ander = [_plek(rol) | {"organisatie": gemeente("D")}]
        return [*ander, _plek(rol) | {"ogon": ogon("buurt")}] if rol == "opdrachtgever" else ander
    if rol in VAN_OGON:
        return [{"ogon": ogon("buurt")}, {}]  # of another OGON, and of none
    return [{"team": team("KCC")}] if rol == "teammanager" else []


def test_every_step_of_the_table_exists_with_its_states():
    actual = {s.name: (set(s.van), set(s.naar)) for s in AANVRAAG.stappen.values()}

    assert actual == TABEL


def test_every_step_has_a_permission_and_words():
    for stap in AANVRAAG.stappen.values():
        assert f"maatwerk.{stap.name}_aanvraag" in PERMISSIONS
        assert stap.label and stap.wie and stap.eist


def test_every_state_is_reachable_and_only_final_states_end():
    naar = {status for _, naar in TABEL.values() for status in naar}
    van = {status for van, _ in TABEL.values() for status in van}

    assert naar | {"concept"} == set(S.values)
    assert set(S.values) - van == {"afgesloten"}


def test_every_open_state_waits_for_someone_who_can_take_it_further():
    for status, stappen in VERDER.items():
        assert status in WACHT_OP
        assert all(status in AANVRAAG.stappen[stap].van for stap in stappen)


def test_every_situation_of_every_state_has_a_row():
    assert {situatie.partition(",")[0] for situatie in MAG} == set(S.values)


@pytest.mark.django_db
@pytest.mark.parametrize("situatie", MAG)
def test_who_may_take_which_step(situatie):
    aanvraag = _in(situatie)
    verwacht = MAG[situatie]
    assert _stappen(aanvraag, aanvraag.ingevoerd_door) == verwacht.get("indiener", set())

    for rol in Rol.values:
        if rol == "opdrachtgever" and situatie == "ter_akkoord, inhoud gegeven":
            continue  # a second one for the same municipality: see the next test
        assert _stappen(aanvraag, maak(rol, **_plek(rol))) == verwacht.get(rol, set()), rol


@pytest.mark.django_db
@pytest.mark.parametrize("rol", [Rol.SECRETARIS, Rol.VOORZITTER])
@pytest.mark.parametrize("situatie", MAG)
def test_the_draaischijf_brings_a_new_request_of_any_ogon_to_its_place(situatie, rol):
    aanvraag = _in(situatie)
    hub = ogon("buurt")
    Gremium.objects.filter(pk=hub.pk).update(coordineert=True)
    nieuw = {"in_behandeling_nemen"} if situatie == "ingediend" else set()
    in_triage = {*TRIAGE, "naar_ogon"} if situatie.partition(",")[0] in ("ingediend", "in_intake") else set()

    assert _stappen(aanvraag, maak(rol, ogon=Ogon.objects.get(pk=hub.pk))) == nieuw | in_triage


@pytest.mark.django_db
def test_who_already_agreed_may_not_agree_again():
    aanvraag = _in("ter_akkoord, inhoud gegeven")
    gever = aanvraag.ramingen.get().akkoorden.get().door

    assert _stappen(aanvraag, gever) == MAG["ter_akkoord, inhoud gegeven"]["opdrachtgever"]


@pytest.mark.django_db
@pytest.mark.parametrize("situatie", MAG)
def test_a_role_elsewhere_ended_or_still_to_come_gives_nothing(situatie):
    aanvraag = _in(situatie)
    gisteren, morgen = klok.vandaag() - timedelta(days=1), klok.vandaag() + timedelta(days=1)

    for rol in Rol.values:
        for plek in _vreemd(rol):
            assert _stappen(aanvraag, maak(rol, **plek)) == set(), (rol, plek)
        assert _stappen(aanvraag, maak(rol, **_plek(rol), tot=gisteren)) == set(), f"{rol} ended"
        assert _stappen(aanvraag, maak(rol, **_plek(rol), van=morgen)) == set(), f"{rol} to come"
    assert _stappen(aanvraag, maak(None)) == set(), "without any role"
    assert _stappen(aanvraag, maak(None, is_active=False)) == set()
    aanvraag.ingevoerd_door.toewijzingen.update(tot=gisteren)
    assert _stappen(aanvraag, aanvraag.ingevoerd_door) == set(), "a requester whose role ended"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("situatie", "rol"),
    [
        ("ingediend", "secretaris"),
        ("in_verificatie", "teammanager"),
        ("in_verificatie, geparafeerd", "opdrachtgever"),
        ("ter_akkoord", "budgethouder"),
        ("ter_prioritering", "voorzitter"),
        ("opgeleverd, geaccepteerd", "concerncontroller"),
    ],
)
def test_a_substitute_may_what_the_other_may_and_only_between_the_dates(situatie, rol):
    aanvraag, vandaag = _in(situatie), klok.vandaag()
    dag = timedelta(days=1)

    nu = vervanger(maak(rol, **_plek(rol)), van=vandaag, tot=vandaag)
    voorbij = vervanger(maak(rol, **_plek(rol)), van=vandaag - 9 * dag, tot=vandaag - dag)
    straks = vervanger(maak(rol, **_plek(rol)), van=vandaag + dag)

    assert _stappen(aanvraag, nu) == MAG[situatie][rol]
    assert _stappen(aanvraag, voorbij) == _stappen(aanvraag, straks) == set()


def test_the_diagram_shows_every_step():
    diagram = AANVRAAG.as_mermaid()

    assert diagram.startswith("stateDiagram-v2")
    assert all(stap.label in diagram for stap in AANVRAAG.stappen.values())
