"""Wie komt waar: elke URL x methode x fragment x rol x eigen, vreemd of niets, met dossiers die bestaan.

The resolver is enumerated: an address without a row in ``TABEL`` fails. Unseen is 404, never 403; seen
without the right is 403. No byte of an answer holds a canary of a dossier that is not yours, and reading
(GET, HEAD) writes nothing.
"""

import itertools
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection, connections, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from duoplus import klok
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.forms.stappen import STAPPEN
from maatwerk.models import Bron
from maatwerk.verantwoording.formaten import FORMATEN
from maatwerk.verantwoording.uitgeven import bestandsnaam
from maatwerk.weken.dagen import maandag_van
from tests import database, plugin
from tests.house import wereld as bouwer
from tests.house.wereld import (
    BEDRAGEN,
    BEGROOT,
    DVOPRIJS,
    INGELEZEN,
    MAATREGELBEDRAG,
    SOORTEN,
    VOORSTELBEDRAG,
    VORIG_BEGROOT,
    Wereld,
    kanarie,
)

# Who reads which dossier: of Uithoorn, of Diemen, or both. Not named: none.
ALLES = (
    "teammanager",
    "teammanager kcc",
    "uitvoerder",
    "uitvoerder elders",
    "concerncontroller",
    "directieberaad",
    "bestuursadviseur",
    "accountant",
    "beheerder",
    "secretaris",
    "voorzitter",
)
ALLEEN_U = ("aanvrager", "collega", "opdrachtgever", "budgethouder", "controller", "cpi")
GEEN = (
    "secretaris buurt",
    "voorzitter buurt",
    "inkoopadviseur",
    "zonder rol",
    "rol voorbij",
    "rol nog niet",
    "vreemde aanvrager",
)
WIE = (*ALLES, *ALLEEN_U, *GEEN)
ZIET = dict.fromkeys(ALLES, "UD") | dict.fromkeys(ALLEEN_U, "U") | dict.fromkeys(GEEN, "")
# Whose lumpsums somebody reads: the matrix of domain.md section 2.
LUMPSUMS = dict.fromkeys(
    (
        *("teammanager", "teammanager kcc", "concerncontroller", "directieberaad", "bestuursadviseur"),
        *("accountant", "secretaris", "voorzitter", "secretaris buurt", "voorzitter buurt"),
    ),
    "UD",
) | dict.fromkeys(("opdrachtgever", "budgethouder", "controller"), "U")
# Reads what is on the table of the own OGON on a list: number, title, status, decision (design.md, rule 2).
# The world has both requests touch OGON Buurt, so who leads that recognises them too.
HERKENT = {"opdrachtgever": "D", "secretaris buurt": "UD", "voorzitter buurt": "UD"}
GEEN_BEDRAGEN = ("cpi", "beheerder")
# A DVO is read by who works for all OGON's, and by the own municipality but for procurement.
ALLE_DVO = (*(wie for wie in ALLES if wie != "beheerder"), "secretaris buurt", "voorzitter buurt")
ZIET_DVO = dict.fromkeys(ALLE_DVO, "UD") | {wie: "U" for wie in ALLEEN_U if wie != "cpi"}
STELT_DVO_OP = ("teammanager", "teammanager kcc", "bestuursadviseur")
# A proposal that lies before the OGON; its opdrachtgevers read those of others without the amounts.
ALLE_VOORSTELLEN = (
    *("teammanager", "teammanager kcc", "concerncontroller", "directieberaad", "bestuursadviseur"),
    *("accountant", "secretaris", "voorzitter"),
)
ZIET_VOORSTELBEDRAG = dict.fromkeys(ALLE_VOORSTELLEN, "UD") | dict.fromkeys(
    ("opdrachtgever", "budgethouder", "controller", "cpi"), "U"
)
ZIET_VOORSTEL = ZIET_VOORSTELBEDRAG | {"opdrachtgever": "UD"}
SCHRIJFT_VOORSTEL = ("secretaris", "voorzitter", "bestuursadviseur")
STELT_VOOR = (
    *("teammanager", "teammanager kcc", "bestuursadviseur", "voorzitter", "secretaris", "voorzitter buurt"),
    *("secretaris buurt", "budgethouder", "opdrachtgever", "cpi"),
)
ZIET_MAATREGEL = dict.fromkeys(ALLE_VOORSTELLEN[:6], "UD") | dict.fromkeys(
    ("opdrachtgever", "budgethouder", "controller"), "U"
)
BEZUINIGT = (
    *("teammanager", "teammanager kcc", "concerncontroller", "bestuursadviseur", "opdrachtgever"),
    "budgethouder",
)
ZIET_PLAN = dict.fromkeys(
    (
        *("concerncontroller", "directieberaad", "bestuursadviseur", "accountant"),
        *("secretaris", "voorzitter", "opdrachtgever"),
    ),
    "UD",
)
MAAKT_PLAN = (
    *("bestuursadviseur", "concerncontroller", "directieberaad", "cpi", "secretaris", "voorzitter"),
    *("secretaris buurt", "voorzitter buurt"),
)
ZONDER_SLEUTELPROEF = (
    *("secretaris", "voorzitter", "secretaris buurt", "voorzitter buurt", "cpi", "beheerder"),
    *("inkoopadviseur", "zonder rol", "rol voorbij", "rol nog niet"),
)
# Sees the hours of teams, of all OGON's; who fills them in reads lists of them.
ZIET_UREN = (
    *("secretaris", "voorzitter", "secretaris buurt", "voorzitter buurt", "opdrachtgever"),
    *("teammanager", "teammanager kcc", "concerncontroller", "directieberaad", "bestuursadviseur"),
    *("accountant", "beheerder"),
)
# Reads what an OGON asks of the directieberaad.
ZIET_OPSCHALING = (
    *("secretaris", "voorzitter", "opdrachtgever", "teammanager", "teammanager kcc"),
    *("concerncontroller", "directieberaad", "bestuursadviseur", "accountant"),
)
SCHRIJFT_UREN = ("teammanager", "teammanager kcc", "uitvoerder", "uitvoerder elders")
INLEZERS = ("beheerder", "teammanager", "teammanager kcc", "concerncontroller")
HOORT_BIJ_BESLUIT = tuple(wie for wie in ZIET_UREN if not wie.startswith("teammanager"))
DUOPLUS = tuple(wie for wie in ALLES if wie != "accountant")
AANVRAGERS = ("aanvrager", "collega", "vreemde aanvrager")
ANONIEM = "anoniem"


@dataclass(frozen=True)
class Rij:
    """What one address answers. ``get`` and ``post`` give the status for (who, municipality of the object).

    ``pad`` names the object in the address; without it there is nothing of anybody in the address.
    """

    get: Callable[[str, str], Any]
    post: Callable[[str, str], Any]
    pad: Callable[[bouwer.Dossier], dict[str, Any]] | None = None
    openbaar: bool = False
    legt_vast: bool = False  # reading leaves a line in the audit trail (design.md, rule 9)


def altijd(*status: int) -> Callable[[str, str], set[int]]:
    return lambda wie, van: set(status)


def wie_ziet(*status: int) -> Callable[[str, str], set[int]]:
    """Whoever reads the dossier; for others it does not exist."""
    return lambda wie, van: set(status) if van in ZIET[wie] else {404}


def alleen(*wie_mag: str, goed: tuple[int, ...] = (200,)) -> Callable[[str, str], set[int]]:
    """A page that belongs to nobody's dossier, for some."""
    return lambda wie, van: set(goed) if wie in wie_mag else {403}


def uit_wie_ziet(*wie_mag: str, goed: tuple[int, ...]) -> Callable[[str, str], set[int]]:
    """Some of those who read the dossier."""

    def status(wie: str, van: str) -> set[int]:
        if van not in ZIET[wie]:
            return {404}
        return set(goed) if wie in wie_mag else {403}

    return status


def niet_bestaand(*behalve: str) -> Callable[[str, str], set[int]]:
    """A page that does not exist but for some."""
    return lambda wie, van: {200} if wie in behalve else {404}


def wie_inleest(*goed: int) -> Callable[[str, str], set[int]]:
    """Rows of a list hold amounts: they exist only for who may import them."""
    return lambda wie, van: set(goed) if wie == "beheerder" else {404}


def eigen(*goed: int) -> Callable[[str, str], set[int]]:
    """Only the one it is of: the draft and the message of Uithoorn's requester."""
    return lambda wie, van: set(goed) if wie == "aanvrager" and van == "U" else {404}


def lezers_behalve(*niet: str, goed: tuple[int, ...]) -> Callable[[str, str], set[int]]:
    return uit_wie_ziet(*(wie for wie in WIE if wie not in niet), goed=goed)


def aanvraag(d: bouwer.Dossier) -> dict[str, Any]:
    return {"sleutel": d.aanvraag.nummer}


def concept(d: bouwer.Dossier) -> dict[str, Any]:
    return {"uuid": d.concept.uuid}


def document(d: bouwer.Dossier) -> dict[str, Any]:
    return {"sleutel": d.aanvraag.nummer, "uuid": d.document}


def besluit(d: bouwer.Dossier) -> dict[str, Any]:
    return {"nummer": d.besluit}


def opdracht(d: bouwer.Dossier) -> dict[str, Any]:
    return {"nummer": d.opdracht}


