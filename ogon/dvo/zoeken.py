"""DVO's in het zoeken: op nummer, gemeente en jaar."""

from duoplus import zoeken
from duoplus.models import Gebruiker
from duoplus.zoeken import Treffer, Uitkomst, Venster, Vraag
from ogon.models import Dvo


def zoek_dvos(vraag: Vraag, user: Gebruiker, venster: Venster) -> Uitkomst:
    """There are a few a year, so all that this user may read are looked through."""
    if not vraag:
        return Uitkomst()
    dvos = Dvo.objects.visible_to(user).select_related("organisatie")
    gevonden = [dvo for dvo in dvos if zoeken.past(_naam(dvo), vraag)]
    return zoeken.uit_lijst([_treffer(dvo, vraag) for dvo in gevonden], venster)


def _naam(dvo: Dvo) -> str:
    """Also in full, as people may type it."""
    return f"{dvo.nummer} {dvo} dienstverleningsovereenkomst"


def _treffer(dvo: Dvo, vraag: Vraag) -> Treffer:
    return Treffer(
        zoeken.merk_deel(str(dvo), vraag),
        dvo.get_absolute_url(),
        kenmerk=dvo.nummer,
        icon="file-certificate",
        is_precies=vraag.is_nummer(dvo.nummer),
    )


DVOS = zoeken.Bron("dvos", "DVO’s", ("DVO", "DVO’s"), zoek_dvos, order=35)
