"""De zegelcode van gegevens: wie dezelfde inhoud heeft, rekent altijd dezelfde code uit."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def canoniek(inhoud: Any) -> bytes:
    """The one way to write these data as JSON: keys in order, no idle spaces, UTF-8."""
    return json.dumps(
        inhoud,
        cls=DjangoJSONEncoder,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    ).encode()


def zegel(inhoud: Any) -> str:
    """SHA-256 of the canonical JSON; the same after the data went through the database."""
    return hashlib.sha256(canoniek(inhoud)).hexdigest()
