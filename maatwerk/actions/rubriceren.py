"""Het taakveld van een opdracht, en of zij eenmalig is of elk jaar: invullen of verbeteren (R11)."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.models import Opdracht
from maatwerk.taakvelden import labels

RECHT = "maatwerk.rubriceren_opdracht"
Rubrieken = Mapping[int, tuple[str, str]]  # assignment (its pk) → taakveld and I or S


@transaction.atomic
def rubriceer(opdracht: Opdracht, *, by: Gebruiker, taakveld: str, i_s: str, reden: str) -> Opdracht:
    """Geef een opdracht een taakveld en I of S; ook als zij al is afgesloten.

    What was reported definitely stays as it was reported.
    """
    if not by.has_perm(RECHT, opdracht):
        raise PermissionDenied(RECHT)
    opdracht = Opdracht.objects.select_for_update(of=("self",)).select_related("aanvraag").get(pk=opdracht.pk)
    if (opdracht.taakveld, opdracht.i_s) == (taakveld, i_s):
        raise StapKanNiet(f"{opdracht} staat al op dit taakveld.")
    namen = labels({opdracht.taakveld, taakveld} - {""})
    if namen.get(taakveld, taakveld) == taakveld:
        raise StapKanNiet(
            f"Het taakveld {taakveld or 'zonder code'} bestaat op {klok.vandaag():%d-%m-%Y} niet."
        )
    verschil = [
        ("Taakveld", namen.get(opdracht.taakveld, ""), namen[taakveld]),
        ("Incidenteel of structureel", _i_s(opdracht.i_s), _i_s(i_s)),
    ]
    opdracht.taakveld, opdracht.i_s = taakveld, i_s
    opdracht.full_clean(validate_unique=False)
    opdracht.save(update_fields=["taakveld", "i_s"])
    events.record(
        "maatwerk.aanvraag.rubriceren", opdracht.aanvraag, by=by, namens=namens(by, RECHT, opdracht),
        opdracht=str(opdracht), reden=reden, verschil=[regel for regel in verschil if regel[1] != regel[2]],
    )  # fmt: skip
    return opdracht


@transaction.atomic
def rubriceer_samen(
    opdrachten: Mapping[int, Opdracht], rubrieken: Rubrieken, *, by: Gebruiker, reden: str
) -> int:
    """Vul meer opdrachten in één keer in; alle of geen. Gives how many."""
    for pk in sorted(rubrieken):
        taakveld, i_s = rubrieken[pk]
        rubriceer(opdrachten[pk], by=by, taakveld=taakveld, i_s=i_s, reden=reden)
    return len(rubrieken)


def _i_s(waarde: str) -> str:
    return str(IncidenteelStructureel(waarde).label) if waarde else ""
