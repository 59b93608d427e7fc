"""De kolommen en filters van de lijst met DVO's."""

from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from duoplus import klok
from duoplus.lijsten import Keuze, Kolom
from duoplus.lijsten.keuzes import label, link, te_kiezen
from duoplus.models import Organisatie
from duoplus.web.templatetags.duo import badge, gem
from ogon.choices import DvoStatus
from ogon.dvo.bladen import TOON
from ogon.models import Dvoversie


def _laatste(lijst: Any, veld: Any) -> Subquery:
    """Of the last version that this user may see and that was not withdrawn."""
    versies = Dvoversie.objects.visible_to(lijst.user).filter(dvo=OuterRef("pk"))
    op_volgorde = versies.exclude(status=DvoStatus.INGETROKKEN).order_by("-hoofd", "-sub")
    return Subquery(op_volgorde.annotate(gevraagd=veld).values("gevraagd")[:1])


def _versie(lijst: Any) -> Subquery:
    return _laatste(lijst, Concat("hoofd", Value("."), "sub", output_field=CharField()))


def _status(lijst: Any) -> Subquery:
    return _laatste(lijst, F("status"))


def _opzegdag(lijst: Any = None) -> Cast:
    """As ``Dvo.uiterlijk_opzeggen``: from the last of December back to the end of a month."""
    einde = Func(F("jaar"), Value(12), Value(31), function="make_date", output_field=DateField())
    termijn = Func(
        Value(0), F("opzegtermijn_maanden"), function="make_interval", output_field=DurationField()
    )
    return Cast(ExpressionWrapper(einde - termijn, output_field=DateField()), DateField())


def _toon_dvo(rij: Any, naslag: Any) -> str:
    return link(rij.nummer, f"{rij.gemeente} {rij.jaar}")


_zeg_status = label(DvoStatus)


def _toon_status(rij: Any, naslag: Any) -> str:
    return badge(_zeg_status(rij.status, naslag), TOON.get(rij.status, "ok")) if rij.status else ""


def _toon_gemeente(rij: Any, naslag: Any) -> str:
    return gem(naslag[rij.gemeente])


def organisaties() -> dict[str, Organisatie]:
    """What the list looks names up in."""
    return {organisatie.naam: organisatie for organisatie in Organisatie.objects.gemeenten()}


KOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom("dvo", "DVO", bron="organisatie__naam", op=F("organisatie__naam"), toon=_toon_dvo, is_kop=True),
    Kolom(
        "gemeente", "Gemeente", bron="organisatie__naam", op=F("organisatie__volgorde"), toon=_toon_gemeente,
        kaartlabel=False,
    ),
    Kolom("jaar", "Jaar", bron="jaar", op=F("jaar")),
    Kolom("versie", "Versie", bron=_versie),
    Kolom("status", "Status", bron=_status, op=_status, zeg=_zeg_status, toon=_toon_status, css="c-status"),
    Kolom("opzegdag", "Opzeggen tot en met", "date", bron=_opzegdag, op=_opzegdag),
    Kolom("opgezegd", "Opgezegd op", "date", bron="opgezegd_op", op=F("opgezegd_op")),
)  # fmt: skip


def _gemeenten(lijst: Any) -> list[tuple[str, str]]:
    return [("", "Alle gemeenten"), *((o.letter, o.naam) for o in lijst.naslag.values())]


def _jaren(lijst: Any) -> list[tuple[str, str]]:
    nu = klok.vandaag().year
    return [("", "Alle jaren"), *((str(jaar), str(jaar)) for jaar in range(nu - 4, nu + 3))]


def _met_status(lijst: Any, status: str) -> Q:
    """Some version of it stands there, as far as this user may see."""
    versies = Dvoversie.objects.visible_to(lijst.user).filter(dvo=OuterRef("pk"), status=status)
    return Q(Exists(versies))


FILTERS = (
    Keuze("gemeente", "Gemeente", lambda lijst, letter: Q(organisatie__letter=letter), keuzes=_gemeenten),
    Keuze("jaar", "Jaar", lambda lijst, jaar: Q(jaar=int(jaar)), keuzes=_jaren),
    Keuze(
        "status",
        "Status",
        _met_status,
        keuzes=te_kiezen("Alle statussen", DvoStatus.choices),
    ),
)
