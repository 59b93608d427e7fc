"""Alles wat de pagina van een aanvraag aan deze lezer toont."""

from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.calc.werkdagen import Termijn as Uitleg
from duoplus.calc.werkdagen import leg_uit, werkdagen_tussen
from duoplus.choices import Rol, zonder_hint
from duoplus.models import Besluit, Feestdag, Gebeurtenis, Gebruiker, Termijn, Vergadering, Volger
from duoplus.transitions import Stap
from maatwerk import financiering, kring
from maatwerk.calc.wachttijd import Wachttijd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AkkoordSoort
from maatwerk.dossier import geld, gesprek, inhoud, planning, wie
from maatwerk.jaarcyclus.gereed import Controle, controles, stand
from maatwerk.models import Aanvraag, Consultatie, Opdracht, Verificatie, Vraag
from maatwerk.rules import geldige_raming, opdracht_van
from maatwerk.tijdlijn import wachttijd_delen, wachttijd_uit, wachttijd_zin
from maatwerk.transitions import MET_GELD, TOT_OGON, VERDER, VOOR_OPDRACHT
from ogon.models import Opschaling

MAX_VERGADERINGEN = 20
LAATSTE_REGELS = 8
LAATSTE = ("intrekken", "afwijzen")  # at the end of the menu
PARTIJ = {"duoplus": "Duo+", "gemeente": "Gemeente", "ogon": "OGON"}


