import logging
from collections.abc import Callable
from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction

from duoplus import actieberichten, besluitberichten, events, exports, klok, mail, vergaderberichten
from duoplus.choices import InleesStatus
from duoplus.inlezen import lezen, overnemen
from duoplus.models import Bericht, Export, Gebeurtenis, Gebruiker, Handeling, Inlezing, Vangnet

logger = logging.getLogger(__name__)

# A claim outlives the SMTP time-out (30 s) by far; what is older was dropped by a fallen worker.
CLAIM_DUUR = timedelta(minutes=15)
# An export tells every second or so that it lives; a PDF is silent while it is typeset.
EXPORT_STIL = timedelta(minutes=3)
# A batch of an import takes a second or two.
INLEZEN_STIL = timedelta(minutes=1)
LAATSTE_RONDE = "laatste-ronde"  # in the cache: when a worker last swept, for whoever watches


@shared_task
def dispatch_event(pk: int) -> None:
    """Laat de handlers reageren: allemaal of geen, en elk feit precies één keer."""
    with transaction.atomic():
        waiting = Gebeurtenis.objects.waiting().select_for_update(skip_locked=True)
        if gebeurtenis := waiting.filter(pk=pk).first():
            events.dispatch(gebeurtenis)
            gebeurtenis.mark_dispatched()


@shared_task
def send_bericht(pk: int) -> None:
    """Verzend één bericht. Tweemaal aanroepen kan geen kwaad: wie het claimt, verzendt het."""
    bericht = Bericht.objects.claim(pk)
    if bericht is None:
        return
    try:
        mail.deliver(bericht)
    except Exception as error:  # whatever is wrong with this one: it must not be claimed for ever
        logger.warning("Bericht %s is niet verzonden", pk, exc_info=True)
        bericht.postpone(error)
    else:
        bericht.mark_sent()


@shared_task
def sweep_outbox() -> None:
    """Pak op wat aan de beurt is of door een gevallen worker bleef liggen.

    Does the work itself instead of ringing for it, so that a broker that loses messages loses nothing.
    """
    Bericht.objects.release_stale(older_than=CLAIM_DUUR)
    for pk in Gebeurtenis.objects.waiting().values_list("pk", flat=True)[:1000]:
        _zonder_de_rest_op_te_houden(dispatch_event, pk)
    for pk in Bericht.objects.due().order_by("pk").values_list("pk", flat=True)[:1000]:
        _zonder_de_rest_op_te_houden(send_bericht, pk)
    cache.set(LAATSTE_RONDE, klok.nu(), timeout=None)


def _zonder_de_rest_op_te_houden(taak: Callable[[int], None], pk: int) -> None:
    """One that fails waits for the next sweep; those behind it do not wait for that one."""
    try:
        taak(pk)
    except Exception:
        logger.exception("%s(%s) mislukte", taak.__name__, pk)


@shared_task
def bundel_berichten() -> None:
    """Elke dag één overzicht per persoon, van alles wat geen haast had."""
    wachtenden = Bericht.objects.te_bundelen().values_list("ontvanger", flat=True).distinct().order_by()
    for gebruiker in Gebruiker.objects.filter(pk__in=wachtenden):
        _bundel(gebruiker)


@transaction.atomic
def _bundel(gebruiker: Gebruiker) -> None:
    berichten = list(Bericht.objects.te_bundelen().filter(ontvanger=gebruiker).select_for_update())
    if not berichten:
        return
    overzicht = mail.queue(
        "dagoverzicht",
        to=gebruiker,
        key=f"dagoverzicht:{gebruiker.pk}:{berichten[-1].pk}",
        reden="u volgt deze aanvragen of heeft er een rol in",
        berichten=berichten,
    )
    Bericht.objects.filter(pk=overzicht.pk).update(is_overzicht=True)
    Bericht.objects.filter(pk__in=[b.pk for b in berichten]).update(
        status="verzonden", verzonden_op=klok.nu()
    )


@shared_task
def herinner_aan_acties() -> None:
    """Herinner wie een actie bijna of te laat klaar moet hebben; elke aanleiding één keer, hoe laat ook."""
    actieberichten.herinner()


@shared_task
def herinner_aan_besluiten() -> None:
    """Herinner wie een besluit te laat uitvoert; eens per termijn, hoe lang er ook niets draaide."""
    besluitberichten.herinner()


@shared_task
def herinner_aan_besluitenlijsten() -> None:
    """Herinner wie een overleg leidt aan een lijst die te laat is; elke vergadering één keer."""
    vergaderberichten.herinner()


@shared_task
def maak_export(pk: int) -> None:
    """Maak één gevraagde download. Tweemaal aanroepen kan geen kwaad: wie hem claimt, maakt hem."""
    if export := Export.objects.claim(pk):
        exports.maak(export)


@shared_task
def sweep_exports() -> None:
    """Maak wat bleef liggen. Apart van de post, die niet op een groot bestand wacht."""
    Export.objects.release_stale(older_than=EXPORT_STIL)
    for pk in Export.objects.wachtend().values_list("pk", flat=True):
        _zonder_de_rest_op_te_houden(maak_export, pk)


@shared_task
def neem_rijen_over(pk: int) -> None:
    """Neem de goede rijen van een ingelezen lijst over, reeks voor reeks."""
    overnemen.werk_af(pk)


@shared_task
def hervat_inlezingen() -> None:
    """Ga verder waar een gevallen worker bleef, of waar de deurbel nooit klonk."""
    stil = Inlezing.objects.filter(status=InleesStatus.BEZIG, gewijzigd_op__lt=klok.nu() - INLEZEN_STIL)
    for pk in stil.values_list("pk", flat=True):
        _zonder_de_rest_op_te_houden(neem_rijen_over, pk)


@shared_task
def ruim_op() -> None:
    """Gooi weg wat zijn tijd heeft gehad: geredde invoer na een uur, drukken op knoppen na een dag.

    Downloads gaan na de termijn die op hun bladzijde staat; verwerkte rekenbladen na die van de instellingen.
    """
    Vangnet.objects.filter(op__lt=klok.nu() - timedelta(hours=1)).delete()
    Handeling.objects.filter(op__lt=klok.nu() - timedelta(days=1)).delete()
    Session.objects.filter(expire_date__lt=klok.nu()).delete()
    for export in Export.objects.verlopen():
        export.gooi_weg()
    lezen.ruim_op()
