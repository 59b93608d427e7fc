"""Alle bladzijden van het portaal in het demojaar, elk met iemand die haar mag zien."""

import json
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.journeys import mensen as m
from tests.server import DemoServer

NIEMAND = ""
BEHEERDER = "Functioneel beheerder Duo+"
ADVISEUR = "Bestuursadviseur Duo+"
DIRECTIE = "Lid directieberaad Duo+"

# Every step that somebody may take somewhere in the demo year, with who and on which request.
VIND_STAPPEN = """
import json
from duoplus.models import Gebruiker
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG
wie = list(Gebruiker.objects.actief().select_related("organisatie").order_by("pk"))
gevonden = {}
for stap in AANVRAAG.stappen.values():
    for aanvraag in Aanvraag.objects.filter(status__in=stap.van, nummer__isnull=False).order_by("pk"):
        mens = next((w for w in wie if AANVRAAG.mag(aanvraag, stap.name, w)), None)
        if mens and stap.name not in gevonden:
            waar = f" {mens.organisatie.naam}"
            pad = f"/aanvragen/{aanvraag.nummer}/{stap.name.replace('_', '-')}/"
            gevonden[stap.name] = (mens.naam.removesuffix(waar) + waar, pad)
print(json.dumps(gevonden))
"""

# What asks for an explanation this year: address and municipality of one of each kind.
VIND_AFWIJKINGEN = """
import json
from maatwerk.lumpsum import stand, toelichting
gevonden = {}
for een in toelichting.afwijkingen(stand.lees(2026)):
    gevonden.setdefault((bool(een.regel), bool(een.taakveld)), (een.gemeente.naam, een.adres))
print(json.dumps(list(gevonden.values())))
"""

# Addresses that are no page: they answer a form, a script, a file or a machine. The page of one download
# has its own journey, which makes one first.
GEEN_BLADZIJDE = {
    "dvo_pdf",
    "voorstel_bestand", "voorstel_bijlage_weg", "maatregel_bewijs",  # in tests/ogon
    "export", "export_bestand", "export_stand", "export_verwijderen", "aanvraag_nieuw_bewaren",
    "vergelijkbaar", "concept_bewaren", "concept_bijlagen", "concept_ogons", "concept_versies",
    "ontvangstbewijs", "reageren", "volgen", "document", "demo_inloggen", "weergave", "meldingen_gelezen",
    "melding_gelezen", "post_opnieuw", "security_txt", "livez", "readyz", "account_reset_password_from_key",
    "inlezing", "inlezing_koppelen", "inlezing_overnemen", "inlezing_weggooien", "inleesrij",
    "tip_gezien", "tips_terug", "zoeken_snel", "lijstweergave_tellers",
    "opschaling_dossier",  # in test_opschaling
    "wezen_export",  # in tests/beyond/test_4_08_draad.py
    "aanwezig", "vergaderstuk",  # in test_vergaderen
    "besluitenlijst_pdf", "agenda_intrekken", "agendafeed",  # in test_besluiten
    "bulk", "bulk_verslag",  # in test_lijst_samen
    "consultatie",  # in tests/beyond/test_4_09_draaischijf.py: nothing is asked in the demo year
    "antwoorden", "beloften_export",  # in tests/maatwerk/test_standpunten.py and tests/beyond
    "instelling_voorstel", "instelling_vaststellen", "instelling_afwijzen",  # in test_instellingen
    "inlezing_keuzes", "inleessleutel_intrekken", "api_inlezen",  # in tests/maatwerk/inlees
    "week_bewaren", "week_versies",  # in tests/maatwerk/weken
    "opdracht_toelichten",  # no assignment of the demo year differs that much: in tests/maatwerk/lumpsum
    "lumpsum_opdrachten_bestand", "verantwoording_bestand", "begroting_document",  # in tests/house
}  # fmt: skip


@dataclass(frozen=True)
class Bladzijde:
    """``rol`` is the button on the log-in page; empty is somebody who is not logged in."""

    rol: str
    pad: str