def wijziging(d: bouwer.Dossier) -> dict[str, Any]:
    return {"nummer": d.opdracht, "pk": d.wijziging}


def cyclus(d: bouwer.Dossier) -> dict[str, Any]:
    return {"slug": "bedrijfsvoering", "jaar": bouwer.jaar()}


def boeking(d: bouwer.Dossier) -> dict[str, Any]:
    return {"nummer": d.opdracht, "pk": d.boeking}


def export(d: bouwer.Dossier) -> dict[str, Any]:
    return {"uuid": d.export}


def bericht(d: bouwer.Dossier) -> dict[str, Any]:
    return {"pk": d.bericht}


def inlezing(d: bouwer.Dossier) -> dict[str, Any]:
    return {"uuid": d.inlezing}


def inleesrij(d: bouwer.Dossier) -> dict[str, Any]:
    return {"uuid": d.inlezing, "pk": d.inleesrij}


def team_als_instelling(d: bouwer.Dossier) -> dict[str, Any]:
    """One kind of setting; every kind, for every role: tests/duoplus/web/test_instellingen.py."""
    return {"onderdeel": "teams", "pk": d.aanvraag.team_id}


def team_wijzigen(d: bouwer.Dossier) -> dict[str, Any]:
    return team_als_instelling(d) | {"handeling": "wijzigen"}


def voorstel(d: bouwer.Dossier) -> dict[str, Any]:
    return {"pk": d.voorstel}


def wie_tarieven_leest(*status: int, geen: int = 404) -> Callable[[str, str], set[int]]:
    """Everybody with a role inside reads tariffs, so the settings and proposals about them."""
    zonder = ("inkoopadviseur", "zonder rol", "rol voorbij", "rol nog niet")
    return lambda wie, van: {geen} if wie in zonder else set(status)


def vaststeller(*goed: int) -> Callable[[str, str], set[int]]:
    leest = wie_tarieven_leest(403)
    return lambda wie, van: set(goed) if wie == "directieberaad" else leest(wie, van)


def beheerder(*goed: int) -> Callable[[str, str], set[int]]:
    return lambda wie, van: set(goed) if wie == "beheerder" else {404}


ALLEEN_LEZEN = ALLEEN_SCHRIJVEN = altijd(405)
INGEVULD = (200, 302, 422)  # an empty form is refused in words, or there was nothing to fill in
PAGINA = Rij(altijd(200), ALLEEN_LEZEN)
OPENBAAR = Rij(altijd(200, 302), altijd(200, 302, 403, 405), openbaar=True)
GESLOTEN = Rij(altijd(404), altijd(404, 405))  # exists in the demo only


def pagina(*wie: str) -> Rij:
    """A page to read that belongs to nobody's dossier; for everyone who is logged in, unless named."""
    return Rij(alleen(*wie) if wie else altijd(200), ALLEEN_LEZEN)


def lees(pad: Callable[[bouwer.Dossier], dict[str, Any]]) -> Rij:
    """A page to read of one dossier."""
    return Rij(wie_ziet(200), altijd(404, 405), pad)


def opdrachtstap(*wie: str, pad: Callable[[bouwer.Dossier], dict[str, Any]] = opdracht) -> Rij:
    return Rij(uit_wie_ziet(*wie, goed=(200,)), uit_wie_ziet(*wie, goed=(422,)), pad)


def over_alle_gemeenten(*wie: str, goed: int = 200) -> Callable[[str, str], set[int]]:
    """What is about the money of all: it exists only for who sees all of it."""

    def status(who: str, van: str) -> set[int]:
        if LUMPSUMS.get(who) != "UD":
            return {404}
        return {goed} if who in wie else {403}

    return status


def vorige_december(d: bouwer.Dossier) -> dict[str, Any]:
    """A month that is closed in the world."""
    return {"jaar": klok.vandaag().year - 1, "maand": 12}


def concept_van(*wie: str) -> Rij:
    """An act on the draft about a lumpsum; who may not read the amounts of that municipality finds none."""

    def status(goed: int) -> Callable[[str, str], set[int]]:
        def van(who: str, letter: str) -> set[int]:
            if letter not in LUMPSUMS.get(who, ""):
                return {404}
            return {goed} if who in wie else {403}

        return van

    return Rij(status(200), status(422), lambda d: {"jaar": klok.vandaag().year, "pk": d.signaal})


def geldstap(*wie: str, pad: Callable[[bouwer.Dossier], dict[str, Any]]) -> Rij:
    """An act on the money of one municipality in this year."""

    def status(goed: int) -> Callable[[str, str], set[int]]:
        return lambda who, letter: (
            {404} if letter not in LUMPSUMS.get(who, "") else {goed} if who in wie else {403}
        )

    return Rij(status(200), status(422), lambda d: {"jaar": klok.vandaag().year} | pad(d))


def over_een_gemeente(who: str, letter: str) -> set[int]:
    """What the lumpsum of one municipality says."""
    if who not in LUMPSUMS:
        return {403}
    return {200} if letter in LUMPSUMS[who] else {404}


def toelichten(pad: Callable[[bouwer.Dossier], dict[str, Any]]) -> Rij:
    """Explaining what deviates: nothing does in this world, so who may do it finds nothing to explain."""
    schrijft = ("concerncontroller", "controller")

    def status(who: str, letter: str) -> set[int]:
        return {403} if letter in LUMPSUMS.get(who, "") and who not in schrijft else {404}

    return Rij(status, status, lambda d: {"jaar": klok.vandaag().year, "letter": d.letter.lower()} | pad(d))


def geldbladzijde(*wie: str, post: Any = ALLEEN_LEZEN) -> Rij:
    """A page over the money of this year, each for whose it is."""
    return Rij(alleen(*wie), post, lambda d: {"jaar": klok.vandaag().year})


def van_ogon(slug: str, *wie: str) -> Callable[[str, str], set[int]]:
    """The own OGON's: by role, or because the own municipality takes part; else it does not exist."""
    geen = {
        "bedrijfsvoering": ("secretaris buurt", "voorzitter buurt"),
        "buurt": ("secretaris", "voorzitter", "opdrachtgever"),
    }[slug]
    zonder = (*geen, "inkoopadviseur", "zonder rol", "rol voorbij", "rol nog niet")
    mag = wie or WIE
    return lambda who, van: {404} if who in zonder else {200, 422} if who in mag else {403}


def inrichten(pad: Callable[[bouwer.Dossier], dict[str, Any]]) -> Rij:
    """What chair and secretary do with the board."""
    wie = van_ogon("bedrijfsvoering", "voorzitter", "secretaris")
    return Rij(wie, wie, pad)


def op_het_bord(d: bouwer.Dossier) -> dict[str, Any]:
    return cyclus(d) | {"sleutel": d.kandidaat, "handeling": "vastzetten"}


def uren(
    *mag: str,
    pad: Callable[[bouwer.Dossier], dict[str, Any]] | None = None,
    wie_ziet_het: tuple[str, ...] = ZIET_UREN,
) -> Rij:
    """Hours of teams, of nobody's dossier; without names a page to read."""

    def status(goed: int) -> Callable[[str, str], set[int]]:
        return lambda wie, van: (
            {404} if wie not in wie_ziet_het else {goed} if not mag or wie in mag else {403}
        )

    return Rij(status(200), status(422) if mag else altijd(405), pad)


def week(get: int, post: int) -> Rij:
    """The own week: who writes no hours has none."""

    def status(goed: int) -> Callable[[str, str], set[int]]:
        return lambda wie, van: {goed} if wie in SCHRIJFT_UREN else {404}

    return Rij(status(get), status(post), lambda d: {"maandag": maandag_van(klok.vandaag())})


def dvo(*mag: str, goed: int = 200, niet: int = 403) -> Callable[[str, str], set[int]]:
    """A DVO that is not yours does not exist; without names all who read it."""
    return lambda wie, van: (
        {404} if van not in ZIET_DVO.get(wie, "") else {goed} if not mag or wie in mag else {niet}
    )


def van_dvo(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"nummer": d.dvo, **meer}


def opschaling(*mag: str, goed: int = 200) -> Callable[[str, str], set[int]]:
    """The dossier of a question of OGON Bedrijfsvoering; without names all who read it."""
    return lambda wie, van: (
        {404} if wie not in ZIET_OPSCHALING else {goed} if not mag or wie in mag else {403}
    )


def van_opschaling(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"nummer": d.opschaling, **meer}


def van_wie(lezers: dict[str, str], *mag: str, goed: int = 200) -> Callable[[str, str], set[int]]:
    """What is not yours does not exist; without names all who read it."""
    return lambda wie, van: (
        {404} if van not in lezers.get(wie, "") else {goed} if not mag or wie in mag else {403}
    )


def met_voorstelbedrag(goed: int) -> Callable[[str, str], set[int]]:
    """Who reads the proposal without the amounts gets no files of it."""

    def status(wie: str, van: str) -> set[int]:
        if van in ZIET_VOORSTELBEDRAG.get(wie, ""):
            return {goed}
        return {403} if van in ZIET_VOORSTEL.get(wie, "") else {404}

    return status


def van_voorstel(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"nummer": d.bestuursvoorstel, **meer}


def op_spoor(d: bouwer.Dossier) -> dict[str, Any]:
    return {"nummer": d.bestuursvoorstel, "pk": d.spoor}


def voorstelstuk(d: bouwer.Dossier) -> dict[str, Any]:
    return {"nummer": d.bestuursvoorstel, "uuid": d.voorstelstuk}


