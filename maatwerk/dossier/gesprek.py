"""Het gesprek: berichten en wat er intussen gebeurde, in één stroom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from duoplus.choices import BijlageStatus, Zichtbaarheid
from duoplus.models import Bijlage, Gebeurtenis, Gebruiker, Reactie
from maatwerk.models import Aanvraag
from maatwerk.tijdlijn import wie, zin

# The page shows the latest; the complete timeline has all.
MAX_BERICHTEN = 50
MAX_REGELS = 60
# Not events of their own in the stream: a message is there itself, bookings stand with the opdracht.
NIET_IN_STROOM = (
    "maatwerk.aanvraag.reageren",
    "maatwerk.aanvraag.boeken",
    "maatwerk.aanvraag.inlezen_boekingen",
)

ICONEN = {
    "indienen": "send",
    "vraag_stellen": "message-question",
    "aanvullen": "message-reply",
    "paraferen": "signature",
    "bevestigen": "circle-check",
    "akkoord_geven": "circle-check",
    "accepteren": "star",
    "bijlage_toevoegen": "file-plus",
    "prioriteren": "gavel",
    "op_wachtlijst_zetten": "gavel",
    "aanhouden": "gavel",
    "afwijzen": "gavel",
    "opschalen": "gavel",
    "verplaatsen": "gavel",
    "opdracht_geven": "signature",
    "starten": "player-play",
    "voortgang_melden": "progress",
    "intrekken": "ban",
    "herinneren": "bell",
}


@dataclass(frozen=True)
class Regel:
    """A message (``tekst`` by ``wie``) or, with ``icoon``, an event."""

    op: datetime
    tekst: str
    is_intern: bool
    wie: Gebruiker | None = None
    namens: Gebruiker | None = None
    waar: str = ""
    icoon: str = ""
    url: str = ""
    linktekst: str = ""
    slot: str = ""


@dataclass(frozen=True)
class Document:
    """``url`` is empty for what cannot be downloaded now."""

    bijlage: Bijlage
    url: str
    icoon: str
    is_intern: bool

    @property
    def in_quarantaine(self) -> bool:
        return self.bijlage.status == BijlageStatus.QUARANTAINE

    @property
    def omvang(self) -> str:
        """'214 kB' or '1,4 MB'."""
        kilobytes = self.bijlage.grootte / 1000
        if kilobytes < 1000:
            return f"{max(1, round(kilobytes))} kB"
        return f"{kilobytes / 1000:.1f} MB".replace(".", ",")


def feiten(aanvraag: Aanvraag) -> list[Gebeurtenis]:
    """Every fact but messages and bookings, internal ones too, oldest first; filter before showing."""
    alle = Gebeurtenis.objects.over(aanvraag).exclude(soort__in=NIET_IN_STROOM)
    return list(alle.select_related("door__organisatie", "namens"))


def reacties(aanvraag: Aanvraag, lezer: Gebruiker) -> list[Reactie]:
    """The latest messages that this reader may read, oldest first."""
    leesbaar = Reactie.objects.over(aanvraag).leesbaar_voor(lezer).order_by("-op", "-pk")
    return list(leesbaar.select_related("door__organisatie", "namens")[:MAX_BERICHTEN])[::-1]


def documenten(aanvraag: Aanvraag, lezer: Gebruiker) -> list[Document]:
    bijlagen = Bijlage.objects.over(aanvraag).leesbaar_voor(lezer).select_related("door")
    return [
        Document(b, _download(aanvraag, b), _bestandsicoon(b), b.zichtbaarheid == Zichtbaarheid.INTERN)
        for b in bijlagen
    ]


def _download(aanvraag: Aanvraag, bijlage: Bijlage) -> str:
    if bijlage.status == BijlageStatus.QUARANTAINE:
        return ""
    return reverse("maatwerk:document", kwargs={"sleutel": aanvraag.sleutel, "uuid": bijlage.uuid})


def _bestandsicoon(bijlage: Bijlage) -> str:
    return "file-spreadsheet" if "sheet" in bijlage.mime or "csv" in bijlage.mime else "file-text"


def stroom(
    berichten: Iterable[Reactie],
    gebeurd: Iterable[Gebeurtenis],
    bijlagen: Sequence[Document],
    lezer: Gebruiker,
) -> list[Regel]:
    """Messages and events in order of time, the latest ``MAX_REGELS``."""
    op_uuid = {document.bijlage.uuid: document for document in bijlagen}
    leesbaar = [g for g in gebeurd if lezer.is_duoplus or g.zichtbaarheid == Zichtbaarheid.GEDEELD]
    regels = [_bericht(r) for r in berichten] + [_feit(g, op_uuid) for g in leesbaar]
    return sorted(regels, key=lambda regel: regel.op)[-MAX_REGELS:]


def _bericht(reactie: Reactie) -> Regel:
    return Regel(
        reactie.op,
        reactie.tekst,
        reactie.zichtbaarheid == Zichtbaarheid.INTERN,
        wie=reactie.door,
        namens=reactie.namens,
        waar=str(reactie.door.organisatie or ""),
    )


def _feit(gebeurtenis: Gebeurtenis, op_uuid: dict[UUID, Document]) -> Regel:
    is_intern = gebeurtenis.zichtbaarheid == Zichtbaarheid.INTERN
    icoon = ICONEN.get(gebeurtenis.stap, "arrow-right")
    document = op_uuid.get(_uuid(gebeurtenis.gegeven("bijlage")))
    if document and document.url:
        return Regel(
            gebeurtenis.op,
            f"{wie(gebeurtenis)} voegde ",
            is_intern,
            icoon=icoon,
            url=document.url,
            linktekst=document.bijlage.naam,
            slot=" toe",
        )
    return Regel(gebeurtenis.op, zin(gebeurtenis), is_intern, icoon=icoon)


def _uuid(tekst: str) -> UUID:
    return UUID(tekst) if tekst else UUID(int=0)