def stappen(portaal: DemoServer) -> dict[str, Bladzijde]:
    """The form of each step that is open somewhere in the demo year."""
    gevonden = json.loads(portaal.manage("shell", "-v", "0", "-c", VIND_STAPPEN))
    return {naam: Bladzijde(*waar) for naam, waar in gevonden.items()}


def zonder_inloggen() -> list[Bladzijde]:
    paden = [
        "/inloggen/",
        "/wachtwoord/vergeten/",
        "/wachtwoord/vergeten/verstuurd/",
        "/wachtwoord/nieuw/klaar/",
    ]
    paden += ["/toegankelijkheid/", "/privacy/"]
    return [Bladzijde(NIEMAND, pad) for pad in paden]


def van_gemeente(portaal: DemoServer) -> list[Bladzijde]:
    """What somebody of a municipality opens: the request, its assignment, the draft step by step."""
    [(nummer, opdracht)] = portaal.rows(
        "SELECT a.nummer, o.nummer FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
        " JOIN duoplus_organisatie g ON g.id = a.organisatie_id"
        " WHERE g.letter = 'U' AND a.status = 'in_uitvoering' ORDER BY a.id LIMIT 1"
    )
    [(besluit,)] = portaal.rows(
        "SELECT b.nummer FROM duoplus_besluit b JOIN maatwerk_aanvraagbesluit r ON r.besluit_id = b.id"
        " JOIN maatwerk_aanvraag a ON a.id = r.aanvraag_id WHERE a.nummer = %s LIMIT 1",
        nummer,
    )
    paden = ["/", "/aanvragen/", "/aanvragen/?q=bestaatniet", "/aanvragen/nieuw/", "/aanvragen/concepten/"]
    paden += [f"/aanvragen/{nummer}/", f"/aanvragen/{nummer}/tijdlijn/", f"/aanvragen/{nummer}/documenten/"]
    paden += [
        f"/besluiten/{besluit}/",
        "/opdrachten/",
        f"/opdrachten/{opdracht}/",
        "/ogon/",
        "/meldingen/",
        "/exports/",
    ]
    paden += ["/ogon/bedrijfsvoering/", "/aanvragen/MW-0000-0000/", "/uitloggen/"]
    paden += ["/zoeken/", "/zoeken/?q=dashboard", "/zoeken/?q=bestaatniet", "/zoeken/?q=-fout"]
    paden += ["/hulp/", "/hulp/aanvrager/", "/hulp/vragen/", "/hulp/begrippen/"]
    paden += [f"/lijsten/aanvragen/{pad}" for pad in ("kolommen/", "weergaven/", "weergaven/nieuw/")]
    standpunt = Bladzijde(m.OPDRACHTGEVER, "/ogon/burger/cyclus/2027/standpunt/")
    return [*(Bladzijde(m.AANVRAGER, pad) for pad in paden), standpunt, *concept(portaal)]


def concept(portaal: DemoServer) -> list[Bladzijde]:
    [(uuid, naam)] = portaal.rows(
        "SELECT a.uuid, g.naam FROM maatwerk_aanvraag a JOIN duoplus_gebruiker g ON g.id = a.aanvrager_id"
        " WHERE a.status = 'concept' ORDER BY a.id LIMIT 1"
    )
    paden = [f"?stap={nummer}" for nummer in range(1, 6)] + [
        "?stap=1&controle=ja",
        "controleren/",
        "verwijderen/",
    ]
    return [Bladzijde(naam, f"/aanvragen/concept/{uuid}/{pad}") for pad in paden]


