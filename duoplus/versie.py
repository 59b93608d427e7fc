"""Welke versie van het portaal dit is; het staat in wat wij vastleggen en uitgeven."""

import tomllib
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"

with _PROJECT.open("rb") as _bestand:
    VERSIE: str = tomllib.load(_bestand)["project"]["version"]
