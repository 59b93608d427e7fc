"""Eén vergadering zoals één lezer haar ziet: agenda, stukken, wie er is, en wat er klaarligt."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from duoplus import agenda, klok, leden, overleg
from duoplus.actions import agenda as punten
from duoplus.agenda import Kaart
from duoplus.choices import PuntStatus
from duoplus.choices import VergaderingStatus as S
from duoplus.models import (
    Aanwezigheid,
    Actiepunt,
    Agendapunt,
    Besluit,
    Bijlage,
    Erratum,
    Gebruiker,
    Organisatie,
    Vergadering,
)
from duoplus.overleg import VERGADERING, VOORAF

ONBEKEND = Kaart("Een punt dat u niet mag inzien")
MAX_DATA = 5
KLAARLIGGEND = 50


@dataclass
class Regel:
    """One point as it reads for this person. ``mag_zien`` False: only its place is shown."""

    punt: Agendapunt
    kaart: Kaart
    begint: time
    stukken: list[Bijlage] = field(default_factory=list)
    besluiten: list[Besluit] = field(default_factory=list)
    acties: list[Actiepunt] = field(default_factory=list)
    is_nu: bool = False

    @property
    def mag_zien(self) -> bool:
        return self.kaart is not ONBEKEND

    @property
    def is_open(self) -> bool:
        return self.punt.status == PuntStatus.OPEN


@dataclass(frozen=True)
class Plek:
    """Somebody of the body, or a guest, and what was said of his coming."""

    gebruiker: Gebruiker
    organisatie: Organisatie | None
    stand: str
    label: str
    is_gast: bool = False


@dataclass(frozen=True)
class Klaar:
    """Something that can go on the agenda: its key in the form, and how it reads."""

    sleutel: str
    titel: str
    minuten: int
    feiten: tuple[str, ...] = ()
    url: str = ""
    keren: int = 0


class Blad:
    """What the page of one meeting shows; a constant number of queries, however long the agenda."""

    def __init__(self, vergadering: Vergadering, user: Gebruiker, nu: str = "") -> None:
        self.vergadering, self.user, self._nu = vergadering, user, nu

    @cached_property
    def leidt(self) -> bool:
        return self.user.has_perm("duoplus.leiden_vergadering", self.vergadering)

    @property
    def loopt(self) -> bool:
        return self.vergadering.status == S.BEZIG

    @property
    def mag_ordenen(self) -> bool:
        return self.leidt and self.vergadering.status in punten.OPEN_AGENDA

    @cached_property
    def mag_besluiten(self) -> bool:
        return self.loopt and self.user.has_perm("duoplus.besluit_agendapunt", self.vergadering)

    @property
    def kijkt_mee(self) -> bool:
        """Reads along while others decide; the page then keeps itself up to date."""
        return self.loopt and not self.mag_besluiten

    @cached_property
    def stappen(self) -> list[Any]:
        """A meeting does not begin before its day."""
        stappen = VERGADERING.available(self.vergadering, self.user)
        te_vroeg = self.vergadering.datum > klok.vandaag()
        return [stap for stap in stappen if not (te_vroeg and stap.name == "begin")]

    @cached_property
    def regels(self) -> list[Regel]:
        alle = list(self.vergadering.punten.select_related("ingebracht_door", "vorige").order_by("plaats"))
        kaarten = kaarten_van(alle, self.user)
        regels = [
            Regel(punt, kaarten[punt.pk], begint)
            for punt, begint in zip(alle, self._tijden(alle), strict=True)
        ]
        self._vul_aan([regel for regel in regels if regel.mag_zien])
        return regels

    def _tijden(self, alle: list[Agendapunt]) -> list[time]:
        """When each point begins if all before it take their minutes; what was withdrawn takes none."""
        moment = datetime.combine(self.vergadering.datum, self.vergadering.begint_om)
        tijden = []
        for punt in alle:
            tijden.append(moment.time())
            if punt.status != PuntStatus.INGETROKKEN:
                moment += timedelta(minutes=punt.minuten)
        return tijden

    def _vul_aan(self, regels: list[Regel]) -> None:
        alle = [regel.punt for regel in regels]
        stukken = punten.stukken(alle)
        besluiten = _per_punt(Besluit.objects.filter(agendapunt__in=alle).order_by("pk"))
        acties = Actiepunt.objects.filter(agendapunt__in=alle).select_related("eigenaar").order_by("pk")
        per_punt = _per_punt(acties)
        for regel in regels:
            regel.stukken = stukken[regel.punt.pk]
            regel.besluiten = besluiten[regel.punt.pk]
            regel.acties = per_punt[regel.punt.pk]
            regel.is_nu = self.loopt and regel.punt.pk == self._nu_pk(regels)

    def _nu_pk(self, regels: list[Regel]) -> int | None:
        """The point under discussion: the one that was chosen, or else the first that is still open."""
        te_doen = [regel.punt.pk for regel in regels if regel.is_open]
        gekozen = int(self._nu) if self._nu.isdecimal() else None
        return gekozen if gekozen in te_doen else next(iter(te_doen), None)

    @cached_property
    def nu(self) -> Regel | None:
        return next((regel for regel in self.regels if regel.is_nu), None)

    @property
    def mag_nu_besluiten(self) -> bool:
        """Whether this person may decide on what is under discussion; its own app may want somebody else."""
        if self.nu is None or not self.mag_besluiten:
            return False
        bron = agenda.bron_van(self.nu.punt)
        return bron is None or bron.mag(self.nu.punt, self.user)

    @property
    def minuten(self) -> int:
        return sum(r.punt.minuten for r in self.regels if r.punt.status != PuntStatus.INGETROKKEN)

    @property
    def te_lang(self) -> int:
        """Minutes beyond the end, while that can still be helped."""
        return max(self.minuten - self.vergadering.duur, 0) if self.vergadering.status in VOORAF else 0

    @cached_property
    def _gezegd(self) -> list[Aanwezigheid]:
        return overleg.aanwezigheid(self.vergadering)

    @cached_property
    def quorum(self) -> overleg.Quorum:
        return overleg.quorum(self.vergadering, self._gezegd)

    @cached_property
    def wie(self) -> list[Plek]:
        """Everybody of the body as it was that day, then the guests."""
        gezegd = {regel.gebruiker_id: regel for regel in self._gezegd}
        van_toen = leden.leden(self.vergadering.gremium, self.vergadering.datum)
        plekken = [
            _plek(lid.gebruiker, lid.organisatie, gezegd.pop(lid.gebruiker.pk, None), self.loopt)
            for lid in van_toen
        ]
        gasten = [_plek(r.gebruiker, r.organisatie, r, self.loopt, gast=True) for r in gezegd.values()]
        return plekken + gasten

    @property
    def mag_zich_melden(self) -> bool:
        open_ = self.vergadering.status in punten.OPEN_AGENDA
        return open_ and any(plek.gebruiker == self.user for plek in self.wie)

    @property
    def eigen_stand(self) -> str:
        return next((plek.stand for plek in self.wie if plek.gebruiker == self.user), "")

    @cached_property
    def errata(self) -> list[Erratum]:
        return list(self.vergadering.errata.select_related("agendapunt", "door", "namens"))

    @cached_property
    def data(self) -> list[Vergadering]:
        """The next ones of this body."""
        komend = Vergadering.objects.komend(klok.vandaag()).filter(gremium=self.vergadering.gremium_id)
        return list(komend.exclude(pk=self.vergadering.pk)[:MAX_DATA])

    @cached_property
    def klaar(self) -> list[Klaar]:
        """What waits and what is ready, for who arranges the agenda."""
        if not self.mag_ordenen:
            return []
        gremium = self.vergadering.gremium
        wachtend = list(punten.voorraad(gremium)[:KLAARLIGGEND])
        kaarten = kaarten_van(wachtend, self.user)
        eerst = [_uit_voorraad(punt, kaarten[punt.pk]) for punt in wachtend]
        return [*eerst, *_rijp(punten.kandidaten(gremium, self.vergadering.datum), self.user)]


def kaarten_van(alle: Iterable[Agendapunt], user: Gebruiker) -> dict[int, Kaart]:
    """How each point reads for this person: one question per kind of subject."""
    per_soort: dict[int, list[Agendapunt]] = defaultdict(list)
    kaarten: dict[int, Kaart] = {}
    for punt in alle:
        if punt.content_type_id is None:
            kaarten[punt.pk] = Kaart(punt.titel)
        else:
            per_soort[punt.content_type_id].append(punt)
    for stapel in per_soort.values():
        kaarten |= _van_soort(stapel, user)
    return kaarten


def _van_soort(stapel: list[Agendapunt], user: Gebruiker) -> dict[int, Kaart]:
    bron = agenda.bron_van(stapel[0])
    gelezen = bron.kaarten([punt.object_id for punt in stapel if punt.object_id], user) if bron else {}
    return {punt.pk: gelezen.get(punt.object_id or 0, ONBEKEND) for punt in stapel}


def _uit_voorraad(punt: Agendapunt, kaart: Kaart) -> Klaar:
    return Klaar(punten.sleutel_van(punt), kaart.titel, punt.minuten, kaart.feiten, kaart.url, punt.keren)


def _rijp(kandidaten: list[agenda.Kandidaat], user: Gebruiker) -> list[Klaar]:
    """Of what is ready: only what this person may know."""
    per_model: dict[type[Model], list[agenda.Kandidaat]] = defaultdict(list)
    for kandidaat in kandidaten:
        per_model[type(kandidaat.onderwerp)].append(kandidaat)
    return [klaar for model, rijpe in per_model.items() for klaar in _van_model(model, rijpe, user)]


def _van_model(model: type[Model], rijpe: list[agenda.Kandidaat], user: Gebruiker) -> list[Klaar]:
    soort = ContentType.objects.get_for_model(model)
    bron = agenda.bron_van(Agendapunt(content_type=soort))
    kaarten = bron.kaarten([k.onderwerp.pk for k in rijpe], user) if bron else {}
    return [
        Klaar(punten.sleutel_van(k), kaart.titel, k.minuten, kaart.feiten, kaart.url)
        for k in rijpe[:KLAARLIGGEND]
        if (kaart := kaarten.get(k.onderwerp.pk))
    ]


def _per_punt(rijen: Iterable[Any]) -> defaultdict[int, list[Any]]:
    per_punt: defaultdict[int, list[Any]] = defaultdict(list)
    for rij in rijen:
        per_punt[rij.agendapunt_id].append(rij)
    return per_punt


def _plek(
    gebruiker: Gebruiker,
    organisatie: Organisatie | None,
    regel: Aanwezigheid | None,
    loopt: bool,
    *,
    gast: bool = False,
) -> Plek:
    if regel is None:
        return Plek(gebruiker, organisatie, "", "Nog niets gezegd" if not loopt else "Niet gezien", gast)
    return Plek(gebruiker, regel.organisatie, regel.stand, regel.get_stand_display(), gast)
