"""Op wie een aanvraag nu wacht, als verzameling: wat iemand mag doen om haar verder te brengen.

The twin of ``AANVRAAG.mag`` over the steps of ``VERDER``, so that the menu can count in one query and the
page read in a few; a test proves for every state and role that the two agree.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Roltoewijzing, Termijn
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Akkoord, Deelnemer, Paraaf, Raming, Verificatie
from maatwerk.models.aanvraag import AanvraagQuerySet
from maatwerk.rules import AKKOORD_ROL
from maatwerk.transitions import VERDER

# Work that runs, or rests, for weeks: it waits on somebody only when its date comes near.
LOOPT = (S.IN_UITVOERING, S.WACHTLIJST, S.AANGEHOUDEN)
NABIJ_DAGEN = 14


# Who may, as a condition on the rows -------------------------------------------------------------------


def _met(user: Gebruiker, *rollen: Rol) -> Iterator[Roltoewijzing]:
    return (toewijzing for toewijzing in user.rollen if toewijzing.rol in rollen)


GEEN = Q(pk__in=[])
ELKE = ~GEEN  # an empty Q would vanish beside another one


def _een_van(voorwaarden: Iterable[Q]) -> Q:
    """Any of these; without one no row at all."""
    return reduce(or_, voorwaarden, GEEN)


def _zelf(user: Gebruiker) -> Q:
    return Q(aanvrager=user) | Q(ingevoerd_door=user)


def _in_ogon(user: Gebruiker, rol: Rol) -> Q:
    return Q(ogon__in=[t.gremium_id for t in _met(user, rol) if t.gremium_id is not None])


def _per_ogon(t: Roltoewijzing) -> Q:
    return ELKE if t.gremium_id is None else Q(ogon=t.gremium_id) | Q(ogon=None)


def _doet_mee(t: Roltoewijzing) -> Q:
    deel = Deelnemer.objects.filter(aanvraag=OuterRef("pk"), organisatie=t.organisatie_id)
    return Q(Exists(deel)) & _per_ogon(t)


def _secretaris(user: Gebruiker) -> Q:
    return _in_ogon(user, Rol.SECRETARIS)


def _voorzitter(user: Gebruiker) -> Q:
    return _in_ogon(user, Rol.VOORZITTER)


def _opdrachtgever(user: Gebruiker) -> Q:
    return _een_van(_doet_mee(t) for t in _met(user, Rol.OPDRACHTGEVER))


def _teammanager(user: Gebruiker) -> Q:
    return _een_van(
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
    van_ander = Q(Exists(ramingen.exclude(opgesteld_door=user)))
    soorten = {rol: soort for soort, rol in AKKOORD_ROL.items()}
    open_staand = _een_van(
        _doet_mee(t) & ~Q(Exists(_gegeven(t, Q(soort=soorten[Rol(t.rol)]) | Q(door=user))))
        for t in _met(user, *soorten)
    )
    return open_staand & van_ander & ~_zelf(user)


def _gegeven(t: Roltoewijzing, welke: Q) -> QuerySet[Akkoord]:
    geldig = Akkoord.objects.filter(raming__aanvraag=OuterRef("pk"), raming__vervallen_op=None)
    return geldig.filter(welke, organisatie=t.organisatie_id)


def _prioriteren(user: Gebruiker) -> Q:
    return _voorzitter(user) & ~_zelf(user)


def _opdracht_geven(user: Gebruiker) -> Q:
    gemeenten = [t.organisatie_id for t in _met(user, Rol.BUDGETHOUDER)]
    eigen_paraaf = Paraaf.objects.filter(opdracht__aanvraag=OuterRef("pk"), door=user)
    tweede = Q(organisatie__in=gemeenten, opdracht__isnull=False) & ~Q(Exists(eigen_paraaf))
    eerste = _voorzitter(user) & Q(opdracht=None)
    return (eerste | (tweede & ~_voorzitter(user))) & ~_zelf(user)


def _accepteren(user: Gebruiker) -> Q:
    return _opdrachtgever(user) & Q(opdracht__isnull=False, opdracht__geaccepteerd_op=None)


def _afsluiten(user: Gebruiker) -> Q:
    if not user.heeft_rol(Rol.CONCERNCONTROLLER):
        return GEEN
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
    return Q(Exists(herinnerd)) & ~Q(Exists(herinnerd.filter(op__date__gt=grens)))


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


EISEN: dict[str, Callable[[Gebruiker], Q]] = {
    "in_behandeling_nemen": _secretaris,
    "ter_verificatie": _secretaris,
    "aanvullen": _aanvullen,
    "paraferen": _paraferen,
    "bevestigen": _bevestigen,
    "voorstellen": _teammanager,
    "akkoord_geven": _akkoord_geven,
    "prioriteren": _prioriteren,
    "opdracht_geven": _opdracht_geven,
    "starten": _teammanager,
    "opleveren": _teammanager,
    "accepteren": _accepteren,
    "afsluiten": _afsluiten,
}

# The sets ------------------------------------------------------------------------------------------------


def _per_stap(user: Gebruiker) -> dict[str, Q]:
    """Each step that this person may take somewhere, with the rows on which."""
    statussen: dict[str, list[S]] = {}
    for status, stappen in VERDER.items():
        for stap in stappen:
            statussen.setdefault(stap, []).append(S(status))
    return {stap: Q(status__in=statussen[stap]) & eis(user) for stap, eis in EISEN.items()}


def wacht_op(user: Gebruiker) -> AanvraagQuerySet:
    """Every request that this person may bring further now; ``stap`` is how."""
    per_stap = _per_stap(user)
    hoe = Case(*(When(eis, then=Value(stap)) for stap, eis in per_stap.items()))
    return _waarop(per_stap.values()).annotate(stap=hoe)


def _waarop(eisen: Iterable[Q]) -> AanvraagQuerySet:
    paraaf = Verificatie.objects.filter(aanvraag=OuterRef("pk")).order_by("-versie").values("geparafeerd_op")
    return Aanvraag.objects.alias(paraaf_op=Subquery(paraaf[:1])).filter(_een_van(eisen))


def nu(user: Gebruiker) -> AanvraagQuerySet:
    """What waits now: not what runs or rests until a date that is still far."""
    return wacht_op(user).exclude(_pas_straks())


def straks(user: Gebruiker) -> AanvraagQuerySet:
    """What will wait on this person, on its date."""
    return wacht_op(user).filter(_pas_straks())


def _pas_straks() -> Q:
    return Q(status__in=LOOPT, termijn_op__gt=klok.vandaag() + timedelta(days=NABIJ_DAGEN))


def tel(user: Gebruiker, tot: int) -> int:
    """How many wait now, up to ``tot``. Every page asks it, so each step reads its own index and stops."""
    geen = Aanvraag.objects.none().values("pk")
    per_stap = (_waarop([eis]).exclude(_pas_straks()) for eis in _per_stap(user).values())
    return geen.union(*(wacht.order_by().values("pk")[:tot] for wacht in per_stap))[:tot].count()
