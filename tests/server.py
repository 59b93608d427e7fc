"""A real portal for browser journeys: gunicorn on its own copy of the demo year, with a post box."""

import email
import email.policy
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests import database, plugin
from tools import demo, post, services


@dataclass(frozen=True)
class DemoServer:
    """What a journey needs to know of the portal it drives."""

    url: str
    database_url: str
    env: dict[str, str]
    home: Path

    def rows(self, query: str, *params: Any) -> list[tuple]:
        """What the database holds, seen from outside the portal."""
        with services.connection(self.database_url) as conn, conn.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()

    def manage(self, *arguments: str) -> str:
        """Run a management command on this portal; returns what it printed."""
        return database.manage(*arguments, **self.env)

    def mails(self, to: str = "") -> list[EmailMessage]:
        """What the post box received, oldest first, for this address or for all."""
        files = sorted(Path(self.env["DEMO_POST_DIR"]).glob("*.eml"))
        messages = [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files
        ]
        return [message for message in messages if to in message["To"]]


@contextmanager
def running(name: str) -> Iterator[DemoServer]:
    """A portal on a throw-away copy of the demo year, gone with all its processes afterwards."""
    template = database.demo_template()
    with ExitStack() as everything:
        url = everything.enter_context(database.clone(template, name))
        home = plugin.HOME / "servers" / name
        everything.callback(shutil.rmtree, home, ignore_errors=True)
        server = _describe(url, home)
        _copy_attachments(template, home / "bijlagen")
        everything.enter_context(post.sink(home / "post", int(server.env["EMAIL_PORT"])))
        address = server.url.removeprefix("http://")
        web = everything.enter_context(_process(server, "web", [*demo.WEB, "-w", "1", "-b", address]))
        demo.until_it_answers(f"{server.url}/livez", [web])
        yield server


@contextmanager
def worker(server: DemoServer) -> Iterator[None]:
    """The Celery work of this portal, heavy and light in one process: it starts sooner."""
    with _process(server, "worker", demo.worker("alles", "celery,zwaar", 4)):
        yield


def _process(server: DemoServer, name: str, module: list[str]) -> AbstractContextManager[demo.Running]:
    return demo.running(server.home / f"{name}.log", module, os.environ | server.env)


def _describe(url: str, home: Path) -> DemoServer:
    address = f"http://127.0.0.1:{services.free_port()}"
    env = {
        "DJANGO_SETTINGS_MODULE": "duoplus.settings",
        "DATABASE_URL": url,
        "BASE_URL": address,
        "DUOPLUS_DEMO": "1",
        "MEDIA_ROOT": str(home / "bijlagen"),
        "DEMO_POST_DIR": str(home / "post"),
        "EMAIL_PORT": str(services.free_port()),
        "PYTHONUNBUFFERED": "1",
    }
    return DemoServer(address, url, env, home)


def _copy_attachments(template: str, target: Path) -> None:
    target.mkdir(parents=True)
    if database.attachments(template).exists():
        shutil.copytree(database.attachments(template), target, dirs_exist_ok=True)