def van_duoplus(portaal: DemoServer) -> list[Bladzijde]:
    """What somebody of Duo+ opens: the work, the order of an OGON, the maintenance."""
    [(opdracht, boeking)] = portaal.rows(
        "SELECT o.nummer, b.id FROM maatwerk_boeking b JOIN maatwerk_opdracht o ON o.id = b.opdracht_id"
        " JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id JOIN duoplus_team t ON t.id = a.team_id"
        " LEFT JOIN maatwerk_boeking c ON c.corrigeert_id = b.id"
        " WHERE t.kort = 'I&A' AND a.status = 'in_uitvoering' AND b.corrigeert_id IS NULL AND c.id IS NULL"
        " ORDER BY b.id LIMIT 1"
    )
    paden = ["/", "/opdrachten/"] + [
        f"/opdrachten/{opdracht}/{pad}"
        for pad in ("", "uren/", "kosten/", "voortgang/", f"boekingen/{boeking}/herstellen/")
    ]
    [(weergave,)] = portaal.rows(
        "SELECT uuid FROM duoplus_lijstweergave WHERE rol = 'teammanager' AND lijst = 'aanvragen' LIMIT 1"
    )
    paden += [f"/lijsten/aanvragen/weergaven/{weergave}/{pad}" for pad in ("", "verwijderen/")]
    [(team,)] = portaal.rows("SELECT id FROM duoplus_team WHERE kort = 'I&A'")
    beheer = [
        "/instellingen/",
        "/instellingen/rollen/",
        "/instellingen/rollen/nieuw/",
        "/instellingen/teksten/",
    ]
    beheer += [f"/instellingen/teams/{team}/", f"/instellingen/teams/{team}/beeindigen/"]
    beheer += ["/inlezen/", "/inlezen/nieuw/", "/instellingen/post/", "/demo/post/"]
    return [
        *(Bladzijde(m.TEAMMANAGER, pad) for pad in paden),
        Bladzijde(m.VOORZITTER, "/ogon/bedrijfsvoering/prioriteren/"),
        *(Bladzijde(m.VOORZITTER, pad) for pad in van_het_ogon()),
        *voorgelegd(),
        *wat_als(portaal),
        *uren_van_teams(portaal, team),
        *op_het_bord(portaal),
        *besluitvorming(portaal),
        *werkplannen_en_draad(portaal),
        *besluiten_en_acties(portaal),
        *vergaderingen(portaal),
        *opschalingen(portaal),
        *dvos(portaal),
        *lumpsums(portaal),
        *afwijkingen(portaal),
        *maanden(portaal),
        *verantwoordingen(portaal),
        *weken(portaal),
        *wijzigingen(portaal),
        Bladzijde(m.CONCERNCONTROLLER, "/sleutels/proberen/"),
        *(Bladzijde(BEHEERDER, pad) for pad in beheer),
    ]


def besluitvorming(portaal: DemoServer) -> list[Bladzijde]:
    """A proposal per stage, a measure and the plan, each with who does something there."""
    rijen = portaal.rows("SELECT status, nummer FROM ogon_voorstel WHERE openbaarheid = 'openbaar'")
    nummer = dict(rijen)
    sporen = portaal.rows(
        "SELECT s.id, s.onder_voorbehoud FROM ogon_voorstelspoor s"
        " JOIN ogon_voorstel v ON v.id = s.voorstel_id"
        " WHERE v.nummer = %s AND s.orgaan = 'college' AND (s.status = 'ligt_voor' OR s.onder_voorbehoud)",
        nummer["onderweg"],
    )
    per_stand = {onder_voorbehoud: pk for pk, onder_voorbehoud in sporen}
    toets, weg = f"/voorstellen/{nummer['interne_toets']}/", f"/voorstellen/{nummer['onderweg']}/"
    delen = ("besluit", "onderbouwing", "financien", "uitvoering", "route")
    paden = ["/voorstellen/", "/voorstellen/nieuw/", weg, toets, f"{toets}bijlagen/", f"{toets}terugnemen/"]
    paden += [f"{toets}schrijven/{deel}/" for deel in delen]
    [(maatregel,)] = portaal.rows("SELECT nummer FROM ogon_efficiencymaatregel WHERE status = 'uitvoering'")
    [(plan,)] = portaal.rows("SELECT nummer FROM ogon_planvanaanpak")
    advies = ["/maatregelen/", "/maatregelen/nieuw/", f"/maatregelen/{maatregel}/"]
    advies += [f"/maatregelen/{maatregel}/vervallen/", "/plannen-van-aanpak/", "/plannen-van-aanpak/nieuw/"]
    advies += [f"/plannen-van-aanpak/{plan}/", f"/plannen-van-aanpak/{plan}/actie/"]
    return [
        *(Bladzijde(m.SECRETARIS, pad) for pad in paden),
        *(Bladzijde("Bestuursadviseur Duo+", pad) for pad in advies),
        Bladzijde("CPI Duo+", f"{toets}paraaf/inkoop/"),
        Bladzijde(m.OPDRACHTGEVER, f"{weg}uitkomst/{per_stand[False]}/"),
        Bladzijde("Opdrachtgever Diemen", f"{weg}voorbehoud/{per_stand[True]}/"),
    ]


