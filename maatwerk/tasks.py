"""De klok van maatwerk: wie te lang wacht, krijgt een herinnering."""

from collections.abc import Iterator

from celery import shared_task
from django.db import transaction

from duoplus import events, klok, mail
from duoplus.calc.werkdagen import werkdagen_tussen
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Termijn
from maatwerk.actions import beslag, consultaties, signalen, verantwoording
from maatwerk.actions.ronde import naam_van
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening, RondeStatus
from maatwerk.handlers import perioden
from maatwerk.handlers import verantwoording as rapporten
from maatwerk.handlers.volgorde import herinner_aan_standpunt, meld_open
from maatwerk.kring import aan_zet
from maatwerk.models import Aanvraag, Mutatie, Periode, Ronde
from maatwerk.perioden import overzicht
from maatwerk.perioden.maandwerk import te_sluiten
from maatwerk.transitions import AANVRAAG, VERDER
from maatwerk.uren import conflicten
from maatwerk.weken import herinnering
from ogon.actions import conflict

HERINNERD = "maatwerk.aanvraag.herinneren"
# While a question is open the reminders come before the term ends, elsewhere once it has passed.
BIJ_VRAAG = {"eerste": "maatwerk.herinnering.eerste", "tweede": "maatwerk.herinnering.tweede"}


@shared_task
def herinner() -> None:
    """Herinner wie te lang wacht: toe aan een herinnering en nog niet gehad, hoe laat ook.

    A day on which nothing ran is made up for: of several missed reminders only the latest is sent.
    """
    for pk in list(_kandidaten()):
        with transaction.atomic():
            aanvraag = Aanvraag.objects.select_for_update().get(pk=pk)
            if aanleiding := _aanleiding(aanvraag):
                _herinner(aanvraag, aanleiding)


