"""Aanvragen bij de vleet: drie gemeenten, drie OGON's, vijftien teams en alle statussen, over drie jaar.

The same number always gives the same rows. The share of open requests is the same at every size: old ones
are nearly all finished, those of the last year stand everywhere on the way.
"""

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from psycopg2.extensions import cursor as Cursor

from duoplus import klok
from duoplus.calc.nederlands import zonder_accenten
from duoplus.choices import BesluitSoort, Rol, Zichtbaarheid
from duoplus.models import (
    Besluit,
    Gebeurtenis,
    Gebruiker,
    Organisatie,
    Reactie,
    Roltoewijzing,
    Team,
    Volger,
)
from maatwerk.choices import (
    Aanleiding,
    AfspraakSoort,
    AkkoordSoort,
    BoekingSoort,
    Haalbaar,
    Oorzaak,
    Soort,
    Urgentie,
)
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import (
    Aandeel,
    Aanvraag,
    AanvraagBesluit,
    Afspraak,
    Akkoord,
    Boeking,
    Deelnemer,
    ExterneKosten,
    Opdracht,
    Paraaf,
    Raming,
    RamingRegel,
    Verificatie,
)
from ogon.models import Ogon
from tools.bench import tekst
from tools.bench.kopie import Kopie

GEBRUIKERS = 200
DAGEN = 1100
RECENT = 300
EERST = 10_000
PER_KEER = 2_000
VOLGNUMMER = "regexp_replace(nummer, '[0-9]+$', '') || split_part(nummer, '-', 3)::int + {{k}} * {eerst}"
# How a repeated row differs, beside its keys and moments.
ANDERS = {
    "nummer": VOLGNUMMER.format(eerst=EERST),
    "object_id": f"object_id + {{k}} * {EERST}",
    "maatwerk_aanvraag.uuid": "gen_random_uuid()",
    "maatwerk_aanvraag.plaats": f"plaats + {{k}} * {EERST}",
    "maatwerk_aanvraag.probleem": f"replace(probleem, '{tekst.ZELDZAAM}', 'koning')",
}
GEDEELD = 0.15
MAANDEN = """
INSERT INTO maatwerk_periode (maand, momentopname, vorig_zegel, zegel)
SELECT maand::date, '{}', '', '' FROM generate_series(
    date_trunc('month', %s::timestamp), date_trunc('month', %s::timestamp) + interval '3 months', '1 month'
) maand ON CONFLICT DO NOTHING
"""
TARIEF = Decimal("92.50")

# The main road: each step and the state it leads to.
WEG = (
    ("indienen", S.INGEDIEND),
    ("in_behandeling_nemen", S.IN_INTAKE),
    ("ter_verificatie", S.IN_VERIFICATIE),
    ("bevestigen", S.IN_RAMING),
    ("voorstellen", S.TER_AKKOORD),
    ("akkoord_geven", S.TER_PRIORITERING),
    ("prioriteren", S.GEPRIORITEERD),
    ("opdracht_geven", S.OPDRACHT_VERLEEND),
    ("starten", S.IN_UITVOERING),
    ("opleveren", S.OPGELEVERD),
    ("afsluiten", S.AFGESLOTEN),
)
# A side road: after which state of the main road, by which step.
ZIJWEG = {
    S.AANVULLING_GEVRAAGD: (S.IN_INTAKE, "vraag_stellen"),
    S.WACHTLIJST: (S.TER_PRIORITERING, "op_wachtlijst_zetten"),
    S.AANGEHOUDEN: (S.TER_PRIORITERING, "aanhouden"),
    S.AFGEWEZEN: (S.IN_INTAKE, "afwijzen"),
    S.INGETROKKEN: (S.INGEDIEND, "intrekken"),
}
STAND = {S.CONCEPT: 0} | {status: plaats for plaats, (_, status) in enumerate(WEG, 1)}
RECENTE_STATUS = {
    S.CONCEPT: 6, S.INGEDIEND: 8, S.IN_INTAKE: 8, S.AANVULLING_GEVRAAGD: 6, S.IN_VERIFICATIE: 8,
    S.IN_RAMING: 8, S.TER_AKKOORD: 8, S.TER_PRIORITERING: 6, S.GEPRIORITEERD: 5, S.WACHTLIJST: 4,
    S.AANGEHOUDEN: 3, S.OPDRACHT_VERLEEND: 4, S.IN_UITVOERING: 12, S.OPGELEVERD: 5, S.AFGESLOTEN: 5,
    S.AFGEWEZEN: 3, S.INGETROKKEN: 1,
}  # fmt: skip
OUDE_STATUS = {S.AFGESLOTEN: 75, S.AFGEWEZEN: 10, S.INGETROKKEN: 7, S.IN_UITVOERING: 5, S.AANGEHOUDEN: 3}