def van_het_ogon() -> list[str]:
    """The cycle of next year, which the demo year has in its ranking phase, and what waits for a place."""
    cyclus = "/ogon/bedrijfsvoering/cyclus/2027/"
    paden = [f"{cyclus}{pad}" for pad in ("", "fase/", "sluiten/", "dagen/vaststellen/")]
    paden += [f"{cyclus}voorleggen/", "/ogon/bedrijfsvoering/beloften/"]
    return [*paden, "/ogon/bedrijfsvoering/cyclus/openen/", "/draaischijf/"]


def op_het_bord(portaal: DemoServer) -> list[Bladzijde]:
    """The board of OGON Bedrijfsvoering, and what chair and secretary do with one request on it."""
    [(nummer,)] = portaal.rows(
        "SELECT a.nummer FROM maatwerk_rondeplaats p JOIN maatwerk_ronde r ON r.id = p.ronde_id"
        " JOIN maatwerk_aanvraag a ON a.id = p.aanvraag_id WHERE r.status = 'rangschikken' LIMIT 1"
    )
    bord = "/ogon/bedrijfsvoering/cyclus/2027/prioriteren/"
    paden = [bord, f"{bord}toevoegen/", f"{bord}{nummer}/vastzetten/"]
    openen = Bladzijde("Voorzitter OGON Buurt Duo+", "/ogon/buurt/cyclus/2027/prioriteren/openen/")
    return [*(Bladzijde(m.VOORZITTER, pad) for pad in paden), openen]


def wat_als(portaal: DemoServer) -> list[Bladzijde]:
    """The two scenarios of OGON Bedrijfsvoering."""
    [(eerste,), (tweede,)] = portaal.rows("SELECT id FROM maatwerk_scenario ORDER BY id LIMIT 2")
    acties = ["toevoegen", "nieuw-werk", "capaciteit", "weggooien", "overnemen"]
    paden = ["", f"vergelijken/?a={eerste}&b={tweede}", f"{eerste}/"]
    paden += [f"{eerste}/{actie}/" for actie in acties]
    return [Bladzijde(m.VOORZITTER, f"/ogon/bedrijfsvoering/scenario/{pad}") for pad in paden]


def voorgelegd() -> list[Bladzijde]:
    """The order of OGON Burger, which lies before its municipalities."""
    paden = ("prioriteren", "terugnemen", "vaststellen", "opschalen")
    return [Bladzijde("Voorzitter OGON Burger Duo+", f"/ogon/burger/cyclus/2027/{pad}/") for pad in paden]


def uren_van_teams(portaal: DemoServer, team: int) -> list[Bladzijde]:
    """The hours of teams to their rows, and the one team that two OGON's ask too much of."""
    [(regel,)] = portaal.rows(
        "SELECT id FROM ogon_capaciteitsregel WHERE team_id = %s AND vervallen_op IS NULL LIMIT 1",
        team,
    )
    [(conflict,)] = portaal.rows("SELECT id FROM ogon_conflict WHERE status = 'open' LIMIT 1")
    paden = ["", "?jaar=2027&kwartaal=2", "regels/", f"regels/{regel}/verbeteren/"]
    paden += [f"{team}/2026/?term=maatwerk", f"{team}/2027/?term=dvo&maand=1", f"{team}/2027/invullen/"]
    paden += ["conflicten/", f"conflicten/{conflict}/"]
    reageren = f"/capaciteit/conflicten/{conflict}/reageren/bedrijfsvoering/"
    return [
        *(Bladzijde(m.TEAMMANAGER, f"/capaciteit/{pad}") for pad in paden),
        Bladzijde(m.VOORZITTER, reageren),
        Bladzijde(m.VOORZITTER, f"/capaciteit/conflicten/{conflict}/verdelen/"),
    ]


