"""Mijn werk: wat op u wacht, wat u zelf vroeg en wat eraan komt."""

from datetime import date, time
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, QuerySet, When
from django.utils.timezone import localtime
from django.views.generic import TemplateView

from duoplus import klok, werk
from duoplus.models import Gebruiker, Vergadering
from maatwerk import werk as maatwerk_werk
from maatwerk.choices import AanvraagStatus as S
from maatwerk.jaarcyclus.tafel import ogons_van
from maatwerk.models import EINDSTATUS, Aanvraag
from maatwerk.rules import opdracht_van
from maatwerk.transitions import WACHT_OP

AANTAL_EIGEN = 10
AANTAL_STRAKS = 10
AANTAL_GEVOLGD = 5
AANTAL_DATA = 4


class Datum(NamedTuple):
    """A day to keep in mind, with what happens then."""

    dag: date
    wat: str
    toelichting: str
    url: str

    @property
    def is_vandaag(self) -> bool:
        return self.dag == klok.vandaag()


class MijnWerkView(TemplateView):
    template_name = "maatwerk/mijn_werk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        taken = werk.taken(user)
        eigen = list(eigen_aanvragen(user)[:AANTAL_EIGEN])
        return super().get_context_data(
            groet=groet(localtime(klok.nu()).time()),
            vandaag=klok.vandaag(),
            taken=taken,
            meer=max(werk.aantal(user) - len(taken), 0),
            haast=sum(taak.spoed == "now" for taak in taken),
            straks=maatwerk_werk.straks(user).order_by("termijn_op", "pk")[:AANTAL_STRAKS],
            eigen=[(aanvraag, bij_wie(aanvraag, taken)) for aanvraag in eigen],
            recent=[] if eigen else [(a, bij_wie(a, taken)) for a in laatst_gewijzigd(user)],
            concepten=concepten(user)[:AANTAL_EIGEN],
            gevolgd=gevolgd(user)[:AANTAL_GEVOLGD],
            data=belangrijke_data(user),
            mag_indienen=user.has_perm("maatwerk.add_aanvraag"),
            **kwargs,
        )


def groet(nu: time) -> str:
    if nu < time(12):
        return "Goedemorgen"
    return "Goedemiddag" if nu < time(18) else "Goedenavond"


def _voor_regels(aanvragen: QuerySet[Aanvraag]) -> QuerySet[Aanvraag]:
    return aanvragen.select_related("ogon", "team", "organisatie", "opdracht").order_by(
        "-gewijzigd_op", "-pk"
    )


def eigen_aanvragen(user: Gebruiker) -> QuerySet[Aanvraag]:
    """What this person asked for, or entered for a colleague; what is still open comes first."""
    eigen = Aanvraag.objects.ingediend_voor(user).filter(Q(aanvrager=user) | Q(ingevoerd_door=user))
    klaar = Case(When(status__in=EINDSTATUS, then=1), default=0)
    return _voor_regels(eigen).order_by(klaar, "-gewijzigd_op", "-pk")


def laatst_gewijzigd(user: Gebruiker) -> QuerySet[Aanvraag]:
    """For who asks for nothing: what moved in the own part of the portal."""
    return _voor_regels(Aanvraag.objects.ingediend_voor(user))[:AANTAL_EIGEN]


def concepten(user: Gebruiker) -> QuerySet[Aanvraag]:
    eigen = Aanvraag.objects.filter(Q(aanvrager=user) | Q(ingevoerd_door=user), status=S.CONCEPT)
    return eigen.order_by("-gewijzigd_op", "-pk")


def gevolgd(user: Gebruiker) -> QuerySet[Aanvraag]:
    soort = ContentType.objects.get_for_model(Aanvraag)
    pks = user.volgt.filter(content_type=soort).values("object_id")
    return Aanvraag.objects.ingediend_voor(user).filter(pk__in=pks).order_by("-gewijzigd_op", "-pk")


def bij_wie(aanvraag: Aanvraag, taken: list[werk.Taak]) -> str:
    """On whom the request waits, in a word; "u" is the reader."""
    if any(taak.kenmerk == aanvraag.kenmerk for taak in taken):
        return "u"
    if is_geaccepteerd(aanvraag):
        return "Duo+"
    namen = {
        "duoplus": str(aanvraag.team or "Duo+"),
        "gemeente": str(aanvraag.organisatie),
        "ogon": str(aanvraag.ogon or "het OGON"),
    }
    partij = WACHT_OP.get(aanvraag.status)
    return namen[partij] if partij else ""


def is_geaccepteerd(aanvraag: Aanvraag) -> bool:
    """The municipality has done its part: Duo+ closes the file."""
    opdracht = opdracht_van(aanvraag)
    return aanvraag.status == S.OPGELEVERD and opdracht is not None and opdracht.geaccepteerd_op is not None


def belangrijke_data(user: Gebruiker) -> list[Datum]:
    """The next meetings of the OGON's this person has to do with."""
    vandaag = klok.vandaag()
    vergaderingen = Vergadering.objects.komend(vandaag).filter(gremium__in=ogons_van(user).values("pk"))
    return [_vergadering(v) for v in vergaderingen.select_related("gremium__ogon")[:AANTAL_DATA]]


def _vergadering(vergadering: Vergadering) -> Datum:
    tijden = f"{vergadering.begint_om:%H.%M} – {vergadering.eindigt_om:%H.%M} uur"
    return Datum(
        vergadering.datum,
        vergadering.gremium.naam,
        f"{tijden}, {vergadering.plaats}",
        vergadering.gremium.ogon.get_absolute_url(),
    )
