"""De mensen van de demo. Zij heten naar hun rol: er komt geen echte persoon in voor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from duoplus.choices import Rol
from duoplus.models import Gebruiker, Gremium, Organisatie, Roltoewijzing, Team
from maatwerk.demo.organisatie import ORGANISATIES, START, TEAMS

DOMEIN = "demo.duoplus.example"
WACHTWOORD = "demo-kom-maar-binnen"  # only where DUOPLUS_DEMO is on; elsewhere nobody gets a password
VERVANGER = "vervanger.uithoorn"
GEMEENTEN = {letter: naam for letter, naam, _, cbs in ORGANISATIES if cbs}
OGONS = {"bedrijfsvoering": "DUO", "burger": "UO", "buurt": "UO"}
UITVOERDERS = {
    "01": ("I&A", "DIV"),
    "02": ("Financiën", "HRM"),
    "03": ("Facilitair", "JZ&I"),
    "04": ("KCC & Burgerzaken", "Werk & Inkomen", "Wmo & Jeugd", "Schuldhulp & Administratie"),
    "05": ("Buitendienst", "BOR"),
    "06": ("Projecten", "VTH", "Geo & Basisregistraties", "Stafbureau"),
}


@dataclass(frozen=True)
class Plaats:
    """Where a role holds: an organisation, a body or a team, by letter, slug or short name."""

    organisatie: str = ""
    gremium: str = ""
    team: str = ""


@dataclass(frozen=True)
class Rolspeler:
    """One account: the name before the @, the name on screen, the employer, the role and where it holds.

    ``dagen``: an external role is time-boxed, so many days before and after today.
    """

    login: str
    naam: str
    werkgever: str
    rol: Rol
    plaatsen: tuple[Plaats, ...] = (Plaats(),)
    dagen: int | None = None

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMEIN}"


def rolspelers() -> Iterator[Rolspeler]:
    """Everyone, in the order in which the log-in page names them."""
    for letter, gemeente in GEMEENTEN.items():
        yield from _van_gemeente(letter, gemeente)
    yield Rolspeler("cpi.duoplus", "CPI Duo+", "+", Rol.CPI, (Plaats(organisatie="+"),))
    for slug in OGONS:
        plaats = (Plaats(gremium=slug),)
        naam = f"OGON {slug.capitalize()}"
        yield Rolspeler(f"secretaris.{slug}", f"Secretaris {naam}", "+", Rol.SECRETARIS, plaats)
        yield Rolspeler(f"voorzitter.{slug}", f"Voorzitter {naam}", "+", Rol.VOORZITTER, plaats)
    for kort in (kort for teams in TEAMS.values() for kort, _ in teams):
        login = f"teammanager.{slugify(kort)}"
        yield Rolspeler(login, f"Teammanager {kort}", "+", Rol.TEAMMANAGER, (Plaats(team=kort),))
    for nummer, teams in UITVOERDERS.items():
        plaatsen = tuple(Plaats(team=kort) for kort in teams)
        yield Rolspeler(f"uitvoerder.{nummer}", f"Uitvoerder {nummer}", "+", Rol.UITVOERDER, plaatsen)
    yield from _overigen()


def _van_gemeente(letter: str, gemeente: str) -> Iterator[Rolspeler]:
    slug, overal = slugify(gemeente), (Plaats(organisatie=letter),)
    mandaat = tuple(Plaats(organisatie=letter, gremium=ogon) for ogon, mee in OGONS.items() if letter in mee)
    yield Rolspeler(f"aanvrager.{slug}", f"Aanvrager {gemeente}", letter, Rol.AANVRAGER, overal)
    yield Rolspeler(f"opdrachtgever.{slug}", f"Opdrachtgever {gemeente}", letter, Rol.OPDRACHTGEVER, mandaat)
    yield Rolspeler(f"budgethouder.{slug}", f"Budgethouder {gemeente}", letter, Rol.BUDGETHOUDER, overal)
    yield Rolspeler(f"controller.{slug}", f"Controller {gemeente}", letter, Rol.CONTROLLER, overal)
    yield Rolspeler(f"cpi.{slug}", f"CPI {gemeente}", letter, Rol.CPI, overal)


def _overigen() -> Iterator[Rolspeler]:
    beraad = (Plaats(gremium="directieberaad"),)
    yield Rolspeler("concerncontroller", "Concerncontroller Duo+", "+", Rol.CONCERNCONTROLLER)
    yield Rolspeler("directieberaad", "Lid directieberaad", "+", Rol.DIRECTIEBERAAD, beraad)
    yield Rolspeler("bestuursadviseur", "Bestuursadviseur", "+", Rol.BESTUURSADVISEUR)
    yield Rolspeler("inkoopadviseur.rijk", "Inkoopadviseur RIJK", "R", Rol.INKOOPADVISEUR, dagen=180)
    yield Rolspeler("accountant", "Accountant", "A", Rol.ACCOUNTANT, dagen=90)
    yield Rolspeler("beheerder", "Functioneel beheerder", "+", Rol.BEHEERDER)


def maak(peildatum: date) -> None:
    """Accounts and dated roles, and one substitution that is running today."""
    wachtwoord = make_password(WACHTWOORD if settings.DEMO else None)
    werkgevers = {organisatie.letter: organisatie for organisatie in Organisatie.objects.all()}
    spelers = list(rolspelers())
    gebruikers = Gebruiker.objects.bulk_create(
        Gebruiker(
            email=speler.email,
            naam=speler.naam,
            organisatie=werkgevers[speler.werkgever],
            password=wachtwoord,
        )
        for speler in spelers
    )
    _geef_rollen(dict(zip(spelers, gebruikers, strict=True)), peildatum)
    _laat_vervangen(peildatum, werkgevers["U"], wachtwoord)


def _geef_rollen(wie: dict[Rolspeler, Gebruiker], peildatum: date) -> None:
    organisaties = dict(Organisatie.objects.values_list("letter", "pk"))
    gremia = dict(Gremium.objects.values_list("slug", "pk"))
    teams = dict(Team.objects.values_list("kort", "pk"))
    Roltoewijzing.objects.bulk_create(
        Roltoewijzing(
            gebruiker=gebruiker,
            rol=speler.rol,
            organisatie_id=organisaties.get(plaats.organisatie),
            gremium_id=gremia.get(plaats.gremium),
            team_id=teams.get(plaats.team),
            van=peildatum - timedelta(days=speler.dagen) if speler.dagen else START,
            tot=peildatum + timedelta(days=speler.dagen) if speler.dagen else None,
        )
        for speler, gebruiker in wie.items()
        for plaats in speler.plaatsen
    )


def _laat_vervangen(peildatum: date, uithoorn: Organisatie, wachtwoord: str) -> None:
    """Twelve weeks in which a colleague acts for the opdrachtgever of Uithoorn."""
    vervanger = Gebruiker.objects.create(
        email=f"{VERVANGER}@{DOMEIN}",
        naam="Plaatsvervangend opdrachtgever Uithoorn",
        organisatie=uithoorn,
        password=wachtwoord,
    )
    for toewijzing in Roltoewijzing.objects.filter(rol=Rol.OPDRACHTGEVER, organisatie=uithoorn):
        Roltoewijzing.objects.create(
            gebruiker=vervanger,
            rol=toewijzing.rol,
            organisatie=uithoorn,
            gremium=toewijzing.gremium,
            vervangt=toewijzing,
            van=peildatum - timedelta(weeks=8),
            tot=peildatum + timedelta(weeks=4),
        )


def logins() -> str:
    """The addresses per role, for who starts the demo."""
    spelers = list(rolspelers())
    breedte = max(len(speler.email) for speler in spelers)
    regels = [f"  {speler.email:<{breedte}}  {speler.naam}" for speler in spelers]
    regels.append(f"  {VERVANGER + '@' + DOMEIN:<{breedte}}  Plaatsvervangend opdrachtgever Uithoorn")
    return "\n".join(["Logins van de demo:", *regels, "", f"  Wachtwoord: {WACHTWOORD}"])