def van_maatregel(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"nummer": d.maatregel, **meer}


def van_plan(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"nummer": d.plan, **meer}


def team_en_jaar(d: bouwer.Dossier) -> dict[str, Any]:
    return {"pk": d.aanvraag.team_id, "jaar": bouwer.jaar()}


def volgorde(*wie: str) -> Rij:
    """What is done with an order once it was put forward; before that one is sent back to the board."""
    mag = van_ogon("bedrijfsvoering", *wie)
    return Rij(lambda who, van: {302} if who in wie else mag(who, van), mag, cyclus)


# Who reads the meetings of OGON Bedrijfsvoering: who sits in it, and who reads those of every body.
IN_OVERLEG = ("secretaris", "voorzitter", "opdrachtgever")
LEEST_OVERLEG = (
    *IN_OVERLEG,
    *("concerncontroller", "directieberaad", "bestuursadviseur", "accountant", "beheerder"),
)


def overleg(*mag: str, goed: int = 200) -> Callable[[str, str], set[int]]:
    """A meeting does not exist for others; without names all who read it."""
    return lambda wie, van: {404} if wie not in LEEST_OVERLEG else {goed} if not mag or wie in mag else {403}


def vergadering(d: bouwer.Dossier, **meer: str) -> dict[str, Any]:
    return {"pk": d.vergadering, **meer}


LEIDT = ("secretaris", "voorzitter")


def wie_besluit_kent(*mag: str, goed: int = 200) -> Callable[[str, str], set[int]]:
    """Whoever may open the request, or sits in the body that decided on it."""

    def status(wie: str, van: str) -> set[int]:
        if van not in ZIET[wie] and wie not in IN_OVERLEG:
            return {404}
        return {goed} if not mag or wie in mag else {403}

    return status


# Who reads work plans, of all teams; of the lines each reads those of the DVO's he reads.
LEEST_PLAN = (*ZIET_DVO, "vreemde aanvrager")
LEEST_WEZEN = (
    *("teammanager", "teammanager kcc", "concerncontroller", "directieberaad", "bestuursadviseur"),
    "accountant",
)


def plan(*mag: str, goed: int = 200) -> Callable[[str, str], set[int]]:
    """Without names all who read work plans."""
    return lambda wie, van: {404} if wie not in LEEST_PLAN else {goed} if not mag or wie in mag else {403}


def werkplan(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"pk": d.aanvraag.team_id, "jaar": klok.vandaag().year, **meer}


def planregel(**meer: str) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: werkplan(**meer)(d) | {"regel": d.werkplanregel}


def artikel_los(goed: int) -> Callable[[str, str], set[int]]:
    """Away from an article: for who reads the assignment and the DVO."""
    mag = uit_wie_ziet("teammanager", "secretaris", goed=(goed,))
    return lambda wie, van: mag(wie, van) if van in ZIET_DVO.get(wie, "") else {404}


REKENT_MEE = (
    *("voorzitter", "secretaris", "opdrachtgever", "teammanager", "teammanager kcc"),
    *("concerncontroller", "directieberaad"),
)


def scenario(d: bouwer.Dossier, *handeling: str) -> dict[str, Any]:
    """Shared by the chair; whoever may not compute along does not get that far."""
    return {"slug": "bedrijfsvoering", "pk": d.scenario} | ({"handeling": handeling[0]} if handeling else {})


# A draft report, for who draws it up or checks it.
ZIET_RAPPORT = {"concerncontroller": "UD", "directieberaad": "UD", "controller": "U"}


def van_sleutel(*status: int) -> Callable[[str, str], set[int]]:
    """A key of the controller; whoever may have none has no such page, and nobody revokes one of another."""
    return lambda wie, van: set(status) if wie == "concerncontroller" else {404}


def van_rapport(**meer: Any) -> Callable[[bouwer.Dossier], dict[str, Any]]:
    return lambda d: {"nummer": d.rapport, **meer}


