"""De urenlijst van teams inlezen: dezelfde regel blijft, andere uren nemen haar plaats in."""

from dataclasses import dataclass, field
from typing import Any

from duoplus.calc.nederlands import uren as als_uren
from duoplus.calc.nederlands import zonder_accenten
from duoplus.calc.tabel import Bronrij, Gelezen, Model
from duoplus.choices import Rijstand
from duoplus.inlezen import Onbruikbaar, Schrijver, Soort, Uitkomst
from duoplus.models import Gebruiker, Inlezing, Team
from ogon.actions.capaciteit import laat_vervallen, schrijf
from ogon.calc.capaciteitslijst import model, velden
from ogon.choices import CapaciteitSoort
from ogon.models import Capaciteitsregel

PERM = "ogon.inlezen_capaciteit"


@dataclass
class Omgeving:
    """What every row of a batch asks of the portal, read once."""

    inlezing: Inlezing
    by: Gebruiker
    teams: dict[str, Team] = field(default_factory=lambda: {team.kort: team for team in Team.objects.all()})


def neem_over(bron: Bronrij, gelezen: Gelezen, *, omgeving: Omgeving) -> Uitkomst:
    """Write the row, or let it take the place of the one with other hours. Raises ``Onbruikbaar``."""
    w, team = gelezen.waarden, omgeving.teams[gelezen.waarden["team"]]
    if not omgeving.by.has_perm("ogon.invullen_team", team):
        raise Onbruikbaar(f"U leidt het team {team} niet. Vraag het de teammanager.")
    omschrijving = w["omschrijving"] or CapaciteitSoort(w["soort"]).label
    waar = {"team": team, "maand": w["maand"], "soort": w["soort"], "omschrijving": omschrijving}
    oud = Capaciteitsregel.objects.geldig().select_for_update().filter(**waar).first()
    if oud is not None and oud.uren == w["uren"]:
        return Uitkomst(Rijstand.ONGEWIJZIGD, oud)
    if oud is not None:
        laat_vervallen(oud)
    nieuw = schrijf(**waar, uren=w["uren"], bron=_herkomst(bron, omgeving), by=omgeving.by)
    if oud is None:
        return Uitkomst(Rijstand.AANGEMAAKT, nieuw)
    return Uitkomst(Rijstand.BIJGEWERKT, nieuw, [f"Was {als_uren(oud.uren)} uur."])


def _herkomst(bron: Bronrij, omgeving: Omgeving) -> str:
    """The file, the sheet and the row, within what fits."""
    plek = f", {bron.blad}, rij {bron.rij}"
    return f"{omgeving.inlezing.bestandsnaam[: 160 - len(plek)]}{plek}"


def _model() -> Model:
    namen: dict[str, Any] = {}
    for team in Team.objects.order_by("-kort"):
        namen |= {zonder_accenten(naam): team.kort for naam in (team.naam, team.kort)}
    return model(namen)


def _schrijver(inlezing: Inlezing, by: Gebruiker) -> Schrijver:
    omgeving = Omgeving(inlezing, by)
    return lambda bron, gelezen: neem_over(bron, gelezen, omgeving=omgeving)


URENLIJST = Soort(
    naam="capaciteit",
    titel="Uren van teams",
    ding="regels",
    perm=PERM,
    velden=velden(),
    model=_model,
    schrijver=_schrijver,
    kop=("team", "maand", "soort"),
    uitleg="Per team en maand: de bruto uren, het verlof, het werk voor de DVO en de buffer.",
)
