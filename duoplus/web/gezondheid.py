"""What a monitor asks: does the process live, and can it do its work?"""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.models import Bericht
from duoplus.reservekopie import LAATSTE_KOPIE
from duoplus.tasks import LAATSTE_RONDE

BEL_TIMEOUT = 0.1
_migraties_in = False  # no migration leaves again while this process lives


@login_not_required
@require_safe
@transaction.non_atomic_requests
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> HttpResponse:
    """503 unless the database answers, every migration is in and documents can be stored.

    The bell and the worker are reported, not required: without them the pages work, and mail waits.
    """
    nodig = {
        "database": (database := _lukt(_database)),
        "migraties": database and _lukt(_migraties),
        "bijlagen": _schrijfbaar(settings.MEDIA_ROOT),
    }
    verder = {"bel": _bel(), **(_werk() if nodig["migraties"] else {})}
    klaar = all(nodig.values())
    return JsonResponse({"klaar": klaar, **nodig, **verder}, status=200 if klaar else 503)


def _lukt(vraag: Callable[[], Any]) -> bool:
    """Whether it went well; a connection that turned out broken is not kept for the next question."""
    try:
        return vraag() is not False
    except DatabaseError:
        connection.close()
        return False


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migraties() -> bool:
    global _migraties_in
    if not _migraties_in:
        executor = MigrationExecutor(connection)
        _migraties_in = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migraties_in


def _schrijfbaar(map_: Path) -> bool:
    """Whether a page of bytes can be written there; the folder itself is made with the first document."""
    plek = next(deel for deel in (map_, *map_.parents) if deel.exists())
    try:
        with tempfile.TemporaryFile(dir=plek) as proef:
            proef.write(bytes(4096))
    except OSError:
        return False
    return True


def _bel() -> bool:
    opties = {"socket_timeout": BEL_TIMEOUT, "socket_connect_timeout": BEL_TIMEOUT}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **opties) as bel:
            return bool(bel.ping())
    except redis.RedisError:
        return False


def _werk() -> dict[str, int | None]:
    """Seconds since the worker's last round, the oldest message that should have gone, the last copy."""
    laatste = cache.get_many([LAATSTE_RONDE, LAATSTE_KOPIE])
    return {
        "laatste_ronde_s": _geleden(laatste.get(LAATSTE_RONDE)),
        "oudste_bericht_s": _geleden(Bericht.objects.due().aggregate(m=Min("niet_voor"))["m"]),
        "laatste_kopie_s": _geleden(laatste.get(LAATSTE_KOPIE)),
    }


def _geleden(moment: datetime | None) -> int | None:
    return round((klok.nu() - moment).total_seconds()) if moment else None