# Every address, by name. An address that is not here fails the test below.
TABEL: dict[str, Rij] = {
    "account_login": OPENBAAR,
    "account_logout": OPENBAAR,
    "account_reset_password": OPENBAAR,
    "account_reset_password_done": OPENBAAR,
    "account_reset_password_from_key": Rij(
        altijd(200), altijd(200), lambda d: {"uidb36": "1", "key": "set-password"}, openbaar=True
    ),
    "account_reset_password_from_key_done": OPENBAAR,
    "demo_inloggen": Rij(ALLEEN_SCHRIJVEN, altijd(404), openbaar=True),
    "weergave": Rij(ALLEEN_SCHRIJVEN, altijd(302), openbaar=True),
    "toegankelijkheid": OPENBAAR,
    "privacy": OPENBAAR,
    "hulp": pagina(),
    "hulp_rol": Rij(altijd(200), ALLEEN_LEZEN, lambda d: {"rol": "voorzitter"}),
    "hulp_vragen": pagina(),
    "begrippen": pagina(),
    "tips_terug": Rij(ALLEEN_SCHRIJVEN, altijd(302)),
    "tip_gezien": Rij(ALLEEN_SCHRIJVEN, altijd(302), lambda d: {"sleutel": "mijn-werk"}),
    "security_txt": OPENBAAR,
    "livez": OPENBAAR,
    "readyz": OPENBAAR,
    "zoeken": pagina(),
    "zoeken_snel": pagina(),
    "meldingen": pagina(),
    "meldingen_gelezen": Rij(ALLEEN_SCHRIJVEN, altijd(302)),
    "melding_gelezen": Rij(ALLEEN_SCHRIJVEN, eigen(302), bericht),
    "instellingen": Rij(wie_tarieven_leest(200, geen=403), ALLEEN_LEZEN),
    "instelling_list": Rij(beheerder(200), ALLEEN_LEZEN, lambda d: {"onderdeel": "teams"}),
    "instelling_nieuw": Rij(beheerder(200), beheerder(422), lambda d: {"onderdeel": "teams"}),
    "instelling": Rij(beheerder(200), ALLEEN_LEZEN, team_als_instelling),
    "instelling_handeling": Rij(beheerder(200), beheerder(422), team_wijzigen),
    "instelling_voorstel": Rij(wie_tarieven_leest(200), ALLEEN_LEZEN, voorstel),
    "instelling_vaststellen": Rij(vaststeller(200), vaststeller(302), voorstel),
    "instelling_afwijzen": Rij(vaststeller(200), vaststeller(422), voorstel),
    "post": pagina("beheerder"),
    "post_opnieuw": Rij(ALLEEN_SCHRIJVEN, alleen("beheerder", goed=(302,)), bericht),
    "exports": pagina(),
    "export": Rij(
        altijd(200), ALLEEN_LEZEN, lambda d: {"lijst": "aanvragen", "formaat": "csv"}, legt_vast=True
    ),
    "export_stand": Rij(eigen(200), ALLEEN_LEZEN, export),
    "export_bestand": Rij(eigen(200), ALLEEN_LEZEN, export),
    "export_verwijderen": Rij(ALLEEN_SCHRIJVEN, eigen(302), export),
    "demopost": GESLOTEN,
    "inlezingen": Rij(niet_bestaand(*INLEZERS), ALLEEN_LEZEN),
    "inlezing_nieuw": Rij(niet_bestaand(*INLEZERS), lambda wie, van: {422} if wie in INLEZERS else {404}),
    "inlezing": Rij(wie_inleest(200), ALLEEN_LEZEN, inlezing),
    "inlezing_keuzes": Rij(altijd(404), altijd(404), inlezing),  # a register has none; long lists do
    "inleessleutels": Rij(van_sleutel(200), van_sleutel(422)),
    "inleessleutel_intrekken": Rij(ALLEEN_SCHRIJVEN, van_sleutel(302), lambda d: {"pk": d.apisleutel}),
    "api_inlezen": Rij(ALLEEN_SCHRIJVEN, altijd(401), lambda d: {"soort": "uren"}, openbaar=True),
    "inlezing_koppelen": Rij(wie_inleest(200), wie_inleest(422), inlezing),
    "inlezing_overnemen": Rij(wie_inleest(200), wie_inleest(302), inlezing),
    "inlezing_weggooien": Rij(wie_inleest(200), wie_inleest(302), inlezing),
    "inleesrij": Rij(wie_inleest(200), wie_inleest(200, 302), inleesrij),
    "ogon:directieberaad": pagina("directieberaad", "bestuursadviseur", "concerncontroller"),
    "ogon:beraad_inbrengen": Rij(
        alleen("directieberaad", "bestuursadviseur"),
        alleen("directieberaad", "bestuursadviseur", goed=(422,)),
    ),
    "ogon:opschalingen": pagina(*ZIET_OPSCHALING, "secretaris buurt", "voorzitter buurt"),
    "ogon:opschaling": Rij(opschaling(), ALLEEN_LEZEN, van_opschaling()),
    "ogon:opschaling_dossier": Rij(opschaling(), ALLEEN_LEZEN, van_opschaling()),
    "ogon:opschaling_stap": Rij(
        opschaling("voorzitter"), opschaling("voorzitter", goed=422), van_opschaling(stap="intrekken")
    ),
    "ogon:dvo_list": pagina(),
    "ogon:dvo_nieuw": Rij(alleen(*STELT_DVO_OP), alleen(*STELT_DVO_OP, goed=(422,))),
    "ogon:dvo": Rij(dvo(), ALLEEN_LEZEN, van_dvo()),
    "ogon:dvo_tab": Rij(dvo(), ALLEEN_LEZEN, van_dvo(tab="tekst")),
    "ogon:dvo_vergelijken": Rij(dvo(), ALLEEN_LEZEN, van_dvo()),
    "ogon:dvo_pdf": Rij(
        dvo(*(wie for wie in ZIET_DVO if not wie.startswith("uitvoerder")), niet=404),
        ALLEEN_LEZEN,
        van_dvo(versie="1.0"),
    ),
    "ogon:dvo_handeling": Rij(
        dvo("opdrachtgever", "directieberaad"),
        dvo("opdrachtgever", "directieberaad", goed=422),
        van_dvo(handeling="opzeggen"),
    ),
    "ogon:voorstel_list": pagina(),
    "ogon:voorstel_nieuw": Rij(alleen(*STELT_VOOR), alleen(*STELT_VOOR, goed=(422,))),
    "ogon:voorstel": Rij(van_wie(ZIET_VOORSTEL), ALLEEN_LEZEN, van_voorstel()),
    "ogon:voorstel_schrijven": Rij(  # on its way a text lies fixed
        van_wie(ZIET_VOORSTEL, *SCHRIJFT_VOORSTEL, goed=302),
        van_wie(ZIET_VOORSTEL, *SCHRIJFT_VOORSTEL, goed=302),
        van_voorstel(deel="besluit"),
    ),
    "ogon:voorstel_bijlagen": Rij(
        met_voorstelbedrag(200), van_wie(ZIET_VOORSTEL, *SCHRIJFT_VOORSTEL, goed=422), van_voorstel()
    ),
    "ogon:voorstel_bestand": Rij(met_voorstelbedrag(200), ALLEEN_LEZEN, voorstelstuk),
    "ogon:voorstel_bijlage_weg": Rij(
        ALLEEN_SCHRIJVEN, van_wie(ZIET_VOORSTEL, *SCHRIJFT_VOORSTEL, goed=302), voorstelstuk
    ),
    "ogon:voorstel_paraaf": Rij(  # all four stand
        van_wie(ZIET_VOORSTEL, "concerncontroller", "controller", goed=302),
        van_wie(ZIET_VOORSTEL, "concerncontroller", "controller", goed=422),
        van_voorstel(soort="financieel"),
    ),
    "ogon:voorstel_uitkomst": Rij(
        van_wie(ZIET_VOORSTEL, "voorzitter"), van_wie(ZIET_VOORSTEL, "voorzitter", goed=422), op_spoor
    ),
    "ogon:voorstel_voorbehoud": Rij(
        van_wie(ZIET_VOORSTEL, "voorzitter"), van_wie(ZIET_VOORSTEL, "voorzitter", goed=422), op_spoor
    ),
    "ogon:voorstel_handeling": Rij(
        van_wie(ZIET_VOORSTEL, *SCHRIJFT_VOORSTEL),
        van_wie(ZIET_VOORSTEL, *SCHRIJFT_VOORSTEL, goed=422),
        van_voorstel(handeling="intrekken"),
    ),
    "ogon:maatregel_list": pagina(),
    "ogon:maatregel_nieuw": Rij(alleen(*BEZUINIGT), alleen(*BEZUINIGT, goed=(422,))),
    "ogon:maatregel": Rij(van_wie(ZIET_MAATREGEL), ALLEEN_LEZEN, van_maatregel()),
    "ogon:maatregel_bewijs": Rij(
        van_wie(ZIET_MAATREGEL), ALLEEN_LEZEN, lambda d: {"nummer": d.maatregel, "uuid": d.bewijs}
    ),
    "ogon:maatregel_handeling": Rij(
        van_wie(ZIET_MAATREGEL, "teammanager", "bestuursadviseur", "directieberaad"),
        van_wie(ZIET_MAATREGEL, "teammanager", "bestuursadviseur", "directieberaad", goed=422),
        van_maatregel(handeling="vervallen"),
    ),
    "ogon:plan_list": pagina(),
    "ogon:plan_nieuw": Rij(alleen(*MAAKT_PLAN), alleen(*MAAKT_PLAN, goed=(422,))),
    "ogon:plan_van_aanpak": Rij(van_wie(ZIET_PLAN), ALLEEN_LEZEN, van_plan()),
    "ogon:plan_handeling": Rij(
        van_wie(ZIET_PLAN, "secretaris", "voorzitter"),
        van_wie(ZIET_PLAN, "secretaris", "voorzitter", goed=422),
        van_plan(handeling="actie"),
    ),
    "vergaderingen": pagina(),
    "vergadering_plannen": Rij(
        overleg(*LEIDT), overleg(*LEIDT, goed=422), lambda d: {"overleg": "bedrijfsvoering"}
    ),
    "reeks_plannen": Rij(
        overleg(*LEIDT), overleg(*LEIDT, goed=422), lambda d: {"overleg": "bedrijfsvoering"}
    ),
    "vergadering": Rij(overleg(), overleg(*LEIDT, goed=422), vergadering),
    "aanwezig": Rij(ALLEEN_SCHRIJVEN, overleg(*IN_OVERLEG, goed=302), vergadering),
    "agendapunt_nieuw": Rij(overleg(*IN_OVERLEG), overleg(*IN_OVERLEG, goed=422), vergadering),
    "vergadering_stap": Rij(
        overleg(*LEIDT), overleg(*LEIDT, goed=422), lambda d: vergadering(d, stap="verzetten")
    ),
    "agendapunt": Rij(
        overleg(*LEIDT), overleg(*LEIDT, goed=422), lambda d: {"pk": d.punt, "handeling": "intrekken"}
    ),
    "vergaderstuk": Rij(overleg(), ALLEEN_LEZEN, lambda d: {"uuid": d.vergaderstuk}),
    "maatwerk:mijn_werk": pagina(),
    "maatwerk:aanvraag_list": pagina(),
    "maatwerk:bulk": Rij(altijd(302), altijd(302)),  # nothing was chosen; who may what: test_bulk
    "maatwerk:bulk_verslag": Rij(altijd(404), altijd(404, 405), lambda d: {"bulk": uuid.uuid4()}),
    "lijst_kolommen": Rij(altijd(200), ALLEEN_LEZEN, lambda d: {"lijst": "aanvragen"}),
    "lijstweergaven": Rij(altijd(200), ALLEEN_LEZEN, lambda d: {"lijst": "aanvragen"}),
    "lijstweergave_tellers": Rij(altijd(200), ALLEEN_LEZEN, lambda d: {"lijst": "aanvragen"}),
    "lijstweergave_nieuw": Rij(altijd(200), altijd(422), lambda d: {"lijst": "aanvragen"}),
    # A view of somebody else does not exist; one's own and that of a role: test_lijstweergave.
    "lijstweergave": Rij(altijd(404), altijd(404), lambda d: {"lijst": "aanvragen", "uuid": uuid.uuid4()}),
    "lijstweergave_verwijderen": Rij(
        altijd(404), altijd(404), lambda d: {"lijst": "aanvragen", "uuid": uuid.uuid4()}
    ),
    "maatwerk:aanvraag_nieuw": Rij(alleen(*AANVRAGERS), alleen(*AANVRAGERS, goed=(302,))),
    "maatwerk:aanvraag_nieuw_bewaren": Rij(
        alleen(*AANVRAGERS, goed=(405,)), alleen(*AANVRAGERS, goed=(200, 201))
    ),
    "maatwerk:vergelijkbaar": pagina(),
    "maatwerk:concepten": pagina(),
    "maatwerk:concept": Rij(eigen(200, 302), eigen(302, 422), concept),
    "maatwerk:concept_bewaren": Rij(eigen(405), eigen(200), concept),
    "maatwerk:concept_bijlagen": Rij(eigen(405), eigen(200, 302, 422), concept),
    "maatwerk:concept_ogons": Rij(eigen(200), eigen(405), concept),
    "maatwerk:concept_versies": Rij(eigen(200, 302), eigen(200, 302, 405), concept),
    "maatwerk:concept_controleren": Rij(eigen(200, 302), eigen(200, 302, 422), concept),
    "maatwerk:concept_verwijderen": Rij(eigen(200), eigen(302), concept),
    "maatwerk:aanvraag": lees(aanvraag),
    "maatwerk:ontvangstbewijs": lees(aanvraag),
    "maatwerk:tijdlijn": lees(aanvraag),
    "maatwerk:reageren": Rij(
        lezers_behalve("accountant", "beheerder", goed=(200,)),
        lezers_behalve("accountant", "beheerder", goed=(422,)),
        aanvraag,
    ),
    "maatwerk:volgen": Rij(ALLEEN_SCHRIJVEN, wie_ziet(302), aanvraag),
    "maatwerk:documenten": Rij(
        wie_ziet(200), lezers_behalve("accountant", "beheerder", goed=(422,)), aanvraag
    ),
    "maatwerk:document": lees(document),
    "besluit_list": pagina(),
    "besluit": Rij(wie_besluit_kent(), altijd(404, 405), besluit),
    "besluit_uitvoeren": Rij(wie_besluit_kent(*LEIDT), wie_besluit_kent(*LEIDT, goed=422), besluit),
    "besluitenlijst": Rij(overleg(), ALLEEN_LEZEN, lambda d: {"pk": d.gehouden}),
    "besluitenlijst_pdf": Rij(overleg(), ALLEEN_LEZEN, lambda d: {"pk": d.gehouden}),
    "actie_list": pagina(),
    "actie_nieuw": Rij(overleg(*LEIDT), overleg(*LEIDT, goed=422), lambda d: {"slug": "bedrijfsvoering"}),
    "actiepunt": Rij(overleg(), ALLEEN_LEZEN, lambda d: {"nummer": d.actie}),
    "actie_stap": Rij(
        overleg(*LEIDT), overleg(*LEIDT, goed=422), lambda d: {"nummer": d.actie, "stap": "melden"}
    ),
    "agendas": Rij(altijd(200), altijd(200)),
    "agenda_intrekken": Rij(ALLEEN_SCHRIJVEN, eigen(302), lambda d: {"pk": d.agendasleutel}),
    # Whoever has the address reads it; that it was read is noted for its owner.
    "agendafeed": Rij(
        altijd(200), ALLEEN_LEZEN, lambda d: {"token": d.agendageheim}, openbaar=True, legt_vast=True
    ),
    "maatwerk:draaischijf": Rij(alleen("secretaris", "secretaris buurt"), ALLEEN_LEZEN),
    "maatwerk:ogon_list": pagina(),
    "maatwerk:ogon": Rij(van_ogon("bedrijfsvoering"), ALLEEN_LEZEN, lambda d: {"slug": "bedrijfsvoering"}),
    "maatwerk:prioriteren": Rij(
        van_ogon("bedrijfsvoering", "voorzitter", "secretaris"),
        van_ogon("bedrijfsvoering", "voorzitter"),
        lambda d: {"slug": "bedrijfsvoering"},
    ),
    "maatwerk:beloften": Rij(
        van_ogon("bedrijfsvoering", *ALLES, "opdrachtgever"),
        ALLEEN_LEZEN,
        lambda d: {"slug": "bedrijfsvoering"},
    ),
    "maatwerk:beloften_export": Rij(
        van_ogon("bedrijfsvoering", *ALLES, "opdrachtgever"),
        ALLEEN_LEZEN,
        lambda d: {"slug": "bedrijfsvoering", "formaat": "csv"},
        legt_vast=True,
    ),
    "maatwerk:cyclus": Rij(van_ogon("bedrijfsvoering"), ALLEEN_LEZEN, cyclus),
    "maatwerk:cyclus_openen": Rij(
        van_ogon("bedrijfsvoering", "voorzitter"),
        van_ogon("bedrijfsvoering", "voorzitter"),
        lambda d: {"slug": "bedrijfsvoering"},
    ),
    "maatwerk:cyclus_fase": Rij(
        van_ogon("bedrijfsvoering", "voorzitter"), van_ogon("bedrijfsvoering", "voorzitter"), cyclus
    ),
    "maatwerk:cyclus_sluiten": Rij(
        van_ogon("bedrijfsvoering", "voorzitter"), van_ogon("bedrijfsvoering", "voorzitter"), cyclus
    ),
    "maatwerk:cyclus_dagen": Rij(
        van_ogon("bedrijfsvoering", "voorzitter", "secretaris"),
        van_ogon("bedrijfsvoering", "voorzitter", "secretaris"),
        lambda d: cyclus(d) | {"fase": "vaststellen"},
    ),
    "maatwerk:bord": Rij(
        van_ogon("bedrijfsvoering", *ALLES, "opdrachtgever"),
        van_ogon("bedrijfsvoering", "voorzitter", "secretaris", "opdrachtgever"),
        cyclus,
    ),
    "maatwerk:bord_openen": inrichten(cyclus),
    "maatwerk:bord_toevoegen": inrichten(cyclus),
    "maatwerk:bord_handeling": inrichten(op_het_bord),
    "maatwerk:sleutelproef": Rij(
        lambda wie, van: {403} if wie in ZONDER_SLEUTELPROEF else {200}, ALLEEN_LEZEN
    ),
    "maatwerk:capaciteit": pagina(*ZIET_UREN),
    "maatwerk:capaciteit_list": Rij(alleen(*ZIET_UREN), alleen(*ZIET_UREN, goed=(405,))),
    "maatwerk:capaciteit_team": uren(pad=team_en_jaar),
    "maatwerk:capaciteit_invullen": uren("teammanager", "concerncontroller", pad=team_en_jaar),
    "maatwerk:capaciteit_verbeteren": uren(
        "teammanager", "concerncontroller", pad=lambda d: {"pk": d.urenregel}
    ),
    "maatwerk:conflicten": pagina(*ZIET_UREN),
    "maatwerk:conflict": uren(pad=lambda d: {"pk": d.conflict}),
    "maatwerk:conflict_verdelen": uren("voorzitter draaischijf", pad=lambda d: {"pk": d.conflict}),
    "maatwerk:conflict_opschalen": uren("voorzitter draaischijf", pad=lambda d: {"pk": d.conflict}),
    "maatwerk:conflict_reageren": uren("voorzitter buurt", pad=lambda d: {"pk": d.conflict, "slug": "buurt"}),
    "maatwerk:consultatie": Rij(
        lambda wie, van: {200} if wie in HOORT_BIJ_BESLUIT else {404},
        uren("voorzitter buurt", wie_ziet_het=HOORT_BIJ_BESLUIT).post,
        lambda d: {"pk": d.consultatie},
    ),
    "maatwerk:voorleggen": inrichten(cyclus),
    "maatwerk:terugnemen": volgorde("voorzitter", "secretaris"),
    "maatwerk:standpunt": volgorde("opdrachtgever"),
    "maatwerk:vaststellen": volgorde("voorzitter"),
    "maatwerk:opschalen_ronde": volgorde("voorzitter"),
    "maatwerk:antwoorden": volgorde("directieberaad"),
    "maatwerk:scenarios": Rij(
        van_ogon("bedrijfsvoering", *REKENT_MEE),
        van_ogon("bedrijfsvoering", *REKENT_MEE),
        lambda d: {"slug": "bedrijfsvoering"},
    ),
    "maatwerk:scenario_vergelijken": Rij(
        van_ogon("bedrijfsvoering", *REKENT_MEE), ALLEEN_LEZEN, lambda d: {"slug": "bedrijfsvoering"}
    ),
    "maatwerk:scenario": Rij(
        van_ogon("bedrijfsvoering", *REKENT_MEE), van_ogon("bedrijfsvoering", "voorzitter"), scenario
    ),
    "maatwerk:scenario_handeling": Rij(
        van_ogon("bedrijfsvoering", "voorzitter"),
        van_ogon("bedrijfsvoering", "voorzitter"),
        lambda d: scenario(d, "overnemen"),
    ),
    "maatwerk:werkplannen": pagina(*LEEST_PLAN),
    "maatwerk:werkplan": Rij(plan(), ALLEEN_LEZEN, werkplan()),
    "maatwerk:werkplan_maken": Rij(plan("teammanager"), plan("teammanager", goed=422), werkplan()),
    "maatwerk:werkplan_handeling": Rij(
        plan("teammanager"), plan("teammanager", goed=422), werkplan(handeling="regel-toevoegen")
    ),
    "maatwerk:werkplanregel": Rij(dvo(), ALLEEN_LEZEN, planregel()),
    "maatwerk:werkplanregel_handeling": Rij(
        plan("teammanager"), plan("teammanager", goed=422), planregel(handeling="vervallen")
    ),
    "maatwerk:draad": lees(aanvraag),
    "maatwerk:draad_artikel": Rij(dvo(), ALLEEN_LEZEN, van_dvo(artikel="1")),
    "maatwerk:wezen": pagina(*LEEST_WEZEN),
    "maatwerk:wezen_export": Rij(alleen(*LEEST_WEZEN), ALLEEN_LEZEN, legt_vast=True),
    "maatwerk:opdracht_artikel": opdrachtstap("teammanager", "secretaris"),
    "maatwerk:opdracht_artikel_los": Rij(
        artikel_los(200),
        artikel_los(302),
        lambda d: {"nummer": d.opdracht, "pk": d.artikellink},
    ),
    "maatwerk:uren": Rij(alleen(*SCHRIJFT_UREN, goed=(302,)), ALLEEN_LEZEN),
    "maatwerk:uren_goedkeuren": Rij(
        alleen("teammanager", "teammanager kcc"), alleen("teammanager", "teammanager kcc", goed=(422,))
    ),
    "maatwerk:uren_terugsturen": Rij(  # for others there is nothing of this person that waits
        niet_bestaand("teammanager"),
        lambda wie, van: {422} if wie == "teammanager" else {404},
        lambda d: {
            "pk": d.aanvraag.opdracht.uitvoerders.get().pk,
            "maandag": maandag_van(klok.vandaag()),
        },
    ),
    "maatwerk:week": week(200, 409),  # without the version of what was on screen
    "maatwerk:week_bewaren": week(405, 409),
    "maatwerk:week_versies": week(302, 405),
    "maatwerk:opdracht_list": pagina(),
    "maatwerk:opdracht": lees(opdracht),
    "maatwerk:uren_boeken": opdrachtstap("teammanager", "uitvoerder"),
    "maatwerk:kosten_boeken": opdrachtstap("teammanager", "concerncontroller"),
    "maatwerk:voortgang_melden": opdrachtstap("teammanager", "uitvoerder"),
    "maatwerk:boeking_herstellen": opdrachtstap("teammanager", "concerncontroller", pad=boeking),
    "maatwerk:wijziging_vragen": Rij(  # one waits already
        uit_wie_ziet("teammanager", goed=(302,)), uit_wie_ziet("teammanager", goed=(422,)), opdracht
    ),
    "maatwerk:wijziging_paraferen": Rij(
        uit_wie_ziet("voorzitter", "budgethouder", goed=(200,)),
        uit_wie_ziet("voorzitter", "budgethouder", goed=(302,)),
        wijziging,
    ),
    "maatwerk:wijziging_weigeren": opdrachtstap("voorzitter", "budgethouder", pad=wijziging),
    "maatwerk:wijziging_intrekken": opdrachtstap("teammanager", pad=wijziging),
    "maatwerk:lumpsum_signalen": Rij(
        alleen(*LUMPSUMS), ALLEEN_LEZEN, lambda d: {"jaar": klok.vandaag().year}
    ),
    "maatwerk:lumpsum_nu": Rij(alleen(*LUMPSUMS, goed=(302,)), ALLEEN_LEZEN),
    "maatwerk:boeking_list": Rij(alleen(*LUMPSUMS), alleen(*LUMPSUMS, goed=(405,))),
    "maatwerk:lumpsum": geldbladzijde(*LUMPSUMS),
    "maatwerk:lumpsum_gemeente": Rij(
        over_een_gemeente,
        ALLEEN_LEZEN,
        lambda d: {"jaar": klok.vandaag().year, "letter": d.letter.lower()},
    ),
    "maatwerk:lumpsum_boekingen": Rij(
        alleen(*LUMPSUMS, goed=(302,)), ALLEEN_LEZEN, lambda d: {"jaar": klok.vandaag().year}
    ),
    "maatwerk:lumpsum_opdrachten": geldbladzijde(*LUMPSUMS),
    "maatwerk:lumpsum_opdrachten_bestand": Rij(
        alleen(*LUMPSUMS),
        ALLEEN_LEZEN,
        lambda d: {"jaar": klok.vandaag().year, "formaat": "csv"},
        legt_vast=True,
    ),
    "maatwerk:lumpsum_afwijkingen": geldbladzijde(*LUMPSUMS),
    "maatwerk:lumpsum_toelichten": toelichten(lambda d: {}),
    "maatwerk:opdracht_toelichten": toelichten(opdracht),
    "maatwerk:taakveld_toelichten": toelichten(lambda d: {"taakveld": "9.9"}),
    "maatwerk:opdracht_prognose": opdrachtstap("teammanager", "concerncontroller"),
    "maatwerk:verantwoordingen": Rij(alleen(*LUMPSUMS), alleen(*LUMPSUMS, goed=(405,))),
    "maatwerk:verantwoording_nieuw": Rij(
        alleen("concerncontroller"), alleen("concerncontroller", goed=(422,))
    ),
    "maatwerk:verantwoording": Rij(van_wie(ZIET_RAPPORT), ALLEEN_LEZEN, van_rapport()),
    "maatwerk:verantwoording_tabel": Rij(van_wie(ZIET_RAPPORT), ALLEEN_LEZEN, van_rapport(tabel=1)),
    "maatwerk:verantwoording_bestand": Rij(
        van_wie(ZIET_RAPPORT),
        ALLEEN_LEZEN,
        lambda d: {"nummer": d.rapport, "naam": f"{d.rapport}-csv.zip"},
        legt_vast=True,
    ),
    "maatwerk:verantwoording_handeling": Rij(
        van_wie(ZIET_RAPPORT, "concerncontroller"),
        van_wie(ZIET_RAPPORT, "concerncontroller", goed=422),
        van_rapport(handeling="intrekken"),
    ),
    "maatwerk:maanden_nu": Rij(alleen(*LUMPSUMS, goed=(302,)), ALLEEN_LEZEN),
    "maatwerk:maanden": geldbladzijde(*LUMPSUMS),
    "maatwerk:maanden_sluiten": Rij(  # nothing was chosen
        alleen("concerncontroller", goed=(302,)),
        alleen("concerncontroller", goed=(422,)),
        lambda d: {"jaar": klok.vandaag().year},
    ),
    "maatwerk:maand": Rij(alleen(*LUMPSUMS), ALLEEN_LEZEN, vorige_december),
    "maatwerk:heropening_vragen": Rij(
        alleen("concerncontroller"), alleen("concerncontroller", goed=(422,)), vorige_december
    ),
    "maatwerk:heropening": Rij(over_alle_gemeenten(*LUMPSUMS), ALLEEN_LEZEN, lambda d: {"pk": d.heropening}),
    "maatwerk:heropening_antwoord": Rij(
        over_alle_gemeenten("directieberaad"),
        over_alle_gemeenten("directieberaad", goed=422),
        lambda d: {"pk": d.heropening, "antwoord": "weigeren"},
    ),
    "maatwerk:begroting": geldbladzijde(*LUMPSUMS),
    "maatwerk:begroting_toevoegen": geldstap("concerncontroller", pad=lambda d: {"letter": d.letter.lower()}),
    "maatwerk:begroting_voorschotten": geldstap(
        "concerncontroller", pad=lambda d: {"letter": d.letter.lower()}
    ),
    "maatwerk:begroting_document_toevoegen": geldstap(
        "concerncontroller", pad=lambda d: {"pk": d.begrotingsregel}
    ),
    "maatwerk:begroting_document": Rij(
        over_een_gemeente, ALLEEN_LEZEN, lambda d: {"jaar": klok.vandaag().year, "uuid": d.begrotingsdocument}
    ),
    "maatwerk:begroting_intrekken": geldstap("concerncontroller", pad=lambda d: {"pk": d.begrotingsregel}),
    "maatwerk:onrechtmatigheden": geldbladzijde(*LUMPSUMS),
    "maatwerk:onrechtmatigheid_toevoegen": geldstap(
        "concerncontroller", "controller", pad=lambda d: {"letter": d.letter.lower()}
    ),
    "maatwerk:onrechtmatigheid_vervangen": geldstap(
        "concerncontroller", "controller", pad=lambda d: {"pk": d.onrechtmatigheid}
    ),
    "maatwerk:rubriceren": geldbladzijde("concerncontroller", post=alleen("concerncontroller", goed=(422,))),
    "maatwerk:opdracht_sleutel": opdrachtstap("concerncontroller"),
    "maatwerk:opdracht_rubriceren": opdrachtstap("concerncontroller"),
    "maatwerk:opschaling_voorleggen": concept_van("budgethouder"),
    "maatwerk:opschaling_wegleggen": concept_van("budgethouder"),
}
# The one address with a step in it, per step: who may post it while the work is being done.
STAP = "maatwerk:stap"
MAG_STAP: dict[str, tuple[str, ...]] = {
    "in_behandeling_nemen": ("secretaris",),
    "vraag_stellen": ("secretaris", "teammanager"),
    "parkeren": ("secretaris",),
    "dubbel_melden": ("secretaris",),
    "aanvullen": ("aanvrager", "opdrachtgever"),
    "ter_verificatie": ("secretaris",),
    "paraferen": (),  # has been
    "corrigeren": ("opdrachtgever",),
    "bevestigen": ("opdrachtgever",),
    "herzien": ("secretaris", "teammanager"),
    "voorstellen": ("teammanager",),
    "tegenvoorstel": ("opdrachtgever", "budgethouder"),
    "akkoord_geven": (),  # both have been given
    "prioriteren": ("voorzitter",),
    "op_wachtlijst_zetten": ("voorzitter",),
    "aanhouden": ("voorzitter",),
    "opschalen": ("voorzitter",),
    "afwijzen": ("voorzitter",),
    "opdracht_geven": (),  # both initials stand
    "financiering": ("budgethouder",),
    "op_risico": (),  # nobody made a reservation
    "starten": ("teammanager",),
    "opleveren": ("teammanager",),
    "niet_akkoord": ("opdrachtgever",),
    "accepteren": ("opdrachtgever",),
    "afsluiten": (),  # not delivered yet
    "intrekken": ("aanvrager", "opdrachtgever"),
    "heropenen": ("secretaris",),
    "toewijzen": ("secretaris", "teammanager"),
    "naar_ogon": ("secretaris",),
    "betrekken": ("secretaris", "voorzitter"),
}
NU = ("opleveren", "toewijzen", "financiering", "betrekken")  # the only steps that this state has


