"""Fixtures for everyone. Databases and servers: tests/database.py and tests/server.py."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections, transaction
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browser as watching
from tests import database, plugin, server
from tools import chromium

_numbers = itertools.count(1)

DESKTOP = {"width": 1366, "height": 900}
MOBILE = {"width": 390, "height": 844}
# What looks most different; journeys/toegankelijk.py judges every page of the portal in these two.
UITERSTEN = [
    pytest.param(DESKTOP, "light", id="breed, licht"),
    pytest.param(MOBILE, "dark", id="smal, donker"),
]
# Take seconds to build: once for all tests of a file. In this order: while one worker has the second in
# hand, the other builds the demo year for both.
SHARED = ("portaal", "wereld", "demo_server")


@dataclass(frozen=True)
class EigenDatabase:
    """A throw-away database in which commits are real."""

    name: str
    url: str

    @contextmanager
    def als_eigenaar(self) -> Iterator[None]:
        """The owner of the tables at the keyboard: who can do what the portal itself cannot."""
        eigenaar, stand = urlsplit(os.environ["DATABASE_OWNER_URL"]), connection.settings_dict
        app = {naam: stand[naam] for naam in ("USER", "PASSWORD")}
        connection.close()
        stand |= {"USER": eigenaar.username or "", "PASSWORD": eigenaar.password or ""}
        try:
            yield
        finally:
            connection.close()
            stand |= app


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nothing may flush a database. What is shared by a file goes to one worker, and first of all.

    The long files start first, the thousands of short tests fill the rest: no worker waits for the other.
    Tests that share a portal follow each other as in their file; all others, and the files, are shuffled.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if "transactional_db" in _fixtures(item) or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(
                f"{item.nodeid}: append-only tables cannot be flushed; use eigen_database."
            )
        if _rank(item) < len(SHARED):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
    _in_order(items)


def _in_order(items: list[pytest.Item]) -> None:
    first = {item.location[0]: place for place, item in reversed(list(enumerate(items)))}
    items.sort(key=lambda item: (_rank(item), *_story(item, first)))


def _story(item: pytest.Item, first: dict[str, int]) -> tuple[int, ...]:
    file, line, _ = item.location
    return (first[file], line or 0) if _rank(item) < len(SHARED) else ()


def _rank(item: pytest.Item) -> int:
    """The place in SHARED of what this test shares, or the end."""
    return next((place for place, name in enumerate(SHARED) if name in _fixtures(item)), len(SHARED))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """This worker's clone of the migrated template, dropped at the end."""
    with django_db_blocker.unblock(), database.clone(database.empty_template(), plugin.DATABASE):
        yield
        connections.close_all()


@pytest.fixture(scope="module")
def vooraf(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For what the tests of a file all start from: made once on top of this, gone after the last of them.

    Each test rolls back what it did itself, as ever.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def eigen_database(django_db_setup, django_db_blocker) -> Iterator[EigenDatabase]:
    """For threads, processes and locks: Django points at a clone of its own, with real commits.

    Instead of the mark django_db, not beside it.
    """
    name = f"{plugin.DATABASE}_{next(_numbers)}"
    settings = connections["default"].settings_dict  # shared by the connections of all threads
    with django_db_blocker.unblock(), database.clone(database.empty_template(), name) as url:
        connections.close_all()
        settings["NAME"] = name
        try:
            yield EigenDatabase(name, url)
        finally:
            connections.close_all()
            settings["NAME"] = plugin.DATABASE


@pytest.fixture(scope="module")
def demo_server() -> Iterator[server.DemoServer]:
    """A running portal with the demo year around 2026-11-21, shared by the tests of one file."""
    with server.running(f"{plugin.DATABASE}_demo{next(_numbers)}") as started:
        yield started


TREK_IN = """
from ogon.actions.opschaling import trek_in
from ogon.models import Opschaling
for opschaling in Opschaling.objects.open():
    trek_in(opschaling, by=opschaling.gemeld_door, reden="Wij komen er zelf uit.")
"""


@pytest.fixture(scope="module")
def vrij_bord(demo_server: server.DemoServer) -> None:
    """What the demo year put before the directieberaad is taken back, so that every row can move."""
    demo_server.manage("shell", "-v", "0", "-c", TREK_IN)


@pytest.fixture(scope="module")
def demo_worker(demo_server: server.DemoServer) -> Iterator[None]:
    """The portal's own Celery worker, for journeys that wait for a mail or a file."""
    with server.worker(demo_server):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        yield started
        started.close()


@pytest.fixture
def guard(demo_server: server.DemoServer) -> Iterator[watching.Guard]:
    """Fails the test on a CSP violation, console error, page error or failed request on any page."""
    guard = watching.Guard(demo_server.url)
    yield guard
    guard.check()


@pytest.fixture
def new_page(
    browser: Browser, demo_server: server.DemoServer, guard: watching.Guard
) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own: another person, another device. Options as for a Playwright context."""
    contexts: list[BrowserContext] = []

    def make(**options) -> Page:
        defaults = {"viewport": DESKTOP, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
        contexts.append(browser.new_context(base_url=demo_server.url, **defaults | options))
        page = contexts[-1].new_page()
        guard.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh browser window of 1366 x 900."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that axe finds nothing on this page, WCAG 2.2 AA and best practices."""

    def check(page: Page) -> None:
        assert watching.axe_violations(page) == []

    return check
