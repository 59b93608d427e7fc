"""De cyclus: precies één fase, dagen uit de jaarkalender, en wie haar verder zet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Deelname, Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.actions.cyclus import naar_fase, open_cyclus, sluit, verzet_fase
from ogon.choices import Fase
from ogon.fasen import HANDELINGEN, VOLGORDE, banner, mag_in_fase, vereis_fase
from ogon.models import Cyclus, Faseregel, Ogon
from tests.factories import gemeente, iemand, maak, ogon, team, vervanger

pytestmark = pytest.mark.django_db

ZONDAG = datetime(2026, 11, 22, 11, tzinfo=UTC)
REDEN = "Het overleg is verplaatst."


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(ZONDAG):
        yield


def cyclus_in(fase: str = Fase.OPHALEN, jaar: int = 2027, slug: str = "bedrijfsvoering") -> Cyclus:
    voorzitter = iemand(Rol.VOORZITTER, ogon=ogon(slug))
    cyclus = open_cyclus(ogon(slug), jaar, by=voorzitter)
    for volgende in VOLGORDE[1 : VOLGORDE.index(Fase(fase)) + 1]:
        naar_fase(cyclus, volgende, by=voorzitter)
    return cyclus


def dagen(cyclus: Cyclus) -> dict[str, tuple[date, date]]:
    return {f.fase: (f.van, f.tot) for f in cyclus.fasen.all()}


def test_a_cycle_takes_its_days_from_the_yearly_calendar_in_working_days():
    fasen = dagen(cyclus_in())

    assert fasen[Fase.OPHALEN] == (date(2026, 9, 1), date(2026, 9, 30))
    assert fasen[Fase.PRIORITEREN] == (date(2026, 11, 23), date(2026, 12, 4))
    assert fasen[Fase.UITVOEREN][0] == date(2027, 1, 4)  # New Year's Day is a holiday, then a weekend
    assert list(fasen) == list(VOLGORDE)


def test_there_is_one_cycle_per_year_and_ogon_and_only_of_a_year_near_by():
    cyclus_in()

    for jaar in (2027, 2025, 2029):
        with pytest.raises(StapKanNiet):
            open_cyclus(ogon(), jaar, by=iemand(Rol.VOORZITTER))
    assert cyclus_in(slug="burger").jaar == 2027


def test_a_calendar_in_a_circle_opens_nothing_and_says_what_is_wrong():
    Faseregel.objects.filter(fase=Fase.TOETSEN).update(maand=9)

    with pytest.raises(StapKanNiet, match=r"‘Scherp maken’ begint op .* Zet de fasen op volgorde"):
        open_cyclus(ogon(), 2027, by=iemand(Rol.VOORZITTER))
    assert not Cyclus.objects.exists()


@pytest.mark.parametrize("rol", [Rol.SECRETARIS, Rol.OPDRACHTGEVER, Rol.TEAMMANAGER, Rol.BEHEERDER])
def test_only_the_chair_opens_and_moves_on(rol):
    ander = iemand(rol)
    cyclus = cyclus_in()

    for poging in (
        lambda: open_cyclus(ogon(), 2028, by=ander),
        lambda: naar_fase(cyclus, Fase.ARTICULEREN, by=ander),
        lambda: sluit(cyclus, by=ander),
    ):
        with pytest.raises(PermissionDenied):
            poging()


def test_the_chair_of_another_ogon_and_a_former_chair_do_not():
    cyclus = cyclus_in()
    ander = iemand(Rol.VOORZITTER, ogon=ogon("burger"))
    oud = maak(Rol.VOORZITTER, ogon=ogon(), tot=date(2026, 11, 21))

    for wie in (ander, oud):
        with pytest.raises(PermissionDenied):
            naar_fase(cyclus, Fase.ARTICULEREN, by=wie)


def test_a_substitute_acts_in_the_name_of_the_chair():
    cyclus = cyclus_in()
    voorzitter = iemand(Rol.VOORZITTER)

    naar_fase(cyclus, Fase.ARTICULEREN, by=vervanger(voorzitter, van=date(2026, 11, 1)))

    feit = Gebeurtenis.objects.over(cyclus).last()
    assert (feit.soort, feit.namens) == ("ogon.cyclus.naar_fase", voorzitter)
    assert (feit.gegevens["van_fase"], feit.gegevens["naar_fase"]) == ("ophalen", "articuleren")


@pytest.mark.parametrize("fase", VOLGORDE)
def test_from_each_phase_only_the_next_or_back_with_a_reason(fase):
    cyclus, voorzitter = cyclus_in(fase), iemand(Rol.VOORZITTER)
    plek = VOLGORDE.index(fase)

    for andere in VOLGORDE:
        stap = VOLGORDE.index(andere) - plek
        if stap == 1:
            continue
        with pytest.raises(StapKanNiet):
            naar_fase(cyclus, andere, by=voorzitter)
    assert Cyclus.objects.get(pk=cyclus.pk).fase == fase
    if plek:
        naar_fase(cyclus, VOLGORDE[0], by=voorzitter, reden=REDEN)
        assert cyclus.fase == VOLGORDE[0]


def test_two_chairs_at_once_move_on_once():
    cyclus, voorzitter = cyclus_in(), iemand(Rol.VOORZITTER)
    gezien = cyclus.versie
    naar_fase(cyclus, Fase.ARTICULEREN, by=voorzitter, versie=gezien)

    with pytest.raises(Verouderd):
        naar_fase(cyclus, Fase.TOETSEN, by=voorzitter, versie=gezien)
    assert Cyclus.objects.get(pk=cyclus.pk).fase == Fase.ARTICULEREN


def test_the_secretary_moves_days_within_its_neighbours():
    cyclus, secretaris = cyclus_in(), iemand(Rol.SECRETARIS)

    verzet_fase(
        cyclus,
        Fase.PRIORITEREN,
        van=date(2026, 11, 24),
        tot=date(2026, 12, 4),
        by=secretaris,
        reden=REDEN,
    )

    assert dagen(cyclus)[Fase.PRIORITEREN] == (date(2026, 11, 24), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("van", "tot", "zin"),
    [
        (date(2026, 11, 22), date(2026, 12, 4), "‘Toetsen’ duurt tot en met 22 november 2026"),
        (date(2026, 11, 23), date(2026, 12, 7), "‘Vaststellen’ begint op 7 december 2026"),
        (date(2026, 12, 4), date(2026, 12, 3), "De laatste dag ligt voor de eerste"),
        (date(2026, 11, 23), date(2026, 12, 4), "niets gewijzigd"),
    ],
)
def test_days_stay_in_order_and_never_overlap(van, tot, zin):
    cyclus = cyclus_in()
    voor = dagen(cyclus)

    with pytest.raises(StapKanNiet, match=zin):
        verzet_fase(cyclus, Fase.PRIORITEREN, van=van, tot=tot, by=iemand(Rol.SECRETARIS), reden=REDEN)
    assert dagen(cyclus) == voor


def test_other_days_ask_a_reason():
    with pytest.raises(StapKanNiet, match="Schrijf op waarom"):
        verzet_fase(
            cyclus_in(), Fase.PRIORITEREN, van=date(2026, 11, 24), tot=date(2026, 12, 4),
            by=iemand(Rol.SECRETARIS), reden=" ",
        )  # fmt: skip


def test_a_cycle_closes_after_its_last_phase_and_then_stands():
    cyclus, voorzitter = cyclus_in(Fase.EVALUEREN, 2026), iemand(Rol.VOORZITTER)
    sluit(cyclus, by=voorzitter)

    with pytest.raises(StapKanNiet, match="gesloten"):
        naar_fase(cyclus, Fase.UITVOEREN, by=voorzitter, reden=REDEN)
    assert not any(mag_in_fase(cyclus, naam) for naam in HANDELINGEN)


def test_a_cycle_does_not_close_half_way():
    with pytest.raises(StapKanNiet, match="nu in de fase ‘Vraag ophalen’"):
        sluit(cyclus_in(), by=iemand(Rol.VOORZITTER))


def test_an_act_of_another_phase_names_the_active_one():
    cyclus = cyclus_in(Fase.TOETSEN)

    with pytest.raises(StapKanNiet) as weigering:
        vereis_fase(cyclus, "standpunt")

    assert str(weigering.value) == (
        "‘Een standpunt geven’ kan nu niet: de cyclus is in de fase ‘Toetsen’. "
        "Het kan in ‘Prioriteren’ of ‘Vaststellen’."
    )


@pytest.mark.parametrize(
    ("rol", "teksten"),
    [
        (Rol.VOORZITTER, ["meebeslissen over de volgorde", "de volgorde voorleggen"]),
        (
            Rol.OPDRACHTGEVER,
            ["meebeslissen over de volgorde", "uw standpunt geven als de volgorde voorligt"],
        ),
        (Rol.TEAMMANAGER, []),
    ],
)
def test_the_banner_says_what_each_role_can_do_now(rol, teksten):
    cyclus = cyclus_in(Fase.PRIORITEREN)

    nu = banner(cyclus, iemand(rol, team=team()))

    assert (nu.fase, nu.tot, nu.werkdagen) == ("Prioriteren", date(2026, 12, 4), 10)
    assert [kans.tekst for kans in nu.kansen] == teksten


def test_who_no_longer_takes_part_does_not_rank_along():
    cyclus, diemen = cyclus_in(), iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    assert diemen.has_perm("ogon.rangschikken_cyclus", cyclus)

    gisteren = klok.vandaag() - timedelta(days=1)
    Deelname.objects.filter(organisatie=gemeente("D")).update(tot=gisteren)

    assert not diemen.has_perm("ogon.rangschikken_cyclus", Cyclus.objects.get(pk=cyclus.pk))
    assert not diemen.has_perm("ogon.rangschikken_cyclus", Ogon.objects.get(slug="bedrijfsvoering"))
