"""Wie hoort dat een voorstel om een paraaf vraagt, dat parafen vervielen, of dat het bij een college ligt."""

from collections.abc import Iterable
from typing import Any

from duoplus import mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker
from ogon.actions.voorstel import nog_nodig, schrijvers
from ogon.choices import Orgaan, SpoorStatus, VoorstelStatus
from ogon.models import Toetsregel, Voorstel
from ogon.rules import toetst

TOETSER = "u toetst voorstellen op dit vakgebied"


@on("ogon.voorstel.beginnen")
def vraag_te_schrijven(gebeurtenis: Gebeurtenis) -> None:
    """The author did not begin it himself, so he hears at once."""
    voorstel = _voorstel(gebeurtenis)
    wie, opschaling = [voorstel.opsteller], gebeurtenis.gegeven("opschaling")
    _stuur(
        "voorstel_begonnen", voorstel, wie, gebeurtenis, reden="u schrijft dit voorstel", nummer=opschaling
    )


@on("ogon.voorstel.ter_toetsing")
def vraag_parafen(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once who can set an initial that is still open, but for who wrote along."""
    voorstel = _voorstel(gebeurtenis)
    if voorstel.status != VoorstelStatus.INTERNE_TOETS:
        return
    _stuur("paraaf", voorstel, toetsers(voorstel), gebeurtenis, reden=TOETSER)


@on("ogon.voorstel.parafen_vervallen")
def meld_vervallen(gebeurtenis: Gebeurtenis) -> None:
    """Who set one reads that it holds no longer; at once where a new one is asked."""
    voorstel = _voorstel(gebeurtenis)
    mensen = Gebruiker.objects.actief().filter(pk__in=gebeurtenis.gegevens["mensen"])
    vraagt = voorstel.status == VoorstelStatus.INTERNE_TOETS
    _stuur("paraaf_vervallen", voorstel, mensen, gebeurtenis, reden="u zette een paraaf", bundelen=not vraagt)


@on("ogon.voorstel.op_weg", "ogon.voorstel.uitkomst")
def meld_aan_colleges(gebeurtenis: Gebeurtenis) -> None:
    """Who speaks for a college before which it now lies; once per stop."""
    voorstel = _voorstel(gebeurtenis)
    sporen = voorstel.sporen.filter(orgaan=Orgaan.COLLEGE, status=SpoorStatus.LIGT_VOOR)
    for spoor in sporen.select_related("organisatie"):
        wie = Gebruiker.objects.met_rol(Rol.OPDRACHTGEVER, gremium=voorstel.ogon_id)
        eigen = wie.filter(toewijzingen__organisatie=spoor.organisatie, toewijzingen__rol=Rol.OPDRACHTGEVER)
        _stuur(
            "college", voorstel, eigen.distinct(), gebeurtenis, reden="u spreekt voor dit college",
            sleutel=f"{spoor.pk}:{voorstel.inhoudversie}", spoor=spoor,
        )  # fmt: skip


@on("ogon.voorstel.uitkomst")
def meld_besloten(gebeurtenis: Gebeurtenis) -> None:
    """The author reads in the overview that the road is at its end."""
    voorstel = _voorstel(gebeurtenis)
    if gebeurtenis.gegeven("klaar") and voorstel.opsteller_id != gebeurtenis.door_id:
        wie = [voorstel.opsteller]
        _stuur("voorstel_besloten", voorstel, wie, gebeurtenis, reden="u schreef dit", bundelen=True)


def toetsers(voorstel: Voorstel) -> list[Gebruiker]:
    """Everybody whose role lets him set an initial that is still open."""
    rollen = Toetsregel.objects.filter(soort__in=(open_ := nog_nodig(voorstel))).values_list("rol", flat=True)
    schreven = schrijvers(voorstel)
    kandidaten = Gebruiker.objects.met_rol(*rollen).with_rollen().exclude(pk__in=schreven)
    return [wie for wie in kandidaten if any(toetst(wie, voorstel, soort) for soort in open_)]


def _voorstel(gebeurtenis: Gebeurtenis) -> Voorstel:
    return Voorstel.objects.select_related("ogon", "opsteller").get(pk=gebeurtenis.object_id)


def _stuur(
    brief: str,
    voorstel: Voorstel,
    aan: Iterable[Gebruiker],
    gebeurtenis: Gebeurtenis,
    *,
    reden: str,
    sleutel: str = "",
    bundelen: bool = False,
    **context: Any,
) -> None:
    for gebruiker in aan:
        mail.queue(
            f"ogon/{brief}",
            to=gebruiker,
            key=f"{brief}:{sleutel or gebeurtenis.pk}:{gebruiker.pk}",
            reden=reden,
            pad=voorstel.get_absolute_url(),
            bundelen=bundelen,
            voorstel=voorstel,
            **context,
        )
