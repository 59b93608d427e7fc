"""Reacties op feiten: wie een bericht krijgt. Wie aan zet is meteen, wie volgt in het dagoverzicht."""

from duoplus import mail
from duoplus.choices import Zichtbaarheid
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker, Reactie
from maatwerk.choices import AanvraagStatus as S
from maatwerk.kring import aan_zet, volgers
from maatwerk.models import Aanvraag, Verificatie
from maatwerk.ontvangstbewijs import maak_ontvangstbewijs
from maatwerk.tijdlijn import zin
from maatwerk.transitions import AANVRAAG, VERDER

STAPPEN = [f"maatwerk.aanvraag.{naam}" for naam in AANVRAAG.stappen]
MELDENSWAARD = tuple(
    f"maatwerk.aanvraag.{stap}"
    for stap in ("voortgang_melden", "bijlage_toevoegen", "toewijzen", "naar_ogon", "antwoord_opschaling")
)


@on("maatwerk.aanvraag.indienen")
def bevestig_ontvangst(gebeurtenis: Gebeurtenis) -> None:
    """The receipt, at once, to who sent it in."""
    aanvraag = _aanvraag(gebeurtenis)
    for gebruiker in {aanvraag.aanvrager or aanvraag.ingevoerd_door, aanvraag.ingevoerd_door}:
        mail.queue(
            "maatwerk/ontvangst",
            to=gebruiker,
            key=f"ontvangst:{gebeurtenis.pk}:{gebruiker.pk}",
            reden="u heeft deze aanvraag ingediend",
            pad=aanvraag.get_absolute_url(),
            aanvraag=aanvraag,
        )


@on("maatwerk.aanvraag.indienen")
def leg_ontvangst_vast(gebeurtenis: Gebeurtenis) -> None:
    """The receipt itself, among the documents."""
    maak_ontvangstbewijs(_aanvraag(gebeurtenis))


@on(*STAPPEN)
def vraag_wie_aan_zet_is(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once whom the request now waits for; the act of the receiver brings it further.

    A question goes to the person it is put to; others who may answer too see it in Mijn werk.
    """
    aanvraag = _aanvraag(gebeurtenis)
    if aanvraag.status not in VERDER or gebeurtenis.gegeven("naar") != aanvraag.status:
        return  # the request has moved on since; the later fact tells the story
    vraag = aanvraag.vragen.filter(beantwoord_op=None).first()
    for gebruiker in aan_zet(aanvraag):
        if gebruiker.pk != gebeurtenis.door_id and (vraag is None or gebruiker.pk == vraag.aan_id):
            mail.queue(
                "maatwerk/aan_zet",
                to=gebruiker,
                key=f"aan_zet:{aanvraag.pk}:{aanvraag.status}:{aanvraag.status_sinds.isoformat()}:{gebruiker.pk}",
                reden="de aanvraag wacht op u",
                pad=aanvraag.get_absolute_url(),
                aanvraag=aanvraag,
                stappen=[AANVRAAG.stappen[naam] for naam in VERDER[S(aanvraag.status)]],
                wat=zin(gebeurtenis),
                vraag=vraag,
            )


@on("maatwerk.aanvraag.herzien")
def vertel_wie_bevestigde(gebeurtenis: Gebeurtenis) -> None:
    """Who confirmed the question hears at once that it changed, and no second time in the overview."""
    aanvraag, gebruiker = _aanvraag(gebeurtenis), _bevestiger(gebeurtenis)
    if gebruiker is None or not gebruiker.has_perm("maatwerk.view_aanvraag", aanvraag):
        return
    mail.queue(
        "maatwerk/herzien",
        to=gebruiker,
        key=f"herzien:{gebeurtenis.pk}:{gebruiker.pk}",
        reden="u bevestigde deze vraag",
        pad=aanvraag.get_absolute_url(),
        aanvraag=aanvraag,
        wat=zin(gebeurtenis),
        reden_wijziging=gebeurtenis.gegeven("reden"),
    )


def _bevestiger(gebeurtenis: Gebeurtenis) -> Gebruiker | None:
    """Of the version before this change; nobody for another fact, or for who did it himself."""
    if gebeurtenis.stap != "herzien":
        return None
    eerder = Verificatie.objects.filter(
        aanvraag=gebeurtenis.object_id,
        versie__lt=gebeurtenis.gegeven("verificatie"),
        bevestigd_op__isnull=False,
    )
    laatste = eerder.exclude(bevestigd_door=gebeurtenis.door_id).select_related("bevestigd_door").first()
    return laatste.bevestigd_door if laatste else None


@on(*STAPPEN, *MELDENSWAARD)
def licht_volgers_in(gebeurtenis: Gebeurtenis) -> None:
    """The rest hears of it in the daily overview."""
    aanvraag = _aanvraag(gebeurtenis)
    al_verteld = {*aan_zet(aanvraag), gebeurtenis.door, _bevestiger(gebeurtenis)}
    for gebruiker in volgers(aanvraag):
        if gebruiker in al_verteld:
            continue
        if gebeurtenis.zichtbaarheid == Zichtbaarheid.INTERN and not gebruiker.is_duoplus:
            continue
        mail.queue(
            "maatwerk/nieuws",
            to=gebruiker,
            key=f"nieuws:{gebeurtenis.pk}:{gebruiker.pk}",
            reden="u volgt deze aanvraag of heeft haar ingediend",
            pad=aanvraag.get_absolute_url(),
            bundelen=True,
            aanvraag=aanvraag,
            wat=zin(gebeurtenis),
        )


@on("maatwerk.aanvraag.reageren")
def licht_gesprek_in(gebeurtenis: Gebeurtenis) -> None:
    """Who follows hears of a message in the overview; an internal one stays inside Duo+."""
    aanvraag = _aanvraag(gebeurtenis)
    reactie = Reactie.objects.get(pk=gebeurtenis.gegeven("reactie"))
    for gebruiker in volgers(aanvraag):
        intern = reactie.zichtbaarheid == Zichtbaarheid.INTERN
        if gebruiker.pk == reactie.door_id or (intern and not gebruiker.is_duoplus):
            continue
        mail.queue(
            "maatwerk/reactie",
            to=gebruiker,
            key=f"reactie:{reactie.pk}:{gebruiker.pk}",
            reden="u volgt deze aanvraag of heeft haar ingediend",
            pad=aanvraag.get_absolute_url(),
            bundelen=True,
            aanvraag=aanvraag,
            reactie=reactie,
        )


def _aanvraag(gebeurtenis: Gebeurtenis) -> Aanvraag:
    """With what the permissions of a step ask for, so that asking it of many people stays cheap."""
    mee = ("gemeenten", "verificaties", "ramingen__akkoorden", "opdracht__parafen")
    alle = Aanvraag.objects.select_related("ogon", "opdracht").prefetch_related(*mee)
    return alle.get(pk=gebeurtenis.object_id)