def werkplannen_en_draad(portaal: DemoServer) -> list[Bladzijde]:
    """The plan of I&A that runs and the one that does not fit, a line of it, and the thread from each end."""
    [(team,)] = portaal.rows("SELECT id FROM duoplus_team WHERE kort = 'I&A'")
    [(regel,)] = portaal.rows(
        "SELECT r.id FROM ogon_werkplanregel r JOIN ogon_werkplan p ON p.id = r.werkplan_id"
        " WHERE p.team_id = %s AND p.jaar = 2027 ORDER BY r.id LIMIT 1",
        team,
    )
    [(dvo, artikel, opdracht, link, aanvraag)] = portaal.rows(
        "SELECT d.nummer, l.artikel, o.nummer, l.id, a.nummer FROM maatwerk_opdrachtonderartikel l"
        " JOIN ogon_dvo d ON d.id = l.dvo_id JOIN maatwerk_opdracht o ON o.id = l.opdracht_id"
        " JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id WHERE a.team_id = %s ORDER BY l.id LIMIT 1",
        team,
    )
    plan = f"/werkplannen/{team}/2027/"
    paden = ["/werkplannen/", f"/werkplannen/{team}/2026/", f"/werkplannen/{team}/2028/beginnen/", plan]
    paden += [f"{plan}{wat}/" for wat in ("toetsen", "regel-toevoegen", f"regels/{regel}")]
    paden += [f"{plan}regels/{regel}/wijzigen/", f"/aanvragen/{aanvraag}/draad/", "/draad/wezen/"]
    paden += [f"/draad/dvo/{dvo}/{artikel}/", f"/opdrachten/{opdracht}/artikelen/"]
    return [
        Bladzijde(m.TEAMMANAGER, pad)
        for pad in [*paden, f"/opdrachten/{opdracht}/artikelen/{link}/weghalen/"]
    ]


def besluiten_en_acties(portaal: DemoServer) -> list[Bladzijde]:
    """What OGON Bedrijfsvoering decided and agreed on, and the addresses of calendars."""
    van = "JOIN duoplus_gremium g ON g.id = x.gremium_id WHERE g.slug = 'bedrijfsvoering'"
    [(besluit,)] = portaal.rows(
        f"SELECT x.nummer FROM duoplus_besluit x {van} AND agendapunt_id IS NOT NULL ORDER BY x.id LIMIT 1"
    )
    [(actie,)] = portaal.rows(
        f"SELECT x.nummer FROM duoplus_actiepunt x {van} AND klaar_op IS NULL ORDER BY x.id LIMIT 1"
    )
    [(vergadering,)] = portaal.rows(
        f"SELECT x.id FROM duoplus_vergadering x {van} AND status = 'vastgesteld' ORDER BY datum DESC LIMIT 1"
    )
    paden = ["/besluiten/", "/besluiten/?stand=te_doen&meer=ja", f"/besluiten/{besluit}/"]
    paden += [f"/besluiten/{besluit}/uitvoering/", f"/vergaderingen/{vergadering}/besluitenlijst/"]
    paden += ["/acties/", "/acties/nieuw/bedrijfsvoering/", f"/acties/{actie}/", f"/acties/{actie}/melden/"]
    paden += [f"/acties/{actie}/wijzigen/", f"/acties/{actie}/vervallen/", "/agenda/"]
    return [Bladzijde(m.VOORZITTER, pad) for pad in paden]


