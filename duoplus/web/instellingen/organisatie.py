"""Wie samenwerken: organisaties, programma's met wie meedoet, afdelingen en teams van Duo+."""

from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import OrganisatieSoort
from duoplus.instellingen import (
    BEEINDIGEN,
    DAG,
    INTREKKEN,
    NIEUW,
    Gevolg,
    Kolom,
    Onderdeel,
    Wijziging,
)
from duoplus.models import Afdeling, Deelname, Organisatie, Programma, Roltoewijzing, Team
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, dag, getal, keuze, regel

BESTAAT = {"van": "Bestaat sinds", "tot": "Bestaat tot en met"}
GROEP = "Wie samenwerken"


def periode(obj: Any) -> str:
    """'vanaf 1 januari 2027' or '1 januari 2026 tot en met 31 december 2026'."""
    return f"{datum(obj.van)} tot en met {datum(obj.tot)}" if obj.tot else f"vanaf {datum(obj.van)}"


PERIODE = Kolom("Geldt", periode)


class BestaandForm(InstellingForm):
    van = dag("Bestaat sinds")
    tot = dag("Bestaat tot en met", "Zonder laatste dag blijft het gelden.", required=False)


class OrganisatieForm(BestaandForm):
    naam = regel("Naam", 80)
    letter = regel("Letter", 2, "Hooguit twee tekens. Staat op elk scherm bij de organisatie.")
    soort = keuze("Soort", OrganisatieSoort.choices, "Dit kan later niet meer anders.")
    cbs_code = forms.RegexField(
        r"^[0-9]{4}$",
        label="CBS-code",
        help_text="Vier cijfers. Alleen voor een gemeente.",
        required=False,
        error_messages={"invalid": "Een CBS-code heeft vier cijfers, bijvoorbeeld 0384."},
    )
    volgorde = getal("Plaats in lijsten", 0, 999, "Het laagste getal staat bovenaan.")


class Organisaties(Onderdeel):
    slug, naam, enkel, groep = "organisaties", "Organisaties", "organisatie", GROEP
    uitleg = "De gemeenten, Duo+ en partijen die meekijken."
    icoon = "building-community"
    model = Organisatie
    formulier = OrganisatieForm
    velden = {
        "naam": "Naam", "letter": "Letter", "soort": "Soort", "cbs_code": "CBS-code",
        "volgorde": "Plaats in lijsten", **BESTAAT,
    }  # fmt: skip
    kolommen = (
        Kolom("Organisatie", str),
        Kolom("Letter", lambda o: o.letter),
        Kolom("Soort", lambda o: o.get_soort_display()),
        Kolom("Mensen", lambda o: o.mensen, is_getal=True),
    )
    vast = ("soort",)
    zoek = ("naam",)
    reden_nodig = False

    def queryset(self) -> Any:
        rijen = Organisatie.objects.annotate(mensen=Count("gebruikers", filter=Q(gebruikers__is_active=True)))
        return rijen.order_by("volgorde", "naam")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != BEEINDIGEN or wijziging.waarden["tot"] is None:
            return []
        dag_erna = wijziging.waarden["tot"] + DAG
        mee = Deelname.objects.geldig_op(dag_erna).filter(organisatie=wijziging.obj)
        rollen = Roltoewijzing.objects.geldig_op(dag_erna).filter(organisatie=wijziging.obj)
        return [
            *_waarschuw(mee.count(), "deelname aan een programma loopt", "deelnames aan programma’s lopen"),
            *_waarschuw(rollen.count(), "rol loopt", "rollen lopen"),
        ]


def _waarschuw(aantal: int, een: str, meer: str) -> list[Gevolg]:
    """Something goes on after the last day, which this does not end."""
    if not aantal:
        return []
    return [Gevolg(f"{aantal} {een if aantal == 1 else meer} daarna nog door.", is_waarschuwing=True)]


class ProgrammaForm(BestaandForm):
    naam = regel("Naam", 80)
    code = regel("Code", 4, "Hooguit vier tekens. Dit kan later niet meer anders.")


class Programmas(Onderdeel):
    slug, naam, enkel, groep = "programmas", "Programma’s", "programma", GROEP
    uitleg = "De taakgebieden van Duo+."
    icoon = "sitemap"
    model = Programma
    formulier = ProgrammaForm
    velden = {"naam": "Naam", "code": "Code", **BESTAAT}
    kolommen = (
        Kolom("Programma", str),
        Kolom("Code", lambda p: p.code),
        Kolom("Gemeenten nu", lambda p: ", ".join(d.organisatie.naam for d in p.deelnames_nu) or "geen"),
    )
    vast = ("code",)
    zoek = ("naam", "code")
    reden_nodig = False

    def queryset(self) -> Any:
        return Programma.objects.prefetch_related(_deelnames_nu())

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != BEEINDIGEN or wijziging.waarden["tot"] is None:
            return []
        dag_erna = wijziging.waarden["tot"] + DAG
        mee = Deelname.objects.geldig_op(dag_erna).filter(programma=wijziging.obj)
        teams = Team.objects.geldig_op(dag_erna).filter(afdeling__programma=wijziging.obj)
        return [
            *_waarschuw(mee.count(), "gemeente doet", "gemeenten doen"),
            *_waarschuw(teams.count(), "team gaat", "teams gaan"),
        ]