class Dossier:
    """One request as one reader sees it; each part is worked out once, when the page asks for it."""

    def __init__(self, aanvraag: Aanvraag, lezer: Gebruiker) -> None:
        self.aanvraag, self.lezer = aanvraag, lezer

    # Who ---------------------------------------------------------------------------------------------

    @cached_property
    def kring(self) -> list[wie.Mens]:
        return wie.kring(self.aanvraag, kring.betrokkenen(self.aanvraag))

    @cached_property
    def stappen_lezer(self) -> tuple[Stap, ...]:
        eigen = next((mens for mens in self.kring if mens.gebruiker.pk == self.lezer.pk), None)
        return (eigen or wie.kring(self.aanvraag, [self.lezer])[0]).stappen

    @cached_property
    def aan_zet(self) -> list[wie.Mens]:
        verder = VERDER.get(S(self.aanvraag.status), ())
        return [mens for mens in self.kring if mens.is_aan_zet(verder)]

    @cached_property
    def vraag_aan_lezer(self) -> wie.Vraag | None:
        return wie.vraag_aan(self.aanvraag, self.stappen_lezer, self.ziet_bedragen)

    @cached_property
    def meer_acties(self) -> list[wie.Actie]:
        """The steps that are not a button of the question already, the final ones last."""
        knoppen = {actie.name for actie in self.vraag_aan_lezer.acties} if self.vraag_aan_lezer else set()
        overig = [stap for stap in self.stappen_lezer if stap.name not in knoppen]
        return wie.acties(self.aanvraag, sorted(overig, key=lambda stap: stap.name in LAATSTE))

    @cached_property
    def wie_kan_wat(self) -> list[wie.KanNu]:
        return wie.wie_kan_wat(self.aanvraag, self.kring, self.lezer)

    @cached_property
    def ziet_bedragen(self) -> bool:
        return self.lezer.has_perm("maatwerk.bedragen_aanvraag", self.aanvraag)

    @cached_property
    def opschaling(self) -> Opschaling | None:
        """The question that waits at the directieberaad, for who reads its dossier."""
        gezien = Opschaling.objects.visible_to(self.lezer) if self.aanvraag.opgeschaald else None
        return gezien.open().over(self.aanvraag).first() if gezien is not None else None

    @cached_property
    def betaling(self) -> list[financiering.Deel]:
        """Whether each municipality can pay; from the proposal on."""
        return financiering.delen(self.aanvraag) if self.aanvraag.status in MET_GELD else []

    @cached_property
    def mag_reageren(self) -> bool:
        return self.lezer.has_perm("maatwerk.reageren_aanvraag", self.aanvraag)

    @cached_property
    def volgt(self) -> bool:
        return Volger.objects.over(self.aanvraag).filter(gebruiker=self.lezer).exists()

    # When --------------------------------------------------------------------------------------------

    @cached_property
    def kalender(self) -> planning.Kalender:
        vandaag = klok.vandaag()
        termijnen = Termijn.objects.geldig_op(vandaag).values_list("sleutel", "aantal")
        komend = Vergadering.objects.komend(vandaag).filter(gremium=self.aanvraag.ogon_id)
        datums = komend.values_list("datum", flat=True)[:MAX_VERGADERINGEN]
        return planning.Kalender(vandaag, dict(termijnen), Feestdag.objects.als_vrij(), list(datums))

    @cached_property
    def feiten(self) -> list[Gebeurtenis]:
        return gesprek.feiten(self.aanvraag)

    @cached_property
    def stappen(self) -> list[planning.Stap]:
        op_lezer = self.vraag_aan_lezer is not None
        return planning.stappen(self.aanvraag, self.kalender, self.feiten, op_lezer)

    @property
    def verwachtingen(self) -> list[planning.Stap]:
        return [stap for stap in self.stappen if stap.verwacht]

    @cached_property
    def termijn(self) -> Uitleg | None:
        """How the date by which the present state should end was found."""
        sinds, op = klok.dag(self.aanvraag.status_sinds), self.aanvraag.termijn_op
        if op is None or f"maatwerk.{self.aanvraag.status}" not in self.kalender.termijnen:
            return None
        return leg_uit(sinds, werkdagen_tussen(sinds, op, self.kalender.vrij), self.kalender.vrij)

    @cached_property
    def gewacht(self) -> Wachttijd:
        return wachttijd_uit(self.feiten, self.kalender.vrij)

    @property
    def wachttijd(self) -> list[tuple[str, int, str]]:
        """Party, working days, and both in words."""
        return [
            (PARTIJ[partij], dagen, f"{PARTIJ[partij]}: {dagen} van {self.gewacht_totaal} werkdagen")
            for partij, dagen in wachttijd_delen(self.gewacht)
        ]

    @property
    def gewacht_totaal(self) -> int:
        """Without the days after the end, on which nobody waited."""
        return self.gewacht.totaal - self.gewacht.niemand

    @property
    def wachttijd_zin(self) -> str:
        return wachttijd_zin(self.gewacht)

    # What --------------------------------------------------------------------------------------------

    @cached_property
    def verificatie(self) -> Verificatie | None:
        return next(iter(self.aanvraag.verificaties.all()), None)

    @cached_property
    def afgesproken(self) -> list[tuple[str, str]]:
        return inhoud.afgesproken(self.verificatie)

    @cached_property
    def versies(self) -> list[inhoud.Versie]:
        return inhoud.versies(list(self.aanvraag.verificaties.all()))

    @property
    def indiening(self) -> list[tuple[str, str]]:
        """What was filled in beside the question itself."""
        a = self.aanvraag
        antwoorden = [
            ("Gewenst resultaat", a.gewenst_resultaat),
            ("Aanleiding", zonder_hint(a.get_aanleiding_display())),
            ("Urgentie", zonder_hint(a.get_urgentie_display())),
            ("Waarom deze urgentie", a.urgentie_motivering),
            ("Valt onder de DVO", a.get_valt_onder_dvo_display()),
            ("Oordeel van Duo+", a.get_soort_display()),
            ("Grond", a.soort_grond),
            ("Wat inwoners ervan merken", a.get_effect_inwoners_display() or ""),
        ]
        return [(label, tekst) for label, tekst in antwoorden if tekst]

    @cached_property
    def open_vraag(self) -> Vraag | None:
        return next((vraag for vraag in self.aanvraag.vragen.all() if vraag.beantwoord_op is None), None)

    @cached_property
    def eerdere_vragen(self) -> list[Vraag]:
        return [vraag for vraag in self.aanvraag.vragen.all() if vraag.beantwoord_op]

    @cached_property
    def beloften(self) -> list[inhoud.Belofte]:
        return inhoud.beloften(self.aanvraag, self.lezer)

    @cached_property
    def dekking(self) -> tuple[inhoud.Oordeel, ...]:
        return inhoud.Oordelen(self.aanvraag, self.lezer).over(AkkoordSoort.DEKKING)

    @property
    def akkoorden(self) -> list[Any]:
        return inhoud.akkoorden(self.aanvraag)

    @cached_property
    def heeft_voorstel(self) -> bool:
        return geldige_raming(self.aanvraag) is not None

    @cached_property
    def gereed(self) -> list[Controle]:
        """What the OGON needs before it decides; nothing once it did, or when it never will."""
        return controles(self.aanvraag) if self.aanvraag.status in VOOR_OPDRACHT else []

    @property
    def gereed_stand(self) -> str:
        return stand(self.gereed)

    @property
    def is_overgenomen(self) -> bool:
        """Came from an old list, which did not hold everything."""
        return bool(self.aanvraag.extern_nummer)

    # Money -------------------------------------------------------------------------------------------

    @cached_property
    def voorstellen(self) -> list[geld.Voorstel]:
        """Every version of the estimate, newest first."""
        return [geld.Voorstel.van(raming) for raming in self.aanvraag.ramingen.all()]

    @property
    def voorstel(self) -> geld.Voorstel | None:
        return self.voorstellen[0] if self.voorstellen else None

    @property
    def eerdere_voorstellen(self) -> list[geld.Voorstel]:
        return self.voorstellen[1:]

    @cached_property
    def opdracht(self) -> Opdracht | None:
        return opdracht_van(self.aanvraag)

    @cached_property
    def meters(self) -> list[geld.Meter]:
        return geld.meters(self.opdracht, self.ziet_bedragen) if self.opdracht else []

    @cached_property
    def besluiten(self) -> list[Besluit]:
        """Newest first."""
        return [regel.besluit for regel in self.aanvraag.besluitregels.all()]

    @property
    def consultaties(self) -> list[Consultatie]:
        """What other OGON's were asked when a decision moved what was promised."""
        return list(self.aanvraag.consultaties.all())

    @property
    def komende_vergadering(self) -> date | None:
        """When the OGON has it on the table, for a request that waits for that."""
        wacht = self.aanvraag.status in TOT_OGON
        return self.kalender.vergadering_vanaf(self.kalender.vandaag) if wacht else None

    # Talk --------------------------------------------------------------------------------------------

    @cached_property
    def reacties(self) -> list[Any]:
        return gesprek.reacties(self.aanvraag, self.lezer)

    @cached_property
    def documenten(self) -> list[gesprek.Document]:
        return gesprek.documenten(self.aanvraag, self.lezer)

    @cached_property
    def stroom(self) -> list[gesprek.Regel]:
        return gesprek.stroom(self.reacties, self.feiten, self.documenten, self.lezer)

    @property
    def stroom_eerder(self) -> list[gesprek.Regel]:
        """What is folded away above the latest lines."""
        return self.stroom[:-LAATSTE_REGELS] if len(self.stroom) > LAATSTE_REGELS + 2 else []

    @property
    def stroom_laatst(self) -> list[gesprek.Regel]:
        return self.stroom[len(self.stroom_eerder) :]

    @cached_property
    def gemeenten_en_duoplus(self) -> str:
        """Who reads what is shared: "Diemen, Uithoorn en Duo+"."""
        return f"{', '.join(gemeente.naam for gemeente in self.aanvraag.gemeenten.all())} en Duo+"

    @property
    def slot(self) -> Gebeurtenis | None:
        """The fact that ended it, for a request that was rejected or withdrawn."""
        if self.aanvraag.status not in planning.GESTOPT:
            return None
        status = self.aanvraag.status
        return next((feit for feit in reversed(self.feiten) if feit.gegeven("naar") == status), None)

    # Aside -------------------------------------------------------------------------------------------

    @cached_property
    def gegevens(self) -> list[dict[str, str]]:
        a = self.aanvraag
        rijen: list[tuple[str, object]] = [("Aanvrager", a.aanvrager)]
        if a.aanvrager_id != a.ingevoerd_door_id:
            rijen.append(("Ingevoerd door", a.ingevoerd_door))
        rijen += [
            ("Opdrachtgever", self._opdrachtgevers()),
            ("Budgethouder", a.budgethouder),
            ("Behandelaar", a.behandelaar),
            ("OGON", a.ogon.kort if a.ogon else ""),
            ("Team", a.team),
            ("Einddatum", self._einddatum()),
            ("Taakveld", f"{a.taakveld}, {a.get_i_s_display().lower()}" if a.i_s else a.taakveld),
            ("Dekking", a.dekking),
            ("Soort", a.get_soort_display()),
        ]
        return [{"label": label, "waarde": str(waarde or "")} for label, waarde in rijen] + self._plaats()

    def _opdrachtgevers(self) -> str:
        namen = [
            mens.gebruiker.naam
            for mens in self.kring
            if any(
                t.rol == Rol.OPDRACHTGEVER and t.organisatie_id in self.aanvraag.gemeente_ids
                for t in mens.gebruiker.rollen
            )
        ]
        return ", ".join(namen)

    def _einddatum(self) -> str:
        eind = planning.einddatum(self.aanvraag)
        if eind is None:
            return self.aanvraag.gewenst_tekst
        vast = ", vast" if self.aanvraag.datum_vast == "wet" else ""
        return datum(eind) + (vast if self.opdracht or self.beloften else f"{vast} (gewenst)")

    def _plaats(self) -> list[dict[str, str]]:
        if self.aanvraag.plaats is None or self.aanvraag.ogon is None:
            return []
        totaal = Aanvraag.objects.filter(ogon=self.aanvraag.ogon_id, plaats__isnull=False).count()
        url = reverse("maatwerk:ogon", args=[self.aanvraag.ogon.slug])
        return [{"label": "Plaats op de lijst", "waarde": f"{self.aanvraag.plaats} van {totaal}", "url": url}]
