from ogon.models.capaciteit import Capaciteitsregel, Conflict, Conflictpartij, Toedeling
from ogon.models.cyclus import Cyclus, Cyclusfase, Faseregel
from ogon.models.ogon import Ogon

__all__ = [
    "Capaciteitsregel",
    "Conflict",
    "Conflictpartij",
    "Cyclus",
    "Cyclusfase",
    "Faseregel",
    "Ogon",
    "Toedeling",
]