DATUMVELD = {
    "indienen": "ingediend_op",
    "bevestigen": "bevestigd_op",
    "akkoord_geven": "akkoord_op",
    "prioriteren": "geprioriteerd_op",
    "starten": "gestart_op",
    "opleveren": "opgeleverd_op",
    "afsluiten": "afgesloten_op",
}
WIE = {
    "indienen": "aanvrager", "in_behandeling_nemen": "secretaris", "ter_verificatie": "secretaris",
    "bevestigen": "opdrachtgever", "voorstellen": "teammanager", "akkoord_geven": "opdrachtgever",
    "starten": "teammanager", "opleveren": "teammanager", "vraag_stellen": "secretaris",
    "intrekken": "aanvrager", "afsluiten": "concerncontroller",
}  # fmt: skip


def maak_gebruikers() -> None:
    """Fill the cast up to two hundred people, spread over the municipalities, all of them aanvrager."""
    gemeenten = list(Organisatie.objects.gemeenten())
    nieuw = range(Gebruiker.objects.count(), GEBRUIKERS)
    gebruikers = Gebruiker.objects.bulk_create(
        Gebruiker(
            email=f"medewerker.{nummer}@bench.duoplus.example",
            naam=f"Medewerker {nummer}",
            organisatie=gemeenten[nummer % len(gemeenten)],
            password="!",
        )
        for nummer in nieuw
    )
    Roltoewijzing.objects.bulk_create(
        Roltoewijzing(
            gebruiker=gebruiker,
            rol=Rol.AANVRAGER,
            organisatie=gebruiker.organisatie,
            van=klok.vandaag() - timedelta(days=DAGEN),
        )
        for gebruiker in gebruikers
    )