def vergaderingen(portaal: DemoServer) -> list[Bladzijde]:
    """Of OGON Bedrijfsvoering: what comes, what was held, and what can be done with both."""
    van = "JOIN duoplus_gremium g ON g.id = v.gremium_id WHERE g.slug = 'bedrijfsvoering' AND v.status"
    [(straks,)] = portaal.rows(
        f"SELECT v.id FROM duoplus_vergadering v {van} = 'gepland' ORDER BY datum LIMIT 1"
    )
    [(gehouden,)] = portaal.rows(f"SELECT v.id FROM duoplus_vergadering v {van} = 'gehouden' LIMIT 1")
    [(punt,)] = portaal.rows(
        f"SELECT id FROM duoplus_agendapunt WHERE vergadering_id = {straks} AND soort = 'besluit' LIMIT 1"
    )
    paden = ["/vergaderingen/", f"/vergaderingen/{straks}/", f"/vergaderingen/{gehouden}/"]
    paden += [f"/vergaderingen/plannen/bedrijfsvoering/{wat}" for wat in ("", "reeks/")]
    paden += [
        f"/vergaderingen/{straks}/{wat}/" for wat in ("punt", "verzetten", "gaat-niet-door", "versturen")
    ]
    punten = ("wijzigen", "verplaatsen", "afhalen", "stuk", "doorschuiven", "intrekken")
    paden += [f"/vergaderingen/punten/{punt}/{wat}/" for wat in punten]
    return [Bladzijde(m.VOORZITTER, pad) for pad in [*paden, f"/vergaderingen/{gehouden}/vaststellen/"]]


def dvos(portaal: DemoServer) -> list[Bladzijde]:
    """The DVO of Uithoorn that runs, with an addendum, and that of next year, which waits for a signature."""
    (lopend,), (straks,) = portaal.rows(
        "SELECT d.nummer FROM ogon_dvo d JOIN duoplus_organisatie g ON g.id = d.organisatie_id"
        " WHERE g.letter = 'U' ORDER BY d.jaar"
    )
    delen = [f"/dvo/{lopend}/deel/{deel}/" for deel in ("handtekeningen", "tekst", "wijzigingen")]
    paden = ["/dvo/", "/dvo/nieuw/", f"/dvo/{straks}/", f"/dvo/{lopend}/?versie=1.0", *delen]
    paden += [f"/dvo/{lopend}/deel/tekst/?dag=1-3-2026", f"/dvo/{straks}/vergelijken/"]
    paden += [f"/dvo/{straks}/{wat}/" for wat in ("intrekken", "addendum", "nieuwe-versie", "product")]
    return [
        *(Bladzijde(ADVISEUR, pad) for pad in paden),
        Bladzijde(m.OPDRACHTGEVER, f"/dvo/{straks}/ondertekenen/"),
        Bladzijde(m.OPDRACHTGEVER, f"/dvo/{lopend}/opzeggen/"),
    ]


def opschalingen(portaal: DemoServer) -> list[Bladzijde]:
    """The question of OGON Bedrijfsvoering, and the page of who answers it."""
    [(nummer,)] = portaal.rows("SELECT nummer FROM ogon_opschaling WHERE status = 'geagendeerd' LIMIT 1")
    [(conflict,)] = portaal.rows("SELECT id FROM ogon_conflict WHERE status = 'open' LIMIT 1")
    paden = ["/directieberaad/", "/directieberaad/inbrengen/", "/opschalingen/", f"/opschalingen/{nummer}/"]
    return [
        *(Bladzijde(DIRECTIE, pad) for pad in [*paden, f"/opschalingen/{nummer}/beantwoorden/"]),
        Bladzijde(m.VOORZITTER, f"/capaciteit/conflicten/{conflict}/opschalen/"),
    ]


