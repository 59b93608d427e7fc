"""The processes of docker-compose.yml, run as written there, without Docker: same commands, same settings.

They run in a folder that holds what the Dockerfile copies and nothing else. Only addresses and folders
differ: what a container calls ``db`` or ``/run/secrets`` lies elsewhere here.
"""

import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from psycopg2.extensions import connection
from ruamel.yaml import YAML

from tools import demo, post, services
from tools.services import ROOT

COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
HOST = "duoplus.example.nl"


def dotenv(**own: str) -> dict[str, str]:
    """The example as somebody would fill it in."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line)) | own


def interpolate(text: str, values: dict[str, str]) -> str:
    """``${NAME}``, ``${NAME:-default}`` and ``${NAME:?message}`` as Compose reads them."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if not values.get(name) and kind == ":?":
            raise KeyError(rest)
        return values.get(name) or (rest if kind == ":-" else "")

    return re.sub(r"\$\{(\w+)(?:(:[-?])([^}]*))?\}", value, text).replace("$$", "$")


def stage(name: str) -> str:
    """The lines of the Dockerfile that make this image, without those of the images it starts from."""
    found = re.search(rf"^FROM \S+ AS {name}\n(.*?)(?=^FROM|\Z)", DOCKERFILE, re.M | re.S)
    assert found, name
    return found[1].replace("\\\n", " ")


def image_environment(name: str) -> dict[str, str]:
    said = re.findall(r"^ENV (.*)$", stage(name), re.M)
    return dict(pair.split("=", 1) for line in said for pair in line.split())


def assemble(tree: Path) -> None:
    """What the image holds: each COPY of the stage ``portaal``, but for the packages."""
    for source, target in re.findall(
        r"^COPY (?:--from=voorkant /bouw/)?(\S+) (\S+)$", stage("portaal"), re.M
    ):
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tree / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tree / target).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, tree / target)


def seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Visitor:
    """Somebody behind the proxy: it adds what Caddy adds, and keeps secure cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, **fields: str) -> Answer:
        """Fills in the form on that page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/inloggen/").text)
        assert token or self.cookies.get("__Host-csrf")
        fields["csrfmiddlewaretoken"] = token[1] if token else self.cookies["__Host-csrf"]
        return self._ask(
            "POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request(method, path, body, self._headers() | headers)
            response = line.getresponse()
            text = response.read().decode()
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(response.status, response.headers, text)

    def _headers(self) -> dict[str, str]:
        return {
            "Host": HOST,
            "Origin": f"https://{HOST}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }


@dataclass
class Production:
    """A set of servers with nothing in it yet, and how to run a service of the compose file on them."""

    home: Path
    port: int
    dotenv: dict[str, str]
    super_url: str
    built: set[Path] = field(default_factory=set)  # every file of the image

    def environment(self, service: str) -> dict[str, str]:
        """What the compose file and the image say, and nothing of the machine."""
        image = image_environment("portaal") | (image_environment("beheer") if service == "beheer" else {})
        said = image | SERVICES[service]["environment"]
        values = {key: self._here(interpolate(str(value), self.dotenv)) for key, value in said.items()}
        quiet = {"PYTHONWARNINGS": "ignore"}  # Celery's, when the tests run as root
        return values | quiet | {"PATH": "/usr/bin:/bin", "PG_BIN": str(services._postgres_binaries())}

    def _here(self, text: str) -> str:
        for there, here in (
            ("/run/secrets", "geheimen"),
            ("/portaal", "portaal"),
            ("/var/lib/duoplus", "var"),
        ):
            text = text.replace(there, str(self.home / here))
        return text

    @property
    def tree(self) -> Path:
        return self.home / "portaal"

    def command(self, service: str, port: int = 0) -> list[str]:
        """Without the interpreter in front: ``-m`` of this one takes its place."""
        words = [interpolate(str(word), self.dotenv) for word in SERVICES[service]["command"]]
        there = {
            "0.0.0.0:8000": f"127.0.0.1:{port or self.port}",
            "/tmp/beat": str(self.home / f"rooster-{port}"),
        }
        return [there.get(word, word) for word in words]

    def once(self, service: str, *command: str) -> str:
        """Run a service that ends by itself, or another command in its place; returns what it said."""
        words = list(command) or self.command(service)[1:]
        done = subprocess.run(
            [sys.executable, *map(self._here, words)],
            env=self.environment(service),
            cwd=self.tree,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def running(self, service: str, port: int = 0) -> Iterator[demo.Running]:
        log = self.home / f"{service}-{port or 'vast'}.log"
        with demo.running(log, self.command(service, port), self.environment(service), self.tree) as process:
            yield process

    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def lines(self, service: str) -> list[dict[str, Any]]:
        """The log so far; every line of it must be JSON."""
        text = (self.home / f"{service}-vast.log").read_text()
        return [json.loads(line) for line in text.splitlines()]

    def superuser(self) -> AbstractContextManager[connection]:
        """Into the portal's own database."""
        return services.connection(services.with_database(self.super_url, "portaal"))

    def sql(self, statement: str) -> None:
        with self.superuser() as conn:
            conn.cursor().execute(statement)


def until(question: Callable[[], Any], patience: float = 120) -> Any:
    """The first answer that is not empty; fails when there is none in time."""
    deadline = time.monotonic() + patience
    while not (answer := question()):
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.1)
    return answer


def within(question: Callable[[], Any], patience: float) -> bool:
    try:
        return bool(until(question, patience))
    except AssertionError:
        return False


@contextmanager
def prepared(home: Path) -> Iterator[Production]:
    """Servers, secrets, roles, tables and static files, in the order of the compose file."""
    with ExitStack() as everything:
        state = everything.enter_context(_servers(home))
        smtp = services.free_port()
        everything.enter_context(post.sink(home / "post", smtp))
        filled_in = dotenv(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(smtp), EMAIL_USE_TLS="0", LOG_LEVEL="INFO")
        super_url = services._url(state, "postgres", "postgres")
        production = Production(home, services.free_port(), filled_in, super_url)
        _secrets(home / "geheimen", super_url, services.environment("test")["REDIS_URL"])
        assemble(production.tree)
        production.once("rollen")
        production.once("migrate")
        production.once("web", "manage.py", "collectstatic", "--no-input", "-v", "0")
        production.built |= {path for path in production.tree.rglob("*") if path.is_file()}
        yield production


@contextmanager
def _servers(home: Path) -> Iterator[dict]:
    """A set of its own: here servers are stopped on purpose."""
    patch = pytest.MonkeyPatch()
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "MEDIA_ROOT", "SECRET_KEY"):
        patch.delenv(name, raising=False)
    patch.setattr(services, "RUN", home / "run")
    try:
        services.start("test")
        yield services._load("test")
    finally:
        services.wipe("test")
        shutil.rmtree(services.shelter(), ignore_errors=True)
        patch.undo()


def _secrets(folder: Path, super_url: str, redis_url: str) -> None:
    """What tools/productie/geheimen.sh makes, with the addresses of these servers."""
    server = super_url.rpartition("@")[2].partition("/")[0]
    folder.mkdir()
    secrets = {
        "secret_key": "g" * 60,
        "database_super_url": super_url,
        "database_owner_url": f"postgresql://portaal_eigenaar:een%2Fwoord@{server}/portaal",
        "database_url": f"postgresql://portaal_app:ander%40woord@{server}/portaal",
        "redis_url": redis_url,
        "email_password": "",
    }
    for name, value in secrets.items():
        (folder / name).write_text(f"{value}\n")
