"""De volgorde van OGON Bedrijfsvoering voor volgend jaar, geopend en nog volop in de maak."""

from duoplus.models import Gebruiker
from maatwerk.actions.ronde import faseer, open_ronde, verplaats, voeg_toe
from maatwerk.demo.toneel import Toneel
from maatwerk.models import Aanvraag, Ronde
from ogon.models import Cyclus

OGON = "bedrijfsvoering"
NOG_NIET_GEREED = "Koppeling financieel systeem en subsidiesoftware"
UITGESTELD = "Herinrichting werkplekken 2e verdieping"
OMHOOG = "Verkenning gezamenlijke inkoop leaseauto's"
IN_DELEN = "Bouwarchief 1980-1995 digitaliseren"


def maak(toneel: Toneel) -> None:
    """The candidates, one that was put off and one that is not ready yet; two people moved something."""
    cyclus = Cyclus.objects.get(ogon__slug=OGON, jaar=toneel.peildatum.year + 1)
    voorzitter, secretaris = toneel.wie(f"voorzitter.{OGON}"), toneel.wie(f"secretaris.{OGON}")
    ronde = open_ronde(cyclus, by=secretaris)
    if not ronde.plaatsen.filter(aanvraag__titel=UITGESTELD).exists():
        voeg_toe(ronde, _aanvraag(UITGESTELD), by=secretaris)
    niet_gereed = "De raming is bijna klaar en de subsidies van volgend jaar hangen ervan af."
    voeg_toe(ronde, _aanvraag(NOG_NIET_GEREED), by=voorzitter, reden=niet_gereed)
    reden = "De contracten lopen in mei af. Daarna betalen wij per maand veel meer."
    _zet_op(2, ronde, OMHOOG, by=toneel.van("opdrachtgever", "O"), reden=reden)
    _zet_op(3, ronde, NOG_NIET_GEREED, by=toneel.van("opdrachtgever", "D"))
    faseer(ronde, _aanvraag(IN_DELEN), by=voorzitter)


def _zet_op(plaats: int, ronde: Ronde, titel: str, *, by: Gebruiker, reden: str = "") -> None:
    """On this place, or one lower: on some days of the year it stands there already."""
    aanvraag = _aanvraag(titel)
    staat_er = ronde.plaatsen.filter(aanvraag=aanvraag, plaats=plaats).exists()
    verplaats(ronde, aanvraag, plaats=plaats + staat_er, by=by, reden=reden)


def _aanvraag(titel: str) -> Aanvraag:
    return Aanvraag.objects.get(titel=titel)
