"""De productievorm: wat er in het compose-bestand staat, en of het werkt zoals het er staat."""

import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from psycopg2.extensions import cursor

from tests import productie
from tests.productie import DOCKERFILE, SERVICES, Production, Visitor, until, within
from tools import services
from tools.services import ROOT

DRAAIT = [naam for naam, service in SERVICES.items() if service.get("restart") == "unless-stopped"]
WACHTWOORD = "een-lang-wachtwoord-9"

# What is written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", SERVICES)
def test_every_container_is_locked_up_and_bounded(naam):
    service = SERVICES[naam]
    grens = service["deploy"]["resources"]["limits"]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert {"cpus", "memory", "pids"} <= grens.keys()
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("naam", DRAAIT)
def test_what_keeps_running_tells_how_it_is_and_gets_time_to_stop(naam):
    assert SERVICES[naam]["healthcheck"]["test"]
    assert productie.seconds(SERVICES[naam]["stop_grace_period"]) >= 10


def test_only_the_proxy_can_be_reached():
    assert [naam for naam, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    intern = {naam for naam, netwerk in productie.COMPOSE["networks"].items() if netwerk.get("internal")}
    for naam in ("web", "zwaar", "beat", "db", "valkey", "migrate"):
        assert set(SERVICES[naam]["networks"]) <= intern, naam
    assert not {"db", "valkey"} & {n for n, service in SERVICES.items() if "voor" in service["networks"]}


def test_what_serves_people_never_gets_the_owner_of_the_tables():
    for naam in ("web", "worker", "zwaar", "beat", "proxy"):
        assert not {"database_owner_url", "database_super_url"} & set(SERVICES[naam].get("secrets", [])), naam


def test_every_image_is_pinned_to_its_bytes_and_ours_run_as_nobody_special():
    gekozen = [s["image"] for s in SERVICES.values() if not s["image"].startswith("duoplus-")]
    gekozen += re.findall(r"^ARG \w+=(\S+)", DOCKERFILE, re.M)

    assert len(gekozen) == 5
    assert all(
        re.fullmatch(r"[\w./-]+:[\w.-]*\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}", image) for image in gekozen
    )
    for doel in ("portaal", "beheer", "proxy"):
        assert re.findall(r"^USER (\S+)", productie.stage(doel), re.M)[-1] == "10001:10001", doel


def test_every_file_the_image_copies_exists_and_is_let_through():
    laat_door = [regel[1:] for regel in (ROOT / ".dockerignore").read_text().split("\n") if regel[:1] == "!"]
    for bronnen in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M):
        for bron in bronnen.split():
            assert (ROOT / bron).exists(), bron
            assert any(bron == deel or bron.startswith(f"{deel}/") for deel in laat_door), bron


def test_the_image_starts_as_the_compose_file_does():
    (opdracht,) = re.findall(r'^CMD \["gunicorn", (.*)\]$', DOCKERFILE, re.M)
    assert re.findall(r'"([^"]*)"', opdracht) == SERVICES["web"]["command"][1:]


def test_the_secrets_are_made_once_fit_together_and_only_you_can_reach_them(tmp_path):
    script = tmp_path / "tools" / "productie" / "geheimen.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "productie" / "geheimen.sh", script)
    map_, gemaakt = tmp_path / "geheimen", []
    for _ in range(2):
        subprocess.run(["sh", script], check=True, capture_output=True)
        gemaakt.append({pad.name: pad.read_text().strip() for pad in map_.iterdir() if pad.is_file()})

    geheimen, weer = gemaakt
    assert geheimen == weer
    assert stat.S_IMODE(map_.stat().st_mode) == 0o700
    gevraagd = {geheim["file"] for geheim in productie.COMPOSE["secrets"].values()}
    assert {f"./geheimen/{naam}" for naam in geheimen} == gevraagd
    assert geheimen["postgres_wachtwoord"] in geheimen["database_super_url"]
    assert geheimen["valkey_conf"].removeprefix("requirepass ") in geheimen["redis_url"]
    assert len({*geheimen.values()}) == len(geheimen)


# What runs ----------------------------------------------------------------------------------------------

draait = pytest.mark.xdist_group("productie")


@pytest.fixture(scope="module")
def portaal(tmp_path_factory) -> Iterator[Production]:
    """Everything up, as after ``docker compose up``."""
    with ExitStack() as alles:
        production = alles.enter_context(productie.prepared(tmp_path_factory.mktemp("productie")))
        for naam in ("beat", "web", "worker", "zwaar"):
            alles.enter_context(production.running(naam))
        until(lambda: _stand(production) == 200, 90)
        yield production


def _stand(portaal: Production) -> int:
    try:
        return portaal.visitor().get("/readyz").status
    except OSError:
        return 0


