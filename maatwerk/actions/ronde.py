"""Samen een volgorde maken: een ronde openen, en op haar bord verplaatsen, vastzetten en faseren."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q

from duoplus import events, klok
from duoplus.models import Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.calc import volgorde
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import RondeStatus
from maatwerk.models import Aanvraag, Ronde, Rondeplaats, Zet
from maatwerk.volgorde import weging
from maatwerk.volgorde.slot import herschik, liggen_boven, vereis_vrij
from ogon.fasen import vereis_fase
from ogon.models import Cyclus

RANGSCHIKKEN, INRICHTEN = "ogon.rangschikken_cyclus", "maatwerk.inrichten_cyclus"

# What waits for a place of the OGON; something earlier goes on the board only if the chair says why.
KANDIDAAT = (S.TER_PRIORITERING, S.WACHTLIJST, S.AANGEHOUDEN, S.GEPRIORITEERD)
NOG_NIET_GEREED = (
    S.INGEDIEND,
    S.IN_INTAKE,
    S.AANVULLING_GEVRAAGD,
    S.IN_VERIFICATIE,
    S.IN_RAMING,
    S.TER_AKKOORD,
)
OP_HET_BORD = frozenset({*KANDIDAAT, *NOG_NIET_GEREED})
GEREED = Q(status__in=KANDIDAAT, bevestigd_op__isnull=False)  # ``is_gereed`` as a set
DICHT = {
    RondeStatus.VOORGELEGD: "De volgorde ligt voor. Neem haar eerst terug als er iets moet veranderen.",
    RondeStatus.VASTGESTELD: "De volgorde is vastgesteld. Er verandert niets meer aan.",
    RondeStatus.OPGESCHAALD: "De volgorde ligt bij het directieberaad. Wacht op het antwoord.",
}

# What each act is called in the trail of a person and in the history of the board.
ZINNEN = {
    "maatwerk.ronde.openen": "opende de volgorde van {bord} met {aantal} aanvragen",
    "maatwerk.ronde.verplaatsen": "verplaatste {aanvraag} op het bord van {bord} van {van} naar {naar}",
    "maatwerk.ronde.vastzetten": "zette {aanvraag} vast op het bord van {bord}: {reden}",
    "maatwerk.ronde.losmaken": "maakte {aanvraag} los op het bord van {bord}",
    "maatwerk.ronde.faseren": "liet {aanvraag} in delen beginnen op het bord van {bord}",
    "maatwerk.ronde.niet_faseren": "liet {aanvraag} weer in één keer beginnen op het bord van {bord}",
    "maatwerk.ronde.toevoegen": "zette {aanvraag} op het bord van {bord}",
    "maatwerk.ronde.afhalen": "haalde {aanvraag} van het bord van {bord}",
    "maatwerk.ronde.afwijken": "schreef bij {aanvraag} op het bord van {bord}: {reden}",
}


def open_ronde(cyclus: Cyclus, *, by: Gebruiker) -> Ronde:
    """Zet alle kandidaten op het bord, in de voorgestelde volgorde.

    What an earlier round of this OGON pinned or phased stays so.
    """
    with transaction.atomic():
        Cyclus.objects.select_for_update(no_key=True).get(pk=cyclus.pk)
        _controleer(cyclus, by, INRICHTEN)
        if cyclus.rondes.open().exists():
            raise StapKanNiet("Er is al een volgorde in de maak.")
        nummer = cyclus.rondes.aggregate(n=Max("nummer"))["n"] or 0
        ronde = Ronde.objects.create(cyclus=cyclus, nummer=nummer + 1)
        voor = namens(by, INRICHTEN, cyclus)
        aantal = _zet_op_het_bord(ronde, by, voor)
        leg_vast(ronde, "openen", by, voor, nummer=ronde.nummer, aantal=aantal)
    return ronde


def _zet_op_het_bord(ronde: Ronde, by: Gebruiker, voor: Gebruiker | None) -> int:
    kandidaten, eerder = kandidaten_van(ronde.cyclus), _eerder(ronde)
    pks = kandidaten.values("pk")
    delen = weging.onderdelen(kandidaten, pks, weging.gemeenten_van(pks), ronde.cyclus.ogon)
    op_score = weging.voorgestelde_volgorde(kandidaten, delen)
    volgorde = sorted(op_score, key=lambda a: not (a.pk in eerder and eerder[a.pk].is_vastgezet))
    plaatsen = [_plaats(ronde, a, plaats, eerder.get(a.pk)) for plaats, a in enumerate(volgorde, 1)]
    Rondeplaats.objects.bulk_create(plaatsen)
    Zet.objects.bulk_create(
        Zet(ronde=ronde, aanvraag_id=p.aanvraag_id, naar=p.plaats, versie=0, door=by, namens=voor)
        for p in plaatsen
    )
    return len(plaatsen)


def _plaats(ronde: Ronde, aanvraag: Aanvraag, plaats: int, eerder: Rondeplaats | None) -> Rondeplaats:
    return Rondeplaats(
        ronde=ronde,
        aanvraag=aanvraag,
        plaats=plaats,
        vastgezet_grond=eerder.vastgezet_grond if eerder else "",
        gefaseerd=eerder.gefaseerd if eerder else False,
    )


def _eerder(ronde: Ronde) -> dict[int, Rondeplaats]:
    """How each request stood on the last adopted board of this OGON."""
    plaatsen = Rondeplaats.objects.filter(
        ronde__cyclus__ogon=ronde.cyclus.ogon, ronde__status=RondeStatus.VASTGESTELD
    )
    return {p.aanvraag_id: p for p in plaatsen.order_by("ronde__vastgesteld_op", "pk")}


def kandidaten_van(cyclus: Cyclus) -> Any:
    """What the OGON has to decide on: waiting, put off until today, or ranked without an assignment yet."""
    aan_de_beurt = ~Q(status=S.AANGEHOUDEN) | Q(termijn_op=None) | Q(termijn_op__lte=klok.vandaag())
    return Aanvraag.objects.filter(aan_de_beurt, GEREED, ogon=cyclus.ogon)


def is_gereed(aanvraag: Aanvraag) -> bool:
    """Its turn has come, and the municipality confirmed what it asks (an old list may not say so)."""
    return aanvraag.status in KANDIDAAT and aanvraag.bevestigd_op is not None


def verplaats(
    ronde: Ronde,
    aanvraag: Aanvraag,
    *,
    plaats: int,
    by: Gebruiker,
    reden: str = "",
    versie: int | None = None,
) -> Zet:
    """Geef een aanvraag een andere plaats; de rest schuift op. Niemand krijgt er mail van.

    Pinned work stays above the rest, so a place beyond that bound becomes the nearest one that can be.
    """
    with bord_op_slot(ronde, by, RANGSCHIKKEN, versie) as voor:
        rij = _rij(ronde, aanvraag)
        van, naar = rij.plaats, _binnen_grenzen(ronde, rij, plaats)
        if naar == van:
            raise StapKanNiet(_blijft_staan(aanvraag, naar, plaats))
        _schuif(ronde, rij, naar)
        if reden:
            rij.afwijkreden = reden
            rij.save(update_fields=["afwijkreden"])
        return _noteer(ronde, "verplaatsen", aanvraag, by, voor, van=van, naar=naar, reden=reden)


def zet_vast(
    ronde: Ronde, aanvraag: Aanvraag, *, grond: str, by: Gebruiker, versie: int | None = None
) -> Zet:
    """Dit moet van de wet en gaat dus voor. The ground is shown to all who rank."""
    if not grond.strip():
        raise StapKanNiet("Schrijf op welke wet of regel dit verplicht.")
    with bord_op_slot(ronde, by, INRICHTEN, versie) as voor:
        rij = _rij(ronde, aanvraag)
        van = rij.plaats
        if not rij.is_vastgezet:
            _schuif(ronde, rij, _aantal_vast(ronde) + 1)
        rij.vastgezet_grond = grond
        rij.save(update_fields=["vastgezet_grond"])
        return _noteer(ronde, "vastzetten", aanvraag, by, voor, van=van, naar=rij.plaats, reden=grond)


def maak_los(ronde: Ronde, aanvraag: Aanvraag, *, by: Gebruiker, versie: int | None = None) -> Zet:
    """Niet langer vastgezet: het staat nu als eerste onder wat wel vaststaat."""
    with bord_op_slot(ronde, by, INRICHTEN, versie) as voor:
        rij = _rij(ronde, aanvraag)
        if not rij.is_vastgezet:
            raise StapKanNiet(f"‘{aanvraag.titel}’ staat niet vast.")
        van, grond = rij.plaats, rij.vastgezet_grond
        _schuif(ronde, rij, _aantal_vast(ronde))
        rij.vastgezet_grond = ""
        rij.save(update_fields=["vastgezet_grond"])
        return _noteer(ronde, "losmaken", aanvraag, by, voor, van=van, naar=rij.plaats, reden=grond)


def faseer(
    ronde: Ronde,
    aanvraag: Aanvraag,
    *,
    gefaseerd: bool = True,
    by: Gebruiker,
    versie: int | None = None,
) -> Rondeplaats:
    """Dit werk mag beginnen met de uren die er nog zijn; de rest komt later."""
    with bord_op_slot(ronde, by, INRICHTEN, versie) as voor:
        rij = _rij(ronde, aanvraag)
        rij.gefaseerd = gefaseerd
        rij.save(update_fields=["gefaseerd"])
        wat = "faseren" if gefaseerd else "niet_faseren"
        leg_vast(ronde, wat, by, voor, aanvraag=aanvraag.kenmerk)
    return rij


def voeg_toe(
    ronde: Ronde, aanvraag: Aanvraag, *, by: Gebruiker, reden: str = "", versie: int | None = None
) -> Zet:
    """Zet een aanvraag onderaan het bord. Wat nog niet gereed is, alleen door de voorzitter met een reden."""
    with bord_op_slot(ronde, by, INRICHTEN, versie) as voor:
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update(no_key=True))
        gereed = _controleer_toevoegen(ronde, aanvraag, by, reden)
        naar = ronde.plaatsen.count() + 1
        Rondeplaats.objects.create(
            ronde=ronde, aanvraag=aanvraag, plaats=naar, niet_gereed_reden="" if gereed else reden
        )
        return _noteer(ronde, "toevoegen", aanvraag, by, voor, van=None, naar=naar, reden=reden)


def toe_te_voegen(ronde: Ronde, *, met_niet_gereed: bool) -> Any:
    """What of this OGON is not on the board and could be; what is not ready only for the chair."""
    welke = Q(status__in=OP_HET_BORD) if met_niet_gereed else GEREED
    van_ogon = Aanvraag.objects.filter(welke, ogon=ronde.cyclus.ogon_id)
    return van_ogon.exclude(rondeplaatsen__ronde=ronde).order_by("status_sinds", "pk")


def _controleer_toevoegen(ronde: Ronde, aanvraag: Aanvraag, by: Gebruiker, reden: str) -> bool:
    """Whether it is ready. Raises StapKanNiet or PermissionDenied."""
    if aanvraag.ogon_id != ronde.cyclus.ogon_id or aanvraag.status not in OP_HET_BORD:
        raise StapKanNiet(f"‘{aanvraag.titel}’ kan niet op dit bord.")
    if ronde.plaatsen.filter(aanvraag=aanvraag).exists():
        raise StapKanNiet(f"‘{aanvraag.titel}’ staat al op het bord.")
    if is_gereed(aanvraag):
        return True
    if not by.has_perm("maatwerk.niet_gereed_cyclus", ronde.cyclus):
        raise PermissionDenied("maatwerk.niet_gereed_cyclus")
    if not reden.strip():
        raise StapKanNiet(
            f"‘{aanvraag.titel}’ is nog niet gereed. Schrijf op waarom het toch op de agenda komt."
        )
    return False


def haal_af(
    ronde: Ronde, aanvraag: Aanvraag, *, by: Gebruiker, reden: str = "", versie: int | None = None
) -> Zet:
    """Haal een aanvraag van het bord; wat eronder staat schuift op. De aanvraag zelf verandert niet."""
    with bord_op_slot(ronde, by, INRICHTEN, versie) as voor:
        rij = _rij(ronde, aanvraag)
        if not reden.strip() and not is_van_tafel(aanvraag):
            raise StapKanNiet("Schrijf op waarom deze aanvraag van het bord gaat.")
        vast, plaatsen = _vaste(ronde), _volgorde(ronde)
        rij.delete()
        herschik(ronde.plaatsen, volgorde.zonder(plaatsen, rij.aanvraag_id, vast), "aanvraag")
        return _noteer(ronde, "afhalen", aanvraag, by, voor, van=rij.plaats, naar=None, reden=reden)


def is_van_tafel(aanvraag: Aanvraag) -> bool:
    """Withdrawn, turned down or on its way since the round opened: it asks nothing of the board any more."""
    return is_van_tafel_in(aanvraag.status)


def is_van_tafel_in(status: str) -> bool:
    return status not in OP_HET_BORD


def geef_afwijkreden(
    ronde: Ronde, aanvraag: Aanvraag, *, reden: str, by: Gebruiker, versie: int | None = None
) -> Rondeplaats:
    """Waarom deze aanvraag een andere plaats heeft dan de score voorstelt."""
    if not reden.strip():
        raise StapKanNiet(f"Schrijf op waarom ‘{aanvraag.titel}’ van plaats verandert.")
    with bord_op_slot(ronde, by, RANGSCHIKKEN, versie) as voor:
        rij = _rij(ronde, aanvraag)
        rij.afwijkreden = reden
        rij.save(update_fields=["afwijkreden"])
        leg_vast(ronde, "afwijken", by, voor, aanvraag=aanvraag.kenmerk, reden=reden)
    return rij


@contextmanager
def bord_op_slot(
    ronde: Ronde, by: Gebruiker, perm: str, versie: int | None = None
) -> Iterator[Gebruiker | None]:
    """One change of the board at a time; it counts as the next version of the order.

    Gives for whom ``by`` stands in. Raises ``PermissionDenied``, ``StapKanNiet`` when the order stands or
    lies before the municipalities, or ``Verouderd`` when somebody else was first.
    """
    with transaction.atomic():
        op_slot = Ronde.objects.select_for_update(of=("self",), no_key=True).select_related(
            "cyclus__ogon__programma"
        )
        ronde.refresh_from_db(from_queryset=op_slot)
        if ronde.status in DICHT:
            raise StapKanNiet(DICHT[RondeStatus(ronde.status)])
        _controleer(ronde.cyclus, by, perm)
        if versie is not None and versie != ronde.versie:
            raise Verouderd(ronde)
        ronde.versie += 1
        yield namens(by, perm, ronde.cyclus)
        ronde.save(update_fields=["versie"])


def _controleer(cyclus: Cyclus, by: Gebruiker, perm: str) -> None:
    if not by.has_perm(perm, cyclus):
        raise PermissionDenied(perm)
    vereis_fase(cyclus, "rangschikken")


def _rij(ronde: Ronde, aanvraag: Aanvraag) -> Rondeplaats:
    """Raises ``StapKanNiet`` for what is not on the board, or waits for an answer of the directieberaad."""
    rij = ronde.plaatsen.filter(aanvraag=aanvraag).first()
    if rij is None:
        raise StapKanNiet(f"‘{aanvraag.titel}’ staat niet meer op het bord.")
    vereis_vrij(aanvraag)
    return rij


def _aantal_vast(ronde: Ronde) -> int:
    return ronde.plaatsen.exclude(vastgezet_grond="").count()


def _binnen_grenzen(ronde: Ronde, rij: Rondeplaats, plaats: int) -> int:
    vast, aantal = _aantal_vast(ronde), ronde.plaatsen.count()
    eerste, laatste = (1, vast) if rij.is_vastgezet else (vast + 1, aantal)
    naar = min(max(plaats, eerste), laatste)
    bezet = ronde.plaatsen.filter(aanvraag__in=_vaste(ronde)).values_list("plaats", flat=True)
    return volgorde.vrije_plaats(rij.plaats, naar, set(bezet), aantal)


def _blijft_staan(aanvraag: Aanvraag, plaats: int, gevraagd: int) -> str:
    staat = f"‘{aanvraag.titel}’ staat al op plaats {plaats}."
    return staat if gevraagd >= plaats else f"{staat} Wat van de wet moet, staat erboven."


def _schuif(ronde: Ronde, rij: Rondeplaats, naar: int) -> None:
    """Move the row and what lies between; places stay 1, 2, 3 without gaps.

    What lies with the directieberaad keeps its place: the others move around it.
    """
    nieuw = volgorde.verplaats(_volgorde(ronde), rij.aanvraag_id, naar, _vaste(ronde))
    herschik(ronde.plaatsen, nieuw, "aanvraag")
    rij.refresh_from_db(fields=["plaats"])


def _volgorde(ronde: Ronde) -> list[int]:
    return list(ronde.plaatsen.order_by("plaats").values_list("aanvraag", flat=True))


def _vaste(ronde: Ronde) -> set[int]:
    """The requests (pks) whose place nobody changes now."""
    opgeschaald = ronde.plaatsen.filter(aanvraag__opgeschaald=True).values_list("aanvraag", flat=True)
    return set(liggen_boven(pks)) if (pks := list(opgeschaald)) else set()


def _noteer(
    ronde: Ronde,
    wat: str,
    aanvraag: Aanvraag,
    by: Gebruiker,
    voor: Gebruiker | None,
    *,
    van: int | None,
    naar: int | None,
    reden: str,
) -> Zet:
    """Keep the move with the version of the order that it made."""
    zet = Zet.objects.create(
        ronde=ronde,
        aanvraag=aanvraag,
        van=van,
        naar=naar,
        reden=reden,
        versie=ronde.versie,
        door=by,
        namens=voor,
    )
    leg_vast(ronde, wat, by, voor, aanvraag=aanvraag.kenmerk, van=van, naar=naar, reden=reden)
    return zet


def leg_vast(ronde: Ronde, wat: str, by: Gebruiker, voor: Gebruiker | None, **gegevens: Any) -> None:
    """The fact, in the name of whom ``by`` stands in for."""
    events.record(f"maatwerk.ronde.{wat}", ronde, by=by, namens=voor, bord=naam_van(ronde), **gegevens)


def naam_van(ronde: Ronde) -> str:
    """How a sentence names the board: "Bedrijfsvoering 2027"."""
    return f"{ronde.cyclus.ogon.kort} {ronde.cyclus.jaar}"
