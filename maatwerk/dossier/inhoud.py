"""De vraag met haar versies, en de drie beloften met wie er akkoord op gaf."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from duoplus.calc.nederlands import datum
from duoplus.models import Gebruiker, Organisatie
from maatwerk.calc.verschil import Stuk, verschil
from maatwerk.choices import AanvraagStatus, AfspraakSoort, AkkoordSoort
from maatwerk.models import BEVESTIGDE_VELDEN, Aanvraag, Afspraak, Akkoord, Raming, Verificatie
from maatwerk.rules import geldige_raming, open_akkoorden


@dataclass(frozen=True)
class Versie:
    """One version of the question with what it changed in the version before."""

    verificatie: Verificatie
    verschillen: tuple[tuple[str, list[Stuk]], ...]


@dataclass(frozen=True)
class Oordeel:
    """What one municipality says of one part of the proposal. ``staat``: akkoord, wacht or geen."""

    gemeente: Organisatie
    staat: str
    tekst: str


@dataclass(frozen=True)
class Belofte:
    soort: str
    tekst: str
    erbij: str
    versies: tuple[Afspraak, ...]
    oordelen: tuple[Oordeel, ...]


def afgesproken(verificatie: Verificatie | None) -> list[tuple[str, str]]:
    """Label and text of each confirmed field but the first, which stands on the page by itself."""
    if verificatie is None:
        return []
    overig = [(label, getattr(verificatie, veld)) for veld, label in BEVESTIGDE_VELDEN.items()][1:]
    erbij = [
        ("Is er al zoiets aangevraagd?", verificatie.dubbel_gecontroleerd),
        ("Doen andere gemeenten mee?", verificatie.anderen_gevraagd),
    ]
    return [(label, tekst) for label, tekst in [*overig, *erbij] if tekst]


def versies(verificaties: Sequence[Verificatie]) -> list[Versie]:
    """Newest first; each compared with the one before it."""
    paren = pairwise([*verificaties, None]) if verificaties else ()
    return [
        Versie(nu, tuple((label, verschil(voor, na)) for label, voor, na in nu.verschil(vorige)))
        for nu, vorige in paren
        if nu is not None
    ]


def beloften(aanvraag: Aanvraag, lezer: Gebruiker) -> list[Belofte]:
    """Haalbaar, op tijd en goed; empty while nothing has been promised."""
    afspraken = list(aanvraag.afspraken.all())
    oordelen = Oordelen(aanvraag, lezer)
    return [
        _belofte(soort, [a for a in afspraken if a.soort == soort], oordelen.over(AkkoordSoort.INHOUD))
        for soort in AfspraakSoort
        if any(a.soort == soort for a in afspraken)
    ]


def _belofte(soort: AfspraakSoort, versies: list[Afspraak], oordelen: tuple[Oordeel, ...]) -> Belofte:
    nu, *eerdere = versies
    erbij = nu.get_haalbaar_display() if nu.haalbaar else ""
    if nu.datum:
        erbij = f"Klaar op {datum(nu.datum)}{_speling(nu)}"
    return Belofte(soort.label, nu.tekst, erbij, tuple(versies if eerdere else ()), oordelen)


def _speling(afspraak: Afspraak) -> str:
    """The earliest and latest day, where they were given."""
    dagen = (("vroegst", afspraak.datum_vroegst), ("laatst", afspraak.datum_laatst))
    delen = [f"op zijn {naam} {datum(dag)}" for naam, dag in dagen if dag]
    return f" ({', '.join(delen)})" if delen else ""


@dataclass
class Oordelen:
    """Reads from the valid estimate which municipality gave which akkoord."""

    aanvraag: Aanvraag
    lezer: Gebruiker

    def over(self, soort: AkkoordSoort) -> tuple[Oordeel, ...]:
        raming = geldige_raming(self.aanvraag)
        return tuple(self._van(gemeente, soort, raming) for gemeente in self.aanvraag.gemeenten.all())

    def _van(self, gemeente: Organisatie, soort: AkkoordSoort, raming: Raming | None) -> Oordeel:
        if raming is None:
            return Oordeel(gemeente, "wacht", "Nieuw voorstel volgt")
        if any(a.soort == soort and a.organisatie_id == gemeente.pk for a in raming.akkoorden.all()):
            return Oordeel(gemeente, "akkoord", "Akkoord")
        if self.aanvraag.status != AanvraagStatus.TER_AKKOORD:
            return Oordeel(gemeente, "geen", "Niet bekend" if self.aanvraag.extern_nummer else "Niet gegeven")
        op_u = (gemeente.pk, soort) in open_akkoorden(self.aanvraag, self.lezer)
        return Oordeel(gemeente, "wacht", "Wacht op u" if op_u else "Wacht")


def akkoorden(aanvraag: Aanvraag) -> list[Akkoord]:
    """The acts of akkoord on the valid estimate, oldest first."""
    raming = geldige_raming(aanvraag)
    return list(raming.akkoorden.all()) if raming else []