@pytest.fixture(scope="module")
def beheerder(portaal) -> Visitor:
    """The first person: by command, by mail, by a password of their own."""
    portaal.once("web", "manage.py", "beheerder", "beheer@duoplus.example.nl")
    (brief,) = until(lambda: list((portaal.home / "post").glob("*.eml")))
    tekst = brief.read_text().replace("=\n", "").replace("=3D", "=")
    pad = re.search(rf"https://{productie.HOST}(/wachtwoord/nieuw/\S+/)", tekst)[1]
    bezoeker = portaal.visitor()
    pad = bezoeker.get(pad).headers["Location"]
    bezoeker.post(pad, password1=WACHTWOORD, password2=WACHTWOORD)
    antwoord = bezoeker.post("/inloggen/", login="beheer@duoplus.example.nl", password=WACHTWOORD)
    assert (antwoord.status, antwoord.headers["Location"]) == (302, "/")
    return bezoeker


@draait
def test_the_first_beheerder_gets_in_by_the_mail_that_the_worker_sent(portaal, beheerder):
    pagina = beheerder.get("/")

    assert pagina.status == 200
    assert "Mijn werk" in pagina.text
    assert {"__Host-sessie", "__Host-csrf"} <= beheerder.cookies.keys()
    assert pagina.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "unsafe" not in pagina.headers["Content-Security-Policy"]


@draait
def test_static_files_have_hashed_names_and_stay_a_year(portaal):
    pad = re.search(r'href="(/static/duo\.[0-9a-f]{12}\.css)"', portaal.visitor().get("/inloggen/").text)[1]

    antwoord = portaal.visitor().get(pad, **{"Accept-Encoding": "identity"})

    assert antwoord.status == 200
    assert "immutable" in antwoord.headers["Cache-Control"]


@draait
def test_plain_http_and_other_names_are_turned_away(portaal):
    kaal = portaal.visitor().get("/inloggen/", **{"X-Forwarded-Proto": "http"})

    assert (kaal.status, kaal.headers["Location"]) == (301, f"https://{productie.HOST}/inloggen/")
    assert portaal.visitor().get("/inloggen/", Host="ergens.anders.nl").status == 400


@draait
def test_the_demo_lets_nobody_in_here(portaal):
    bezoeker = portaal.visitor()

    assert "demo/inloggen" not in bezoeker.get("/inloggen/").text
    assert bezoeker.post("/demo/inloggen/", email="beheerder@demo.duoplus.example").status == 404


@draait
def test_one_number_follows_a_request_into_the_worker(portaal, beheerder):
    """For half a minute after the bell failed nobody rings it: the worker's round has a number of its own."""

    def gevolgd(nummer: str) -> bool:
        bezoeker = portaal.visitor()
        bezoeker._headers = lambda: Visitor._headers(bezoeker) | {"X-Request-ID": nummer}
        bezoeker.post("/wachtwoord/vergeten/", email="beheer@duoplus.example.nl")
        return within(lambda: any(regel["request_id"] == nummer for regel in portaal.lines("worker")), 20)

    pogingen = (f"verzoek-om-een-nieuw-wachtwoord-{n}" for n in range(3))
    nummer = next(nummer for nummer in pogingen if gevolgd(nummer))
    (web,) = (r for r in portaal.lines("web") if r["request_id"] == nummer and r.get("method") == "POST")
    assert (web["path"], web["status"]) == ("/wachtwoord/vergeten/", 302)


@draait
def test_every_line_of_every_process_is_json_and_tells_no_secret(portaal, beheerder):
    for naam in ("web", "worker", "beat"):
        regels = portaal.lines(naam)
        assert all({"time", "level", "logger", "message"} <= regel.keys() for regel in regels)
        tekst = str(regels)
        for geheim in ("beheer@duoplus.example.nl", WACHTWOORD, "woord@", "gggggg"):
            assert geheim not in tekst, naam
        assert not re.search(r"/wachtwoord/nieuw/\w+-[\w-]{8,}", tekst), naam


@draait
def test_an_error_shows_a_number_and_nothing_of_the_inside(portaal, beheerder):
    portaal.sql("ALTER TABLE duoplus_bericht RENAME TO duoplus_even_weg")
    try:
        antwoord = beheerder.get("/meldingen/")
    finally:
        portaal.sql("ALTER TABLE duoplus_even_weg RENAME TO duoplus_bericht")

    nummer = antwoord.headers["X-Request-ID"]
    assert antwoord.status == 500
    assert f"<strong>{nummer}</strong>" in antwoord.text
    assert not re.search(r"Traceback|DEBUG|relation|duoplus_bericht", antwoord.text)
    fout = [r for r in portaal.lines("web") if r["request_id"] == nummer and "traceback" in r]
    assert "duoplus_bericht" in fout[0]["traceback"]


@draait
def test_pages_work_and_mail_waits_while_the_bell_is_down(portaal, beheerder):
    services._end(services._home("test") / "valkey" / "valkey.pid")
    try:
        begin = time.monotonic()
        antwoord = portaal.visitor().post("/wachtwoord/vergeten/", email="beheer@duoplus.example.nl")
        duur = time.monotonic() - begin
        stand = portaal.visitor().get("/readyz")
    finally:
        services.start("test")

    assert antwoord.status == 302
    assert duur < 3
    assert (stand.status, stand.json()["bel"]) == (200, False)
    until(lambda: portaal.visitor().get("/readyz").json()["bel"])


