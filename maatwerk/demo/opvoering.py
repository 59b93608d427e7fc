"""Eén verhaal, opgevoerd met de echte acties door wie dat mag."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from duoplus import klok
from duoplus.calc.maanden import laatste_dag
from duoplus.calc.nederlands import AMSTERDAM, datum
from duoplus.choices import IncidenteelStructureel, Zichtbaarheid
from duoplus.models import Gebruiker, Organisatie
from maatwerk.actions import (
    besluiten,
    boeken,
    dossier,
    indienen,
    perioden,
    toetsen,
    uitvoering,
    verhelderen,
    wijzigen,
)
from maatwerk.calc.registercellen import TARIEVEN_2026
from maatwerk.choices import (
    AfspraakSoort,
    AfwijsReden,
    AkkoordSoort,
    Antwoord,
    DatumVast,
    Haalbaar,
    Oorzaak,
    Soort,
    Urgentie,
    Zekerheid,
)
from maatwerk.demo import documenten, opschaling, urenstaat
from maatwerk.demo.toneel import Toneel
from maatwerk.demo.verhaal import Verhaal, maand_dicht, rooster
from maatwerk.models import Aanvraag, Heropening, Wijzigingsverzoek

WEEKSTAAT_SINDS = timedelta(weeks=2)
VERGETEN = "De uren van de eerste week van de projectleider staan er nog niet in."


@dataclass(frozen=True, order=True)
class Scene:
    """Something that happens at a moment; the whole year is played in this order."""

    moment: datetime
    nr: int
    doe: Callable[[], object] = field(compare=False)


class Opvoering:
    """The scenes of one story. Each method named in the rooster is one step of the request."""

    def __init__(self, verhaal: Verhaal, toneel: Toneel) -> None:
        self.v, self.toneel = verhaal, toneel
        self.aanvrager = toneel.van("aanvrager", verhaal.gemeenten[0])
        self.opdrachtgever = toneel.van("opdrachtgever", verhaal.gemeenten[0], vervanger=verhaal.vervanger)
        self.budgethouder = toneel.van("budgethouder", verhaal.gemeenten[0])
        self.secretaris = toneel.wie(f"secretaris.{verhaal.ogon}")
        self.voorzitter = toneel.wie(f"voorzitter.{verhaal.ogon}")
        self.teammanager = toneel.teammanager(verhaal.team)
        self.uitvoerders = toneel.uitvoerders(*self.teams)
        self.dagen = rooster(verhaal, toneel.peildatum, toneel.vergaderingen(verhaal.ogon), toneel.vrij)
        self.aanvraag: Aanvraag

    @property
    def teams(self) -> list[str]:
        return [self.v.team, *([self.v.ook["team"]] if self.v.ook else [])]

    @property
    def gemeenten(self) -> list[Organisatie]:
        return [self.toneel.organisaties[letter] for letter in self.v.gemeenten]

    @property
    def einddatum(self) -> date:
        """Promised: a little after it was really ready, or still to come."""
        klaar = self.dagen.get("opleveren")
        return self.toneel.na(klaar or self.toneel.peildatum, 5 if klaar else self.v.nog)

    # The running order ----------------------------------------------------------------------------------

    def scenes(self) -> Iterator[Scene]:
        for plaats, (stap, dag) in enumerate(self.dagen.items()):
            yield self._scene(dag, plaats * 12, getattr(self, stap.removesuffix("_2")))
        if "starten" in self.dagen:
            yield from self._werk(self.dagen["starten"], self.dagen.get("opleveren", self.toneel.gisteren))
        yield from self._wijzigen()
        yield from self._gesprek()
        yield from self._volgen()

    def _scene(self, dag: date, minuten: int, doe: Callable[[], object]) -> Scene:
        begin = datetime(dag.year, dag.month, dag.day, 9, tzinfo=AMSTERDAM)
        return Scene(begin + timedelta(minutes=minuten + self.v.nr % 11), self.v.nr, doe)

    def _werk(self, start: date, eind: date) -> Iterator[Scene]:
        """Hours every week, invoices and progress notes spread over the work."""
        weken = self.toneel.elke_week(start, eind)
        yield from self._uren(weken, eind)
        for nr, factuur in enumerate(self.v.facturen, start=1):
            dag = weken[len(weken) * nr // (len(self.v.facturen) + 1)]
            yield self._scene(dag, 430, partial(self._boek_factuur, *factuur))
        for nr, tekst in enumerate(self.v.voortgang, start=1):
            dag = weken[len(weken) * nr // (len(self.v.voortgang) + 1)]
            yield self._scene(dag, 440, partial(self._meld_voortgang, tekst))
        if self.v.herstel:
            yield self._scene(weken[1], 450, self._herstel)

    def _uren(self, weken: list[date], eind: date) -> Iterator[Scene]:
        """Every week, except what came from a file and the week that was forgotten."""
        uit_bestand = {}
        per_week = zip(weken, urenstaat.in_kwartieren(self.v.geboekt, len(weken)), strict=True)
        for nr, (dag, uren) in enumerate(per_week, start=1):
            if nr == self.v.vergeten:
                yield from self._vergeet(uren, dag)
            elif self.v.uit_bestand and dag.replace(day=1) == self.toneel.laatste_maand:
                uit_bestand[dag] = uren
            elif uren:
                yield self._scene(dag, 0 if dag == eind else 420, partial(self._schrijf, uren))
        if uit_bestand:
            dag = self.toneel.na(laatste_dag(self.toneel.laatste_maand), 4)
            yield self._scene(min(dag, self.toneel.gisteren), 480, partial(self._lees_bestand, uit_bestand))

    def _vergeet(self, uren: Decimal, dag: date) -> Iterator[Scene]:
        """Booked after all once its month was closed: a second person allowed it, and it counts later."""
        dicht = maand_dicht(dag, self.toneel.vrij)
        for later, doe in enumerate(
            (
                partial(self._vraag_heropening, dag),
                partial(self._sta_toe, dag),
                partial(self._boek, uren, dag),
            )
        ):
            yield self._scene(self.toneel.na(dicht, later), 60, doe)

    def _wijzigen(self) -> Iterator[Scene]:
        """Higher ceilings and a later end, asked by the manager; with two initials it is agreed."""
        if not self.v.wijziging:
            return
        dag = self.toneel.na(self.toneel.peildatum, -self.v.wijziging["geleden"])
        parafen = (self.voorzitter, self.budgethouder)[: self.v.wijziging["parafen"]]
        yield self._scene(dag, 120, self._vraag_wijziging)
        for later, wie in enumerate(parafen, start=1):
            yield self._scene(self.toneel.na(dag, later), 120, partial(self._parafeer_wijziging, wie))

    def _gesprek(self) -> Iterator[Scene]:
        for nr, bericht in enumerate(self.v.gesprek):
            dag = min(self.toneel.na(self.dagen[bericht["na"]], 1), self.toneel.gisteren)
            yield self._scene(dag, 360 + nr * 15, partial(self._reageer, **bericht))

    def _volgen(self) -> Iterator[Scene]:
        """The controller keeps an eye on every third request; the bestuursadviseur on what is escalated."""
        dag = self.dagen["indienen"]
        if self.v.nr % 3 == 0:
            yield self._scene(
                dag, 400, lambda: self._volg(self.toneel.van("controller", self.v.gemeenten[0]))
            )
        if self.v.opgeschaald:
            yield self._scene(dag, 401, lambda: self._volg(self.toneel.wie("bestuursadviseur")))

    # Asking ---------------------------------------------------------------------------------------------

    def concept(self) -> None:
        self.aanvraag = indienen.start_concept(
            by=self.aanvrager, organisatie=self.gemeenten[0], titel=self.v.titel
        )
        for naam in self.v.bijlagen[: -1 if self.v.vraag else None]:
            self._voeg_toe(naam)

    def indienen(self) -> None:
        indienen.indienen(
            self.aanvraag,
            by=self.aanvrager,
            velden=self._velden(),
            gemeenten=self.gemeenten,
        )

    def _velden(self) -> dict[str, object]:
        return {
            "titel": self.v.titel,
            "ogon": self.toneel.ogons[self.v.ogon],
            "valt_onder_dvo": Antwoord.NEE,
            "probleem": self.v.probleem.strip(),
            "gewenst_resultaat": self.v.resultaat,
            "aanleiding": self.v.aanleiding,
            "urgentie": self.v.urgentie,
            "urgentie_motivering": self.v.motivering,
            "gewenste_datum": self._gewenst,
            "datum_vast": DatumVast.WET if self.v.urgentie == Urgentie.HOOG else DatumVast.WENS,
            "uren_indicatie": Decimal(self.v.uren),
            "budgethouder": self.budgethouder,
            "dekking": self._dekking,
            "taakveld": self.v.taakveld,
            "i_s": IncidenteelStructureel.INCIDENTEEL,
        }

    @property
    def _gewenst(self) -> date:
        return max(self.einddatum, self.toneel.na(self.dagen["indienen"], 40))

    @property
    def _dekking(self) -> str:
        return f"Budget maatwerk, kostenplaats 6.{self.v.nr:03d}"

    # Sharpening -----------------------------------------------------------------------------------------

    def in_behandeling_nemen(self) -> None:
        verhelderen.in_behandeling_nemen(
            self.aanvraag,
            by=self.secretaris,
            soort=Soort.MAATWERK,
            soort_grond="Dit werk staat niet in het basispakket en niet in de DVO.",
            behandelaar=self.secretaris,
            team=self.toneel.teams[self.v.team],
        )

    def vraag_stellen(self) -> None:
        verhelderen.vraag_stellen(
            self.aanvraag,
            by=self.secretaris,
            vraag=self.v.vraag,
            aan=self.aanvrager,
            uiterlijk_op=self.toneel.na(klok.vandaag(), 10),
        )

    def aanvullen(self) -> None:
        for naam in self.v.bijlagen[-1:]:
            self._voeg_toe(naam)
        verhelderen.aanvullen(self.aanvraag, by=self.aanvrager, antwoord=self.v.antwoord)

    def ter_verificatie(self) -> None:
        samen = (
            "De gemeenten doen samen mee."
            if len(self.v.gemeenten) > 1
            else "De andere gemeenten doen niet mee."
        )
        verhelderen.ter_verificatie(
            self.aanvraag,
            by=self.secretaris,
            velden=self._begrepen(),
            dubbel_gecontroleerd="Wij vonden geen vergelijkbare aanvraag van de afgelopen twee jaar.",
            effect_inwoners=self.v.merkbaar,
            anderen_gevraagd=f"Wij hebben alle deelnemers van deze OGON gevraagd. {samen}",
        )

    def _begrepen(self) -> dict[str, str]:
        eerste_keer = not self.aanvraag.verificaties.exists()
        return {
            "begrepen": f"U wilt dat wij dit voor u regelen: {_in_de_zin(self.v.resultaat)}",
            "probleem": self.v.probleem.strip(),
            "beoogd_effect": self.v.effect,
            "afbakening": (self.v.afbakening_eerst if eerste_keer else "") or self.v.afbakening,
            "acceptatiecriteria": self.v.criteria,
            "gevolg_niet_doen": self.v.niet_doen,
        }

    def paraferen(self) -> None:
        verhelderen.paraferen(self.aanvraag, by=self.teammanager)

    def corrigeren(self) -> None:
        verhelderen.corrigeren(self.aanvraag, by=self.opdrachtgever, correctie=self.v.correctie)

    def bevestigen(self) -> None:
        verhelderen.bevestigen(self.aanvraag, by=self.opdrachtgever)

    # Agreeing -------------------------------------------------------------------------------------------

    def voorstellen(self) -> None:
        opnieuw = self.aanvraag.ramingen.exists()
        te_hoog = bool(self.v.tegenvoorstel) and not opnieuw
        toetsen.voorstellen(
            self.aanvraag,
            by=self.teammanager,
            regels=list(self._regels(Decimal("1.25") if te_hoog else Decimal(1))),
            externe_kosten=self._externe_kosten(),
            afspraken=self._afspraken(2 if opnieuw else 0),
            vroegste_start=self.toneel.na(klok.vandaag(), 15),
            risicos=self.v.risico or "Geen bijzondere risico’s. Wij melden het als dat verandert.",
            zekerheid=Zekerheid.MIDDEL if self.v.risico else Zekerheid.HOOG,
            inkoop_nodig=self.v.extern >= 10000,
            avg_toets_nodig="AVG" in self.v.vraag or "AVG" in self.v.titel,
            oorzaak=Oorzaak.GEMEENTE if opnieuw else Oorzaak.EERSTE,
            oorzaak_toelichting="De gemeente vroeg om een ander voorstel." if opnieuw else "",
        )

    def _regels(self, factor: Decimal) -> Iterator[dict[str, object]]:
        elders = Decimal(self.v.ook.get("uren", 0))
        verdeling = [(self.v.team, self.v.uren - elders), (self.v.ook.get("team", ""), elders)]
        for team, uren in verdeling:
            if uren:
                yield {
                    "team": self.toneel.teams[team],
                    "functiegroep": self.v.groep,
                    "uren_laag": (uren * factor * Decimal("0.85")).quantize(Decimal(1)),
                    "uren": (uren * factor).quantize(urenstaat.KWARTIER),
                    "uren_hoog": (uren * factor * Decimal("1.2")).quantize(Decimal(1)),
                }

    def _externe_kosten(self) -> list[dict[str, object]]:
        return (
            [{"omschrijving": self.v.extern_wat, "bedrag": Decimal(self.v.extern)}] if self.v.extern else []
        )

    def _afspraken(self, later: int) -> dict[AfspraakSoort, dict[str, object]]:
        eind, inhuur = (
            self.einddatum,
            f" Voor {_in_de_zin(self.v.extern_wat)} schakelen wij een bedrijf in.",
        )
        haalbaar = (
            f"Het team {self.v.team} kan dit doen naast het lopende werk.{inhuur if self.v.extern else ''}"
        )
        return {
            AfspraakSoort.HAALBAARHEID: {
                "tekst": self.v.voorwaarde or haalbaar,
                "haalbaar": Haalbaar.JA_ALS if self.v.voorwaarde else Haalbaar.JA,
            },
            AfspraakSoort.TIJDIGHEID: {
                "tekst": f"Het werk is klaar op {datum(eind)}, als de opdracht op tijd komt.",
                "datum_vroegst": self.toneel.na(eind, -10 + later),
                "datum": eind,
                "datum_laatst": self.toneel.na(eind, 10 + later),
            },
            AfspraakSoort.KWALITEIT: {"tekst": self.v.criteria},
        }

    def tegenvoorstel(self) -> None:
        toetsen.tegenvoorstel(self.aanvraag, by=self.opdrachtgever, reden=self.v.tegenvoorstel)

    def akkoord_inhoud(self) -> None:
        self._akkoord("opdrachtgever", AkkoordSoort.INHOUD)

    def akkoord_dekking(self) -> None:
        self._akkoord(
            "budgethouder",
            AkkoordSoort.DEKKING,
            dekking=self._dekking,
            taakveld=self.v.taakveld,
            i_s=IncidenteelStructureel.INCIDENTEEL,
        )

    def _akkoord(self, rol: str, soort: AkkoordSoort, **dekking: Any) -> None:
        for letter, gemeente in zip(self.v.gemeenten, self.gemeenten, strict=True):
            wie = self.toneel.van(rol, letter, vervanger=self.v.vervanger)
            toetsen.akkoord_geven(self.aanvraag, by=wie, soort=soort, organisatie=gemeente, **dekking)

    # Deciding -------------------------------------------------------------------------------------------

    def prioriteren(self) -> None:
        besluiten.prioriteren(
            self.aanvraag, by=self.voorzitter, plaats=1, reden=self.v.reden, voorwaarde=self.v.voorwaarde
        )

    def op_wachtlijst_zetten(self) -> None:
        besluiten.op_wachtlijst_zetten(self.aanvraag, by=self.voorzitter, reden=self.v.reden)

    def aanhouden(self) -> None:
        opnieuw_op = self.toneel.na(self.toneel.peildatum, self.v.opnieuw)
        besluiten.aanhouden(self.aanvraag, by=self.voorzitter, reden=self.v.reden, opnieuw_op=opnieuw_op)

    def opschalen(self) -> None:
        opschaling.leg_voor(self.aanvraag, by=self.voorzitter, reden=self.v.reden)

    def afwijzen(self) -> None:
        besluiten.afwijzen(
            self.aanvraag,
            by=self.voorzitter,
            code=AfwijsReden(self.v.code),
            reden=self.v.reden,
            vervolg=self.v.vervolg,
        )

    def opdracht_klaarzetten(self) -> None:
        raming = self.aanvraag.ramingen.get(vervallen_op=None)
        besluiten.opdracht_geven(
            self.aanvraag,
            by=self.voorzitter,
            plafond_uren=raming.uren,
            plafond_kosten=raming.totaal,
            einddatum=self.einddatum,
        )

    def opdracht_paraferen(self) -> None:
        besluiten.opdracht_geven(self.aanvraag, by=self.budgethouder)

    # Working --------------------------------------------------------------------------------------------

    def starten(self) -> None:
        uitvoering.starten(self.aanvraag, by=self.teammanager, uitvoerders=self.uitvoerders)

    def _schrijf(self, uren: Decimal) -> None:
        """On the day itself; lately by handing in the week."""
        if self.v.weekstaat and klok.vandaag() > self.toneel.peildatum - WEEKSTAAT_SINDS:
            opdracht = self.aanvraag.opdracht
            urenstaat.dien_in(self.toneel, opdracht, self.v.groep, uren, by=self.uitvoerders[0])
        else:
            self._boek(uren, klok.vandaag())

    def _boek(self, uren: Decimal, dag: date) -> None:
        boeken.boeken_uren(
            self.aanvraag.opdracht,
            by=self.uitvoerders[0],
            datum=dag,
            team=self.toneel.teams[self.v.team],
            functiegroep=self.v.groep,
            uren=uren,
            omschrijving=f"Week {dag.isocalendar().week}: {self.v.titel}"[:200],
        )

    def _lees_bestand(self, per_dag: dict[date, Decimal]) -> None:
        urenstaat.lees_bestand(self.toneel, self.aanvraag, self.v.team, self.v.groep, per_dag)

    def _vraag_heropening(self, dag: date) -> None:
        by = self.toneel.wie("concerncontroller")
        perioden.vraag_heropening(dag.replace(day=1), by=by, reden=VERGETEN)

    def _sta_toe(self, dag: date) -> None:
        heropening = Heropening.objects.get(periode=dag.replace(day=1), toegestaan_op=None)
        perioden.sta_toe(
            heropening, by=self.toneel.wie("directieberaad"), antwoord="Akkoord, alleen voor deze week."
        )

    def _vraag_wijziging(self) -> None:
        opdracht, meer = self.aanvraag.opdracht, self.v.wijziging["uren"]
        wijzigen.vragen(
            opdracht,
            by=self.teammanager,
            plafond_uren=opdracht.uren_mogen + meer,
            plafond_kosten=opdracht.kosten_mogen + meer * TARIEVEN_2026[self.v.groep],
            einddatum=self.toneel.na(opdracht.klaar_voor, self.v.wijziging["dagen"]),
            reden=self.v.wijziging["reden"],
        )

    def _parafeer_wijziging(self, wie: Gebruiker) -> None:
        verzoek = Wijzigingsverzoek.objects.get(opdracht=self.aanvraag.opdracht, afgedaan_op=None)
        wijzigen.paraferen(verzoek, by=wie)

    def _boek_factuur(self, leverancier: str, bedrag: str, omschrijving: str) -> None:
        boeken.boeken_kosten(
            self.aanvraag.opdracht,
            by=self.teammanager,
            datum=klok.vandaag(),
            bedrag=Decimal(bedrag),
            omschrijving=omschrijving,
            leverancier=leverancier,
            factuurnummer=f"F{klok.vandaag():%y%m}-{self.v.nr:03d}",
        )

    def _herstel(self) -> None:
        """A booking on the wrong assignment, and its reversal."""
        self._boek(Decimal("7.5"), klok.vandaag())
        fout = self.aanvraag.opdracht.boekingen.latest("pk")
        boeken.corrigeren_boeking(fout, by=self.uitvoerders[0], reden="Geboekt op de verkeerde opdracht.")

    def _meld_voortgang(self, tekst: str) -> None:
        uitvoering.voortgang_melden(
            self.aanvraag.opdracht,
            by=self.teammanager,
            gedaan=tekst,
            hierna=self.v.hierna,
            risico=self.v.risico,
            verwacht_klaar_op=self.einddatum,
        )

    def opleveren(self) -> None:
        uitvoering.opleveren(self.aanvraag, by=self.teammanager, resultaat=self.v.oplevering)

    def accepteren(self) -> None:
        uitvoering.accepteren(
            self.aanvraag, by=self.opdrachtgever, score=self.v.score, toelichting=self.v.oordeel
        )

    def afsluiten(self) -> None:
        uitvoering.afsluiten(self.aanvraag, by=self.toneel.wie("concerncontroller"))

    # Talking --------------------------------------------------------------------------------------------

    def _reageer(self, na: str, door: str, tekst: str, intern: bool = False) -> None:
        wie = self.uitvoerders[0] if door == "uitvoerder" else getattr(self, door)
        zichtbaarheid = Zichtbaarheid.INTERN if intern else Zichtbaarheid.GEDEELD
        dossier.reageren(self.aanvraag, by=wie, tekst=tekst, zichtbaarheid=zichtbaarheid)

    def _volg(self, wie: Gebruiker) -> None:
        dossier.volgen(self.aanvraag, by=wie)

    def _voeg_toe(self, naam: str) -> None:
        inhoud = documenten.maak(naam, self.v.titel, [self.v.resultaat, "Voorbeelddocument van de demo."])
        dossier.voeg_bijlage_toe(self.aanvraag, by=self.aanvrager, naam=naam, inhoud=inhoud)


def _in_de_zin(tekst: str) -> str:
    """The same words in the middle of a sentence."""
    return tekst[:1].lower() + tekst[1:]
