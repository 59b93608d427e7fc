"""Proposals and measures, walked to a state through the real actions by people who may.

voorstel = voorstel_in(S.ONDERWEG, gemeenten="DU")
besluit(voorstel, Orgaan.OGON)                     # by whoever speaks for that body
"""

from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from ogon.actions import maatregel as maatregelacties
from ogon.actions import voorstel as acties
from ogon.actions import voorstelroute as route
from ogon.choices import MaatregelStatus, Orgaan, ToetsSoort, Uitkomst
from ogon.choices import VoorstelStatus as S
from ogon.models import Efficiencymaatregel, Ogon, Voorstel, Voorstelspoor
from tests.factories import organisaties
from tests.factories.mensen import iemand
from tests.factories.organisaties import gemeente

TEKST = {
    "titel": "Gezamenlijke inkoop leaseauto’s",
    "gevraagd_besluit": "Instemmen met één gezamenlijke aanbesteding.",
    "aanleiding": "De contracten lopen op 1 juli af.",
    "beoogd_effect": "Eén contract met lagere kosten.",
    "argumenten": "Samen kopen is goedkoper.",
    "kanttekeningen": "Elke gemeente levert eigen voorwaarden in.",
    "financien": "De kosten passen in de begroting.",
    "bedrag": Decimal("22350.00"),
    "taakveld": "0.4",
    "i_s": "S",
    "dekking": "Programma 6, post 6.2",
    "communicatie": "De medewerkers horen het in april.",
    "planning": "Gunning in mei.",
    "openbaarheid": "openbaar",
}
LANGS = (S.CONCEPT, S.INTERNE_TOETS, S.ONDERWEG, S.BESLOTEN, S.UITGEVOERD)
# Who initials each field in these tests; the rules of the portal allow more.
TOETSER = {
    ToetsSoort.FINANCIEEL: Rol.CONCERNCONTROLLER,
    ToetsSoort.JURIDISCH: Rol.BESTUURSADVISEUR,
    ToetsSoort.INKOOP: Rol.CPI,
    ToetsSoort.PRIVACY: Rol.BESTUURSADVISEUR,
}


def voorstel_in(
    status: S,
    *,
    gemeenten: str = "U",
    ogon: Ogon | None = None,
    by: Gebruiker | None = None,
    organen: tuple[str, ...] = tuple(Orgaan),
    **velden: Any,
) -> Voorstel:
    """A proposal in this state. ``gemeenten`` are letters; ``velden`` replace parts of the text."""
    by = by or iemand(Rol.SECRETARIS)
    waar = [gemeente(letter) for letter in gemeenten]
    voorstel = acties.maak(ogon or organisaties.ogon(), titel="Nieuw", gemeenten=waar, by=by)
    acties.kies_route(voorstel, gemeenten=waar, organen=organen, by=by)
    acties.schrijf(voorstel, by=by, velden=TEKST | velden)
    for volgende in LANGS[1 : LANGS.index(status) + 1]:
        _zet(voorstel, volgende, by)
    return Voorstel.objects.get(pk=voorstel.pk)


def _zet(voorstel: Voorstel, naar: S, by: Gebruiker) -> None:
    if naar == S.INTERNE_TOETS:
        acties.ter_toetsing(voorstel, by=by)
    elif naar == S.ONDERWEG:
        parafeer(voorstel)
        route.op_weg(voorstel, by=by)
    elif naar == S.BESLOTEN:
        for orgaan in Orgaan:
            besluit(voorstel, orgaan)
    else:
        route.uitvoeren(voorstel, toelichting="Gedaan.", by=by)


def parafeer(voorstel: Voorstel, *soorten: str) -> None:
    """These initials, or all four."""
    eigen = voorstel.sporen.filter(orgaan=Orgaan.COLLEGE).first().organisatie
    for soort in soorten or ToetsSoort.values:
        rol = TOETSER[ToetsSoort(soort)]
        by = iemand(rol, organisatie=eigen) if rol == Rol.CPI else iemand(rol)
        acties.paraferen(voorstel, soort, by=by, akkoord=True, inhoudversie=voorstel.inhoudversie)


def spoor(voorstel: Voorstel, orgaan: str, letter: str = "") -> Voorstelspoor:
    sporen = voorstel.sporen.filter(orgaan=orgaan).select_related("organisatie", "voorstel__ogon")
    return sporen.get(organisatie__letter=letter) if letter else sporen.get()


def wie_besluit(spoor: Voorstelspoor) -> Gebruiker:
    if spoor.orgaan == Orgaan.OGON:
        return iemand(Rol.VOORZITTER, ogon=spoor.voorstel.ogon)
    if spoor.orgaan == Orgaan.DIRECTIEBERAAD:
        return iemand(Rol.DIRECTIEBERAAD)
    if spoor.orgaan == Orgaan.COLLEGE:
        return iemand(Rol.OPDRACHTGEVER, organisatie=spoor.organisatie, ogon=spoor.voorstel.ogon)
    return iemand(Rol.BESTUURSADVISEUR)


def besluit(voorstel: Voorstel, orgaan: str, letter: str = "", **velden: Any) -> None:
    """What this body decided, or all colleges; conform unless told."""
    sporen = voorstel.sporen.filter(orgaan=orgaan).select_related("organisatie", "voorstel__ogon")
    for een in sporen.filter(organisatie__letter=letter) if letter else sporen:
        wat = {"uitkomst": Uitkomst.CONFORM} | velden
        route.leg_uitkomst_vast(een, **wat, by=wie_besluit(een))
    voorstel.refresh_from_db()


def maatregel_in(
    status: MaatregelStatus,
    *,
    by: Gebruiker | None = None,
    doelen: str = "DU",
    bedrag: Decimal = Decimal(15_000),
    toelichting: str = "Minder printers in elk gemeentehuis.",
) -> Efficiencymaatregel:
    """A measure in this state, with a target for each of these municipalities."""
    by, jaar = by or iemand(Rol.TEAMMANAGER), klok.vandaag().year
    organisaties.directieberaad()
    maatregel = maatregelacties.maak("Eén printerpark", toelichting, by=by)
    langs = [MaatregelStatus.BUSINESSCASE, MaatregelStatus.BESLUIT, MaatregelStatus.UITVOERING]
    if status in langs:
        maatregelacties.werk_uit(maatregel, by=by)
        velden = {"businesscase": "Kost niets, scheelt huur.", "i_s": "S"}
        maatregelacties.wijzig(maatregel, velden=velden, by=by)
        for letter in doelen:
            maatregelacties.zet_doel(maatregel, gemeente(letter), jaar, bedrag, by=by)
    if status in langs[1:]:
        maatregelacties.leg_voor(maatregel, by=by)
    if status in langs[2:]:
        maatregelacties.besluit(maatregel, "akkoord", reden="Doen.", by=iemand(Rol.DIRECTIEBERAAD))
    return maatregel
