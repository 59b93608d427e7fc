"""Wie hoort dat er een paraaf of handtekening gevraagd wordt, of dat een dag over opzeggen nadert."""

from collections.abc import Iterable

from duoplus import klok, mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker
from ogon.dvo.bladen import leg_opzegging_uit, uiterlijk_tekenen
from ogon.dvo.werk import LOOPT_AF, MAAKT, WAARSCHUWEN, te_tekenen
from ogon.models import Dvo, Dvoversie, Tekenplek
from ogon.rules import bekleedt


@on("ogon.dvoversie.ter_paraaf", "ogon.dvoversie.paraferen")
def vraag_te_tekenen(gebeurtenis: Gebeurtenis) -> None:
    """Tell at once who can bring the version on; each once per place."""
    versie = gebeurtenis.onderwerp
    if not isinstance(versie, Dvoversie):
        return
    for plek in te_tekenen().filter(dvoversie=versie).select_related("organisatie"):
        for gebruiker in _bekleders(plek):
            mail.queue(
                "ogon/tekenen",
                to=gebruiker,
                key=f"tekenen:{plek.pk}:{gebruiker.pk}",
                reden=f"u tekent als {plek.functie.lower()}",
                pad=versie.dvo.get_absolute_url(),
                versie=versie,
                plek=plek,
                uiterlijk=uiterlijk_tekenen(klok.dag(plek.uitgenodigd_op)) if plek.uitgenodigd_op else None,
            )


@on("ogon.dvoversie.opmerken")
def meld_opmerking(gebeurtenis: Gebeurtenis) -> None:
    """Tell who made the version, unless it is his own remark."""
    versie = gebeurtenis.onderwerp
    if isinstance(versie, Dvoversie) and versie.gemaakt_door_id != gebeurtenis.door_id:
        mail.queue(
            "ogon/opmerking",
            to=versie.gemaakt_door,
            key=f"opmerking:{gebeurtenis.pk}",
            reden="u maakte deze versie",
            pad=versie.dvo.get_absolute_url(),
            versie=versie,
            door=gebeurtenis.door,
            tekst=gebeurtenis.gegeven("tekst"),
        )


def _bekleders(plek: Tekenplek) -> Iterable[Gebruiker]:
    """Who hold the function of this place today."""
    met_rol = Gebruiker.objects.met_rol(plek.rol).with_rollen()
    return [gebruiker for gebruiker in met_rol if bekleedt(gebruiker, plek)]


@on(WAARSCHUWEN)
def waarschuw_voor_opzegdag(gebeurtenis: Gebeurtenis) -> None:
    """Tell both parties, with how the date was found."""
    dvo = gebeurtenis.onderwerp
    if isinstance(dvo, Dvo):
        beraad = Gebruiker.objects.met_rol(Rol.DIRECTIEBERAAD)
        gemeente = Gebruiker.objects.met_rol(Rol.OPDRACHTGEVER).filter(
            toewijzingen__organisatie=dvo.organisatie, toewijzingen__rol=Rol.OPDRACHTGEVER
        )
        _meld(dvo, "opzegdag", [*beraad, *gemeente.distinct()], gebeurtenis)


@on(LOOPT_AF)
def meld_afloop(gebeurtenis: Gebeurtenis) -> None:
    """Tell who makes the next one."""
    dvo = gebeurtenis.onderwerp
    if isinstance(dvo, Dvo):
        _meld(dvo, "loopt_af", Gebruiker.objects.met_rol(MAAKT), gebeurtenis)


def _meld(dvo: Dvo, brief: str, aan: Iterable[Gebruiker], gebeurtenis: Gebeurtenis) -> None:
    for gebruiker in aan:
        mail.queue(
            f"ogon/{brief}",
            to=gebruiker,
            key=f"{brief}:{gebeurtenis.pk}:{gebruiker.pk}",
            reden="u beslist over deze DVO",
            pad=dvo.get_absolute_url(),
            bundelen=True,
            dvo=dvo,
            uitleg=leg_opzegging_uit(dvo),
        )
