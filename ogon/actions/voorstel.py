"""Een voorstel schrijven en laten toetsen: één tekst, vier parafen, en een andere tekst is opnieuw vragen."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.choices import BijlageSoort, Rol
from duoplus.models import Besluit, Bijlage, Gebeurtenis, Gebruiker, Organisatie, Teller
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.choices import Openbaarheid, Orgaan, ToetsSoort
from ogon.models import Ogon, Opschaling, Voorstel, Voorstelspoor, Voorsteltoets
from ogon.transitions import VOORSTEL

# What a text consists of, in the order of the page.
DELEN = {
    "titel": "Titel",
    "gevraagd_besluit": "Gevraagd besluit",
    "aanleiding": "Aanleiding",
    "beoogd_effect": "Beoogd effect",
    "argumenten": "Argumenten",
    "kanttekeningen": "Kanttekeningen",
    "financien": "Financiën",
    "bedrag": "Bedrag",
    "taakveld": "Taakveld",
    "i_s": "Incidenteel of structureel",
    "dekking": "Dekking",
    "communicatie": "Communicatie",
    "planning": "Planning",
    "openbaarheid": "Openbaarheid",
}
BIJ_BEDRAG = ("taakveld", "i_s", "dekking")
SCHRIJVEN = "ogon.voorstel.schrijven"
ZELF = "U schreef mee aan dit voorstel. Iemand anders zet deze paraaf."
MEESTE_BIJLAGEN = 20


def maak(ogon: Ogon, *, titel: str, gemeenten: Collection[Organisatie], by: Gebruiker) -> Voorstel:
    """Begin een voorstel; het gaat langs alle organen, tot de opsteller anders kiest.

    Raises ``StapKanNiet`` for a municipality that does not take part in this OGON.
    """
    if not by.has_perm("ogon.voorstellen_ogon", ogon):
        raise PermissionDenied("ogon.voorstellen_ogon")
    with transaction.atomic():
        voorstel = _begin(ogon, gemeenten, titel=titel, opsteller=by)
        events.record("ogon.voorstel.maken", voorstel, by=by, nummer=voorstel.nummer)
    return voorstel


def begin_na(opschaling: Opschaling, antwoord: Besluit, *, by: Gebruiker) -> Voorstel:
    """Begin het voorstel waarmee een opschaling doorgaat naar het bestuur; één per opschaling.

    In the transaction of the caller, who gave that answer. It goes past every municipality of the OGON,
    until its author chooses otherwise.
    """
    if bestaand := Voorstel.objects.filter(opschaling=opschaling).first():
        return bestaand
    reden = f"{opschaling.naar.naam}, besluit {antwoord.nummer}: {antwoord.reden}"
    voorstel = _begin(
        opschaling.ogon,
        opschaling.ogon.gemeenten(klok.vandaag()),
        opschaling=opschaling,
        titel=opschaling.titel[:200],
        gevraagd_besluit=opschaling.gevraagd_besluit,
        aanleiding=f"{opschaling.vraag}\n\n{reden}",
        opsteller=_opsteller(opschaling),
    )
    feiten = {"nummer": voorstel.nummer, "opschaling": opschaling.nummer}
    events.record("ogon.voorstel.beginnen", voorstel, by=by, namens=antwoord.namens, **feiten)
    return voorstel


def _opsteller(opschaling: Opschaling) -> Gebruiker:
    """The secretaris: the road begins at the OGON, where the chair decides and so cannot be the author."""
    secretarissen = Gebruiker.objects.met_rol(Rol.SECRETARIS, gremium=opschaling.ogon_id)
    return secretarissen.order_by("pk").first() or opschaling.gemeld_door


def _begin(ogon: Ogon, gemeenten: Collection[Organisatie], **velden: Any) -> Voorstel:
    nummer = Teller.volgende("VST", klok.vandaag().year)
    voorstel = Voorstel.objects.create(nummer=nummer, ogon=ogon, **velden)
    _leg_route(voorstel, gemeenten, tuple(Orgaan))
    return voorstel


def kies_route(
    voorstel: Voorstel,
    *,
    gemeenten: Collection[Organisatie],
    organen: Collection[str],
    by: Gebruiker,
    versie: int | None = None,
) -> Voorstel:
    """Bepaal langs welke organen en colleges het voorstel gaat. Dat kan tot het ergens voorlag."""
    with op_slot(voorstel, "schrijven", by, versie):
        if voorstel.sporen.filter(aangeboden_op__isnull=False).exists():
            raise StapKanNiet("De route ligt vast: het voorstel lag al ergens voor.")
        oud = _route(voorstel)
        voorstel.sporen.all().delete()
        _leg_route(voorstel, gemeenten, organen)
        if _route(voorstel) != oud:
            _bewaar(voorstel, by, ["route"])
    return voorstel


def _route(voorstel: Voorstel) -> set[tuple[str, int | None]]:
    return set(voorstel.sporen.values_list("orgaan", "organisatie"))


def _leg_route(voorstel: Voorstel, gemeenten: Collection[Organisatie], organen: Collection[str]) -> None:
    """The OGON always comes first, and at least one college decides."""
    _vereis_deelname(voorstel.ogon, gemeenten)
    voorstel.__dict__.pop("gemeente_ids", None)
    for volgorde, orgaan in enumerate(Orgaan, 1):
        if orgaan == Orgaan.COLLEGE:
            waar = [{"organisatie": gemeente} for gemeente in gemeenten]
        else:
            waar = [{}] if orgaan == Orgaan.OGON or orgaan in organen else []
        for plek in waar:
            Voorstelspoor.objects.create(voorstel=voorstel, orgaan=orgaan, volgorde=volgorde, **plek)


def _vereis_deelname(ogon: Ogon, gemeenten: Collection[Organisatie]) -> None:
    if not gemeenten:
        raise StapKanNiet("Kies ten minste één gemeente.")
    doen_mee = set(ogon.gemeenten(klok.vandaag()))
    vreemd = [gemeente.naam for gemeente in gemeenten if gemeente not in doen_mee]
    if vreemd:
        raise StapKanNiet(f"{' en '.join(vreemd)} doet niet mee aan {ogon}.")


def schrijf(
    voorstel: Voorstel,
    *,
    by: Gebruiker,
    velden: Mapping[str, Any],
    onleesbaar: Mapping[str, str] | None = None,
    versie: int | None = None,
) -> Voorstel:
    """Bewaar een deel van de tekst; ``onleesbaar`` houdt vast wat iemand typte en nog niet te lezen is.

    Under another text no initial holds any more; the fact says which ones lapsed.
    """
    with op_slot(voorstel, "schrijven", by, versie):
        anders = [naam for naam, waarde in velden.items() if getattr(voorstel, naam) != waarde]
        over = {n: t for n, t in voorstel.onleesbaar.items() if n not in velden} | dict(onleesbaar or {})
        if anders or over != voorstel.onleesbaar:
            for naam in anders:
                setattr(voorstel, naam, velden[naam])
            voorstel.onleesbaar = over
            _bewaar(voorstel, by, anders)
    return voorstel


def voeg_bijlage_toe(voorstel: Voorstel, *, naam: str, inhoud: bytes, by: Gebruiker) -> Bijlage:
    """Voeg een stuk toe; het hoort bij de tekst. Raises ``GeweigerdBestand`` with a sentence."""
    with op_slot(voorstel, "schrijven", by):
        if bijlagen(voorstel).count() >= MEESTE_BIJLAGEN:
            raise StapKanNiet(f"Er kunnen hooguit {MEESTE_BIJLAGEN} bijlagen bij een voorstel.")
        bijlage = Bijlage.bewaar_gekozen(naam, inhoud, onderwerp=voorstel, door=by)
        _bewaar(voorstel, by, ["bijlagen"])
    return bijlage


def verwijder_bijlage(voorstel: Voorstel, bijlage: Bijlage, *, by: Gebruiker) -> None:
    with op_slot(voorstel, "schrijven", by):
        bestand = bijlage.bestand
        bijlage.delete()
        _bewaar(voorstel, by, ["bijlagen"])
        transaction.on_commit(lambda: bestand.delete(save=False))


def bijlagen(voorstel: Voorstel) -> Any:
    """What goes with the text, the oldest first."""
    return Bijlage.objects.over(voorstel).filter(soort=BijlageSoort.BIJLAGE).order_by("pk")


def _bewaar(voorstel: Voorstel, by: Gebruiker, anders: list[str]) -> None:
    if anders:
        laat_parafen_vervallen(voorstel, by, anders)
        _leg_schrijver_vast(voorstel, by)
    voorstel.versie += 1
    voorstel.full_clean(exclude=("ogon", "opsteller"), validate_unique=False)
    voorstel.save()


def laat_parafen_vervallen(voorstel: Voorstel, by: Gebruiker, anders: list[str]) -> None:
    """The text becomes another one: count it, and say whose initials no longer hold."""
    toetsen = voorstel.geldige_toetsen()
    if not toetsen:
        return
    voorstel.inhoudversie += 1
    events.record(
        "ogon.voorstel.parafen_vervallen",
        voorstel,
        by=by,
        soorten=list(toetsen),
        mensen=[toets.door_id for toets in toetsen.values()],
        wat=[DELEN.get(naam, naam).lower() for naam in anders],
    )


def _leg_schrijver_vast(voorstel: Voorstel, by: Gebruiker) -> None:
    """Once per person and text: saving by itself happens every few seconds."""
    feiten = Gebeurtenis.objects.over(voorstel).filter(soort=SCHRIJVEN, door=by)
    if not feiten.filter(gegevens__inhoudversie=voorstel.inhoudversie).exists():
        voor = namens(by, VOORSTEL.permission("schrijven"), voorstel)
        events.record(SCHRIJVEN, voorstel, by=by, namens=voor, inhoudversie=voorstel.inhoudversie)


def schrijvers(voorstel: Voorstel) -> set[int]:
    """Everybody who had a hand in the text."""
    feiten = Gebeurtenis.objects.over(voorstel).filter(soort=SCHRIJVEN)
    return {voorstel.opsteller_id, *feiten.values_list("door", flat=True)}


def ontbreekt(voorstel: Voorstel) -> list[str]:
    """The parts that have to be filled in before others look at it."""
    gevraagd = [naam for naam in DELEN if naam not in ("bedrag", *BIJ_BEDRAG)]
    if voorstel.bedrag:
        gevraagd += BIJ_BEDRAG
    leeg = [naam for naam in gevraagd if not str(getattr(voorstel, naam)).strip()]
    return [label for naam, label in DELEN.items() if naam in leeg or naam in voorstel.onleesbaar]


def ter_toetsing(voorstel: Voorstel, *, by: Gebruiker, versie: int | None = None) -> Voorstel:
    """Vraag om de vier parafen. Raises ``StapKanNiet`` with what is still missing."""
    with VOORSTEL.transition(voorstel, "ter_toetsing", by=by, versie=versie):
        if leeg := ontbreekt(voorstel):
            raise StapKanNiet(f"Vul eerst in: {', '.join(leeg).lower()}.")
    return voorstel


def terugnemen(voorstel: Voorstel, *, by: Gebruiker, versie: int | None = None) -> Voorstel:
    """Haal het voorstel terug om verder te schrijven. Parafen blijven staan zolang de tekst gelijk blijft."""
    with VOORSTEL.transition(voorstel, "terugnemen", by=by, versie=versie):
        pass
    return voorstel


def paraferen(
    voorstel: Voorstel,
    soort: str,
    *,
    by: Gebruiker,
    akkoord: bool,
    inhoudversie: int,
    opmerking: str = "",
) -> Voorsteltoets:
    """Zet een paraaf onder de tekst van nu, of zeg wat er niet klopt. Nooit onder een eigen tekst.

    ``inhoudversie`` is the text that was read; the other initials may be set in the meantime.
    """
    feiten: dict[str, Any] = {"soort": soort, "akkoord": akkoord, "opmerking": opmerking}
    perm = f"ogon.paraaf_{soort}_voorstel"
    with VOORSTEL.transition(voorstel, "paraferen", by=by, **feiten, inhoudversie=inhoudversie):
        if not by.has_perm(perm, voorstel):
            raise PermissionDenied(perm)
        _controleer_paraaf(voorstel, soort, by, inhoudversie)
        return Voorsteltoets.objects.create(
            voorstel=voorstel,
            soort=soort,
            inhoudversie=inhoudversie,
            akkoord=akkoord,
            opmerking=opmerking.strip(),
            door=by,
            namens=namens(by, perm, voorstel),
        )


def _controleer_paraaf(voorstel: Voorstel, soort: str, by: Gebruiker, inhoudversie: int) -> None:
    if by.pk in schrijvers(voorstel):
        raise StapKanNiet(ZELF)
    if inhoudversie != voorstel.inhoudversie:
        raise StapKanNiet(
            f"De tekst is intussen gewijzigd: u las tekst {inhoudversie}, nu is er tekst"
            f" {voorstel.inhoudversie}. Lees het voorstel opnieuw en zet dan uw paraaf."
        )
    al = voorstel.geldige_toetsen().get(soort)
    if al is not None and al.akkoord:
        label = ToetsSoort(soort).label.lower()
        raise StapKanNiet(f"De paraaf {label} staat al onder deze tekst, van {al.door.naam}.")


def nog_nodig(voorstel: Voorstel) -> list[str]:
    """The fields whose initial is not under the text as it is now."""
    toetsen = voorstel.geldige_toetsen()
    return [soort for soort in ToetsSoort if soort not in toetsen or not toetsen[soort].akkoord]


def titel_voor_lijst(voorstel: Voorstel) -> str:
    """For a register that more people read than the proposal itself."""
    if voorstel.openbaarheid == Openbaarheid.OPENBAAR:
        return f"{voorstel.nummer} {voorstel.titel}"
    return f"{voorstel.nummer} {Openbaarheid(voorstel.openbaarheid).label} voorstel"


@contextmanager
def op_slot(voorstel: Voorstel, stap: str, by: Gebruiker, versie: int | None = None) -> Iterator[None]:
    """The proposal as it stands now, locked; without a fact, for what is saved by itself.

    Raises ``Verouderd``, ``StapKanNiet`` or ``PermissionDenied``.
    """
    with transaction.atomic():
        voorstel.refresh_from_db(from_queryset=Voorstel.objects.select_for_update())
        if versie is not None and voorstel.versie != versie:
            raise Verouderd(voorstel)
        if voorstel.status not in VOORSTEL.stappen[stap].van:
            raise StapKanNiet(VOORSTEL.kan_niet(VOORSTEL.stappen[stap], voorstel))
        if not by.has_perm(VOORSTEL.permission(stap), voorstel):
            raise PermissionDenied(VOORSTEL.permission(stap))
        yield