def lumpsums(portaal: DemoServer) -> list[Bladzijde]:
    """The money of the year from a figure to its bookings, what was adopted, and what was passed."""
    [(regel,)] = portaal.rows(
        "SELECT r.id FROM maatwerk_begrotingsregel r JOIN maatwerk_lumpsum l ON l.id = r.lumpsum_id"
        " WHERE l.jaar = 2026 ORDER BY r.id LIMIT 1"
    )
    [(onrechtmatig,)] = portaal.rows("SELECT id FROM maatwerk_onrechtmatigheid ORDER BY id DESC LIMIT 1")
    [(opdracht,)] = portaal.rows(
        "SELECT o.nummer FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
        " WHERE a.status = 'in_uitvoering' ORDER BY o.id LIMIT 1"
    )
    [(concept, gemeente)] = portaal.rows(
        "SELECT s.id, g.naam FROM maatwerk_signaal s JOIN maatwerk_lumpsum l ON l.id = s.lumpsum_id"
        " JOIN duoplus_organisatie g ON g.id = l.organisatie_id"
        " WHERE s.concept::text <> '{}' AND s.afgedaan = '' AND l.jaar = 2026 ORDER BY s.id LIMIT 1"
    )
    paden = ["", "?groep=maand", "?groep=taakveld", "u/", "opdrachten/?gemeente=U", "boekingen/"]
    paden += ["begroting/", "begroting/u/toevoegen/", "begroting/u/voorschotten/", "rubriceren/"]
    paden += [f"begroting/regels/{regel}/{wat}/" for wat in ("intrekken", "document")]
    paden += ["begroting/?gemeente=O", "onrechtmatigheden/", "onrechtmatigheden/u/toevoegen/"]
    paden += [f"onrechtmatigheden/{onrechtmatig}/vervangen/", "signalen/", "toelichtingen/"]
    van_opdracht = [f"/opdrachten/{opdracht}/{wat}/" for wat in ("prognose", "sleutel", "rubriceren")]
    anders = ["/lumpsum/", "/lumpsum/boekingen/?jaar=2026&opdracht=bestaatniet", "/inlezen/sleutels/"]
    alle = [*anders, *(f"/lumpsum/2026/{pad}" for pad in paden), *van_opdracht]
    return [
        *(Bladzijde(m.CONCERNCONTROLLER, pad) for pad in alle),
        Bladzijde("Controller Uithoorn", "/lumpsum/2026/"),
        *(
            Bladzijde(f"Budgethouder {gemeente}", f"/lumpsum/2026/signalen/{concept}/{wat}/")
            for wat in ("voorleggen", "wegleggen")
        ),
    ]


def afwijkingen(portaal: DemoServer) -> list[Bladzijde]:
    """The page on which a controller explains a deviation: of a municipality, a taakveld, an assignment."""
    gevonden = json.loads(portaal.manage("shell", "-v", "0", "-c", VIND_AFWIJKINGEN))
    return [Bladzijde(f"Controller {gemeente}", pad) for gemeente, pad in gevonden]


def maanden(portaal: DemoServer) -> list[Bladzijde]:
    """The year, the month that cannot close yet, one that is closed, and the one that was reopened."""
    [(heropening,)] = portaal.rows("SELECT id FROM maatwerk_heropening ORDER BY id DESC LIMIT 1")
    paden = ["maanden/", "2026/maanden/", "2026/maanden/10/", "2026/maanden/sluiten/?m=2026-10-01"]
    paden += ["2026/maanden/9/", "2026/maanden/9/heropenen/", f"heropeningen/{heropening}/"]
    return [
        *(Bladzijde(m.CONCERNCONTROLLER, f"/lumpsum/{pad}") for pad in paden),
        Bladzijde(DIRECTIE, f"/lumpsum/heropeningen/{heropening}/toestaan/"),
        Bladzijde("Controller Uithoorn", "/lumpsum/2026/maanden/9/"),
    ]


def verantwoordingen(portaal: DemoServer) -> list[Bladzijde]:
    """A definite report with a second version, its tables, and the one that waits for its check."""
    [(uit,)] = portaal.rows(
        "SELECT nummer FROM maatwerk_verantwoording WHERE status = 'definitief' ORDER BY versie DESC LIMIT 1"
    )
    [(wacht,)] = portaal.rows(
        "SELECT nummer FROM maatwerk_verantwoording WHERE status = 'ter_controle' LIMIT 1"
    )
    paden = ["", "nieuw/", f"{uit}/", *(f"{uit}/L{nummer}/" for nummer in range(1, 9)), f"{wacht}/"]
    paden += [f"{uit}/nieuwe_versie/", f"{wacht}/terugleggen/"]
    return [
        *(Bladzijde(m.CONCERNCONTROLLER, f"/verantwoordingen/{pad}") for pad in paden),
        Bladzijde("Controller Uithoorn", f"/verantwoordingen/{wacht}/goedkeuren/"),
    ]