@draait
def test_a_database_that_is_away_is_told_and_comes_back_by_itself(portaal, beheerder):
    services._end(services._home("test") / "postgres" / "postmaster.pid")
    try:
        stand, pagina = portaal.visitor().get("/readyz"), beheerder.get("/")
        leeft = portaal.visitor().get("/livez")
    finally:
        services.start("test")

    assert (stand.status, stand.json()["database"]) == (503, False)
    assert (pagina.status, pagina.headers["Retry-After"]) == (503, "30")
    assert "even niet bereikbaar" in pagina.text
    assert leeft.status == 200
    until(lambda: _stand(portaal) == 200)
    assert beheerder.get("/").status == 200


@draait
def test_the_health_checks_of_the_compose_file_pass(portaal):
    def gezond(naam: str) -> bool:
        soort, *opdracht = SERVICES[naam]["healthcheck"]["test"]
        tekst = " ".join(opdracht) if soort == "CMD" else opdracht[0].replace("$$", "$")
        for daar, hier in (
            (
                "python -m tools.productie.gezond",
                f"python -m tools.productie.gezond http://127.0.0.1:{portaal.port}/readyz",
            ),
            ("/tmp/beat*", f"{portaal.home}/rooster-*"),
        ):
            tekst = tekst.replace(daar, hier)
        omgeving = portaal.environment(naam) | {"HOSTNAME": services.socket.gethostname()}
        omgeving["PATH"] = f"{ROOT}/.venv/bin:/usr/bin:/bin"
        return (
            subprocess.run(
                ["sh", "-c", tekst], env=omgeving, cwd=portaal.tree, capture_output=True
            ).returncode
            == 0
        )

    for naam in ("web", "worker", "zwaar", "beat"):
        assert until(lambda naam=naam: gezond(naam)), naam


@draait
def test_the_clock_ticks_and_the_worker_makes_its_round(portaal):
    """Beat asks every thirty seconds; nothing here asks for it otherwise."""
    ronde = until(lambda: portaal.visitor().get("/readyz").json()["laatste_ronde_s"] is not None, 75)
    assert ronde


@draait
def test_the_drill_of_the_manual(portaal, beheerder):
    """A copy, a second database, and back into it, each by the command of docs/beheer.md."""
    kopieen = "/var/lib/duoplus/kopieen"
    portaal.once("beheer", "manage.py", "reservekopie", "--naar", kopieen)
    (kopie,) = (portaal.home / "var" / "kopieen").iterdir()
    portaal.once("rollen", "-m", "tools.productie.rollen", "oefening")

    opties = ["--in", "oefening", "--bijlagen", f"{kopieen}/oefening"]
    gezegd = portaal.once("beheer", "manage.py", "terugzetten", f"{kopieen}/{kopie.name}", *opties)

    assert "Teruggezet en vergeleken" in gezegd
    assert portaal.visitor().get("/readyz").json()["laatste_kopie_s"] < 60
    shutil.rmtree(kopie)


@draait
def test_nothing_writes_in_the_folder_of_the_portal(portaal, beheerder):
    """The containers are read-only: whatever would write beside its code fails there."""
    assert portaal.built
    assert {pad for pad in portaal.tree.rglob("*") if pad.is_file()} == portaal.built


@draait
@pytest.mark.parametrize("naam", ["web", "worker", "zwaar", "beat"])
def test_each_process_stops_when_asked_within_its_time(portaal, naam):
    poort = services.free_port()
    with portaal.running(naam, poort) as lopend:
        until(lambda: _begonnen(portaal, naam, poort))
        lopend.process.send_signal(signal.SIGTERM)  # to the first process only, as Docker does
        assert lopend.process.wait(productie.seconds(SERVICES[naam]["stop_grace_period"])) == 0


@draait
def test_a_page_in_the_making_is_finished_before_the_web_stops(portaal, beheerder):
    poort = services.free_port()
    bezoeker = Visitor(poort, dict(beheerder.cookies))
    with portaal.running("web", poort) as lopend, ThreadPoolExecutor() as ernaast:
        until(lambda: _begonnen(portaal, "web", poort))
        with portaal.superuser() as slot, slot.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE duoplus_bericht IN ACCESS EXCLUSIVE MODE")
            antwoord = ernaast.submit(bezoeker.get, "/meldingen/")
            until(lambda: _iemand_wacht(cursor))
            lopend.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
        assert antwoord.result().status == 200
        assert lopend.process.wait(productie.seconds(SERVICES["web"]["stop_grace_period"])) == 0


def _iemand_wacht(cursor: cursor) -> bool:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
    return cursor.fetchall()[0][0]


def _begonnen(portaal: Production, naam: str, poort: int) -> bool:
    log = (portaal.home / f"{naam}-{poort}.log").read_text()
    if naam == "beat":
        return any(portaal.home.glob(f"rooster-{poort}*"))
    return " ready." in log if naam in ("worker", "zwaar") else "Booting worker" in log
