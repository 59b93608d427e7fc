"""Reacties op feiten over een opschaling. Wie nu iets moet doen krijgt meteen bericht, anderen later."""

from collections.abc import Iterable
from typing import Any

from duoplus import besluiten, mail
from duoplus.actions.uitvoering import leg_stand_vast
from duoplus.choices import Besluitstand, PuntStatus, Rol
from duoplus.events import on
from duoplus.models import Agendapunt, Besluit, Gebeurtenis, Gebruiker
from ogon.actions.opschaling import leg_agenda_vast
from ogon.choices import OpschalingStatus as O
from ogon.models import Opschaling
from ogon.reports.opschaling import maak_dossier

OP_AGENDA = (O.GEMELD, O.VOORBEREID)
ZIT_IN = {
    Rol.DIRECTIEBERAAD: "u zit in het directieberaad",
    Rol.BESTUURSADVISEUR: "u bent bestuursadviseur",
    Rol.CONCERNCONTROLLER: "u bent concerncontroller",
    Rol.VOORZITTER: "u bent voorzitter van dit OGON",
    Rol.SECRETARIS: "u bent secretaris van dit OGON",
}


@on("ogon.opschaling.melden")
def leg_dossier_vast(gebeurtenis: Gebeurtenis) -> None:
    """The dossier on paper, as it was put forward."""
    maak_dossier(_opschaling(gebeurtenis))


@on("ogon.opschaling.melden")
def vraag_antwoord(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once who can answer and who prepares that."""
    opschaling = _opschaling(gebeurtenis)
    if opschaling.is_open:
        for rol in (Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR):
            _stuur("gemeld", opschaling, rol)


@on("ogon.opschaling.beantwoorden")
def meld_antwoord(gebeurtenis: Gebeurtenis) -> None:
    """The chair can go on at once; the bestuursadviseur tells the rest."""
    opschaling = _opschaling(gebeurtenis)
    _stuur("antwoord", opschaling, Rol.VOORZITTER, gremium=opschaling.ogon_id)
    _stuur("terugkoppelen", opschaling, Rol.BESTUURSADVISEUR)


@on("ogon.opschaling.terugkoppelen")
def meld_terugkoppeling(gebeurtenis: Gebeurtenis) -> None:
    opschaling, woorden = _opschaling(gebeurtenis), gebeurtenis.gegeven("reden")
    for rol in (Rol.VOORZITTER, Rol.SECRETARIS):
        _stuur("teruggekoppeld", opschaling, rol, gremium=opschaling.ogon_id, bundelen=True, woorden=woorden)


@on("ogon.opschaling.intrekken")
def meld_intrekken(gebeurtenis: Gebeurtenis) -> None:
    """Nobody has to do anything any more."""
    opschaling, waarom = _opschaling(gebeurtenis), gebeurtenis.gegeven("reden")
    for rol in (Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR):
        _stuur("ingetrokken", opschaling, rol, bundelen=True, waarom=waarom)


@on("ogon.opschaling.trede")
def meld_trede(gebeurtenis: Gebeurtenis) -> None:
    """Who stands on this step hears it now, substitutes too; once per step."""
    opschaling, trede = _opschaling(gebeurtenis), gebeurtenis.gegeven("trede")
    if opschaling.is_open:
        _stuur("trede", opschaling, Rol(gebeurtenis.gegeven("rol")), nog=f":{trede}")


@on("duoplus.agendapunt.zet_op_agenda")
def leg_agenda(gebeurtenis: Gebeurtenis) -> None:
    """The agenda of a meeting was filled with what lay ready."""
    punt = Agendapunt.objects.filter(pk=gebeurtenis.object_id, status=PuntStatus.OPEN).first()
    opschaling = punt.onderwerp if punt else None
    if punt is None or punt.vergadering is None or not isinstance(opschaling, Opschaling):
        return
    if opschaling.status in OP_AGENDA:
        leg_agenda_vast(opschaling, punt.vergadering, by=Gebruiker.objects.systeem())


@on("ogon.opschaling.beantwoorden", "ogon.opschaling.intrekken", "ogon.opschaling.sluiten")
def houd_uitvoering_bij(gebeurtenis: Gebeurtenis) -> None:
    """What was decided to ask is done once it is answered; the answer once the OGON dealt with it."""
    opschaling, antwoord = _opschaling(gebeurtenis), gebeurtenis.gegeven("besluit")
    if gebeurtenis.stap == "beantwoorden":
        _zet(opschaling.besluit, Besluitstand.UITGEVOERD, f"Beantwoord met besluit {antwoord}.")
    elif gebeurtenis.stap == "intrekken":
        _zet(opschaling.besluit, Besluitstand.VERVALLEN, f"Ingetrokken: {gebeurtenis.gegeven('reden')}")
    elif opschaling.antwoordbesluit:
        _zet(opschaling.antwoordbesluit, Besluitstand.UITGEVOERD, "Het OGON heeft het antwoord verwerkt.")


def _zet(besluit: Besluit, stand: Besluitstand, toelichting: str) -> None:
    """Whatever somebody recorded by hand before is left as it is."""
    if besluiten.stand(besluit) in besluiten.LOOPT:
        leg_stand_vast(besluit, stand, by=Gebruiker.objects.systeem(), toelichting=toelichting)


def _stuur(
    brief: str,
    opschaling: Opschaling,
    rol: Rol,
    *,
    gremium: int | None = None,
    bundelen: bool = False,
    nog: str = "",
    **context: Any,
) -> None:
    waar = {"gremium": gremium} if gremium else {}
    for gebruiker in _zonder_melder(Gebruiker.objects.met_rol(rol, **waar), opschaling, brief):
        mail.queue(
            f"ogon/opschaling_{brief}",
            to=gebruiker,
            key=f"opschaling_{brief}:{opschaling.pk}{nog}:{gebruiker.pk}",
            reden=ZIT_IN[rol],
            pad=opschaling.get_absolute_url(),
            bundelen=bundelen,
            opschaling=opschaling,
            **context,
        )


def _zonder_melder(mensen: Iterable[Gebruiker], opschaling: Opschaling, brief: str) -> list[Gebruiker]:
    """Who asked does not answer himself."""
    return [wie for wie in mensen if brief != "gemeld" or wie.pk != opschaling.gemeld_door_id]


def _opschaling(gebeurtenis: Gebeurtenis) -> Opschaling:
    alles = Opschaling.objects.select_related("ogon", "naar", "besluit", "antwoordbesluit", "gemeld_door")
    return alles.get(pk=gebeurtenis.object_id)