def _rij_van_stap(stap: str) -> Rij:
    pad = lambda d: aanvraag(d) | {"stap": stap.replace("_", "-")}  # noqa: E731
    lezen = uit_wie_ziet(*MAG_STAP[stap], goed=(200,)) if stap in NU else wie_ziet(302)
    return Rij(lezen, uit_wie_ziet(*MAG_STAP[stap], goed=(302, 422)), pad)


def adressen() -> dict[str, Rij]:
    """Every row with its own label; the step address once per step."""
    stappen = {f"{STAP}:{stap}": _rij_van_stap(stap) for stap in MAG_STAP}
    return TABEL | stappen


# The machinery ------------------------------------------------------------------------------------------


def namen(resolver: URLResolver, ervoor: str = "") -> Iterator[str]:
    for patroon in resolver.url_patterns:
        if isinstance(patroon, URLPattern):
            yield f"{ervoor}{patroon.name}"
        else:
            yield from namen(patroon, f"{ervoor}{patroon.namespace}:" if patroon.namespace else ervoor)


@pytest.fixture(scope="module")
def wereld(django_db_setup, django_db_blocker) -> Iterator[Wereld]:
    """Built once, with real commits, in a database of its own; each test rolls back what it did."""
    naam, instellingen = f"{plugin.DATABASE}_toegang", connections["default"].settings_dict
    with django_db_blocker.unblock(), database.clone(database.empty_template(), naam):
        connections.close_all()
        instellingen["NAME"] = naam
        try:
            with transaction.atomic():  # the shares of a key are judged together
                gebouwd = bouwer.bouw()
            connections.close_all()
            with django_db_blocker.block():
                yield gebouwd
        finally:
            connections.close_all()
            instellingen["NAME"] = plugin.DATABASE


