"""Documenten die blijven: een typst-sjabloon en gegevens worden een PDF/UA die ook PDF/A is.

Same template, data, fonts and moment give the same bytes, so what was issued can be issued again.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from duoplus.lettertype import drukbaar, tekens_van

LETTERS = Path(settings.BASE_DIR, "static", "dist", "fonts", "ttf")
SJABLONEN = Path(settings.BASE_DIR, "templates", "typst")
ZETTER = Path(__file__).with_name("zetter.py")


class Zetfout(Exception):
    """What typst says about a template or its data."""


def maak(sjabloon: str, gegevens: Mapping[str, Any], *, moment: datetime) -> bytes:
    """The bytes of ``templates/typst/<sjabloon>.typ``, dated ``moment``.

    A character that our font lacks is written out: PDF/A allows no empty box, and a document must come.
    A process of its own sets it, so that the memory of a long list is free again; raises ``Zetfout``.
    """
    wat = (SJABLONEN / f"{sjabloon}.typ", LETTERS, str(int(moment.timestamp())))
    gezet = subprocess.run(  # noqa: S603  our own command; what people typed goes in as data
        [sys.executable, "-I", ZETTER, *wat],
        input=json.dumps(_drukbaar(gegevens, _tekens()), ensure_ascii=False).encode(),
        capture_output=True,
        check=False,
    )
    if gezet.returncode:
        raise Zetfout(gezet.stderr.decode(errors="replace")[-2000:])
    return gezet.stdout


def _tekens() -> frozenset[int]:
    """Raises ``FileNotFoundError`` without our font: typst would pick another one without a word."""
    bestanden = sorted(LETTERS.glob("PublicSans*.ttf"))
    if not bestanden:
        raise FileNotFoundError(f"Public Sans ontbreekt in {LETTERS}. Draai eerst npm run build.")
    return tekens_van(*bestanden)


def _drukbaar(waarde: Any, tekens: frozenset[int]) -> Any:
    if isinstance(waarde, Mapping):
        return {naam: _drukbaar(deel, tekens) for naam, deel in waarde.items()}
    if isinstance(waarde, list | tuple):
        return [_drukbaar(deel, tekens) for deel in waarde]
    return drukbaar(waarde, tekens) if isinstance(waarde, str) else waarde
