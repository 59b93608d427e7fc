"""Op wie een aanvraag nu wacht, als verzameling: wat iemand mag doen om haar verder te brengen.

The twin of ``AANVRAAG.mag`` over the steps of ``VERDER``, so that the menu can count in one query and the
page read in a few; a test proves for every state and role that the two agree.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import IsNull

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Roltoewijzing, Termijn
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Akkoord, Boekingstotaal, Deelnemer, Paraaf, Raming, Verificatie
from maatwerk.models.aanvraag import AanvraagQuerySet
from maatwerk.rules import AKKOORD_ROL
from maatwerk.transitions import VERDER
from maatwerk.volgorde.slot import is_vrij

# Work that runs, or rests, for weeks: it waits on somebody only when its date comes near.
LOOPT = (S.IN_UITVOERING, S.WACHTLIJST, S.AANGEHOUDEN)
NABIJ_DAGEN = 14


# Who may, as a condition on the rows -------------------------------------------------------------------

GEEN = Q(pk__in=[])
ELKE = ~GEEN  # an empty Q would vanish beside another one


def een_van(voorwaarden: Iterable[Q]) -> Q:
    """Any of these; without one no row at all."""
    return reduce(or_, voorwaarden, GEEN)


def _er_is(rijen: QuerySet[Any]) -> Q:
    """``Exists``, looked up per row: beside an OR, EXISTS would first read the whole table."""
    return Q(IsNull(Subquery(rijen.order_by().values("pk")[:1]), False))


def _met(user: Gebruiker, *rollen: Rol) -> list[Roltoewijzing]:
    return [toewijzing for toewijzing in user.rollen if toewijzing.rol in rollen]


def _zelf(user: Gebruiker) -> Q:
    return Q(aanvrager=user) | Q(ingevoerd_door=user)


def _in_ogon(user: Gebruiker, rol: Rol) -> Q:
    return Q(ogon__in=[t.gremium_id for t in _met(user, rol) if t.gremium_id is not None])


def _per_gemeente(user: Gebruiker, rol: Rol) -> Iterator[tuple[int | None, Q]]:
    """Each municipality for which the role is held, with the rows: it takes part, in an OGON of the role."""
    gremia: dict[int | None, set[int | None]] = {}
    for t in _met(user, rol):
        gremia.setdefault(t.organisatie_id, set()).add(t.gremium_id)
    for organisatie, welke in gremia.items():
        in_ogon = ELKE if None in welke else Q(ogon__in=welke) | Q(ogon=None)
        yield organisatie, in_ogon & _er_is(_deel().filter(organisatie=organisatie))


def _deel() -> QuerySet[Deelnemer]:
    return Deelnemer.objects.filter(aanvraag=OuterRef("pk"))


def _secretaris(user: Gebruiker) -> Q:
    return _in_ogon(user, Rol.SECRETARIS)


def _voorzitter(user: Gebruiker) -> Q:
    return _in_ogon(user, Rol.VOORZITTER)


def _opdrachtgever(user: Gebruiker) -> Q:
    return een_van(rijen for _, rijen in _per_gemeente(user, Rol.OPDRACHTGEVER))


def _teammanager(user: Gebruiker) -> Q:
    return een_van(
        ELKE if t.team_id is None else Q(team=t.team_id) | Q(team=None) for t in _met(user, Rol.TEAMMANAGER)
    )


def _eigen(user: Gebruiker) -> Q:
    gemeenten = [t.organisatie_id for t in _met(user, Rol.AANVRAGER)]
    return _zelf(user) & Q(organisatie__in=gemeenten)


# What each step asks beside the state; the names are those of the steps ---------------------------------


def _aanvullen(user: Gebruiker) -> Q:
    return _eigen(user) | _opdrachtgever(user)


def _paraferen(user: Gebruiker) -> Q:
    return _teammanager(user) & Q(paraaf_op=None)


def _bevestigen(user: Gebruiker) -> Q:
    return _opdrachtgever(user) & ~_zelf(user) & Q(paraaf_op__isnull=False)


def _akkoord_geven(user: Gebruiker) -> Q:
    ramingen = Raming.objects.filter(aanvraag=OuterRef("pk"), vervallen_op=None)
    open_staand = een_van(
        rijen & ~_er_is(_gegeven(organisatie, Q(soort=soort) | Q(door=user)))
        for soort, rol in AKKOORD_ROL.items()
        for organisatie, rijen in _per_gemeente(user, rol)
    )
    return open_staand & _er_is(ramingen.exclude(opgesteld_door=user)) & ~_zelf(user)


def _gegeven(organisatie: int | None, welke: Q) -> QuerySet[Akkoord]:
    geldig = Akkoord.objects.filter(raming__aanvraag=OuterRef("pk"), raming__vervallen_op=None)
    return geldig.filter(welke, organisatie=organisatie)


def _prioriteren(user: Gebruiker) -> Q:
    return _voorzitter(user) & ~_zelf(user) & is_vrij()


def _opdracht_geven(user: Gebruiker) -> Q:
    gemeenten = [t.organisatie_id for t in _met(user, Rol.BUDGETHOUDER)]
    eigen_paraaf = Paraaf.objects.filter(opdracht__aanvraag=OuterRef("pk"), door=user)
    tweede = Q(organisatie__in=gemeenten, opdracht__isnull=False) & ~_er_is(eigen_paraaf)
    eerste = _voorzitter(user) & Q(opdracht=None)
    return (eerste | (tweede & ~_voorzitter(user))) & ~_zelf(user) & is_vrij()


def _accepteren(user: Gebruiker) -> Q:
    return _opdrachtgever(user) & Q(opdracht__isnull=False, opdracht__geaccepteerd_op=None)


def _afsluiten(user: Gebruiker) -> Q:
    return Q(opdracht__isnull=False) & (Q(opdracht__geaccepteerd_op__isnull=False) | _bleef_stil())


def _bleef_stil() -> Q:
    """Reminded, and since then silent for the whole term (``maatwerk.rules.bleef_stil``)."""
    grens = _laatste_dag_die_om_is()
    if grens is None:
        return GEEN
    herinnerd = Gebeurtenis.objects.filter(
        content_type=ContentType.objects.get_for_model(Aanvraag),
        object_id=OuterRef("pk"),
        soort="maatwerk.aanvraag.herinneren",
        op__gte=OuterRef("status_sinds"),
    )
    return _er_is(herinnerd) & ~_er_is(herinnerd.filter(op__date__gt=grens))


def _laatste_dag_die_om_is() -> date | None:
    """The last day whose term of silence has passed today."""
    vandaag, vrij = klok.vandaag(), Feestdag.objects.als_vrij()
    aantal = Termijn.objects.werkdagen("maatwerk.opgeleverd", vandaag)
    if aantal is None:
        return None
    dag = vandaag
    while na_werkdagen(dag, aantal, vrij) >= vandaag:
        dag -= timedelta(days=1)
    return dag


# Per step the roles that take it and what else it asks; a step of another role costs nothing.
EISEN: dict[str, tuple[tuple[Rol, ...], Callable[[Gebruiker], Q]]] = {
    "in_behandeling_nemen": ((Rol.SECRETARIS,), _secretaris),
    "ter_verificatie": ((Rol.SECRETARIS,), _secretaris),
    "aanvullen": ((Rol.AANVRAGER, Rol.OPDRACHTGEVER), _aanvullen),
    "paraferen": ((Rol.TEAMMANAGER,), _paraferen),
    "bevestigen": ((Rol.OPDRACHTGEVER,), _bevestigen),
    "voorstellen": ((Rol.TEAMMANAGER,), _teammanager),
    "akkoord_geven": ((Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER), _akkoord_geven),
    "prioriteren": ((Rol.VOORZITTER,), _prioriteren),
    "opdracht_geven": ((Rol.VOORZITTER, Rol.BUDGETHOUDER), _opdracht_geven),
    "starten": ((Rol.TEAMMANAGER,), _teammanager),
    "opleveren": ((Rol.TEAMMANAGER,), _teammanager),
    "accepteren": ((Rol.OPDRACHTGEVER,), _accepteren),
    "afsluiten": ((Rol.CONCERNCONTROLLER,), _afsluiten),
}

# The sets ------------------------------------------------------------------------------------------------


STATUSSEN: dict[str, list[S]] = {
    stap: [S(status) for status, stappen in VERDER.items() if stap in stappen] for stap in EISEN
}


def _per_stap(user: Gebruiker) -> dict[str, Q]:
    """Each step that this person may take somewhere, with the rows on which."""
    return {
        stap: Q(status__in=STATUSSEN[stap]) & eis(user)
        for stap, (rollen, eis) in EISEN.items()
        if user.heeft_rol(*rollen)
    }


def wacht_op(user: Gebruiker) -> AanvraagQuerySet:
    """Every request that this person may bring further now; ``stap`` is how."""
    per_stap = _per_stap(user)
    hoe = [When(eis, then=Value(stap)) for stap, eis in per_stap.items()]
    return _waarop(per_stap.values()).annotate(stap=Case(*hoe, output_field=CharField()))


def _waarop(eisen: Iterable[Q]) -> AanvraagQuerySet:
    paraaf = Verificatie.objects.filter(aanvraag=OuterRef("pk")).order_by("-versie").values("geparafeerd_op")
    return Aanvraag.objects.alias(paraaf_op=Subquery(paraaf[:1])).filter(een_van(eisen))


def nu(user: Gebruiker) -> AanvraagQuerySet:
    """What waits now: not what runs or rests until a date that is still far, or until a month closes."""
    return wacht_op(user).exclude(_pas_straks())


def straks(user: Gebruiker) -> AanvraagQuerySet:
    """What will wait on this person, on its date."""
    return wacht_op(user).filter(_pas_straks())


def _pas_straks() -> Q:
    loopt = Q(status__in=LOOPT, termijn_op__gt=klok.vandaag() + timedelta(days=NABIJ_DAGEN))
    return loopt | Q(status=S.OPGELEVERD, opdracht__geaccepteerd_op__isnull=False) & _in_open_maand()


def _in_open_maand() -> Q:
    """Accepted, and booked on in a month that is open: the file can be closed after the month."""
    totalen = Boekingstotaal.objects.filter(opdracht__aanvraag=OuterRef("pk"), periode__gesloten_op=None)
    return _er_is(totalen)


def wacht(user: Gebruiker) -> Iterable[AanvraagQuerySet]:
    """What waits now, a set per step: each reads its own index and stops."""
    return (_waarop([eis]).exclude(_pas_straks()) for eis in _per_stap(user).values())


def hangt_af_van(user: Gebruiker) -> date | None:
    """Which day decides what can be closed: it follows from a term, so from data."""
    return _laatste_dag_die_om_is() if user.heeft_rol(*EISEN["afsluiten"][0]) else None
