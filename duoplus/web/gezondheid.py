"""What a monitor asks: does the process live, and can it do its work?"""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and every migration is in; else 503."""
    executor = MigrationExecutor(connection)
    klaar = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return HttpResponse("ok" if klaar else "migraties ontbreken", status=200 if klaar else 503)
