"""What people do most, as they do it: through the addresses, logged in, with the rights of their role."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils.http import urlencode

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import IncidenteelStructureel
from duoplus.lijsten import MAX_BLADZIJDEN, PER_BLADZIJDE
from maatwerk.choices import Aanleiding, Antwoord, DatumVast, Urgentie
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from ogon.models import Ogon
from tools.bench import tekst
from tools.bench.meten import Act, Grootte, Scenario

AANVRAGER, SECRETARIS, TEAMMANAGER = "aanvrager.uithoorn", "secretaris.bedrijfsvoering", "teammanager.ia"
CONTROLLER = "concerncontroller"


def pagina(login: str, pad: Callable[[], str]) -> Callable[[Grootte], Act]:
    """Open this address as this person."""
    return lambda grootte: partial(grootte.client(login).get, pad())


def lijst(**params: str | int) -> str:
    return f"{reverse('maatwerk:aanvraag_list')}?{urlencode(params)}"


def zoek(adres: str, woord: str) -> Callable[[], str]:
    return lambda: f"{reverse(adres)}?{urlencode({'q': woord})}"


def diepste() -> str:
    """The hundredth page, or the last one there is."""
    open_ = Aanvraag.objects.open().count()
    return lijst(pagina=min(MAX_BLADZIJDEN, max(1, open_ // PER_BLADZIJDE)))


def dossier() -> str:
    """A shared request at work: estimate, decision, assignment, bookings and a conversation."""
    aanvraag = Aanvraag.objects.filter(status=S.IN_UITVOERING, ogon__slug="bedrijfsvoering").latest("pk")
    return aanvraag.get_absolute_url()


def concept(grootte: Grootte) -> Aanvraag:
    """A draft in which every question is answered."""
    by = grootte.gebruiker(AANVRAGER)
    assert by.organisatie
    return Aanvraag.objects.create(
        titel="Nieuw vergunningportaal",
        organisatie=by.organisatie,
        aanvrager=by,
        ingevoerd_door=by,
        concept_invoer=antwoorden(grootte),
    )


def antwoorden(grootte: Grootte) -> dict[str, str]:
    budgethouder = grootte.gebruiker("budgethouder.uithoorn")
    return {
        "valt_onder_dvo": Antwoord.NEE,
        "titel": "Nieuw vergunningportaal",
        "probleem": " ".join(tekst.ZINNEN[:4]),
        "gewenst_resultaat": " ".join(tekst.ZINNEN[2:]),
        "ogon": str(Ogon.objects.get(slug="bedrijfsvoering").pk),
        "aanleiding": Aanleiding.WENS,
        "urgentie": Urgentie.NORMAAL,
        "urgentie_motivering": tekst.ZINNEN[2],
        "gewenste_datum": datum(klok.vandaag() + timedelta(days=200)),
        "datum_vast": DatumVast.WENS,
        "uren_indicatie": "120",
        "budgethouder": str(budgethouder.pk),
        "dekking": "Lumpsum",
        "taakveld": "0.4",
        "i_s": IncidenteelStructureel.INCIDENTEEL,
    }


def indienen(grootte: Grootte) -> Act:
    """The last button of the form, as the browser sends it."""
    klaar = concept(grootte)
    data = {"versie": klaar.versie, "sleutel": str(uuid.uuid4())}
    return partial(grootte.client(AANVRAGER).post, _adres("concept_controleren", klaar), data)


def bewaren(grootte: Grootte) -> Act:
    """What the page does within two seconds of a change."""
    klaar = concept(grootte)
    velden = ("valt_onder_dvo", "titel", "probleem", "gewenst_resultaat")
    data = {naam: klaar.concept_invoer[naam] for naam in velden} | {"titel": f"Portaal {uuid.uuid4()}"}
    data |= {"versie": klaar.versie, "stap": 1}
    return partial(grootte.client(AANVRAGER).post, _adres("concept_bewaren", klaar), data)


def _adres(naam: str, aanvraag: Aanvraag) -> str:
    return reverse(f"maatwerk:{naam}", args=[aanvraag.uuid])


FILTERS = {"gemeente": "U", "ogon": "bedrijfsvoering", "status": "open", "q": tekst.ALGEMEEN}
LIJST, DOSSIER = "lijst, aanvrager", "aanvraag met gesprek"
SCENARIOS = [
    Scenario(LIJST, pagina(AANVRAGER, lijst)),
    Scenario("lijst, secretaris", pagina(SECRETARIS, lijst)),
    Scenario("lijst, teammanager", pagina(TEAMMANAGER, lijst)),
    Scenario("lijst, zeldzaam woord", pagina(TEAMMANAGER, partial(lijst, q=tekst.ZELDZAAM))),
    Scenario("lijst, gangbaar woord", pagina(TEAMMANAGER, partial(lijst, q=tekst.ALGEMEEN))),
    Scenario("lijst, diepe bladzijde", pagina(TEAMMANAGER, diepste)),
    Scenario("lijst, vier filters", pagina(TEAMMANAGER, partial(lijst, **FILTERS))),
    Scenario("zoeken, zeldzaam woord", pagina(TEAMMANAGER, zoek("zoeken", tekst.ZELDZAAM))),
    Scenario("zoeken, gangbaar woord", pagina(TEAMMANAGER, zoek("zoeken", tekst.ALGEMEEN))),
    Scenario("zoeken in het dialoog", pagina(SECRETARIS, zoek("zoeken_snel", tekst.ALGEMEEN))),
    Scenario(DOSSIER, pagina(SECRETARIS, dossier)),
    Scenario("mijn werk, secretaris", pagina(SECRETARIS, partial(reverse, "maatwerk:mijn_werk"))),
    Scenario("mijn werk, aanvrager", pagina(AANVRAGER, partial(reverse, "maatwerk:mijn_werk"))),
    Scenario("indienen", indienen, is_pagina=False),
    Scenario("concept bewaren", bewaren, is_pagina=False),
]
