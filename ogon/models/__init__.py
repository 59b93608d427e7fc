from ogon.models.capaciteit import Capaciteitsregel, Conflict, Conflictpartij, Toedeling
from ogon.models.cyclus import Cyclus, Cyclusfase, Faseregel
from ogon.models.dvo import (
    Dvo,
    Dvoartikel,
    Dvonorm,
    Dvoregel,
    Dvoversie,
    Kpi,
    Kpiresultaat,
    Ondertekening,
    Product,
    Tekenplek,
    Tekenregel,
)
from ogon.models.maatregel import Efficiencymaatregel, Maatregeldoel, Maatregelresultaat, PlanVanAanpak
from ogon.models.ogon import Ogon
from ogon.models.opschaling import Ladder, Opschaling, Opschalingtrede
from ogon.models.voorstel import (
    Overdracht,
    Toetsregel,
    Voorstel,
    Voorstelspoor,
    Voorsteltoets,
)
from ogon.models.werkplan import Werkplan, Werkplanregel, Werkplanstand, Werkplanvaststelling

__all__ = [
    "Capaciteitsregel",
    "Conflict",
    "Conflictpartij",
    "Cyclus",
    "Cyclusfase",
    "Dvo",
    "Dvoartikel",
    "Dvonorm",
    "Dvoregel",
    "Dvoversie",
    "Efficiencymaatregel",
    "Faseregel",
    "Kpi",
    "Kpiresultaat",
    "Ladder",
    "Maatregeldoel",
    "Maatregelresultaat",
    "Ogon",
    "Ondertekening",
    "Opschaling",
    "Opschalingtrede",
    "Overdracht",
    "PlanVanAanpak",
    "Product",
    "Tekenplek",
    "Tekenregel",
    "Toedeling",
    "Toetsregel",
    "Voorstel",
    "Voorstelspoor",
    "Voorsteltoets",
    "Werkplan",
    "Werkplanregel",
    "Werkplanstand",
    "Werkplanvaststelling",
]