Antwoord = tuple[HttpResponseBase, bytes]


@dataclass
class Bezoeker:
    """One browser of one person; each visit is rolled back."""

    client: Client
    fout: list[str] = field(default_factory=list)

    def bezoek(self, methode: str, url: str, *, vast: bool = False, **koppen: str) -> Antwoord:
        """``vast``: this reading may leave a line in the audit trail."""
        geschreven: list[str] = []

        def luister(execute, sql, params, many, context):
            if WIJZIGT.match(sql) and "duoplus_cache" not in sql:  # that one counts tries to log in
                geschreven.append(sql[:60])
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(luister):
            antwoord = self.client.generic(methode, url, headers=koppen)
            inhoud = b"".join(antwoord) if antwoord.streaming else antwoord.content
            transaction.set_rollback(True)
        if not vast and (methode in ("GET", "HEAD") or antwoord.status_code in (403, 404, 405)):
            self.fout += [f"{methode} {url} ({antwoord.status_code}) wrote {sql}" for sql in geschreven]
        return antwoord, inhoud


WIJZIGT = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY .* FROM)", re.I)


def _kanaries(wie: str) -> set[bytes]:
    """Every word that this person must not meet anywhere."""
    ziet, verboden = ZIET.get(wie, ""), set()
    geld = LUMPSUMS.get(wie, "")
    for letter in "UD":
        for soort in SOORTEN:
            if not _mag_zien(wie, letter, soort, ziet):
                verboden.add(kanarie(letter, soort).encode())
        if letter not in geld and (letter not in ziet or wie in GEEN_BEDRAGEN):
            van_opdracht = (*BEDRAGEN[letter], INGELEZEN[letter])
            verboden |= {vorm.encode() for bedrag in van_opdracht for vorm in _vormen(bedrag)}
        if letter not in geld:
            begroot = (*BEGROOT[letter], VORIG_BEGROOT[letter])
            verboden |= {vorm.encode() for bedrag in begroot for vorm in _vormen(bedrag)}
        if letter not in ZIET_DVO.get(wie, "") or wie.startswith("uitvoerder"):
            verboden |= {vorm.encode() for vorm in _vormen(DVOPRIJS[letter])}
        if letter not in ZIET_VOORSTELBEDRAG.get(wie, ""):
            verboden |= {vorm.encode() for vorm in _vormen(VOORSTELBEDRAG[letter])}
        if letter not in ZIET_MAATREGEL.get(wie, ""):
            verboden |= {vorm.encode() for vorm in _vormen(MAATREGELBEDRAG[letter])}
    return verboden


