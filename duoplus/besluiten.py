"""Een besluit vastleggen. Wie het mag nemen, bepaalt de app die erom vraagt."""

from typing import Any

from duoplus import klok
from duoplus.choices import BesluitSoort
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium, Teller


def neem(
    gremium: Gremium,
    soort: BesluitSoort,
    *,
    titel: str,
    reden: str,
    by: Gebruiker,
    namens: Gebruiker | None = None,
    voorwaarde: str = "",
    agendapunt: Agendapunt | None = None,
    **gegevens: Any,
) -> Besluit:
    """Record a decision under its own number; it can be superseded, never changed."""
    return Besluit.objects.create(
        nummer=Teller.volgende("BES", klok.vandaag().year),
        gremium=gremium,
        soort=soort,
        titel=titel[:200],
        reden=reden,
        voorwaarde=voorwaarde,
        agendapunt=agendapunt,
        genomen_door=by,
        namens=namens,
        gegevens=gegevens,
    )