def vul(cursor: Cursor, aantal: int) -> None:
    """Put ``aantal`` requests with all that belongs to them in an empty database of the owner.

    Above ten thousand only multiples of ten thousand: these are made once and then repeated.
    """
    eerst = min(aantal, EERST)
    bron = Bron(eerst)
    cursor.execute(MAANDEN, [bron.nu - timedelta(days=DAGEN), bron.nu])
    with Kopie(cursor) as kopie:
        for nummer in range(eerst):
            Dossier(bron, kopie, nummer).maak()
            if nummer % PER_KEER == PER_KEER - 1:
                kopie.send()
        kopie.multiply(aantal // eerst, ANDERS)
    _tel_door(cursor, aantal)


def _tel_door(cursor: Cursor, aantal: int) -> None:
    """What is submitted from now on gets a number after these."""
    for soort in ("MW", "OP", "B"):
        cursor.execute(
            "INSERT INTO duoplus_teller (sleutel, waarde) VALUES (%s, %s)",
            [f"{soort}-{klok.vandaag().year}", aantal],
        )


class Bron:
    """What the rows are drawn from: chance, and who and what there is in the database."""

    def __init__(self, aantal: int) -> None:
        self.aantal = aantal
        self.kans = random.Random(aantal)
        self.nu = klok.nu()
        self.teksten = tekst.Teksten(self.kans)
        self.plaatsen: dict[int, Iterator[int]] = {}
        self.besluiten = count(1)
        self.soort = ContentType.objects.get_for_model(Aanvraag).pk

    @cached_property
    def ogons(self) -> list["Tafel"]:
        return [Tafel.van(ogon) for ogon in Ogon.objects.select_related("programma")]

    @cached_property
    def aanvragers(self) -> dict[int, list[int]]:
        """Per municipality."""
        return _per("organisatie", Rol.AANVRAGER)

    @cached_property
    def opdrachtgevers(self) -> dict[int, list[int]]:
        return _per("organisatie", Rol.OPDRACHTGEVER)

    @cached_property
    def budgethouders(self) -> dict[int, list[int]]:
        return _per("organisatie", Rol.BUDGETHOUDER)

    @cached_property
    def teammanagers(self) -> dict[int, list[int]]:
        return _per("team", Rol.TEAMMANAGER)

    @cached_property
    def uitvoerders(self) -> dict[int, list[int]]:
        return _per("team", Rol.UITVOERDER)

    @cached_property
    def concerncontroller(self) -> int:
        return Gebruiker.objects.met_rol(Rol.CONCERNCONTROLLER)[0].pk

    def status(self, dagen_oud: float) -> S:
        verdeling = RECENTE_STATUS if dagen_oud < RECENT else OUDE_STATUS
        return self.kans.choices(list(verdeling), list(verdeling.values()))[0]

    def plaats(self, ogon: int) -> int:
        """The next place on the list of this OGON."""
        return next(self.plaatsen.setdefault(ogon, count(1)))


def _per(veld: str, rol: Rol) -> dict[int, list[int]]:
    rijen: dict[int, list[int]] = {}
    for waar, wie in Roltoewijzing.objects.filter(rol=rol, vervangt=None).values_list(veld, "gebruiker"):
        rijen.setdefault(waar, []).append(wie)
    return rijen


@dataclass(frozen=True)
class Tafel:
    """An OGON: who takes part, which teams work for it, who leads it."""

    ogon: int
    gemeenten: list[int]
    teams: list[int]
    secretaris: int
    voorzitter: int

    @classmethod
    def van(cls, ogon: Ogon) -> "Tafel":
        met_rol = Gebruiker.objects.met_rol
        return cls(
            ogon.pk,
            [gemeente.pk for gemeente in ogon.gemeenten(klok.vandaag())],
            list(Team.objects.filter(afdeling__programma=ogon.programma).values_list("pk", flat=True)),
            met_rol(Rol.SECRETARIS, gremium=ogon.pk)[0].pk,
            met_rol(Rol.VOORZITTER, gremium=ogon.pk)[0].pk,
        )


class Dossier:
    """One request with everything that belongs to the state it has reached."""

    def __init__(self, bron: Bron, kopie: Kopie, nummer: int) -> None:
        self.bron, self.kopie, self.kans, self.nummer = bron, kopie, bron.kans, nummer
        dagen_oud = DAGEN * (1 - nummer / bron.aantal)
        self.begin = bron.nu - timedelta(days=dagen_oud)
        self.status = bron.status(dagen_oud)
        self.stappen = stappen(self.status)
        self.momenten = self._momenten(dagen_oud)
        self.stand = STAND.get(self.status) or STAND[ZIJWEG[self.status][0]] if self.stappen else 0
        self._kies_partijen()

    def maak(self) -> None:
        self.pk = self._aanvraag()
        for gemeente in self.gemeenten:
            self.kopie.add(Deelnemer, aanvraag_id=self.pk, organisatie_id=gemeente)
        if self.stappen:
            self._gebeurtenissen()
            self._gesprek()
        if self.stand >= STAND[S.IN_VERIFICATIE]:
            self._verificatie()
        if self.stand >= STAND[S.IN_RAMING]:
            self._raming()
        if self.stand >= STAND[S.GEPRIORITEERD]:
            self._besluit()
        if self.stand >= STAND[S.OPDRACHT_VERLEEND]:
            self._opdracht()

    def _momenten(self, dagen_oud: float) -> list[datetime]:
        """When each step was taken, between the beginning and now."""
        ruimte = min(dagen_oud, 18 * len(self.stappen))
        delen = sorted(self.kans.random() for _ in self.stappen)
        return [self.begin + timedelta(days=ruimte * deel) for deel in delen]

    def _kies_partijen(self) -> None:
        self.tafel = self.kans.choice(self.bron.ogons)
        self.gemeente = self.kans.choice(self.tafel.gemeenten)
        gedeeld = self.kans.random() < GEDEELD and self.stappen
        self.gemeenten = self.tafel.gemeenten if gedeeld else [self.gemeente] if self.stappen else []
        self.team = self.kans.choice(self.tafel.teams)
        self.wie = {
            "aanvrager": self.kans.choice(self.bron.aanvragers[self.gemeente]),
            "opdrachtgever": self.bron.opdrachtgevers[self.gemeente][0],
            "budgethouder": self.bron.budgethouders[self.gemeente][0],
            "teammanager": self.bron.teammanagers[self.team][0],
            "uitvoerder": self.bron.uitvoerders[self.team][0],
            "secretaris": self.tafel.secretaris,
            "voorzitter": self.tafel.voorzitter,
            "concerncontroller": self.bron.concerncontroller,
        }

    def _aanvraag(self) -> int:
        titel = self.bron.teksten.titel()
        laatst = self.momenten[-1] if self.momenten else self.begin
        return self.kopie.add(
            Aanvraag,
            uuid=uuid.UUID(int=self.kans.getrandbits(128), version=4),
            versie=len(self.stappen),
            status=self.status,
            titel=titel,
            titel_sorteer=zonder_accenten(titel),
            organisatie_id=self.gemeente,
            aanvrager_id=self.wie["aanvrager"],
            ingevoerd_door_id=self.wie["aanvrager"],
            aangemaakt_op=self.begin,
            gewijzigd_op=laatst,
            status_sinds=laatst,
            **self._inhoud() if self.stappen else {"concept_invoer": {"titel": titel}},
            **self._behandeling() if self.stand > 1 else {},
        )

    def _inhoud(self) -> dict[str, Any]:
        teksten = self.bron.teksten
        data = {veld: op for (stap, _), op in zip(self.stappen, self.momenten, strict=True)
                if (veld := DATUMVELD.get(stap))}  # fmt: skip
        return data | {
            "nummer": f"MW-{self.begin.year}-{self.nummer + 1:04d}",
            "ogon_id": self.tafel.ogon,
            "probleem": teksten.alinea(self.nummer),
            "gewenst_resultaat": teksten.alinea(),
            "aanleiding": self.kans.choice(list(Aanleiding)),
            "urgentie": self.kans.choice(list(Urgentie)),
            "gewenste_datum": (self.begin + timedelta(days=180)).date(),
            "uren_indicatie": Decimal(self.kans.randrange(8, 400)),
            "termijn_op": self._termijn(),
            "plaats": self.bron.plaats(self.tafel.ogon) if self.status == S.GEPRIORITEERD else None,
        }

    def _termijn(self) -> Any:
        eind = self.status in (S.AFGESLOTEN, S.AFGEWEZEN, S.INGETROKKEN)
        return None if eind else (self.momenten[-1] + timedelta(days=self.kans.randrange(5, 30))).date()

    def _behandeling(self) -> dict[str, Any]:
        return {
            "team_id": self.team,
            "behandelaar_id": self.wie["secretaris"],
            "soort": Soort.MAATWERK,
            "soort_grond": "Staat niet in de DVO.",
        }

    def _over(self) -> dict[str, int]:
        return {"content_type_id": self.bron.soort, "object_id": self.pk}

    def _gebeurtenissen(self) -> None:
        van = S.CONCEPT
        for (stap, naar), op in zip(self.stappen, self.momenten, strict=True):
            self.kopie.add(
                Gebeurtenis,
                **self._over(),
                soort=f"maatwerk.aanvraag.{stap}",
                door_id=self.wie[WIE.get(stap, "voorzitter")],
                op=op,
                verwerkt_op=op,
                gegevens=overgang(van, naar),
            )
            van = naar

    def _gesprek(self) -> None:
        for rol, zichtbaarheid in (
            ("secretaris", Zichtbaarheid.GEDEELD),
            ("aanvrager", Zichtbaarheid.GEDEELD),
            ("teammanager", Zichtbaarheid.INTERN),
        ):
            self.kopie.add(
                Reactie,
                **self._over(),
                tekst=self.bron.teksten.zin(),
                zichtbaarheid=zichtbaarheid,
                door_id=self.wie[rol],
                op=self.momenten[-1],
            )
        self.kopie.add(Volger, **self._over(), gebruiker_id=self.wie["opdrachtgever"], sinds=self.begin)

    def _verificatie(self) -> None:
        op = self.momenten[2]
        bevestigd = self.stand > STAND[S.IN_VERIFICATIE]
        velden = (
            "probleem",
            "begrepen",
            "beoogd_effect",
            "afbakening",
            "acceptatiecriteria",
            "gevolg_niet_doen",
        )
        self.kopie.add(
            Verificatie,
            aanvraag_id=self.pk,
            versie=1,
            **{veld: self.bron.teksten.zin() for veld in velden},
            opgesteld_door_id=self.wie["secretaris"],
            opgesteld_op=op,
            geparafeerd_door_id=self.wie["teammanager"],
            geparafeerd_op=op,
            bevestigd_door_id=self.wie["opdrachtgever"] if bevestigd else None,
            bevestigd_op=self.momenten[3] if bevestigd else None,
        )

    def _raming(self) -> None:
        op = self.momenten[3]
        self.raming = self.kopie.add(
            Raming,
            aanvraag_id=self.pk,
            versie=1,
            vroegste_start=(op + timedelta(days=30)).date(),
            risicos=self.bron.teksten.zin(),
            opgesteld_door_id=self.wie["teammanager"],
            opgesteld_op=op,
        )
        self.uren, self.totaal = Decimal(0), Decimal(0)
        for groep in ("T2", "T3"):
            self._regel(groep)
        self._externe_kosten()
        self._aandelen()
        for soort in AfspraakSoort:
            self._afspraak(soort, op)
        if self.stand >= STAND[S.TER_PRIORITERING]:
            self._akkoorden()

    def _regel(self, groep: str) -> None:
        uren = Decimal(self.kans.randrange(8, 200))
        self.uren, self.totaal = self.uren + uren, self.totaal + uren * TARIEF
        self.kopie.add(
            RamingRegel,
            raming_id=self.raming,
            team_id=self.team,
            functiegroep=groep,
            uren_laag=uren - 4,
            uren=uren,
            uren_hoog=uren + 16,
            tarief=TARIEF,
            bedrag=uren * TARIEF,
        )

    def _externe_kosten(self) -> None:
        if self.kans.random() < 0.5:
            bedrag = Decimal(self.kans.randrange(500, 20_000))
            self.totaal += bedrag
            self.kopie.add(ExterneKosten, raming_id=self.raming, omschrijving="Licenties", bedrag=bedrag)

    def _aandelen(self) -> None:
        """Equal shares; the first municipality takes the difference."""
        deel = (self.totaal / len(self.gemeenten)).quantize(Decimal("0.01"))
        for plaats, gemeente in enumerate(self.gemeenten):
            self.kopie.add(
                Aandeel,
                raming_id=self.raming,
                organisatie_id=gemeente,
                deel=(Decimal(1) / len(self.gemeenten)).quantize(Decimal("0.000001")),
                bedrag=deel if plaats else self.totaal - deel * (len(self.gemeenten) - 1),
            )

    def _afspraak(self, soort: AfspraakSoort, op: datetime) -> None:
        self.kopie.add(
            Afspraak,
            aanvraag_id=self.pk,
            soort=soort,
            versie=1,
            tekst=self.bron.teksten.zin(),
            haalbaar=Haalbaar.JA if soort == AfspraakSoort.HAALBAARHEID else "",
            datum=(op + timedelta(days=120)).date() if soort == AfspraakSoort.TIJDIGHEID else None,
            oorzaak=Oorzaak.EERSTE,
            door_id=self.wie["teammanager"],
            op=op,
        )

    def _akkoorden(self) -> None:
        for gemeente in self.gemeenten:
            wie = {
                AkkoordSoort.INHOUD: self.bron.opdrachtgevers[gemeente][0],
                AkkoordSoort.DEKKING: self.bron.budgethouders[gemeente][0],
            }
            for soort, door in wie.items():
                self.kopie.add(
                    Akkoord,
                    raming_id=self.raming,
                    organisatie_id=gemeente,
                    soort=soort,
                    door_id=door,
                    op=self.momenten[5],
                )

    def _besluit(self) -> None:
        besluit = self.kopie.add(
            Besluit,
            nummer=f"B-{self.begin.year}-{next(self.bron.besluiten):04d}",
            gremium_id=self.tafel.ogon,
            soort=BesluitSoort.AKKOORD,
            titel="Akkoord",
            reden=self.bron.teksten.zin(),
            genomen_op=self.momenten[6],
            genomen_door_id=self.wie["voorzitter"],
        )
        self.kopie.add(AanvraagBesluit, aanvraag_id=self.pk, besluit_id=besluit)

    def _opdracht(self) -> None:
        op = self.momenten[7]
        self.opdracht = self.kopie.add(
            Opdracht,
            aanvraag_id=self.pk,
            raming_id=self.raming,
            nummer=f"OP-{self.begin.year}-{self.nummer + 1:04d}",
            plafond_uren=self.uren,
            plafond_kosten=self.totaal,
            einddatum=(op + timedelta(days=90)).date(),
            tarieven={"T2": str(TARIEF), "T3": str(TARIEF)},
            klaargezet_op=op,
            verleend_op=op,
            gestart_op=self.momenten[8] if self.stand >= STAND[S.IN_UITVOERING] else None,
            opgeleverd_op=self.momenten[9] if self.stand >= STAND[S.OPGELEVERD] else None,
        )
        for rol in (Rol.VOORZITTER, Rol.BUDGETHOUDER):
            self.kopie.add(Paraaf, opdracht_id=self.opdracht, rol=rol, door_id=self.wie[rol], op=op)
        if self.stand >= STAND[S.IN_UITVOERING]:
            self._uitvoering(op)

    def _uitvoering(self, op: datetime) -> None:
        self.kopie.add(
            Opdracht.uitvoerders.through, opdracht_id=self.opdracht, gebruiker_id=self.wie["uitvoerder"]
        )
        for maand in (1, 2):
            uren = Decimal(self.kans.randrange(4, 40))
            self.kopie.add(
                Boeking,
                opdracht_id=self.opdracht,
                soort=BoekingSoort.UREN,
                datum=(dag := (op + timedelta(days=30 * maand)).date()),
                periode_id=dag.replace(day=1),
                team_id=self.team,
                functiegroep="T2",
                uren=uren,
                tarief=TARIEF,
                bedrag=uren * TARIEF,
                omschrijving="Gewerkt aan de opdracht",
                medewerker_id=self.wie["uitvoerder"],
                geboekt_door_id=self.wie["teammanager"],
            )


@cache
def overgang(van: S, naar: S) -> str:
    """As JSON already: the same few pairs come back a million times."""
    return json.dumps({"van": van, "naar": naar})


def stappen(status: S) -> list[tuple[str, S]]:
    """Every step that leads to this state, with the state each one gave."""
    if status not in ZIJWEG:
        return list(WEG[: STAND[status]])
    vanaf, stap = ZIJWEG[status]
    return [*WEG[: STAND[vanaf]], (stap, status)]
