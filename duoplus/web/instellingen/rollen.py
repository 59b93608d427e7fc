"""Wie welke rol heeft, waar en wanneer. De beheerder geeft rollen, maar nooit aan zichzelf."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from duoplus import klok, mail
from duoplus.calc.nederlands import datum
from duoplus.choices import Rol
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
from duoplus.models import Gebruiker, Gremium, Organisatie, Roltoewijzing, Team
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, dag, keuze
from duoplus.web.instellingen.organisatie import PERIODE, periode

GROEP = "Mensen en rollen"
EIGEN_ROL = "U geeft of beëindigt geen rol van uzelf. Vraag het een andere beheerder."
LAATSTE_BEHEERDER = "Dan is er geen beheerder meer. Geef eerst iemand anders deze rol."
GEEN_BESLUITEN = "Een beheerder neemt geen besluiten en heeft daarom geen andere rol in dezelfde periode."
ALTIJD_TIJDELIJK = "Vul de laatste dag in. Deze rol is altijd tijdelijk."
# Where each role holds: what must be chosen, and what may be.
NODIG = {
    Rol.AANVRAGER: "organisatie",
    Rol.OPDRACHTGEVER: "organisatie",
    Rol.BUDGETHOUDER: "organisatie",
    Rol.CONTROLLER: "organisatie",
    Rol.CPI: "organisatie",
    Rol.SECRETARIS: "gremium",
    Rol.VOORZITTER: "gremium",
    Rol.TEAMMANAGER: "team",
    Rol.UITVOERDER: "team",
}
MAG_OOK = {Rol.OPDRACHTGEVER: "gremium", Rol.DIRECTIEBERAAD: "gremium"}
TIJDELIJK = (Rol.INKOOPADVISEUR, Rol.ACCOUNTANT)
PLEKKEN = {"organisatie": "welke organisatie", "gremium": "welk overleg", "team": "welk team"}
# Without these, work stops somewhere.
ONMISBAAR = (
    Rol.OPDRACHTGEVER,
    Rol.BUDGETHOUDER,
    Rol.SECRETARIS,
    Rol.VOORZITTER,
    Rol.TEAMMANAGER,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BEHEERDER,
)


class RolForm(InstellingForm):
    gebruiker = UitLijst("Wie?", Gebruiker.objects.none())
    vervangt = UitLijst(
        "Vervangt deze persoon iemand?",
        Roltoewijzing.objects.none(),
        "Kies dan wie. De rol en de plek zijn die van deze collega.",
        required=False,
        empty_label="Nee",
    )
    rol = keuze("Welke rol?", [("", "Kies …"), *Rol.choices], required=False)
    organisatie = UitLijst(
        "Voor welke organisatie?",
        Organisatie.objects.none(),
        "Voor aanvrager, opdrachtgever, budgethouder, controller en contactpersoon inkoop.",
        required=False,
    )
    gremium = UitLijst(
        "Voor welk overleg?",
        Gremium.objects.none(),
        "Voor secretaris en voorzitter. Een opdrachtgever zonder overleg is dat voor elk OGON.",
        required=False,
    )
    team = UitLijst("Voor welk team?", Team.objects.none(), "Voor teammanager en uitvoerder.", required=False)
    van = dag("Vanaf welke dag?")
    tot = dag(
        "Tot en met welke dag?", "Verplicht bij een vervanging en bij iemand van buiten.", required=False
    )

    def richt_in(self) -> None:
        if "gebruiker" not in self.fields:
            return
        vandaag = klok.vandaag()
        self.fields["gebruiker"].queryset = Gebruiker.objects.actief().order_by("naam", "pk")
        self.fields["organisatie"].queryset = Organisatie.objects.geldig_op(vandaag)
        self.fields["gremium"].queryset = Gremium.objects.geldig_op(vandaag)
        self.fields["team"].queryset = Team.objects.geldig_op(vandaag)
        lopend = Roltoewijzing.objects.filter(Q(tot=None) | Q(tot__gte=vandaag), vervangt=None)
        self.fields["vervangt"].queryset = _met_namen(lopend).order_by("gebruiker__naam", "pk")
        self.fields["vervangt"].label_from_instance = lambda t: f"{t.gebruiker.naam}: {t}"

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        if "gebruiker" not in self.fields:
            return gegevens
        if vervangt := gegevens.get("vervangt"):
            gegevens |= {naam: getattr(vervangt, naam) for naam in ("rol", *PLEKKEN)}
            self._eis_einde(gegevens)
        elif rol := gegevens.get("rol"):
            self._controleer_plek(Rol(rol), gegevens)
        elif "rol" not in self.errors:
            self.add_error("rol", "Kies een rol.")
        return gegevens

    def _controleer_plek(self, rol: Rol, gegevens: dict[str, Any]) -> None:
        for veld, woord in PLEKKEN.items():
            if veld == NODIG.get(rol) and not gegevens.get(veld):
                self.add_error(veld, f"Kies voor {woord} deze rol geldt.")
            elif gegevens.get(veld) and veld not in (NODIG.get(rol), MAG_OOK.get(rol)):
                geen = woord.split()[1]
                self.add_error(veld, f"Bij de rol ‘{rol.label}’ hoort geen {geen}. Maak dit leeg.")
        if rol in TIJDELIJK:
            self._eis_einde(gegevens)

    def _eis_einde(self, gegevens: dict[str, Any]) -> None:
        if not gegevens.get("tot") and "tot" not in self.errors:
            self.add_error("tot", ALTIJD_TIJDELIJK)


class Rollen(Onderdeel):
    slug, naam, enkel, groep = "rollen", "Rollen", "rol", GROEP
    uitleg = "Wie welke rol heeft, waar, van dan tot dan, en wie wie vervangt."
    icoon = "id-badge"
    model = Roltoewijzing
    formulier = RolForm
    velden = {
        "gebruiker": "Wie",
        "vervangt": "Vervangt",
        "rol": "Rol",
        "organisatie": "Organisatie",
        "gremium": "Overleg",
        "team": "Team",
        "van": "Vanaf",
        "tot": "Tot en met",
    }
    kolommen = (
        Kolom("Wie", lambda t: t.gebruiker.naam),
        Kolom("Rol", lambda t: t.get_rol_display()),
        Kolom(
            "Waar", lambda t: " · ".join(str(p) for p in (t.organisatie, t.gremium, t.team) if p) or "overal"
        ),
        Kolom("Vervangt", lambda t: t.vervangt.gebruiker.naam if t.vervangt else ""),
        PERIODE,
    )
    handelingen = (NIEUW, BEEINDIGEN, INTREKKEN)
    zoek = ("gebruiker__naam", "rol", "organisatie__naam", "gremium__naam", "team__kort")

    def queryset(self) -> QuerySet[Roltoewijzing]:
        return _met_namen(Roltoewijzing.objects.all()).order_by("gebruiker__naam", "rol", "pk")

    def als_tekst(self, naam: str, waarde: Any) -> str:
        if naam == "vervangt" and waarde is not None:
            return f"{waarde.gebruiker.naam}: {waarde}"
        return super().als_tekst(naam, waarde)

    def bewaar(self, obj: Any) -> None:
        super().bewaar(obj)
        obj.gebruiker.vergeet_rollen()

    def controleer(self, wijziging: Wijziging) -> None:
        rol = wijziging.obj or Roltoewijzing(**wijziging.waarden)
        if not wijziging.by.has_perm("duoplus.rollen_gebruiker", rol.gebruiker):
            raise StapKanNiet(EIGEN_ROL)
        tot = wijziging.waarden.get("tot")
        if wijziging.handeling == INTREKKEN:
            _controleer_laatste(rol, vanaf=rol.van)
            return
        _controleer_tijdelijk(rol, tot)
        _controleer_vervanging(rol, tot)
        _controleer_beheerder(rol, tot)
        if wijziging.handeling == BEEINDIGEN and tot is not None:
            _controleer_laatste(rol, vanaf=max(tot + DAG, klok.vandaag()))

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        wie = (wijziging.obj or Roltoewijzing(**wijziging.waarden)).gebruiker.naam
        meegedeeld = Gevolg(f"{wie} krijgt hierover een bericht.")
        tot = wijziging.waarden.get("tot")
        if wijziging.handeling != BEEINDIGEN or tot is None:
            return [meegedeeld]
        leeg = [Gevolg(zin, is_waarschuwing=True) for zin in leeg_na([wijziging.obj], tot + DAG)]
        vervangers = Roltoewijzing.objects.geldig_op(tot + DAG).filter(vervangt=wijziging.obj)
        door = [
            Gevolg(f"De vervanging door {t.gebruiker.naam} loopt daarna nog door.", is_waarschuwing=True)
            for t in vervangers.select_related("gebruiker")
        ]
        return [*leeg, *door, meegedeeld]

    def na_afloop(self, wijziging: Wijziging, obj: Any, feit: int) -> None:
        """Who gets or loses a role hears it, and who is replaced too."""
        betrokken = {obj.gebruiker, *([obj.vervangt.gebruiker] if obj.vervangt else [])}
        for gebruiker in betrokken:
            mail.queue(
                "duoplus/rol",
                to=gebruiker,
                key=f"rol:{feit}:{gebruiker.pk}",
                reden="dit gaat over uw rol",
                rol=obj,
                periode=periode(obj),
                is_nieuw=wijziging.handeling == NIEUW,
                is_ingetrokken=wijziging.handeling == INTREKKEN,
                is_vervangen=gebruiker != obj.gebruiker,
                door=wijziging.by,
            )


def _met_namen(rijen: QuerySet[Roltoewijzing]) -> QuerySet[Roltoewijzing]:
    return rijen.select_related("gebruiker", "organisatie", "gremium", "team", "vervangt__gebruiker")


def _controleer_tijdelijk(rol: Roltoewijzing, tot: date | None) -> None:
    if tot is None and (rol.vervangt_id is not None or rol.rol in TIJDELIJK):
        raise StapKanNiet(ALTIJD_TIJDELIJK)


def _controleer_laatste(rol: Roltoewijzing, *, vanaf: date) -> None:
    """Without this role somebody is beheerder from that day on: then, and after each other one ends."""
    if rol.rol != Rol.BEHEERDER:
        return
    anderen = Roltoewijzing.objects.filter(rol=Rol.BEHEERDER, tot__gte=vanaf).exclude(pk=rol.pk)
    dagen = {vanaf, *(tot + DAG for tot in anderen.values_list("tot", flat=True) if tot)}
    if not all(blijft_beheerd(dag, zonder=Q(pk=rol.pk)) for dag in dagen):
        raise StapKanNiet(LAATSTE_BEHEERDER)


def _controleer_vervanging(rol: Roltoewijzing, tot: date | None) -> None:
    vervangt = rol.vervangt
    if vervangt is None:
        return
    if vervangt.gebruiker_id == rol.gebruiker_id:
        raise StapKanNiet("Niemand vervangt zichzelf. Kies een ander.")
    if rol.van < vervangt.van or (vervangt.tot is not None and (tot is None or tot > vervangt.tot)):
        raise StapKanNiet(
            f"De rol van {vervangt.gebruiker.naam} geldt {periode(vervangt)}. Vervang binnen die tijd."
        )


def _controleer_beheerder(rol: Roltoewijzing, tot: date | None) -> None:
    """The beheerder takes no business decision, so holds no second role on the same day."""
    andere = Roltoewijzing.objects.filter(gebruiker=rol.gebruiker).exclude(pk=rol.pk)
    andere = andere.filter(Q(tot=None) | Q(tot__gte=rol.van))
    andere = andere.filter(van__lte=tot) if tot else andere
    botst = (
        andere.exclude(rol=Rol.BEHEERDER) if rol.rol == Rol.BEHEERDER else andere.filter(rol=Rol.BEHEERDER)
    )
    if botst.exists():
        raise StapKanNiet(GEEN_BESLUITEN)


def blijft_beheerd(op: date, *, zonder: Q) -> bool:
    """Whether somebody is beheerder on that day, leaving out ``zonder``."""
    rollen = Roltoewijzing.objects.geldig_op(op).filter(rol=Rol.BEHEERDER, gebruiker__is_active=True)
    return rollen.exclude(zonder).exists()


def leeg_na(rollen: Iterable[Roltoewijzing], op: date) -> list[str]:
    """Which places nobody fills on that day, if these roles no longer count."""
    rollen = [rol for rol in rollen if rol.rol in ONMISBAAR and rol.vervangt_id is None]
    return [
        f"Vanaf {datum(op)} heeft niemand de rol ‘{rol.get_rol_display()}’{_voor(rol)}."
        for rol in rollen
        if not _anderen(rol, op).exists()
    ]


def _anderen(rol: Roltoewijzing, op: date) -> QuerySet[Roltoewijzing]:
    """Other people who hold this role in this place; one without a body or team counts for all."""
    actief = Roltoewijzing.objects.geldig_op(op).filter(gebruiker__is_active=True, vervangt=None)
    zelfde = actief.filter(rol=rol.rol, organisatie=rol.organisatie_id)
    plek = Q(gremium=rol.gremium_id) | Q(gremium=None), Q(team=rol.team_id) | Q(team=None)
    return zelfde.filter(*plek).exclude(gebruiker=rol.gebruiker_id)


def _voor(rol: Roltoewijzing) -> str:
    plekken = [str(plek) for plek in (rol.organisatie, rol.gremium, rol.team) if plek]
    return f" voor {' en '.join(plekken)}" if plekken else ""


def rollen_van(gebruiker: Gebruiker) -> list[str]:
    """The roles of one person, for the page of the account."""
    rollen = _met_namen(Roltoewijzing.objects.filter(gebruiker=gebruiker)).order_by("-van", "pk")
    return [
        f"{rol} – {periode(rol)}{f', vervangt {rol.vervangt.gebruiker.naam}' if rol.vervangt else ''}"
        for rol in rollen
    ]
