"""The floor of a page: a plain Django view, the same SQL, a plain table of fifty rows.

The view stands behind the middleware of a new Django project, executes word for word the SQL that the
page executed, and shows the longest answer: so no page with this SQL can be quicker by much.
"""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    f"{__name__}.own_addresses",
]
HOST = "127.0.0.1"
SQL = "bench.sql"
ROWS, COLUMNS = 50, 8
TEMPLATE = Engine().from_string(
    "<!doctype html><html lang=nl><title>Vloer</title><table>"
    "{% for rij in rijen %}<tr>{% for cel in rij %}<td>{{ cel }}</td>{% endfor %}</tr>{% endfor %}"
    "</table></html>"
)
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


def view(request: HttpRequest) -> HttpResponse:
    answers = []
    with connection.cursor() as cursor:
        for statement in request.META[SQL]:
            cursor.execute(statement)
            answers.append(cursor.fetchall() if cursor.description else [])
    longest = max(answers, key=len)
    return HttpResponse(TEMPLATE.render(Context({"rijen": [row[:COLUMNS] for row in longest[:ROWS]]})))


urlpatterns = [path("", view)]


def client(statements: list[str]) -> Client:
    """A visitor of the floor under the page that executed these."""
    visitor = Client(SERVER_NAME=HOST)
    visitor.defaults[SQL] = statements  # type: ignore[assignment]  # an environ holds any object
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        visitor.handler.load_middleware()
    return visitor


def queries(act: Callable[[], object]) -> list[str]:
    """The SQL of this act as sent; transactions are not counted."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(NOT_QUERIES)]