@shared_task
def herinner_aan_standpunten() -> None:
    """Herinner wie nog een standpunt moet geven, en laat weten dat ze na de laatste dag open zijn.

    One reminder per submission, however long nothing ran; none after the last day.
    """
    voorgelegd = Ronde.objects.filter(status=RondeStatus.VOORGELEGD)
    for pk in list(voorgelegd.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            ronde = voorgelegd.select_for_update(of=("self",)).select_related("cyclus__ogon").get(pk=pk)
            if ronde.is_dicht:
                meld_open(ronde)
            elif _is_toe_aan_herinnering(ronde):
                _herinner_aan_standpunt(ronde)


def _is_toe_aan_herinnering(ronde: Ronde) -> bool:
    aantal = Termijn.objects.werkdagen("ogon.standpunt.herinnering", klok.vandaag())
    if aantal is None or ronde.voorgelegd_op is None:
        return False
    sinds = klok.dag(ronde.voorgelegd_op)
    return werkdagen_tussen(sinds, klok.vandaag(), Feestdag.objects.als_vrij()) >= aantal


def _herinner_aan_standpunt(ronde: Ronde) -> None:
    eerder = Gebeurtenis.objects.over(ronde).filter(
        soort="maatwerk.ronde.herinneren", gegevens__voorlegging=ronde.voorlegging
    )
    if not eerder.exists() and (aantal := herinner_aan_standpunt(ronde)):
        events.record(
            "maatwerk.ronde.herinneren",
            ronde,
            by=Gebruiker.objects.systeem(),
            voorlegging=ronde.voorlegging,
            aantal=aantal,
            bord=naam_van(ronde),
        )


@shared_task
def schuif_uren_door() -> None:
    """Plan opnieuw wat in een voorbije maand was toegezegd en niet is gebruikt."""
    deze_maand = klok.vandaag().replace(day=1)
    blijft_liggen = Mutatie.objects.filter(maand__lt=deze_maand).stand("aanvraag")
    systeem = Gebruiker.objects.systeem()
    for pk in sorted({pk for pk, rekening in blijft_liggen if rekening == Rekening.TOEGEZEGD}):
        beslag.schuif_door(Aanvraag.objects.get(pk=pk), by=systeem)


@shared_task
def bewaak_uren() -> None:
    """Zet op de agenda waar OGON's samen te veel uren vragen, en leg vast wie binnen de termijn zweeg."""
    conflicten.controleer_alles()
    conflict.leg_stilte_vast()
    consultaties.leg_stilte_vast()


@shared_task
def bewaak_lumpsums() -> None:
    """Toets de lumpsums van dit jaar, en van elk jaar waarin nog een maand open is."""
    vandaag = klok.vandaag()
    nog_open = Periode.objects.open().filter(maand__lte=vandaag).values_list("maand__year", flat=True)
    for jaar in sorted({vandaag.year, *nog_open}):
        signalen.bewaak_jaar(jaar)


@shared_task
def herinner_aan_maanden() -> None:
    """Laat weten welke maand kan sluiten of te laat is, en wiens uren dat tegenhouden."""
    open_maanden = [periode.maand for periode in te_sluiten().order_by("maand")]
    for maand in overzicht.lees(open_maanden, alles=True):
        perioden.herinner(maand)


@shared_task
def geef_verantwoordingen_uit() -> None:
    """Maak de bestanden van wat is goedgekeurd; wat eerder bleef liggen, komt hier alsnog langs."""
    for pk in verantwoording.goedgekeurd():
        verantwoording.geef_uit(pk)


@shared_task
def herinner_aan_rapporten() -> None:
    """Laat wie opstelt weten welk rapport bijna klaar moet zijn of te laat is."""
    rapporten.herinner()


@shared_task
def herinner_aan_uren() -> None:
    """Herinner wie over de vorige maand nog een week moet indienen."""
    herinnering.herinner()


def _kandidaten() -> Iterator[int]:
    te_laat = Aanvraag.objects.open().filter(termijn_op__lt=klok.vandaag())
    met_vraag = Aanvraag.objects.filter(status=S.AANVULLING_GEVRAAGD)
    yield from (te_laat | met_vraag).order_by("pk").values_list("pk", flat=True)


def _aanleiding(aanvraag: Aanvraag) -> str:
    """Which reminder is due for the present state; empty if none."""
    if aanvraag.status not in VERDER:
        return ""
    if aanvraag.status == S.AANVULLING_GEVRAAGD:
        return _bij_vraag(aanvraag)
    voorbij = aanvraag.termijn_op is not None and aanvraag.termijn_op < klok.vandaag()
    return "termijn" if voorbij else ""


def _bij_vraag(aanvraag: Aanvraag) -> str:
    """The second reminder takes the place of a first that was missed."""
    sinds = klok.dag(aanvraag.status_sinds)
    gewacht = werkdagen_tussen(sinds, klok.vandaag(), Feestdag.objects.als_vrij())
    toe = ""
    for naam, sleutel in BIJ_VRAAG.items():
        na = Termijn.objects.werkdagen(sleutel, klok.vandaag())
        if na is not None and gewacht >= na:
            toe = naam
    return toe


def _herinner(aanvraag: Aanvraag, aanleiding: str) -> None:
    """Once per occasion and period; the period is the stretch in which this state has held."""
    periode = f"{aanvraag.status}:{aanvraag.status_sinds.isoformat()}:{aanvraag.termijn_op}"
    sleutel = f"herinnering:{aanvraag.pk}:{aanleiding}:{periode}"
    if Gebeurtenis.objects.over(aanvraag).filter(soort=HERINNERD, gegevens__sleutel=sleutel).exists():
        return
    for gebruiker in aan_zet(aanvraag):
        mail.queue(
            "maatwerk/herinnering",
            to=gebruiker,
            key=f"{sleutel}:{gebruiker.pk}",
            reden="de aanvraag wacht op u",
            pad=aanvraag.get_absolute_url(),
            aanvraag=aanvraag,
            stappen=[AANVRAAG.stappen[naam] for naam in VERDER[S(aanvraag.status)]],
        )
    events.record(HERINNERD, aanvraag, by=Gebruiker.objects.systeem(), sleutel=sleutel, aanleiding=aanleiding)
