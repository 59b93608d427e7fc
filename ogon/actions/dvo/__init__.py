"""Een DVO maken, de tekst wijzigen en haar langs parafen en handtekeningen brengen tot zij vastligt."""

from ogon.actions.dvo.beginnen import JAREN_VOORUIT, addendum, maak, nieuwe_versie
from ogon.actions.dvo.daarna import meet, zeg_op
from ogon.actions.dvo.schrijven import laat_artikel_vervallen, laat_regel_vervallen, zet_artikel, zet_regel
from ogon.actions.dvo.tekenen import (
    intrekken,
    merk_op,
    onderteken,
    open_plekken,
    parafeer,
    ter_paraaf,
    terugnemen,
    voorleggen,
)

ZINNEN = {
    "ogon.dvoversie.maken": "begon aan {dvo}",
    "ogon.dvoversie.wijzigen": "wijzigde {dvo}: {wat}",
    "ogon.dvoversie.voorleggen": "legde {dvo} voor aan de gemeente",
    "ogon.dvoversie.opmerken": "schreef bij {dvo}: {tekst}",
    "ogon.dvoversie.ter_paraaf": "vroeg parafen voor {dvo}",
    "ogon.dvoversie.terugnemen": "nam {dvo} terug: {reden}",
    "ogon.dvoversie.paraferen": "parafeerde {dvo} als {functie}",
    "ogon.dvoversie.ondertekenen": "ondertekende {dvo} als {functie}",
    "ogon.dvoversie.intrekken": "trok {dvo} in: {reden}",
    "ogon.dvo.opzeggen": "zegde {dvo} op: {reden}",
    "ogon.dvo.waarschuwen": "waarschuwde dat opzeggen bijna niet meer kan: {dvo}",
    "ogon.dvo.loopt_af": "meldde dat {dvo} afloopt",
    "ogon.kpi.meten": "legde voor {gemeente} een resultaat van {product} vast: {kpi}",
}

__all__ = [
    "JAREN_VOORUIT",
    "ZINNEN",
    "addendum",
    "intrekken",
    "laat_artikel_vervallen",
    "laat_regel_vervallen",
    "maak",
    "meet",
    "merk_op",
    "nieuwe_versie",
    "onderteken",
    "open_plekken",
    "parafeer",
    "ter_paraaf",
    "terugnemen",
    "voorleggen",
    "zeg_op",
    "zet_artikel",
    "zet_regel",
]
