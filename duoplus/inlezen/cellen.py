"""Een cel bewaren als JSON en zo terugkrijgen als zij was: een getal blijft een getal, een dag een dag."""

import math
import re
from datetime import date, datetime
from typing import Any

from duoplus.calc.tabel import als_tekst

_ONMOGELIJK = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL cannot keep


def als_json(cel: object) -> Any:
    if isinstance(cel, datetime):
        return {"moment": cel.replace(tzinfo=None).isoformat()}
    if isinstance(cel, date):
        return {"dag": cel.isoformat()}
    if cel is None or isinstance(cel, bool | int) or (isinstance(cel, float) and math.isfinite(cel)):
        return cel
    return _ONMOGELIJK.sub("\N{REPLACEMENT CHARACTER}", als_tekst(cel))


def uit_json(waarde: Any) -> object:
    if isinstance(waarde, dict):
        moment = waarde.get("moment")
        return datetime.fromisoformat(moment) if moment else date.fromisoformat(waarde["dag"])
    return waarde
