"""De hulp: elke rol heeft een handleiding, elk woord erin klopt met het scherm, en elke zin is kort."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.urls import get_resolver, reverse

from duoplus import hulp
from duoplus.choices import Rol
from duoplus.hulp.algemeen import TAKEN as ALGEMENE_TAKEN
from duoplus.hulp.begrippen import BEGRIPPEN
from duoplus.hulp.rollen import INLEIDING
from duoplus.models import GezieneTip, Termijn
from duoplus.web.templatetags.hulp import _tip
from maatwerk.choices import AanvraagStatus
from maatwerk.hulp import TAKEN as MAATWERKTAKEN
from ogon.hulp import TAKEN as OGONTAKEN
from tests.factories.mensen import maak
from tests.journeys.bladzijden import alle_namen
from tools.services import ROOT

pytestmark = pytest.mark.django_db

TEMPLATES = ROOT / "templates"
TAKEN = (*MAATWERKTAKEN, *OGONTAKEN, *ALGEMENE_TAKEN)
UITLEG = sorted(TEMPLATES.glob("*/hulp/**/*.html"))
PAGINAS = ["/hulp/vragen/", "/hulp/begrippen/", "/toegankelijkheid/", "/privacy/"]
PAGINAS += [f"/hulp/{rol.value}/" for rol in Rol]
MEESTE_WOORDEN = 15
VERBODEN = [
    "dient te", "dienen te", "middels", "conform", "teneinde", "alsmede", "desbetreffende", "derhalve",
    "reeds", "inzake", "indien", "tevens", "betreffende", "gaarne", "hiertoe", "voornoemd", "geschiedt",
    "ten behoeve van", "met betrekking tot", "omtrent", "aangezien", "echter", "ongeacht", "uiterst",
]  # fmt: skip


class Blokken(HTMLParser):
    """The text of the main part of a page, one block (paragraph, list item, term) at a time."""

    BLOK = {"p", "li", "dt", "dd", "h1", "h2", "h3", "td", "th"}

    def __init__(self) -> None:
        super().__init__()
        self.teksten: list[str] = []
        self._in_main, self._open = False, False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._in_main = self._in_main or tag == "main"
        if self._in_main and tag in self.BLOK:
            self.teksten.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._in_main = self._in_main and tag != "main"
        if tag in self.BLOK:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._in_main and self._open:
            self.teksten[-1] += data


def zinnen(html: str) -> list[str]:
    blokken = Blokken()
    blokken.feed(html)
    return [
        " ".join(zin.split())
        for tekst in blokken.teksten
        for zin in re.split(r"(?<=[.!?:])\s", tekst)
        if zin.strip()
    ]


def woorden(zin: str) -> int:
    return sum(any(teken.isalnum() for teken in woord) for woord in zin.split())


@pytest.mark.parametrize("pad", PAGINAS)
def test_every_sentence_is_short_and_plain(client, pad):
    client.force_login(maak(Rol.BEHEERDER))
    gelezen = zinnen(client.get(pad).content.decode())

    assert len(gelezen) > 5
    assert [zin for zin in gelezen if woorden(zin) > MEESTE_WOORDEN] == []
    assert [zin for zin in gelezen if _verboden(zin)] == []


def test_tips_are_short_and_plain():
    tips = [tip for naam in _url_namen() for tip in hulp.tips(naam)]
    gelezen = [zin for tip in tips for zin in re.split(r"(?<=[.!?])\s", f"{tip.titel}. {tip.tekst}")]

    assert len(tips) == len({tip.sleutel for tip in tips}) >= 5
    assert [zin for zin in gelezen if woorden(zin) > MEESTE_WOORDEN or _verboden(zin)] == []


def _verboden(zin: str) -> bool:
    return any(re.search(rf"\b{woord}\b", zin.lower()) for woord in VERBODEN)


def test_every_role_has_a_manual_that_takes_minutes():
    assert set(INLEIDING) == set(Rol)
    for rol in Rol:
        assert 1 <= len(hulp.taken(rol)) <= 12, rol


def test_every_task_is_in_somebodys_manual_and_every_template_is_a_task():
    gebruikt = {taak.template for taak in TAKEN}
    waar = ("maatwerk/hulp", "ogon/hulp", "duoplus/hulp/taken")
    paden = [pad for map_ in waar for pad in TEMPLATES.glob(f"{map_}/*.html")]
    gevonden = {str(pad.relative_to(TEMPLATES)) for pad in paden}

    assert gevonden - gebruikt == set(hulp.vragen())
    assert all(taak.rollen for taak in TAKEN)


def test_every_term_in_a_task_exists(client):
    bekend = set(Termijn.objects.values_list("sleutel", flat=True))
    gevraagd = {taak.termijn for taak in TAKEN if taak.termijn}
    gevraagd |= set(re.findall(r'{% termijn "([^"]+)"', _uitleg()))

    assert gevraagd <= bekend


def test_a_changed_term_is_read_from_its_row(client):
    client.force_login(maak(Rol.OPDRACHTGEVER))
    assert "Doe dit binnen 10 werkdagen." in _tekst(client.get("/hulp/opdrachtgever/"))

    Termijn.objects.filter(sleutel="maatwerk.in_verificatie").update(aantal=1)
    assert "Doe dit binnen 1 werkdag." in _tekst(client.get("/hulp/opdrachtgever/"))


def test_every_button_in_the_manual_stands_on_a_page():
    scherm = _scherm()
    genoemd = set(re.findall(r'{% knop \\?"([^"\\]+)', _uitleg()))

    assert len(genoemd) > 12
    assert [label for label in genoemd if not re.search(rf'[>"}}]{re.escape(label)}[<"{{]', scherm)] == []


def test_every_word_in_quotes_stands_on_a_page():
    """What the manual, the glossary and the tips put between quotes can be found on the screen."""
    tips = [tip for naam in _url_namen() for tip in hulp.tips(naam)]
    teksten = [_uitleg(), *(tip.tekst for tip in tips), *(b.betekenis + b.waar for b in BEGRIPPEN)]
    genoemd = {woord for tekst in teksten for woord in re.findall(r"‘([^‘’]+)’", tekst)}
    scherm = _scherm() + " ".join(str(status.label) for status in AanvraagStatus)

    assert [woord for woord in genoemd if woord not in scherm] == []


def test_every_status_is_explained(client):
    client.force_login(maak(Rol.AANVRAGER))
    pagina = _tekst(client.get("/hulp/begrippen/"))

    assert set(hulp.statussen()) == set(AanvraagStatus.values)
    for status in hulp.statussen().values():
        assert status.label in pagina and status.betekenis in pagina


def test_every_linked_term_has_its_anchor(client):
    client.force_login(maak(Rol.AANVRAGER))
    ankers = set(re.findall(r'id="([^"]+)"', client.get("/hulp/begrippen/").content.decode()))
    for pad in [*PAGINAS, "/aanvragen/nieuw/"]:
        gelinkt = set(re.findall(r'/hulp/begrippen/#([^"]+)"', client.get(pad).content.decode()))
        assert gelinkt <= ankers, pad


def test_terms_are_unique():
    assert len({begrip.anker for begrip in BEGRIPPEN}) == len(BEGRIPPEN)


def test_an_unknown_term_is_an_error_in_the_template():
    with pytest.raises(KeyError):
        engines["django"].from_string('{% begrip "onzinwoord" %}').render({})


def test_the_help_opens_on_the_own_role(client):
    client.force_login(maak(Rol.UITVOERDER))

    pagina = client.get("/hulp/")
    assert "Handleiding Uitvoerder" in _tekst(pagina)
    assert 'href="#uren-boeken"' in pagina.content.decode()


def test_who_has_no_role_chooses_one(client):
    client.force_login(maak(None))

    assert "U heeft nog geen rol" in _tekst(client.get("/hulp/"))


def test_a_role_that_does_not_exist_is_no_page(client):
    client.force_login(maak(Rol.AANVRAGER))

    assert client.get("/hulp/keizer/").status_code == 404


def test_the_help_stands_in_the_menu(client):
    client.force_login(maak(Rol.ACCOUNTANT))

    assert f'href="{reverse("hulp")}"' in client.get("/").content.decode()


def test_a_page_shows_one_tip_until_it_is_put_away(client):
    wie = maak(Rol.AANVRAGER)
    client.force_login(wie)
    assert client.get("/").content.decode().count('class="duo-tip"') == 1

    antwoord = client.post("/hulp/tips/mijn-werk/", {"volgende": "/?van=hier"})
    assert (antwoord.status_code, antwoord["Location"]) == (302, "/?van=hier")
    client.post("/hulp/tips/mijn-werk/")
    assert GezieneTip.objects.filter(gebruiker=wie).count() == 1
    assert "duo-tip" not in client.get("/").content.decode()


def test_the_next_tip_of_a_page_comes_after_the_first(client, django_assert_num_queries):
    wie = maak(Rol.TEAMMANAGER)
    wie.rollen  # noqa: B018  the shell of every page has asked for them
    verzoek = type("Verzoek", (), {"user": wie, "resolver_match": _waar("maatwerk:opdracht")})
    for sleutel in ("opdracht-boeken", "opdracht"):
        with django_assert_num_queries(1):
            assert _tip(verzoek).sleutel == sleutel
        GezieneTip.objects.create(gebruiker=wie, sleutel=sleutel)
    assert _tip(verzoek) is None
    verzoek.resolver_match = _waar("meldingen")
    with django_assert_num_queries(0):
        assert _tip(verzoek) is None


def _waar(naam: str):
    return type("Plek", (), {"view_name": naam})


def test_all_tips_come_back(client):
    wie, ander = maak(Rol.AANVRAGER), maak(Rol.AANVRAGER)
    GezieneTip.objects.create(gebruiker=wie, sleutel="mijn-werk")
    GezieneTip.objects.create(gebruiker=ander, sleutel="mijn-werk")
    client.force_login(wie)

    assert "U ziet alle tips weer" in _tekst(client.post("/hulp/tips/", follow=True))
    assert list(GezieneTip.objects.values_list("gebruiker", flat=True)) == [ander.pk]


def test_a_tip_that_does_not_exist_is_not_kept(client):
    client.force_login(maak(Rol.AANVRAGER))

    assert client.post("/hulp/tips/verzonnen/").status_code == 404
    assert not GezieneTip.objects.exists()


def test_a_tip_leads_to_no_other_site(client):
    client.force_login(maak(Rol.AANVRAGER))

    antwoord = client.post("/hulp/tips/mijn-werk/", {"volgende": "https://elders.example/"})
    assert antwoord["Location"] == "/"


def test_every_tip_is_on_a_page_that_exists():
    namen = _url_namen()

    assert all(tip.plek in namen for tip in hulp._tips.values())


def _url_namen() -> set[str]:
    return alle_namen() | {f"maatwerk:{naam}" for naam in alle_namen()} | set(get_resolver().namespace_dict)


def _uitleg() -> str:
    return "\n".join(pad.read_text() for pad in UITLEG)


def _scherm() -> str:
    """All words that a page may show, outside the help itself."""
    paden: list[Path] = [pad for pad in TEMPLATES.rglob("*.html") if pad not in UITLEG]
    for app in ("duoplus", "ogon", "maatwerk"):
        paden += [pad for pad in (ROOT / app).rglob("*.py") if pad.stem not in ("hulp", "begrippen")]
    return "\n".join(pad.read_text() for pad in paden)


def _tekst(antwoord) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split()).replace(" .", ".")
