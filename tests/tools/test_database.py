"""Tests run as the app role on a clone; a database of one's own has real commits and disappears."""

import threading

import psycopg2
import pytest
from django.db import ProgrammingError, connection, transaction

from duoplus.models import Organisatie
from tests import database, plugin


def _ask(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["CREATE TABLE eigen (id int)", "TRUNCATE duoplus_organisatie CASCADE"])
def test_tests_run_as_the_app_role(statement: str):
    assert _ask("SELECT current_user") == [("duoplus_app",)]
    with pytest.raises(ProgrammingError), transaction.atomic():
        _ask(statement)


def test_commits_of_other_threads_are_real(eigen_database):
    def insert(number: int) -> None:
        Organisatie.objects.create(naam=f"Gemeente {number}", letter=str(number))
        connection.close()

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Organisatie.objects.count() == 4
    assert _ask("SELECT current_database()") == [(eigen_database.name,)]


def test_a_session_left_open_does_not_keep_a_database():
    with database.clone(database.empty_template(), f"{plugin.DATABASE}_open") as url:
        left_open = psycopg2.connect(url)

    with pytest.raises(psycopg2.OperationalError):
        left_open.cursor().execute("SELECT 1")


@pytest.mark.django_db
def test_nothing_of_it_is_left_elsewhere():
    assert Organisatie.objects.count() == 0


def test_a_template_is_built_once():
    assert database.empty_template() == database.empty_template()
