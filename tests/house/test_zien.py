"""Wat `visible_to` geeft is precies wat `has_perm` toestaat, en herkennen is ruimer."""

import itertools
from datetime import timedelta

import pytest
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import VerantwoordingStatus
from maatwerk.models import OP_TAFEL, Aanvraag, Lumpsum, Opdracht, Verantwoording
from tests.factories import aanvraag_in, concept, gemeente, iemand, maak, ogon, team, zet
from tests.factories.lumpsums import lumpsum
from tests.factories.mensen import VOOR_GEMEENTE
from tests.factories.verantwoordingen import verantwoording

pytestmark = pytest.mark.django_db


def _mensen() -> list[Gebruiker]:
    """Every role in every place it can have, and none."""
    mensen = [maak(None), *Gebruiker.objects.filter(toewijzingen__isnull=False).distinct()]
    gisteren = klok.vandaag() - timedelta(days=1)
    for rol in Rol:
        mensen += [maak(rol), maak(rol, tot=gisteren)]
        mensen += [maak(rol, ogon=ogon(slug)) for slug in ("bedrijfsvoering", "buurt")]
        if rol in VOOR_GEMEENTE:
            mensen += [maak(rol, organisatie=gemeente(letter), ogon=ogon()) for letter in "DUO"]
    return mensen


def _wereld() -> None:
    """Every state, alone and shared, in two OGON's; a draft, a withdrawn draft and one without an OGON."""
    for nummer, status in enumerate(S):
        aanvraag_in(status, gemeenten=("U", "D", "UO", "DUO")[nummer % 4])
    aanvraag_in(S.IN_INTAKE, ogon=ogon("buurt"), gemeenten="UO")
    aanvraag_in(S.GEPRIORITEERD, ogon=ogon("buurt"), gemeenten="O")
    zet(concept(organisatie=gemeente("D")), "intrekken")
    los = aanvraag_in(S.INGEDIEND, gemeenten="O")
    Aanvraag.objects.filter(pk=los.pk).update(ogon=None)


def test_the_set_and_the_question_agree_and_recognising_is_wider():
    _wereld()
    for mens in _mensen():
        zichtbaar = set(Aanvraag.objects.visible_to(mens).values_list("pk", flat=True))
        herkend = set(Aanvraag.objects.recognisable_to(mens).values_list("pk", flat=True))
        gevraagd = {a.pk for a in Aanvraag.objects.all() if mens.has_perm("maatwerk.view_aanvraag", a)}
        wie = [f"{t} {t.organisatie or ''}" for t in mens.rollen]

        assert zichtbaar == gevraagd, wie
        assert zichtbaar <= herkend, wie
        extra = Aanvraag.objects.filter(pk__in=herkend - zichtbaar)
        assert set(extra.values_list("status", flat=True)) <= set(OP_TAFEL), wie
        assert {o.aanvraag_id for o in Opdracht.objects.visible_to(mens)} <= zichtbaar, wie
        for aanvraag in Aanvraag.objects.exclude(pk__in=zichtbaar):
            assert not mens.has_perm("maatwerk.reageren_aanvraag", aanvraag), wie
            assert not mens.has_perm("maatwerk.volgen_aanvraag", aanvraag), wie


def test_the_money_of_a_year_and_its_reports_agree_too():
    """Each municipality's and the report over all, in every state."""
    lumpsums = [lumpsum(letter) for letter in "DUO"]
    for nummer, (wie, status) in enumerate(itertools.product((*"DUO", ""), VerantwoordingStatus)):
        _rapport(nummer, wie, status)

    for mens in _mensen():
        wie = [f"{t} {t.organisatie or ''}" for t in mens.rollen]
        for model, alle in ((Lumpsum, lumpsums), (Verantwoording, Verantwoording.objects.all())):
            naam = model._meta.model_name
            zichtbaar = set(model.objects.visible_to(mens).values_list("pk", flat=True))
            gevraagd = {een.pk for een in alle if mens.has_perm(f"maatwerk.view_{naam}", een)}
            assert zichtbaar == gevraagd, (naam, wie)
            assert not zichtbaar or mens.has_perm(f"maatwerk.view_{naam}"), (naam, wie)


def _rapport(nummer: int, letter: str, status: VerantwoordingStatus) -> None:
    uit = status == VerantwoordingStatus.DEFINITIEF
    klaar = {"definitief_op": klok.nu(), "gecontroleerd_door": iemand(Rol.DIRECTIEBERAAD), "zegel": "0" * 64}
    verantwoording(
        nummer=f"VW-{nummer}",
        versie=nummer + 1,
        organisatie=gemeente(letter) if letter else None,
        status=status,
        **klaar if uit else {},
    ).save()


def test_amounts_are_for_who_pays_works_or_controls():
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="UO")
    ziet = {
        rol
        for rol in Rol
        for mens in [maak(rol, organisatie=gemeente("U"), ogon=ogon())]
        if mens.has_perm("maatwerk.bedragen_aanvraag", aanvraag)
    }
    vreemd = {
        rol
        for rol in VOOR_GEMEENTE
        for mens in [maak(rol, organisatie=gemeente("D"))]
        if mens.has_perm("maatwerk.bedragen_aanvraag", aanvraag)
    }

    assert set(Rol) - ziet == {Rol.CPI, Rol.INKOOPADVISEUR, Rol.BEHEERDER}
    assert vreemd == set()


LIJSTEN = (
    *map(
        reverse,
        (
            "maatwerk:mijn_werk",
            "maatwerk:aanvraag_list",
            "maatwerk:concepten",
            "maatwerk:opdracht_list",
            "maatwerk:ogon_list",
            "maatwerk:boeking_list",
            "maatwerk:verantwoordingen",
            "maatwerk:uren_goedkeuren",
            "meldingen",
            "exports",
        ),
    ),
    "/exports/aanvragen.csv",
)


def test_every_list_takes_as_many_queries_for_five_as_for_one(client, django_assert_max_num_queries):
    """For who sees most of it; each list also has its own test with exact numbers."""
    lezers = [
        iemand(Rol.TEAMMANAGER, team=team()),
        iemand(Rol.OPDRACHTGEVER, ogon=ogon()),
        iemand(Rol.AANVRAGER),
    ]
    statussen = (S.CONCEPT, S.IN_INTAKE, S.TER_AKKOORD, S.GEPRIORITEERD, S.IN_UITVOERING)
    geteld: dict[tuple, list[int]] = {}
    for hoeveel in (1, 4):
        for _ in range(hoeveel):
            for status in statussen:
                aanvraag_in(status, gemeenten="DU")
        for lezer in lezers:
            client.force_login(lezer)
            for lijst in LIJSTEN:
                client.get(lijst)  # templates and content types are warm
                with django_assert_max_num_queries(60) as vragen:
                    antwoord = client.get(lijst)
                    b"".join(antwoord) if antwoord.streaming else antwoord.content
                geteld.setdefault((lijst, lezer.rolnaam), []).append(len(vragen))

    assert {wat: getallen for wat, getallen in geteld.items() if getallen[0] < getallen[1]} == {}