def weken(portaal: DemoServer) -> list[Bladzijde]:
    """A week half typed, and one that waits for the manager of its team."""
    [(uitvoerder, maandag, manager)] = portaal.rows(
        "SELECT b.medewerker_id, to_char(b.datum, 'IYYY-\"W\"IW'), max(m.naam) FROM maatwerk_boeking b"
        " JOIN maatwerk_opdracht o ON o.id = b.opdracht_id JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
        " JOIN duoplus_roltoewijzing r ON r.team_id = a.team_id AND r.rol = 'teammanager'"
        " AND r.tot IS NULL AND r.vervangt_id IS NULL JOIN duoplus_gebruiker m ON m.id = r.gebruiker_id"
        " WHERE b.soort = 'uren' AND b.medewerker_id IS NOT NULL AND b.corrigeert_id IS NULL"
        " AND b.medewerker_id <> m.id AND NOT EXISTS"
        " (SELECT 1 FROM maatwerk_boeking c WHERE c.corrigeert_id = b.id) AND NOT EXISTS"
        " (SELECT 1 FROM maatwerk_goedkeuring g WHERE g.boeking_id = b.id)"
        " GROUP BY 1, 2 ORDER BY 2, 1 LIMIT 1"
    )
    [(jaar_week,)] = portaal.rows("SELECT to_char(max(maandag), 'IYYY-\"W\"IW') FROM maatwerk_weekconcept")
    goedkeuren = [f"/uren/goedkeuren/{pad}" for pad in ("", f"{uitvoerder}/{maandag}/")]
    return [
        *(Bladzijde(m.UITVOERDER, pad) for pad in ("/uren/", f"/uren/{jaar_week}/")),
        *(Bladzijde(f"{manager} Duo+", pad) for pad in goedkeuren),
    ]


def wijzigingen(portaal: DemoServer) -> list[Bladzijde]:
    """Of I&A an assignment to ask more for; and a request with the initial of the chair, by its people."""
    [(vraag,)] = portaal.rows(
        "SELECT o.nummer FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
        " JOIN duoplus_team t ON t.id = a.team_id WHERE t.kort = 'I&A' AND a.status = 'in_uitvoering'"
        " ORDER BY o.id LIMIT 1"
    )
    [(opdracht, verzoek, manager, gemeente)] = portaal.rows(
        "SELECT o.nummer, w.id, m.naam, g.naam FROM maatwerk_wijzigingsverzoek w"
        " JOIN maatwerk_opdracht o ON o.id = w.opdracht_id JOIN duoplus_gebruiker m ON m.id = w.door_id"
        " JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
        " JOIN duoplus_organisatie g ON g.id = a.organisatie_id WHERE w.afgedaan_op IS NULL LIMIT 1"
    )
    open_ = f"/opdrachten/{opdracht}/wijzigen/{verzoek}/"
    return [
        Bladzijde(m.TEAMMANAGER, f"/opdrachten/{vraag}/wijzigen/"),
        *(Bladzijde(f"Budgethouder {gemeente}", f"{open_}{wat}/") for wat in ("paraferen", "weigeren")),
        Bladzijde(f"{manager} Duo+", f"{open_}intrekken/"),
    ]


def namen(bladzijden: list[Bladzijde]) -> set[str]:
    return {resolve(bladzijde.pad.partition("?")[0]).url_name or "" for bladzijde in bladzijden}


def alle_namen() -> set[str]:
    """The name of every address of the portal."""
    return set(_namen(get_resolver().url_patterns))


def _namen(patronen: list[URLPattern | URLResolver]) -> list[str]:
    namen = []
    for patroon in patronen:
        namen += _namen(patroon.url_patterns) if isinstance(patroon, URLResolver) else [patroon.name or ""]
    return namen