def _deelnames_nu() -> Any:
    nu = Deelname.objects.geldig_op(klok.vandaag()).select_related("organisatie")
    return Prefetch("deelnames", nu.order_by("organisatie__volgorde"), to_attr="deelnames_nu")


class DeelnameForm(InstellingForm):
    programma = UitLijst("Programma", Programma.objects.none())
    organisatie = UitLijst("Gemeente", Organisatie.objects.none())
    van = dag("Doet mee vanaf")
    tot = dag("Doet mee tot en met", "Zonder laatste dag blijft het gelden.", required=False)

    def richt_in(self) -> None:
        if "programma" in self.fields:
            self.fields["programma"].queryset = Programma.objects.geldig_op(klok.vandaag())
            self.fields["organisatie"].queryset = Organisatie.objects.geldig_op(klok.vandaag()).gemeenten()


class Deelnames(Onderdeel):
    slug, naam, enkel, groep = "deelnames", "Wie meedoet", "deelname", GROEP
    uitleg = "Welke gemeente aan welk programma meedoet, van dan tot dan."
    icoon = "users-group"
    model = Deelname
    formulier = DeelnameForm
    velden = {
        "programma": "Programma",
        "organisatie": "Gemeente",
        "van": "Doet mee vanaf",
        "tot": "Doet mee tot en met",
    }
    kolommen = (
        Kolom("Deelname", str),
        Kolom("Gemeente", lambda d: d.organisatie.naam),
        PERIODE,
    )
    handelingen = (NIEUW, BEEINDIGEN, INTREKKEN)
    sleutel = ("programma", "organisatie")
    zoek = ("programma__naam", "organisatie__naam")

    def queryset(self) -> Any:
        rijen = Deelname.objects.select_related("programma", "organisatie")
        return rijen.order_by("programma__naam", "organisatie__volgorde", "van")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling == NIEUW:
            return []
        tekst = "Nieuwe aanvragen van deze gemeente kunnen dan niet meer naar het OGON van dit programma."
        return [Gevolg(tekst, is_waarschuwing=True), Gevolg("Aanvragen die er al zijn, gaan gewoon door.")]


class AfdelingForm(BestaandForm):
    naam = regel("Naam", 80)
    programma = UitLijst("Programma", Programma.objects.none())

    def richt_in(self) -> None:
        if "programma" in self.fields:
            nu = getattr(self.obj, "programma_id", None)
            self.fields["programma"].queryset = Programma.objects.kiesbaar(klok.vandaag(), nu)


class Afdelingen(Onderdeel):
    slug, naam, enkel, groep = "afdelingen", "Afdelingen", "afdeling", GROEP
    uitleg = "De afdelingen van Duo+, elk bij een programma."
    icoon = "building"
    model = Afdeling
    formulier = AfdelingForm
    velden = {"naam": "Naam", "programma": "Programma", **BESTAAT}
    kolommen = (Kolom("Afdeling", str), Kolom("Programma", lambda a: a.programma.naam), PERIODE)
    zoek = ("naam",)
    reden_nodig = False

    def queryset(self) -> Any:
        return Afdeling.objects.select_related("programma")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != BEEINDIGEN or wijziging.waarden["tot"] is None:
            return []
        teams = Team.objects.geldig_op(wijziging.waarden["tot"] + DAG).filter(afdeling=wijziging.obj)
        return _waarschuw(teams.count(), "team gaat", "teams gaan")


class TeamForm(BestaandForm):
    kort = regel("Korte naam", 40, "Zo staat het team op het scherm.")
    naam = regel("Hele naam", 80)
    afdeling = UitLijst("Afdeling", Afdeling.objects.none())

    def richt_in(self) -> None:
        if "afdeling" in self.fields:
            nu = getattr(self.obj, "afdeling_id", None)
            self.fields["afdeling"].queryset = Afdeling.objects.kiesbaar(klok.vandaag(), nu)


class Teams(Onderdeel):
    slug, naam, enkel, groep = "teams", "Teams", "team", GROEP
    uitleg = "De teams die maatwerk ramen en uitvoeren."
    icoon = "users"
    model = Team
    formulier = TeamForm
    velden = {"kort": "Korte naam", "naam": "Hele naam", "afdeling": "Afdeling", **BESTAAT}
    kolommen = (
        Kolom("Team", str),
        Kolom("Hele naam", lambda t: t.naam),
        Kolom("Afdeling", lambda t: t.afdeling.naam),
        PERIODE,
    )
    zoek = ("kort", "naam")
    reden_nodig = False

    def queryset(self) -> Any:
        return Team.objects.select_related("afdeling")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != BEEINDIGEN or wijziging.waarden["tot"] is None:
            return []
        dag_erna = wijziging.waarden["tot"] + DAG
        rollen = Roltoewijzing.objects.geldig_op(dag_erna).filter(team=wijziging.obj)
        return [
            Gevolg(
                f"Vanaf {datum(dag_erna)} kiest niemand dit team meer. Bij oude aanvragen blijft het staan."
            ),
            *_waarschuw(rollen.count(), "rol in dit team loopt", "rollen in dit team lopen"),
        ]
