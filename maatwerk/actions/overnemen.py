"""Overnemen wat er al was: de Excel-lijst die nu in gebruik is, rij voor rij, zonder iets te raden.

An imported request skips the steps, so it also skips what those steps require. What the list did not
say stays empty and is named in the recorded fact as "niet bekend".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Max, OuterRef, Q

from duoplus import events, klok
from duoplus.calc.nederlands import AMSTERDAM, zonder_accenten
from duoplus.calc.tabel import Bronrij, Gelezen, Model
from duoplus.choices import Rijstand, Rol
from duoplus.inlezen import Onbruikbaar, Schrijver, Soort, Uitkomst
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Gebeurtenis, Gebruiker, Inlezing, Organisatie, Team, Teller
from duoplus.werkblad import OnleesbaarBestand
from maatwerk.actions import beslag
from maatwerk.actions.toetsen import maak_raming
from maatwerk.calc.register import Registerrij, als_registerrij, registermodel, velden
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import (
    BEVESTIGDE_VELDEN,
    Aanvraag,
    Deelnemer,
    Opdracht,
    OpdrachtAandeel,
    Raming,
    Tarief,
    Verificatie,
    Vraag,
)
from maatwerk.transitions import zet_termijn
from ogon.models import Ogon

PERM = "maatwerk.overnemen_aanvraag"
FEIT = "maatwerk.aanvraag.overnemen"
VANZELF = (FEIT, "maatwerk.aanvraag.herinneren")  # facts that are nobody's work on the request
MET_OPDRACHT = (S.OPDRACHT_VERLEEND, S.IN_UITVOERING, S.OPGELEVERD, S.AFGESLOTEN)
LOPEND = (S.OPDRACHT_VERLEEND, S.IN_UITVOERING)
MET_RAMING = (S.TER_AKKOORD, S.TER_PRIORITERING, S.GEPRIORITEERD, S.WACHTLIJST, S.AANGEHOUDEN, *MET_OPDRACHT)
NOOIT_IN_DE_LIJST = ["aanvrager", "probleem", "gewenst resultaat", "aanleiding", "dekking", "budgethouder"]
VERGELEKEN = (
    "titel", "gemeenten", "ogon", "team", "uren", "functiegroep", "extern", "status", "opgeschaald",
    "ingediend", "gewenst_tekst", "taakveld",
)  # fmt: skip
VAN_OPDRACHT = {"gemeenten", "ogon", "team", "uren", "functiegroep", "extern"}
OPDRACHT_VAST = "De rij is gewijzigd, maar de opdracht ligt vast: die is al gegeven. De aanvraag blijft zo."
NIET_BEKEND = "Niet bekend: dit stond niet in de lijst."
MEESTE_UREN = Decimal(100_000)
MEESTE_EUROS = Decimal(100_000_000)


@dataclass
class Omgeving:
    """What every row of a batch asks of the portal, read once; and which import it is for."""

    inlezing: Inlezing
    by: Gebruiker
    systeem: Gebruiker = field(default_factory=Gebruiker.objects.systeem)
    gemeenten: dict[str, Organisatie] = field(default_factory=lambda: _gemeenten())
    teams: dict[str, Team] = field(default_factory=lambda: _teams())
    ogons: dict[str, Ogon] = field(default_factory=lambda: _ogons())
    tarieven: Mapping[str, Decimal] = field(default_factory=lambda: _tarieven())
    mee: dict[int, set[Organisatie]] = field(default_factory=dict)

    def doen_mee(self, ogon: Ogon) -> set[Organisatie]:
        if ogon.pk not in self.mee:
            self.mee[ogon.pk] = set(ogon.gemeenten(klok.vandaag()))
        return self.mee[ogon.pk]


def _gemeenten() -> dict[str, Organisatie]:
    return {gemeente.letter: gemeente for gemeente in Organisatie.objects.gemeenten()}


def _teams() -> dict[str, Team]:
    """By either name, without accents; of two teams of one name the first counts."""
    teams = reversed(Team.objects.select_related("afdeling__programma"))
    return {zonder_accenten(naam): team for team in teams for naam in (team.naam, team.kort)}


def _ogons() -> dict[str, Ogon]:
    return {ogon.programma.code: ogon for ogon in Ogon.objects.select_related("programma")}


def _tarieven() -> Mapping[str, Decimal]:
    return Tarief.objects.per_functiegroep(klok.vandaag())


def _model() -> Model:
    tarieven = _tarieven()
    if not tarieven:
        raise OnleesbaarBestand("Er zijn vandaag geen tarieven. Leg eerst de tarieven vast.")
    return registermodel(tarieven, dict(S.choices))


def _schrijver(inlezing: Inlezing, by: Gebruiker) -> Schrijver:
    omgeving = Omgeving(inlezing, by)
    return lambda bron, gelezen: overnemen(bron, gelezen, omgeving=omgeving)


REGISTER = Soort(
    naam="register",
    titel="Maatwerkregister",
    ding="aanvragen",
    perm=PERM,
    velden=velden(),
    model=_model,
    schrijver=_schrijver,
    kop=("nummer", "titel"),
    uitleg="De lijst met aanvragen die u nu in Excel bijhoudt.",
)


def importeer(inhoud: bytes, *, bestandsnaam: str, by: Gebruiker) -> Inlezing:
    """Take over a whole register at once; every row ends up in the import with its outcome and reason.

    The same list twice makes nothing twice. Raises ``OnleesbaarBestand`` with a sentence.
    """
    return in_een_keer(inhoud, soort=REGISTER, bestandsnaam=bestandsnaam, by=by)


# One row ------------------------------------------------------------------------------------------------


def overnemen(bron: Bronrij, gelezen: Gelezen, *, omgeving: Omgeving) -> Uitkomst:
    """Make the request of this row, or bring it up to date as long as nobody worked on it here.

    Raises ``Onbruikbaar`` if a person must look at the row.
    """
    if not omgeving.by.has_perm(PERM):
        raise PermissionDenied(PERM)
    rij = als_registerrij(bron, gelezen)
    _controleer(rij)
    aanvraag = _bestaand(rij)
    if aanvraag is None:
        return _maak(rij, omgeving)
    if omgeving.inlezing.rijen.over(Aanvraag).filter(doel_id=aanvraag.pk).exists():
        raise Onbruikbaar(f"Dubbel in deze lijst: {aanvraag.kenmerk} is al overgenomen.")
    return _werk_bij(aanvraag, rij, omgeving)


def _controleer(rij: Registerrij) -> None:
    if len(rij.nummer) > 40:
        raise Onbruikbaar("Het nummer is langer dan 40 tekens.")
    if rij.uren > MEESTE_UREN or rij.extern > MEESTE_EUROS:
        raise Onbruikbaar("De uren of de externe kosten zijn onwaarschijnlijk hoog.")


def _adresnummer(nummer: str) -> str:
    """The old number as it can stand in an address: '2026/01' becomes 2026-01."""
    kaal = re.sub(r"[^0-9A-Za-z._-]+", "-", nummer).strip("-.")
    return kaal if re.search(r"[0-9]", kaal) else f"lijst-0-{kaal}"


def _bestaand(rij: Registerrij) -> Aanvraag | None:
    if rij.nummer:
        return _met_nummer(rij.nummer)
    uit_een_lijst = Gebeurtenis.objects.filter(
        soort=FEIT, content_type=ContentType.objects.get_for_model(Aanvraag), object_id=OuterRef("pk")
    )  # the fact, not the row of the list: that one is thrown away after its term
    zelfde_titel = Aanvraag.objects.filter(
        Exists(uit_een_lijst), extern_nummer=None, titel_sorteer=zonder_accenten(_titel(rij))[:120]
    )
    letters = set(rij.gemeenten)
    return next((a for a in zelfde_titel if {g.letter for g in a.gemeenten.all()} == letters), None)


def _maak(rij: Registerrij, omgeving: Omgeving) -> Uitkomst:
    aanvraag = Aanvraag(ingevoerd_door=omgeving.systeem)
    if rij.nummer:
        aanvraag.extern_nummer = _adresnummer(rij.nummer)
    else:
        aanvraag.nummer = Teller.volgende("MW", klok.vandaag().year)
    opmerkingen = _neem_waarden_over(aanvraag, rij, omgeving)
    return Uitkomst(Rijstand.AANGEMAAKT, aanvraag, opmerkingen)


def _met_nummer(nummer: str) -> Aanvraag | None:
    adres = _adresnummer(nummer)
    gevonden = list(Aanvraag.objects.filter(Q(nummer=adres) | Q(extern_nummer=adres)))
    if any(aanvraag.nummer == adres for aanvraag in gevonden):
        raise Onbruikbaar(f"Het nummer {nummer} is al van een aanvraag uit het portaal zelf.")
    return gevonden[0] if gevonden else None


def _werk_bij(aanvraag: Aanvraag, rij: Registerrij, omgeving: Omgeving) -> Uitkomst:
    feiten = Gebeurtenis.objects.over(aanvraag)
    vorige = feiten.filter(soort=FEIT).last()
    if vorige is not None and vorige.gegevens["gelezen"] == _gelezen(rij):
        return Uitkomst(Rijstand.ONGEWIJZIGD, aanvraag)
    if vorige is None or feiten.exclude(soort__in=VANZELF).exists() or aanvraag.versie:
        zin = "De rij is gewijzigd, maar met deze aanvraag is in het portaal verder gewerkt. Zij blijft zo."
        return Uitkomst(Rijstand.ONGEWIJZIGD, aanvraag, [zin])
    verschil = [veld for veld in VERGELEKEN if vorige.gegevens["gelezen"].get(veld) != _gelezen(rij)[veld]]
    if _raakt_opdracht(aanvraag, rij, verschil):
        return Uitkomst(Rijstand.ONGEWIJZIGD, aanvraag, [OPDRACHT_VAST])
    opmerkingen = _neem_waarden_over(aanvraag, rij, omgeving)
    anders = ", ".join(veld.replace("_", " ") for veld in verschil)
    return Uitkomst(Rijstand.BIJGEWERKT, aanvraag, [f"Gewijzigd: {anders}.", *opmerkingen])


def _raakt_opdracht(aanvraag: Aanvraag, rij: Registerrij, verschil: list[str]) -> bool:
    """A given assignment is a decision: no list changes what it is about, or takes it back."""
    if not Opdracht.objects.filter(aanvraag=aanvraag).exists():
        return False
    return rij.status not in MET_OPDRACHT or not VAN_OPDRACHT.isdisjoint(verschil)


def _gelezen(rij: Registerrij) -> dict[str, str]:
    """What the row says, so that a later list can be compared with it."""
    return {veld: str(getattr(rij, veld)) for veld in VERGELEKEN}


def _neem_waarden_over(aanvraag: Aanvraag, rij: Registerrij, omgeving: Omgeving) -> list[str]:
    """Fill the request and what its state implies; returns remarks about what could not be placed."""
    opmerkingen = [f"{kop} ‘{waarde}’: {zin}" for kop, waarde, zin in rij.niet_begrepen]
    gemeenten = _zet_velden(aanvraag, rij, omgeving, opmerkingen)
    van, bestond = aanvraag.status, aanvraag.pk is not None
    aanvraag.status = S(rij.status)
    zet_termijn(aanvraag, van, aanvraag.status)
    aanvraag.plaats = _plaats(aanvraag)
    aanvraag.save()
    if bestond:
        aanvraag.deelnemers.exclude(organisatie__in=gemeenten).delete()
    _zet_deelnemers(aanvraag, gemeenten)
    onbekend = [*NOOIT_IN_DE_LIJST, *_lege_velden(aanvraag), *_zet_gevolg(aanvraag, rij, omgeving, bestond)]
    events.record(
        FEIT,
        aanvraag,
        by=omgeving.by,
        bestand=omgeving.inlezing.bestandsnaam,
        blad=rij.blad,
        rij=rij.rij,
        nummer=rij.nummer,
        niet_bekend=onbekend,
        gelezen=_gelezen(rij),
        van="" if aanvraag.versie == 0 and van == S.CONCEPT else van,
        naar=aanvraag.status,
    )
    return opmerkingen


def _zet_velden(
    aanvraag: Aanvraag, rij: Registerrij, omgeving: Omgeving, opmerkingen: list[str]
) -> list[Organisatie]:
    gemeenten = [omgeving.gemeenten[letter] for letter in rij.gemeenten if letter in omgeving.gemeenten]
    if not gemeenten:
        raise Onbruikbaar("De gemeente van deze rij staat niet in het portaal.")
    aanvraag.titel = _titel(rij)
    aanvraag.organisatie = gemeenten[0]
    aanvraag.team = omgeving.teams.get(zonder_accenten(rij.team)) if rij.team else None
    aanvraag.ogon = _ogon(rij.ogon, aanvraag.team, omgeving)
    aanvraag.uren_indicatie = rij.uren or None
    aanvraag.gewenste_datum = rij.gewenst_klaar
    aanvraag.gewenst_tekst = "" if rij.gewenst_klaar else rij.gewenst_tekst[:60]
    aanvraag.taakveld = rij.taakveld[:8]
    aanvraag.opgeschaald = rij.opgeschaald
    aanvraag.ingediend_op = _middag(rij.ingediend) if rij.ingediend else None
    opmerkingen += _past_niet(aanvraag, rij, gemeenten, omgeving)
    return gemeenten


def _titel(rij: Registerrij) -> str:
    return rij.titel if len(rij.titel) <= 120 else f"{rij.titel[:119]}…"


def _past_niet(
    aanvraag: Aanvraag, rij: Registerrij, gemeenten: list[Organisatie], omgeving: Omgeving
) -> list[str]:
    """What the list says that does not agree with how things are organised; kept as it was written."""
    zinnen = []
    if len(rij.titel) > 120:
        zinnen.append("De titel is langer dan 120 tekens en is ingekort.")
    if aanvraag.team is None and rij.uren:
        opvang = _opvangteam(omgeving)
        zinnen.append(f"Team ‘{rij.team}’ kennen wij niet. De uren staan zolang bij {opvang}.")
    if aanvraag.ogon is not None:
        mee = omgeving.doen_mee(aanvraag.ogon)
        zinnen += [f"{g} doet niet mee aan {aanvraag.ogon}." for g in gemeenten if g not in mee]
    return zinnen


def _ogon(code: str, team: Team | None, omgeving: Omgeving) -> Ogon | None:
    """The OGON the list names, or else the one whose programme the team works for."""
    if not code and team is not None:
        code = team.afdeling.programma.code
    return omgeving.ogons.get(code)


def _middag(dag: date) -> datetime:
    return datetime.combine(dag, time(12), AMSTERDAM)


def _plaats(aanvraag: Aanvraag) -> int | None:
    """A ranked request goes to the end of its list: the order within the old list is not known."""
    if aanvraag.status != S.GEPRIORITEERD or aanvraag.ogon is None:
        return None
    if aanvraag.plaats is not None:
        return aanvraag.plaats
    Ogon.objects.select_for_update().get(pk=aanvraag.ogon.pk)
    hoogste = Aanvraag.objects.filter(ogon=aanvraag.ogon).aggregate(hoogste=Max("plaats"))["hoogste"]
    return (hoogste or 0) + 1


def _zet_deelnemers(aanvraag: Aanvraag, gemeenten: list[Organisatie]) -> None:
    Deelnemer.objects.bulk_create(
        (Deelnemer(aanvraag=aanvraag, organisatie=gemeente) for gemeente in gemeenten), ignore_conflicts=True
    )
    aanvraag.__dict__.pop("_prefetched_objects_cache", None)


def _lege_velden(aanvraag: Aanvraag) -> list[str]:
    namen = {
        "ogon": "OGON", "team": "team", "ingediend_op": "datum van indienen", "taakveld": "taakveld",
        "uren_indicatie": "uren",
    }  # fmt: skip
    leeg = [naam for veld, naam in namen.items() if not getattr(aanvraag, veld)]
    return leeg if aanvraag.gewenste_datum or aanvraag.gewenst_tekst else [*leeg, "gewenste datum"]


# What a state implies -----------------------------------------------------------------------------------


def _zet_gevolg(aanvraag: Aanvraag, rij: Registerrij, omgeving: Omgeving, bestond: bool) -> list[str]:
    """Estimate, text to confirm, question and assignment, so that the next step can be taken here."""
    onbekend: list[str] = []
    opdracht = Opdracht.objects.filter(aanvraag=aanvraag).first() if bestond else None
    raming = opdracht.raming if opdracht else _zet_raming(aanvraag, rij, omgeving)
    if aanvraag.status == S.IN_VERIFICATIE and not aanvraag.verificaties.exists():
        onbekend.append("de tekst om te bevestigen")
        _maak_verificatie(aanvraag, omgeving)
    if aanvraag.status == S.AANVULLING_GEVRAAGD and not aanvraag.vragen.exists():
        onbekend.append("de vraag")
        _maak_vraag(aanvraag)
    if aanvraag.status in MET_OPDRACHT and raming is not None and opdracht is None:
        onbekend += ["start van de opdracht", *([] if rij.gewenst_klaar else ["einddatum van de opdracht"])]
        _maak_opdracht(aanvraag, raming, rij, omgeving)
    if aanvraag.ogon is not None and (bestond or aanvraag.status in LOPEND):
        _zet_uren_in(aanvraag, raming, omgeving)
    return onbekend


def _zet_uren_in(aanvraag: Aanvraag, raming: Raming | None, omgeving: Omgeving) -> None:
    """Work under way takes its hours from this month on: how many were worked before, no list says."""
    beslag.geef_vrij(aanvraag, by=omgeving.systeem)
    if aanvraag.status in LOPEND and raming is not None:
        beslag.zeg_toe(aanvraag, by=omgeving.systeem)


def _zet_raming(aanvraag: Aanvraag, rij: Registerrij, omgeving: Omgeving) -> Raming | None:
    if not (rij.uren or rij.extern or rij.status in MET_RAMING):
        return None
    regel = {"team": aanvraag.team or _opvangteam(omgeving), "functiegroep": rij.functiegroep}
    uren = dict.fromkeys(("uren_laag", "uren", "uren_hoog"), rij.uren)
    extern = {"omschrijving": "Externe kosten uit de lijst", "bedrag": rij.extern}
    return maak_raming(
        aanvraag,
        by=omgeving.systeem,
        regels=[regel | uren] if rij.uren else [],
        externe_kosten=[extern] if rij.extern else [],
        risicos=NIET_BEKEND,
    )


def _opvangteam(omgeving: Omgeving) -> Team:
    """Hours of a team we do not know wait with the Stafbureau."""
    teams = omgeving.teams.values()
    team = next((t for t in teams if t.afdeling.programma.code == "SB"), None) or next(iter(teams), None)
    if team is None:
        raise Onbruikbaar("Er zijn nog geen teams om de uren bij te zetten.")
    return team


def _maak_verificatie(aanvraag: Aanvraag, omgeving: Omgeving) -> None:
    Verificatie.objects.create(
        aanvraag=aanvraag,
        versie=1,
        opgesteld_door=omgeving.systeem,
        **dict.fromkeys(BEVESTIGDE_VELDEN, NIET_BEKEND) | {"begrepen": aanvraag.titel},
    )


def _maak_vraag(aanvraag: Aanvraag) -> None:
    """The list says that an answer is awaited, not to what; whoever asks for the municipality may answer."""
    wie = Gebruiker.objects.met_rol(Rol.AANVRAGER, organisatie=aanvraag.organisatie_id).first()
    Vraag.objects.create(
        aanvraag=aanvraag,
        vraag=NIET_BEKEND,
        aan=wie or aanvraag.ingevoerd_door,
        uiterlijk_op=aanvraag.termijn_op or klok.vandaag(),
        kwam_van=S.IN_INTAKE,
        gesteld_door=aanvraag.ingevoerd_door,
    )


def _maak_opdracht(aanvraag: Aanvraag, raming: Raming, rij: Registerrij, omgeving: Omgeving) -> None:
    """An assignment within the estimate, so that lists, sums and bookings hold; start and result unknown."""
    opdracht = Opdracht.objects.create(
        aanvraag=aanvraag,
        nummer=Teller.volgende("OPD", klok.vandaag().year),
        raming=raming,
        sleutel=raming.sleutel,
        plafond_uren=raming.uren,
        plafond_kosten=raming.totaal,
        einddatum=rij.gewenst_klaar or date(klok.vandaag().year, 12, 31),
        tarieven={groep: str(euro) for groep, euro in omgeving.tarieven.items()},
        taakveld=aanvraag.taakveld,
        verleend_op=klok.nu(),
    )
    OpdrachtAandeel.objects.bulk_create(
        OpdrachtAandeel(opdracht=opdracht, organisatie_id=a.organisatie_id, deel=a.deel, bedrag=a.bedrag)
        for a in raming.aandelen.all()
    )