LEZERS = {
    "dvo": ZIET_DVO,
    "voorstel": ZIET_VOORSTEL,
    "voorstelstuk": ZIET_VOORSTELBEDRAG,
    "maatregel": ZIET_MAATREGEL,
    "plan": ZIET_PLAN,
    "begroting": LUMPSUMS,
    "onrechtmatig": LUMPSUMS,
    "toelichting": LUMPSUMS,
    "uitgegeven": LUMPSUMS,
    "rapport": ZIET_RAPPORT,
    "heropening": {wie: letters for wie, letters in LUMPSUMS.items() if letters == "UD"},
    "week": {"uitvoerder": "UD"},
    "apisleutel": {"concerncontroller": "UD"},
}


def _mag_zien(wie: str, letter: str, soort: str, ziet: str) -> bool:
    if soort == "inlezing":
        return wie == "beheerder"
    if soort in LEZERS:
        return letter in LEZERS[soort].get(wie, "")
    if soort == "concept":
        return wie == "aanvrager" and letter == "U"
    if soort == "bestand":
        return letter in LUMPSUMS.get(wie, "") or (letter in ziet and wie in DUOPLUS)
    if soort in ("intern", "internstuk"):
        return letter in ziet and wie in DUOPLUS
    if letter in HERKENT.get(wie, "") and soort in ("titel", "besluit"):
        return True
    return letter in ziet


def _vormen(bedrag: str) -> tuple[str, ...]:
    """How an amount may be written."""
    heel, _, centen = bedrag.partition(".")
    met_punt = f"{heel[:-3]}.{heel[-3:]}" if len(heel) > 3 else heel
    return bedrag, f"{heel},{centen}", f"{met_punt},{centen}"


def leesbaar(inhoud: bytes) -> bytes:
    """What a person reads in it: a workbook or an archive unpacked, the text of a PDF."""
    if inhoud.startswith(b"PK"):
        with ZipFile(BytesIO(inhoud)) as archief:
            return b"\n".join(archief.read(naam) for naam in archief.namelist())
    if inhoud.startswith(b"%PDF"):
        return "\n".join(blad.extract_text() for blad in PdfReader(BytesIO(inhoud)).pages).encode()
    return inhoud


def _bezoeken(rij: Rij, wereld: Wereld, naam: str) -> Iterator[tuple[str, str]]:
    """(municipality of the object, address)."""
    naam = STAP if naam.startswith(STAP) else naam
    for letter, dossier in wereld.dossiers.items() if rij.pad else [("", None)]:
        yield letter, reverse(naam, kwargs=rij.pad(dossier) if rij.pad else None)


def _als(wereld: Wereld, wie: str) -> Bezoeker:
    client = Client(raise_request_exception=False)
    if wie != ANONIEM:
        client.force_login(wereld.mensen[wie])
    return Bezoeker(client)


# The tests ----------------------------------------------------------------------------------------------


def test_every_address_has_a_row():
    assert set(namen(get_resolver())) - {STAP} == set(TABEL)


def test_every_step_has_a_row():
    assert set(STAPPEN) == set(MAG_STAP)


@pytest.mark.django_db
def test_everyone_of_the_cast_is_placed(wereld):
    assert set(wereld.mensen) == set(WIE)


@pytest.mark.django_db
@pytest.mark.parametrize("wie", WIE)
def test_who_gets_where(wereld, wie):
    bezoeker, verboden = _als(wereld, wie), _kanaries(wie)
    fout = bezoeker.fout
    for naam, rij in adressen().items():
        for letter, url in _bezoeken(rij, wereld, naam):
            for methode, koppen in _methoden(naam, wie, letter):
                antwoord, inhoud = bezoeker.bezoek(methode, url, vast=rij.legt_vast, **koppen)
                verwacht = _verwacht(rij, methode, wie, letter)
                if antwoord.status_code not in verwacht:
                    fout.append(f"{methode} {url}: {antwoord.status_code}, not {sorted(verwacht)}")
                alles = leesbaar(inhoud).lower() + str(antwoord.headers).lower().encode()
                fout += [f"{methode} {url} leaks {k.decode()}" for k in sorted(verboden) if k in alles]
    assert not fout, "\n".join(fout)


# Which way a method is handled is the same for every role, so a few roles try them all.
PROBEREN_ALLES = ("aanvrager", "teammanager", "beheerder", "zonder rol")
FRAGMENT = {"HX-Request": "true"}


def _methoden(naam: str, wie: str, letter: str) -> Iterator[tuple[str, dict[str, str]]]:
    if naam == "account_logout" or (TABEL.get(naam, PAGINA).openbaar and wie not in PROBEREN_ALLES):
        return  # the first would end this session: see below; the second is the same for everyone
    if wie in GEEN and naam.startswith(f"{STAP}:") and naam != f"{STAP}:{NU}":
        return  # without the dossier every step is the same 404
    yield from (("GET", {}), ("POST", {}))
    if naam.startswith(f"{STAP}:") and naam != f"{STAP}:{NU}":
        return  # a step differs from the next only in what it reads and does
    if letter != "U":
        yield "GET", FRAGMENT
    if wie in PROBEREN_ALLES and letter != "D":
        yield from (("HEAD", {}), ("PUT", {}), ("DELETE", {}))


def _verwacht(rij: Rij, methode: str, wie: str, letter: str) -> set[int]:
    """A page may leave HEAD out; PUT is at most a POST; DELETE is nowhere."""
    anders = {405} | ({200, 302, 403} if rij.openbaar else set())
    if methode in ("GET", "HEAD"):
        return rij.get(wie, letter) | (anders if methode == "HEAD" else set())
    if methode == "DELETE":
        return {403, 404} | anders
    return rij.post(wie, letter) | (anders | {403, 404} if methode == "PUT" else set())


