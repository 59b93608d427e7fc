"""Documenten die blijven: een typst-sjabloon en gegevens worden een PDF/UA die ook PDF/A is.

Same template, data, fonts and moment give the same bytes, so what was issued can be issued again.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from duoplus.lettertype import drukbaar, tekens_van

STANDAARDEN = ["ua-1", "a-2a"]
LETTERS = Path(settings.BASE_DIR, "static", "dist", "fonts", "ttf")
SJABLONEN = Path(settings.BASE_DIR, "templates", "typst")


def maak(sjabloon: str, gegevens: Mapping[str, Any], *, moment: datetime) -> bytes:
    """The bytes of ``templates/typst/<sjabloon>.typ``, dated ``moment``.

    The data reaches the template as the file gegevens.json, never as source, so text stays text.
    A character that our font lacks is written out: PDF/A allows no empty box, and a document must come.
    """
    bestanden = {
        "main.typ": (SJABLONEN / f"{sjabloon}.typ").read_bytes(),
        "gegevens.json": json.dumps(_drukbaar(gegevens, _tekens()), ensure_ascii=False).encode(),
    }
    return typst.compile(  # type: ignore[call-overload]  # its stub forgets a dict of files
        bestanden,
        format="pdf",
        font_paths=[str(LETTERS)],
        ignore_system_fonts=True,
        pdf_standards=STANDAARDEN,
        timestamp=int(moment.timestamp()),
    )


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
