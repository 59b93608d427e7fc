"""Reacties op grenzen: wie iets kan doen hoort het bij 95 en 100% meteen, bij 80% in het dagoverzicht."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from duoplus import klok, mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker, Gremium
from maatwerk.actions.signalen import bewaak_jaar
from maatwerk.actions.wijzigen import vervalt
from maatwerk.models import Opdracht, Signaal, Wijzigingsverzoek
from maatwerk.signalen import meten

# What changes a promise or a forecast otherwise than by booking.
ANDERS = ("opdracht_geven", "voortgang_melden", "prognose", "wijziging_akkoord", "afsluiten")


@on(*(f"maatwerk.aanvraag.{wat}" for wat in ANDERS))
def toets_lumpsums(gebeurtenis: Gebeurtenis) -> None:
    bewaak_jaar(klok.vandaag().year)


@on("maatwerk.aanvraag.signaal")
def meld_plafond(gebeurtenis: Gebeurtenis) -> None:
    """The manager of the team: who can ask for a change, or for less work."""
    signaal = Signaal.objects.select_related("opdracht__aanvraag__team").get(
        pk=gebeurtenis.gegeven("signaal")
    )
    opdracht: Any = signaal.opdracht
    _stuur(
        "signaal_opdracht",
        signaal,
        Gebruiker.objects.met_rol(Rol.TEAMMANAGER, team=opdracht.aanvraag.team_id),
        reden="u leidt het team dat dit werk doet",
        pad=opdracht.get_absolute_url(),
        opdracht=opdracht,
    )


@on("maatwerk.lumpsum.signaal")
def meld_lumpsum(gebeurtenis: Gebeurtenis) -> None:
    """Who watches the money of the municipality, and for a draft also who chairs the coordinating OGON."""
    signaal = Signaal.objects.select_related("lumpsum__organisatie").get(pk=gebeurtenis.gegeven("signaal"))
    lumpsum: Any = signaal.lumpsum
    pad = reverse("maatwerk:lumpsum_signalen", args=[lumpsum.jaar])
    eigen = Gebruiker.objects.met_rol(Rol.CONTROLLER, Rol.BUDGETHOUDER, organisatie=lumpsum.organisatie_id)
    reden = f"u gaat over het geld van {lumpsum.organisatie}"
    _stuur("signaal_lumpsum", signaal, eigen, reden=reden, pad=pad, lumpsum=lumpsum)
    hub = Gremium.objects.filter(coordineert=True).first()
    if signaal.concept and hub:
        voorzitters = Gebruiker.objects.met_rol_in(hub.pk, Rol.VOORZITTER)
        _stuur(
            "signaal_lumpsum",
            signaal,
            [wie for wie in voorzitters if wie not in eigen],
            reden="u bent voorzitter van de draaischijf",
            pad=pad,
            lumpsum=lumpsum,
        )


def _stuur(
    brief: str, signaal: Signaal, aan: Iterable[Gebruiker], *, reden: str, pad: str, **context: Any
) -> None:
    """At once from the second limit on; a limit that was lowered since then counts as it is now."""
    meteen = signaal.drempel >= meten.grenzen(klok.vandaag()).rood
    for gebruiker in aan:
        mail.queue(
            f"maatwerk/{brief}",
            to=gebruiker,
            key=f"signaal:{signaal.pk}:{gebruiker.pk}",
            reden=reden,
            pad=pad,
            bundelen=not meteen,
            signaal=signaal,
            **context,
        )


@on("maatwerk.aanvraag.wijziging_vragen")
def vraag_parafen(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once who must initial: the chair and the budget holders of the leading municipality."""
    verzoek = _verzoek(gebeurtenis)
    if not verzoek.is_open:
        return
    aanvraag = verzoek.opdracht.aanvraag
    voorzitters = Gebruiker.objects.met_rol_in(aanvraag.ogon_id or 0, Rol.VOORZITTER)
    betalen = Gebruiker.objects.met_rol(Rol.BUDGETHOUDER, organisatie=aanvraag.organisatie_id)
    for gebruiker in {*voorzitters, *betalen} - {verzoek.door}:
        _over_wijziging("wijziging_gevraagd", gebeurtenis, gebruiker, "uw paraaf is nodig")


@on("maatwerk.aanvraag.wijziging_akkoord", "maatwerk.aanvraag.wijziging_weigeren")
def vertel_wie_vroeg(gebeurtenis: Gebeurtenis) -> None:
    """At once: the work goes on, or must fit what was agreed."""
    verzoek = _verzoek(gebeurtenis)
    _over_wijziging("wijziging_beantwoord", gebeurtenis, verzoek.door, "u vroeg deze wijziging")


@on("maatwerk.aanvraag.afsluiten")
def laat_wijziging_vervallen(gebeurtenis: Gebeurtenis) -> None:
    vervalt(Opdracht.objects.get(aanvraag=gebeurtenis.object_id))


def _verzoek(gebeurtenis: Gebeurtenis) -> Wijzigingsverzoek:
    mee = Wijzigingsverzoek.objects.select_related("opdracht__aanvraag__ogon", "door")
    return mee.get(pk=gebeurtenis.gegeven("verzoek"))


def _over_wijziging(brief: str, gebeurtenis: Gebeurtenis, aan: Gebruiker, reden: str) -> None:
    verzoek = _verzoek(gebeurtenis)
    mail.queue(
        f"maatwerk/{brief}",
        to=aan,
        key=f"{brief}:{gebeurtenis.pk}:{aan.pk}",
        reden=reden,
        pad=verzoek.get_absolute_url(),
        verzoek=verzoek,
        opdracht=verzoek.opdracht,
    )