@pytest.mark.django_db
def test_without_a_login_there_is_only_the_front_door(wereld):
    bezoeker, verboden = _als(wereld, ANONIEM), _kanaries(ANONIEM)
    for naam, rij in adressen().items():
        for _, url in _bezoeken(rij, wereld, naam):
            for methode, koppen in (("GET", {}), ("POST", {}), ("GET", FRAGMENT), ("DELETE", {})):
                antwoord, inhoud = bezoeker.bezoek(methode, url, vast=rij.legt_vast, **koppen)
                if rij.openbaar:
                    assert antwoord.status_code in {200, 302, 401, 403, 404, 405}, (methode, url)
                else:
                    assert antwoord.status_code == 302, (methode, url, antwoord.status_code)
                    assert antwoord["Location"].startswith("/inloggen/"), (methode, url)
                assert not [k for k in verboden if k in inhoud.lower()], (methode, url)
    assert bezoeker.fout == []


NIETS = {
    "sleutel": "MW-1999-0001",
    "nummer": "OPD-1999-0001",
    "uuid": str(uuid.UUID(int=7)),
    "slug": "bestaat-niet",
    "pk": 99_999_999,
    "lijst": "bestaat-niet",
    "formaat": "csv",
    "stap": "opleveren",
    "onderdeel": "bestaat-niet",
    "handeling": "wijzigen",
    "jaar": 1999,
    "fase": "vaststellen",
    "rol": "bestaat-niet",
    "bulk": str(uuid.UUID(int=7)),
    "overleg": "bestaat-niet",
    "versie": "9.9",
    "tab": "bestaat-niet",
    "deel": "besluit",
    "soort": "financieel",
    "regel": 99_999_999,
    "artikel": 99,
    "maandag": date(2000, 1, 3),
    "maand": 1,
    "letter": "x",
    "taakveld": "99.9",
    "tabel": 9,
    "naam": "bestaat-niet.csv",
    "antwoord": "bestaat-niet",
}


@pytest.mark.django_db
@pytest.mark.parametrize("wie", ["aanvrager", "concerncontroller", "zonder rol"])
def test_what_does_not_exist_answers_as_what_is_not_yours(wereld, wie):
    """Pages that are closed to somebody whatever stands in the address say so of every address."""
    bezoeker = _als(wereld, wie)
    for naam, rij in TABEL.items():
        if rij.pad is None or rij.openbaar or naam == "post_opnieuw":
            continue
        kwargs = {sleutel: NIETS[sleutel] for sleutel in rij.pad(wereld.dossiers["U"])}
        dicht = {403} if all(rij.get(wie, letter) == {403} for letter in "UD") else set()
        for methode in ("GET", "POST"):
            antwoord, _ = bezoeker.bezoek(methode, reverse(naam, kwargs=kwargs))
            assert antwoord.status_code in {404, 405} | dicht, (methode, naam)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stap", ["indienen", "concept", "bestaat-niet", "op_wachtlijst_zetten", "OPLEVEREN", "overnemen"]
)
def test_only_real_steps_have_an_address(wereld, stap):
    url = reverse(STAP, kwargs={"sleutel": wereld.dossiers["U"].aanvraag.nummer, "stap": stap})

    for wie in ("teammanager", "aanvrager", "voorzitter"):
        for methode in ("GET", "POST"):
            assert _als(wereld, wie).bezoek(methode, url)[0].status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("wie", WIE)
def test_an_internal_document_is_for_duoplus_only(wereld, wie):
    for letter, dossier in wereld.dossiers.items():
        pad = {"sleutel": dossier.aanvraag.nummer, "uuid": dossier.internstuk}
        mag = letter in ZIET[wie] and wie in DUOPLUS
        antwoord, _ = _als(wereld, wie).bezoek("GET", reverse("maatwerk:document", kwargs=pad))
        assert antwoord.status_code == (200 if mag else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("wie", WIE)
def test_a_report_is_read_in_every_form_by_who_may_read_its_amounts(wereld, wie):
    """In every state, page, table and file; PDF and workbooks are opened to look for canaries."""
    bezoeker, verboden = _als(wereld, wie), _kanaries(wie)
    fout = bezoeker.fout
    for nummer, mag in _rapporten(wereld, wie):
        for url in _van_rapport(nummer):
            antwoord, inhoud = bezoeker.bezoek("GET", url, vast=True)
            if antwoord.status_code != (200 if mag else 404):
                fout.append(f"GET {url}: {antwoord.status_code}, may {mag}")
            tekst = leesbaar(inhoud).lower()
            fout += [f"GET {url} leaks {k.decode()}" for k in sorted(verboden) if k in tekst]
    assert not fout, "\n".join(fout)


def _rapporten(wereld: Wereld, wie: str) -> Iterator[tuple[str, bool]]:
    """Number of each report, and whether this person reads it."""
    for letter, dossier in wereld.dossiers.items():
        for status, nummer in dossier.rapporten.items():
            lezers = LUMPSUMS if status == V.DEFINITIEF else ZIET_RAPPORT
            yield nummer, letter in lezers.get(wie, "")
    yield wereld.samen, LUMPSUMS.get(wie) == "UD"


def _van_rapport(nummer: str) -> Iterator[str]:
    yield reverse("maatwerk:verantwoording", args=[nummer])
    for tabel in range(1, 9):
        yield reverse("maatwerk:verantwoording_tabel", args=[nummer, tabel])
    for formaat in FORMATEN:
        yield reverse("maatwerk:verantwoording_bestand", args=[nummer, bestandsnaam(nummer, formaat)])


@pytest.mark.django_db
@pytest.mark.parametrize("wie", ["controller", "budgethouder", "opdrachtgever", "secretaris buurt"])
def test_no_filter_on_the_money_reaches_another_municipality(wereld, wie):
    """Asked for by letter, number, team, file or word: what comes is never more than without asking."""
    bezoeker, verboden, jaar = _als(wereld, wie), _kanaries(wie), klok.vandaag().year
    d = wereld.dossiers["D"]
    vragen = ("gemeente=D", f"opdracht={d.opdracht}", "q=kanaried", "groep=opdracht", "maand=1", "soort=uren")
    vragen += (*(f"bestand={pk}" for pk in Bron.objects.values_list("pk", flat=True)), "kolommen=bestand")
    paden = ["/lumpsum/boekingen/", "/lumpsum/boekingen/?kolommen=titel", "/verantwoordingen/"]
    paden += [f"/lumpsum/{een}/{pad}" for een in (jaar, jaar - 1) for pad in ("", "opdrachten/", "maanden/")]
    paden += [
        f"/lumpsum/{jaar}/{pad}/"
        for pad in ("signalen", "begroting", "onrechtmatigheden", "maanden/1", "toelichtingen")
    ]
    paden += ["/exports/boekingen.csv", "/exports/verantwoordingen.xlsx", "/lijsten/boekingen/kolommen/"]
    paden += [f"/lumpsum/{jaar}/opdrachten/bestand.{formaat}" for formaat in ("csv", "xlsx", "ods", "pdf")]
    for pad, vraag in itertools.product(paden, vragen):
        antwoord, inhoud = bezoeker.bezoek("GET", f"{pad}{'&' if '?' in pad else '?'}{vraag}", vast=True)
        assert antwoord.status_code in (200, 302), (pad, vraag, antwoord.status_code)
        tekst = leesbaar(inhoud).lower().replace(vraag.partition("=")[2].encode() + b'"', b"")
        assert not [k for k in verboden if k in tekst], (pad, vraag)


@pytest.mark.django_db
def test_a_document_of_another_dossier_is_not_reached_through_your_own(wereld):
    pad = {"sleutel": wereld.dossiers["U"].aanvraag.nummer, "uuid": wereld.dossiers["D"].document}

    antwoord, _ = _als(wereld, "aanvrager").bezoek("GET", reverse("maatwerk:document", kwargs=pad))

    assert antwoord.status_code == 404


@pytest.mark.django_db
def test_a_booking_of_another_assignment_is_not_reached_through_your_own(wereld):
    pad = {"nummer": wereld.dossiers["U"].opdracht, "pk": wereld.dossiers["D"].boeking}

    antwoord, _ = _als(wereld, "teammanager").bezoek(
        "POST", reverse("maatwerk:boeking_herstellen", kwargs=pad)
    )

    assert antwoord.status_code == 404


@pytest.mark.django_db
def test_logging_out_takes_a_post(wereld):
    bezoeker = _als(wereld, "aanvrager")
    bezoeker.client.get("/uitloggen/")
    assert bezoeker.client.get("/meldingen/").status_code == 200
    bezoeker.client.post("/uitloggen/")
    assert bezoeker.client.get("/meldingen/").status_code == 302


@pytest.mark.django_db
def test_a_list_of_wishes_of_a_search_leaks_nothing(wereld):
    """Filters and orders by what is not yours find nothing of it."""
    bezoeker, verboden = _als(wereld, "aanvrager"), _kanaries("aanvrager")
    for vraag in (
        "q=kanarieD",
        "zoek=kanarieD",
        "tekst=kanarieD",
        "sorteer=-opdracht__plafond_kosten",
        "o=x",
        "page=999",
    ):
        for adres in ("/aanvragen/", "/exports/aanvragen.csv", "/opdrachten/", "/zoeken/", "/zoeken/snel/"):
            antwoord, inhoud = bezoeker.bezoek("GET", f"{adres}?{vraag}")
            assert antwoord.status_code in (200, 302, 404), (adres, vraag)
            zonder_vraag = inhoud.lower().replace(b'kanaried"', b"")
            assert not [k for k in verboden if k in zonder_vraag], (adres, vraag)
