"""Each step in the browser: the right answers do the step, the wrong ones keep everything typed."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Besluit, Gebeurtenis, Gebruiker, Handeling
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.stappen import STAPPEN
from maatwerk.models import Aanvraag, Akkoord
from maatwerk.rules import geldige_raming
from maatwerk.transitions import AANVRAAG
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon, team, verificatievelden, vervanger, zet
from tests.factories.aanvragen import STAPPEN as WIE

pytestmark = pytest.mark.django_db

GEEN_STAP_VAN_HIER = {"indienen"}


def adres(aanvraag: Aanvraag, stap: str) -> str:
    return reverse("maatwerk:stap", args=[aanvraag.sleutel, stap.replace("_", "-")])


def wie(aanvraag: Aanvraag, stap: str, **velden: Any) -> Gebruiker:
    """Who may take this step, by the table of the factories."""
    return WIE[stap][1](aanvraag, velden)


def ingelogd(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def invoer(antwoord: Any) -> dict[str, Any]:
    """What a browser would send back untouched."""
    form = antwoord.context["form"]
    velden = {veld.html_name: veld.value() for veld in form}
    for formset in getattr(form, "formsets", ()):
        velden |= {f"{formset.prefix}-{naam}": formset.management_form[naam].value() for naam in _BEHEER}
        velden |= {veld.html_name: veld.value() for rij in formset for veld in rij}
    return {
        naam: _als_tekst(waarde)
        for naam, waarde in velden.items()
        if waarde not in (None, "") and waarde is not False
    }


_BEHEER = ("TOTAL_FORMS", "INITIAL_FORMS")


def _als_tekst(waarde: Any) -> Any:
    return f"{waarde.day}-{waarde.month}-{waarde.year}" if hasattr(waarde, "year") else waarde


def straks(dagen: int) -> str:
    dag = klok.vandaag() + timedelta(days=dagen)
    return f"{dag.day}-{dag.month}-{dag.year}"


def voorstel(team: int, **anders: Any) -> dict[str, Any]:
    return {
        "regels-TOTAL_FORMS": "2",
        "regels-INITIAL_FORMS": "0",
        "regels-0-team": team,
        "regels-0-functiegroep": "B",
        "regels-0-uren_laag": "60",
        "regels-0-uren": "80,5",
        "regels-0-uren_hoog": "110",
        "kosten-TOTAL_FORMS": "1",
        "kosten-INITIAL_FORMS": "0",
        "kosten-0-omschrijving": "Licentie",
        "kosten-0-bedrag": "€ 1.250,50",
        "haalbaar": "ja_als",
        "haalbaar_tekst": "Als de leverancier meewerkt.",
        "vroegste_start": straks(10),
        "klaar_vroegst": straks(60),
        "klaar_waarschijnlijk": straks(80),
        "klaar_laatst": straks(100),
        "tijdig_tekst": "Na de zomer is er minder tijd.",
        "kwaliteit_tekst": "Alle vergunningen zijn terug te vinden.",
        "risicos": "De leverancier is traag.",
        "zekerheid": "middel",
    } | anders


# status, step, what somebody fills in, status after it
GOED: list[tuple[S, str, Any, S]] = [
    (
        S.INGEDIEND,
        "in_behandeling_nemen",
        lambda a: {"soort": "maatwerk", "soort_grond": "Niet in de DVO.", "team": WIE_TEAM(a)},
        S.IN_INTAKE,
    ),
    (S.INGEDIEND, "parkeren", lambda a: {"tot": straks(30), "reden": "Eerst de begroting."}, S.INGEDIEND),
    (
        S.IN_INTAKE,
        "dubbel_melden",
        lambda a: {"nummer": aanvraag_in(S.IN_INTAKE).nummer, "reden": "Hetzelfde systeem."},
        S.AFGEWEZEN,
    ),
    (S.INGEDIEND, "vraag_stellen", lambda a: {"vraag": "Voor wie is dit?"}, S.AANVULLING_GEVRAAGD),
    (S.IN_INTAKE, "vraag_stellen", lambda a: {"vraag": "Hoeveel vergunningen?"}, S.AANVULLING_GEVRAAGD),
    (S.AANVULLING_GEVRAAGD, "aanvullen", lambda a: {"antwoord": "Ongeveer 300."}, S.IN_INTAKE),
    (
        S.IN_INTAKE,
        "ter_verificatie",
        lambda a: (
            verificatievelden()
            | {"dubbel_gecontroleerd": "Nee.", "anderen_gevraagd": "Diemen niet.", "effect_inwoners": "2"}
        ),
        S.IN_VERIFICATIE,
    ),
    (S.IN_VERIFICATIE, "paraferen", lambda a: {}, S.IN_VERIFICATIE),
    (S.IN_VERIFICATIE, "corrigeren", lambda a: {"correctie": "Ook de APV."}, S.IN_INTAKE),
    (S.IN_RAMING, "herzien", lambda a: {"probleem": "Iets anders.", "reden": "De raad."}, S.IN_VERIFICATIE),
    (S.IN_RAMING, "voorstellen", lambda a: voorstel(a.team_id), S.TER_AKKOORD),
    (S.TER_AKKOORD, "tegenvoorstel", lambda a: {"reden": "Te duur."}, S.IN_RAMING),
    (
        S.TER_AKKOORD,
        "akkoord_geven",
        lambda a: {"haalbaar": "on", "op_tijd": "on", "goed": "on"},
        S.TER_AKKOORD,
    ),
    (S.TER_PRIORITERING, "prioriteren", lambda a: {"plaats": "1", "reden": "Nodig."}, S.GEPRIORITEERD),
    (S.TER_PRIORITERING, "op_wachtlijst_zetten", lambda a: {"reden": "Geen ruimte."}, S.WACHTLIJST),
    (S.WACHTLIJST, "aanhouden", lambda a: {"reden": "Eerst de begroting."}, S.AANGEHOUDEN),
    (S.TER_PRIORITERING, "opschalen", lambda a: {"reden": "Te groot voor ons."}, S.TER_PRIORITERING),
    (
        S.TER_PRIORITERING,
        "afwijzen",
        lambda a: {"code": "dubbel", "reden": "Bestaat al.", "vervolg": "Sluit u aan."},
        S.AFGEWEZEN,
    ),
    (S.GEPRIORITEERD, "opdracht_geven", lambda a: {}, S.GEPRIORITEERD),
    (
        S.OPDRACHT_VERLEEND,
        "starten",
        lambda a: {"uitvoerders": [iemand(Rol.UITVOERDER).pk]},
        S.IN_UITVOERING,
    ),
    (
        S.OPDRACHT_VERLEEND,
        "financiering",
        lambda a: {
            "organisatie": a.organisatie_id,
            "stand": "onder_voorbehoud",
            "begrotingsmoment": "Najaarsnota",
        },
        S.OPDRACHT_VERLEEND,
    ),
    (S.IN_UITVOERING, "opleveren", lambda a: {"resultaat": "Het draait."}, S.OPGELEVERD),
    (S.OPGELEVERD, "niet_akkoord", lambda a: {"reden": "De APV ontbreekt."}, S.IN_UITVOERING),
    (S.OPGELEVERD, "accepteren", lambda a: {"score": "4"}, S.OPGELEVERD),
    (S.INGEDIEND, "intrekken", lambda a: {"reden": "Niet meer nodig."}, S.INGETROKKEN),
    (S.AFGEWEZEN, "heropenen", lambda a: {"reden": "Toch nodig."}, S.IN_INTAKE),
    (S.IN_RAMING, "toewijzen", lambda a: {"team": team("HRM").pk}, S.IN_RAMING),
    (S.IN_INTAKE, "betrekken", lambda a: {"ogons": [ogon("buurt").pk]}, S.IN_INTAKE),
    (S.INGEDIEND, "naar_ogon", lambda a: {"ogon": ogon("buurt").pk, "reden": "Past daar."}, S.INGEDIEND),
]


def WIE_TEAM(aanvraag: Aanvraag) -> int:
    return iemand(Rol.TEAMMANAGER).rollen[0].team_id


@pytest.mark.parametrize(("van", "stap", "velden", "naar"), GOED, ids=[f"{g[1]}" for g in GOED])
def test_step_opens_and_works_once(van, stap, velden, naar):
    aanvraag = aanvraag_in(van)
    klant = ingelogd(wie(aanvraag, stap))
    if stap == "starten":
        iemand(Rol.UITVOERDER)
    if stap in ("toewijzen", "naar_ogon", "betrekken"):
        team("HRM")
        ogon("buurt")
    pagina = klant.get(adres(aanvraag, stap))
    assert pagina.status_code == 200

    verzonden = invoer(pagina) | velden(aanvraag)
    eerste = klant.post(adres(aanvraag, stap), verzonden)
    assert eerste.status_code == 302, eerste.context["form"].errors
    tweede = klant.post(adres(aanvraag, stap), verzonden)

    assert (tweede.status_code, tweede["Location"]) == (302, eerste["Location"])
    aanvraag.refresh_from_db()
    assert aanvraag.status == naar
    feiten = Gebeurtenis.objects.over(aanvraag).filter(soort=f"maatwerk.aanvraag.{stap}")
    assert feiten.filter(op__gte=aanvraag.gewijzigd_op - timedelta(minutes=1)).count() >= 1
    assert Handeling.objects.count() == 1


def test_every_step_of_the_table_has_a_form():
    assert set(STAPPEN) == set(AANVRAAG.stappen) - GEEN_STAP_VAN_HIER


# Wrong answers ------------------------------------------------------------------------------------------

HUGE = "woord " * 2000
FOUT: list[tuple[S, str, dict[str, Any], str, str]] = [
    (S.INGEDIEND, "in_behandeling_nemen", {"behandelaar": "99999999999999999999"}, "behandelaar", "Kies een"),
    (S.INGEDIEND, "in_behandeling_nemen", {"team": "-1"}, "team", "Kies een team uit de lijst."),
    (
        S.INGEDIEND,
        "in_behandeling_nemen",
        {"soort": "iets"},
        "soort",
        "Kies een van de antwoorden hieronder.",
    ),
    (S.INGEDIEND, "in_behandeling_nemen", {"soort": "dvo"}, "dvo_product", "Noem het product"),
    (S.IN_INTAKE, "vraag_stellen", {"uiterlijk_op": "1-1-2020"}, "uiterlijk_op", "vanaf vandaag"),
    (S.IN_INTAKE, "vraag_stellen", {"uiterlijk_op": "morgen"}, "uiterlijk_op", "‘morgen’ is geen datum."),
    (S.IN_INTAKE, "vraag_stellen", {"vraag": HUGE}, "vraag", "Maak dit korter"),
    (S.IN_INTAKE, "ter_verificatie", {"afbakening": "  "}, "afbakening", "Schrijf op wat erbij hoort"),
    (S.AANVULLING_GEVRAAGD, "aanvullen", {"antwoord": ""}, "antwoord", "Schrijf uw antwoord op."),
    (S.TER_AKKOORD, "tegenvoorstel", {"reden": "tekst\0"}, "reden", "Null"),
    (S.TER_AKKOORD, "akkoord_geven", {"haalbaar": "on"}, "goed", "Zet een vinkje bij ‘Goed’"),
    (S.TER_AKKOORD, "akkoord_geven", {"akkoord": "dekking-1"}, "akkoord", "Kies een van de antwoorden"),
    (S.TER_PRIORITERING, "prioriteren", {"plaats": "eerste"}, "plaats", "Vul de plaats in als getal"),
    (S.TER_PRIORITERING, "prioriteren", {"plaats": "9" * 30}, "plaats", "tot en met 9999"),
    (S.TER_PRIORITERING, "prioriteren", {"plaats": "0"}, "plaats", "De eerste plaats is 1."),
    (S.TER_PRIORITERING, "aanhouden", {"opnieuw_op": "1-1-2020"}, "opnieuw_op", "na vandaag"),
    (S.TER_PRIORITERING, "afwijzen", {"code": ""}, "code", "Kies een reden."),
    (S.GEPRIORITEERD, "opdracht_geven", {"plafond_uren": "1e9"}, "plafond_uren", "geen aantal uren"),
    (S.GEPRIORITEERD, "opdracht_geven", {"plafond_kosten": "-5"}, "plafond_kosten", "Vul 0 euro of meer in."),
    (S.GEPRIORITEERD, "opdracht_geven", {"plafond_kosten": "9" * 11}, "plafond_kosten", "Vul hooguit"),
    (S.OPDRACHT_VERLEEND, "starten", {"uitvoerders": ["99999999999999999999"]}, "uitvoerders", "Kies uit"),
    (S.OPDRACHT_VERLEEND, "starten", {"uitvoerders": ["abc"]}, "uitvoerders", "Kies uitvoerders"),
    (S.OPGELEVERD, "accepteren", {"score": "6"}, "score", "van 1 tot en met 5"),
]


@pytest.mark.parametrize(
    ("van", "stap", "fout", "veld", "zin"), FOUT, ids=[f"{f[1]}-{f[3]}-{n}" for n, f in enumerate(FOUT)]
)
def test_bad_input_is_refused_beside_the_field_and_kept(van, stap, fout, veld, zin):
    aanvraag = aanvraag_in(van)
    klant = ingelogd(wie(aanvraag, stap))
    verzonden = invoer(klant.get(adres(aanvraag, stap))) | {"reden": "Mijn reden"} | fout

    antwoord = klant.post(adres(aanvraag, stap), verzonden)

    assert antwoord.status_code == 422
    form = antwoord.context["form"]
    assert zin in " ".join(form.errors[veld])
    assert {naam: form.data[form[naam].html_name] for naam in fout if naam != "uitvoerders"} == {
        naam: waarde for naam, waarde in fout.items() if naam != "uitvoerders"
    }
    inhoud = antwoord.content.decode()
    assert "Controleer uw antwoorden" in inhoud
    aanvraag.refresh_from_db()
    assert aanvraag.status == van


# Who, when and how often --------------------------------------------------------------------------------


def test_unseen_is_404_not_allowed_is_403_and_unknown_is_404():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    vreemd = ingelogd(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D")))
    aanvrager = ingelogd(iemand(Rol.AANVRAGER))

    assert vreemd.get(adres(aanvraag, "tegenvoorstel")).status_code == 404
    assert vreemd.post(adres(aanvraag, "tegenvoorstel"), {"reden": "x"}).status_code == 404
    assert aanvrager.get(adres(aanvraag, "prioriteren")).status_code == 302
    assert aanvrager.get(adres(aanvraag, "tegenvoorstel")).status_code == 403
    assert aanvrager.post(adres(aanvraag, "tegenvoorstel"), {"reden": "x"}).status_code == 403
    for onbekend in ("indienen", "onbekend", "akkoord_geven"):
        pad = f"/aanvragen/{aanvraag.sleutel}/{onbekend}/"
        assert aanvrager.get(pad).status_code == 404


def test_step_that_cannot_be_taken_now_explains_itself():
    aanvraag = aanvraag_in(S.INGEDIEND)
    klant = ingelogd(iemand(Rol.VOORZITTER))

    kijkt = klant.get(adres(aanvraag, "prioriteren"))
    doet = klant.post(adres(aanvraag, "prioriteren"), {"plaats": 1, "reden": "Nu"})

    assert kijkt["Location"] == aanvraag.get_absolute_url()
    assert doet.status_code == 422
    assert "‘Prioriteren’ kan nu niet: de status is ‘Ingediend’." in doet.content.decode()
    assert not Besluit.objects.exists()


def test_stale_version_shows_both_and_offers_the_own_text_again():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    klant = ingelogd(wie(aanvraag, "tegenvoorstel"))
    verzonden = invoer(klant.get(adres(aanvraag, "tegenvoorstel"))) | {"reden": "Mijn lange reden"}
    zet(aanvraag, "akkoord_geven", soort="dekking")

    antwoord = klant.post(adres(aanvraag, "tegenvoorstel"), verzonden)
    opnieuw = klant.get(antwoord.context["opnieuw_url"])

    assert antwoord.status_code == 409
    assert "Mijn lange reden" in antwoord.content.decode()
    assert antwoord.content.decode().count("Uw tekst staat hieronder") == 1
    assert opnieuw.context["form"]["reden"].value() == "Mijn lange reden"
    assert opnieuw.context["form"]["versie"].value() == Aanvraag.objects.get(pk=aanvraag.pk).versie


def test_ranking_made_on_an_older_list_is_refused():
    aanvraag, ander = aanvraag_in(S.TER_PRIORITERING), aanvraag_in(S.TER_PRIORITERING)
    klant = ingelogd(wie(aanvraag, "prioriteren"))
    verzonden = invoer(klant.get(adres(aanvraag, "prioriteren"))) | {"plaats": "1", "reden": "Eerst dit"}
    zet(ander, "prioriteren")

    antwoord = klant.post(adres(aanvraag, "prioriteren"), verzonden)

    assert antwoord.status_code == 409
    assert "Eerst dit" in antwoord.content.decode()


def test_substitute_acts_in_the_name_of_the_other():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    opdrachtgever = wie(aanvraag, "akkoord_geven")
    klant = ingelogd(vervanger(opdrachtgever, van=klok.vandaag()))
    verzonden = invoer(klant.get(adres(aanvraag, "akkoord_geven")))

    klant.post(
        adres(aanvraag, "akkoord_geven"), verzonden | dict.fromkeys(["haalbaar", "op_tijd", "goed"], "on")
    )

    assert Akkoord.objects.get().namens == opdrachtgever
    assert Gebeurtenis.objects.over(aanvraag).last().namens == opdrachtgever


def test_key_of_another_person_is_not_honoured():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    sleutel = uuid.uuid4()
    Handeling.objects.create(sleutel=sleutel, gebruiker=maak(None), pad="/", antwoord="/elders/")
    klant = ingelogd(wie(aanvraag, "tegenvoorstel"))

    antwoord = klant.post(adres(aanvraag, "tegenvoorstel"), {"reden": "Te duur", "sleutel": sleutel})

    assert antwoord.status_code == 422
    assert "al eens verstuurd" in antwoord.content.decode()


# Who takes it up ----------------------------------------------------------------------------------------


def test_assigning_starts_with_what_stands_there_and_says_so_when_nothing_changed():
    aanvraag = aanvraag_in(S.IN_INTAKE)
    klant = ingelogd(wie(aanvraag, "toewijzen"))
    pagina = klant.get(adres(aanvraag, "toewijzen"))
    zelfde = klant.post(adres(aanvraag, "toewijzen"), invoer(pagina))

    form = pagina.context["form"]
    assert (form["team"].value(), form["behandelaar"].value()) == (aanvraag.team_id, aanvraag.behandelaar_id)
    assert zelfde.status_code == 422 and "Dit stond al zo." in zelfde.content.decode()


def test_after_the_proposal_only_a_colleague_can_be_chosen():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    ander = iemand(Rol.TEAMMANAGER, team=team("HRM"))
    klant = ingelogd(wie(aanvraag, "toewijzen"))
    pagina = klant.get(adres(aanvraag, "toewijzen"))
    klant.post(adres(aanvraag, "toewijzen"), invoer(pagina) | {"behandelaar": ander.pk})

    assert "team" not in pagina.context["form"].fields
    aanvraag.refresh_from_db()
    assert aanvraag.behandelaar == ander


def test_who_moved_it_away_lands_on_the_list_and_reads_that_it_went():
    aanvraag, elders = aanvraag_in(S.IN_INTAKE), ogon("buurt")
    klant = ingelogd(wie(aanvraag, "naar_ogon"))
    pagina = klant.get(adres(aanvraag, "naar_ogon"))
    antwoord = klant.post(
        adres(aanvraag, "naar_ogon"),
        invoer(pagina) | {"ogon": elders.pk, "reden": "Het gaat over de buurt."},
        follow=True,
    )

    assert aanvraag.ogon not in pagina.context["form"].fields["ogon"].queryset
    assert antwoord.redirect_chain == [(reverse("maatwerk:aanvraag_list"), 302)]
    assert "De aanvraag ligt nu bij het andere OGON." in antwoord.content.decode()
    assert klant.get(adres(aanvraag, "naar_ogon")).status_code == 404


# The proposal -------------------------------------------------------------------------------------------


def test_proposal_stores_rows_costs_and_promises():
    aanvraag = aanvraag_in(S.IN_RAMING)

    ingelogd(wie(aanvraag, "voorstellen")).post(adres(aanvraag, "voorstellen"), voorstel(aanvraag.team_id))

    raming = geldige_raming(Aanvraag.objects.get(pk=aanvraag.pk))
    assert raming is not None
    assert (str(raming.uren), str(raming.totaal)) == ("80.50", "8334.50")
    assert {a.soort: a.tekst for a in aanvraag.afspraken.all()} == {
        "haalbaarheid": "Als de leverancier meewerkt.",
        "tijdigheid": "Na de zomer is er minder tijd.",
        "kwaliteit": "Alle vergunningen zijn terug te vinden.",
    }


def test_new_proposal_keeps_the_rows_that_stay_the_same():
    aanvraag = aanvraag_in(S.IN_RAMING)
    klant = ingelogd(wie(aanvraag, "voorstellen"))
    klant.post(adres(aanvraag, "voorstellen"), voorstel(aanvraag.team_id))
    aanvraag.refresh_from_db()
    ingelogd(wie(aanvraag, "tegenvoorstel")).post(
        adres(aanvraag, "tegenvoorstel"), {"reden": "Doe er B bij."}
    )

    vooraf = {"regels-TOTAL_FORMS": "2", "regels-INITIAL_FORMS": "1", "kosten-INITIAL_FORMS": "1"}
    rij = {"functiegroep": "B", "uren_laag": "1", "uren": "2", "uren_hoog": "3", "team": aanvraag.team_id}
    extra = {f"regels-1-{naam}": waarde for naam, waarde in rij.items()}
    klant.post(adres(aanvraag, "voorstellen"), voorstel(aanvraag.team_id) | vooraf | extra)

    raming = geldige_raming(Aanvraag.objects.get(pk=aanvraag.pk))
    assert (raming.versie, str(raming.uren), raming.externe_kosten.count()) == (2, "82.50", 1)


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        ({"regels-0-uren": "NaN"}, "is geen aantal uren"),
        ({"regels-0-uren": ""}, "Vul uren waarschijnlijk in."),
        ({"regels-0-uren_laag": "90"}, "De uren lopen op"),
        ({"regels-0-team": "99999999999999999999"}, "Kies een team."),
        ({"regels-0-functiegroep": "ZZ"}, "Kies een functiegroep."),
        ({"regels-1-uren": "5"}, "Kies een team."),
        ({"kosten-0-bedrag": "1e9"}, "is geen bedrag"),
        ({"kosten-0-bedrag": "-1"}, "Vul meer dan 0 euro in."),
        ({"kosten-0-omschrijving": ""}, "Schrijf op wat u koopt"),
        ({"klaar_laatst": straks(70)}, "Kies een datum vanaf"),
        ({"klaar_vroegst": straks(5)}, "Kies een datum vanaf"),
        ({"vroegste_start": "1-1-2020"}, "Kies een datum vanaf vandaag."),
        ({"regels-TOTAL_FORMS": "1000"}, "Vul hooguit 30 regels in."),
        ({"regels-TOTAL_FORMS": "veel"}, "kwam niet compleet aan"),
        ({"regels-TOTAL_FORMS": "0"}, "Vul ten minste één regel met uren in."),
    ],
)
def test_bad_row_is_refused_and_everything_typed_stays(fout, zin):
    aanvraag = aanvraag_in(S.IN_RAMING)
    velden = voorstel(aanvraag.team_id) | fout

    antwoord = ingelogd(wie(aanvraag, "voorstellen")).post(adres(aanvraag, "voorstellen"), velden)

    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert zin in inhoud
    assert "Fout: " in inhoud.partition("</title>")[0]
    assert "Als de leverancier meewerkt." in inhoud
    assert geldige_raming(aanvraag) is None


def test_rows_come_and_go_without_script_and_without_judgement():
    aanvraag = aanvraag_in(S.IN_RAMING)
    klant = ingelogd(wie(aanvraag, "voorstellen"))
    velden = voorstel(aanvraag.team_id, klaar_laatst="ooit", **{"regels-1-uren": "acht"})

    erbij = klant.post(adres(aanvraag, "voorstellen"), velden | {"bewerk": "regels+"})
    weg = klant.post(adres(aanvraag, "voorstellen"), velden | {"bewerk": "regels-0"})

    assert [rij["uren"].value() for rij in erbij.context["form"].regels] == ["80,5", "acht", None]
    assert [rij["uren"].value() for rij in weg.context["form"].regels] == ["acht"]
    assert erbij.context["form"]["klaar_laatst"].value() == "ooit"
    assert "utrecht-form-field-error-message" not in erbij.content.decode()
    assert "80,5 uur" in erbij.content.decode()


@pytest.mark.parametrize("bewerking", ["regels-99", "regels--1", "kosten-x", "x", "regels", "regels-\u0663"])
def test_odd_edits_change_nothing(bewerking):
    aanvraag = aanvraag_in(S.IN_RAMING)
    velden = voorstel(aanvraag.team_id, bewerk=bewerking)

    antwoord = ingelogd(wie(aanvraag, "voorstellen")).post(adres(aanvraag, "voorstellen"), velden)

    assert antwoord.status_code == 200
    assert [rij["uren"].value() for rij in antwoord.context["form"].regels] == ["80,5", None]


def test_second_proposal_starts_from_the_first_and_asks_why_a_promise_changes():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    zet(aanvraag, "tegenvoorstel", reden="Het moet goedkoper")
    klant = ingelogd(wie(aanvraag, "voorstellen"))
    pagina = klant.get(adres(aanvraag, "voorstellen"))
    datums = {"klaar_vroegst": straks(40), "klaar_waarschijnlijk": straks(80), "klaar_laatst": straks(99)}
    verzonden = invoer(pagina) | datums | {"vroegste_start": straks(5), "kwaliteit_tekst": "Minder goed."}

    zonder = klant.post(adres(aanvraag, "voorstellen"), verzonden)
    met = klant.post(adres(aanvraag, "voorstellen"), verzonden | {"oorzaak": "gemeente"})

    assert "Het moet goedkoper" in pagina.content.decode()
    assert "Kies waardoor dat komt." in " ".join(zonder.context["form"].errors["oorzaak"])
    assert met.status_code == 302
    assert aanvraag.afspraken.filter(soort="kwaliteit").first().oorzaak == "gemeente"


# Reading before deciding --------------------------------------------------------------------------------


def test_confirmation_shows_the_whole_text_and_what_changed_since():
    aanvraag = aanvraag_in(S.IN_VERIFICATIE)
    zet(aanvraag, "corrigeren", correctie="Ook de APV.")
    schrijver = ingelogd(wie(aanvraag, "ter_verificatie"))
    pagina = schrijver.get(adres(aanvraag, "ter_verificatie"))
    verzonden = invoer(pagina) | {"afbakening": "Ook de APV hoort erbij."}
    schrijver.post(adres(aanvraag, "ter_verificatie"), verzonden)
    zet(aanvraag, "paraferen")

    inhoud = ingelogd(wie(aanvraag, "bevestigen")).get(adres(aanvraag, "bevestigen")).content.decode()

    assert "Ook de APV." in pagina.content.decode()
    assert "<ins>" in inhoud
    assert "APV" in inhoud


def test_revision_shows_the_difference_first_and_refuses_no_change():
    aanvraag = aanvraag_in(S.IN_RAMING)
    klant = ingelogd(wie(aanvraag, "herzien"))
    verzonden = invoer(klant.get(adres(aanvraag, "herzien"))) | {"reden": "De raad wil het."}

    gelijk = klant.post(adres(aanvraag, "herzien"), verzonden)
    bekeken = klant.post(
        adres(aanvraag, "herzien"), verzonden | {"probleem": "Anders.", "bewerk": "verschil"}
    )

    assert "U heeft niets gewijzigd." in gelijk.content.decode()
    assert [veld.label for veld in bekeken.context["form"].verschil] == ["Probleem"]
    assert Aanvraag.objects.get(pk=aanvraag.pk).status == S.IN_RAMING


def test_budget_holder_gives_cover_and_the_second_akkoord_closes_the_circle():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    zet(aanvraag, "akkoord_geven")
    klant = ingelogd(wie(aanvraag, "akkoord_geven", soort="dekking"))
    verzonden = invoer(klant.get(adres(aanvraag, "akkoord_geven"))) | {"i_s": "I", "dekking": "Post 6.2"}

    zonder = klant.post(adres(aanvraag, "akkoord_geven"), verzonden | {"taakveld": "99"})
    met = klant.post(adres(aanvraag, "akkoord_geven"), verzonden | {"taakveld": "0.4"})

    assert zonder.status_code == 422
    assert met.status_code == 302
    assert Aanvraag.objects.get(pk=aanvraag.pk).status == S.TER_PRIORITERING


def test_second_initial_only_shows_what_the_chair_decided():
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    zet(aanvraag, "opdracht_geven")
    klant = ingelogd(wie(aanvraag, "opdracht_geven"))
    pagina = klant.get(adres(aanvraag, "opdracht_geven"))

    klant.post(adres(aanvraag, "opdracht_geven"), invoer(pagina) | {"plafond_uren": "9999"})

    aanvraag = Aanvraag.objects.get(pk=aanvraag.pk)
    assert "plafond_uren" not in pagina.context["form"].fields
    assert aanvraag.status == S.OPDRACHT_VERLEEND
    assert aanvraag.opdracht.plafond_uren != 9999
