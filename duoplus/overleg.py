"""Hoe een vergadering en haar punten verlopen, wie ze zien, en of er genoeg organisaties zijn."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from duoplus import leden
from duoplus.choices import AanwezigheidStand, PuntStatus
from duoplus.choices import VergaderingStatus as S
from duoplus.models import Aanwezigheid, Gebruiker, Vergadering
from duoplus.rules import leest_elk_overleg
from duoplus.transitions import StateMachine, stap

VOORAF = (S.GEPLAND, S.UITGENODIGD)
LEIDER = "wie het overleg leidt"
IN_OVERLEG = {rol for wie in (leden.LEIDT, leden.SPREEKT) for rollen in wie.values() for rol in rollen}

VERGADERING = StateMachine(
    "duoplus.vergadering",
    stap(
        "nodig_uit",
        van=S.GEPLAND,
        naar=S.UITGENODIGD,
        label="Agenda versturen",
        wie=LEIDER,
        eist="een punt op de agenda",
    ),
    stap("verzet", van=VOORAF, label="Verzetten", wie=LEIDER, eist="een andere dag of plaats, en een reden"),
    stap(
        "gaat_niet_door",
        van=VOORAF,
        naar=S.VERVALLEN,
        label="Gaat niet door",
        wie=LEIDER,
        eist="een reden; de punten gaan naar de volgende keer",
    ),
    stap("begin", van=VOORAF, naar=S.BEZIG, label="Beginnen", wie=LEIDER, eist="de dag is er"),
    stap(
        "sluit",
        van=S.BEZIG,
        naar=S.GEHOUDEN,
        label="Sluiten",
        wie=LEIDER,
        eist="wat niet aan bod kwam, gaat naar de volgende keer",
    ),
    stap("stel_vast", van=S.GEHOUDEN, naar=S.VASTGESTELD, label="Besluitenlijst vaststellen", wie=LEIDER),
)

PUNT = StateMachine(
    "duoplus.agendapunt",
    stap("wijzig", van=PuntStatus.OPEN, label="Wijzigen", wie=LEIDER),
    stap(
        "besluit",
        van=PuntStatus.OPEN,
        naar=(PuntStatus.BEHANDELD, PuntStatus.AANGEHOUDEN),
        label="Besluiten",
        wie="wie het overleg leidt; in het directieberaad ieder lid",
        eist="een lopende vergadering, genoeg organisaties en een reden",
    ),
    stap(
        "behandel",
        van=PuntStatus.OPEN,
        naar=PuntStatus.BEHANDELD,
        label="Behandeld",
        wie=LEIDER,
        eist="een lopende vergadering",
    ),
    stap("schuif_door", van=PuntStatus.OPEN, naar=PuntStatus.AANGEHOUDEN, label="Doorschuiven", wie=LEIDER),
    stap(
        "trek_in",
        van=PuntStatus.OPEN,
        naar=PuntStatus.INGETROKKEN,
        label="Intrekken",
        wie="wie het overleg leidt, of wie het inbracht",
        eist="een reden",
    ),
)


def komt_ergens(user: Gebruiker) -> bool:
    """Whether meetings are of any use to this person, by his roles alone: the menu asks it on every page."""
    return user.heeft_rol(*IN_OVERLEG) or leest_elk_overleg(user)


def zichtbaar_voor(user: Gebruiker) -> QuerySet[Vergadering]:
    """The twin of the permission ``duoplus.view_vergadering``."""
    alle = Vergadering.objects.select_related("gremium")
    return alle if leest_elk_overleg(user) else alle.filter(gremium__in=leden.gremia_van(user))


@dataclass(frozen=True)
class Quorum:
    """How many organisations are there, and how many must be."""

    er: int
    nodig: int

    @property
    def is_gehaald(self) -> bool:
        return self.er >= self.nodig

    @property
    def zin(self) -> str:
        zijn = "is" if self.er == 1 else "zijn"
        return f"Er {zijn} {self.er} van de {self.nodig} organisaties die nodig zijn."


def aanwezigheid(vergadering: Vergadering) -> list[Aanwezigheid]:
    """What was said last of each person; one query."""
    regels = vergadering.aanwezigheid.select_related("gebruiker", "organisatie")
    return list(regels.order_by("gebruiker_id", "-pk").distinct("gebruiker_id"))


def quorum(vergadering: Vergadering, regels: Iterable[Aanwezigheid] | None = None) -> Quorum:
    """Counts organisations that take part in the body, not people and not guests."""
    if not vergadering.quorum:
        return Quorum(0, 0)
    er = {r.organisatie_id for r in (aanwezigheid(vergadering) if regels is None else regels) if _is_er(r)}
    mee = leden.organisaties(vergadering.gremium, vergadering.datum).filter(pk__in=er)
    return Quorum(mee.count(), vergadering.quorum)


def _is_er(regel: Aanwezigheid) -> bool:
    return regel.stand == AanwezigheidStand.AANWEZIG
