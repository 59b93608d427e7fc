"""De uitgaande post: wie een bericht wil sturen, legt het hier neer."""

from django.conf import settings
from django.core.mail import EmailMessage  # noqa: TID251  the one place that sends
from django.template.loader import render_to_string

from duoplus.celery import later
from duoplus.models import Bericht, Gebruiker
from duoplus.teksten import tekst


def queue(
    template: str,
    *,
    to: Gebruiker,
    key: str,
    reden: str,
    pad: str = "",
    bundelen: bool = False,
    formeel: bool = False,
    **context: object,
) -> Bericht:
    """Put one rendered message in the outbox; the same key never yields a second one.

    ``reden`` says why this person gets it. ``bundelen`` keeps it for the daily digest: mail at once
    only where the receiver's own act unblocks something.
    """
    tekst = render_to_string(f"emails/{template}.txt", context | {"ontvanger": to})
    onderwerp, _, inhoud = tekst.strip().partition("\n")
    return put(
        to=to,
        key=key,
        onderwerp=onderwerp,
        tekst=inhoud.strip(),
        reden=reden,
        pad=pad,
        bundelen=bundelen,
        formeel=formeel,
    )


def put(*, to: Gebruiker, key: str, **velden: object) -> Bericht:
    """Put finished words in the outbox under a unique key."""
    bericht, created = Bericht.objects.get_or_create(sleutel=key, defaults={"ontvanger": to} | velden)
    if created and not bericht.bundelen:
        later("duoplus.tasks.send_bericht", bericht.pk)
    return bericht


def deliver(bericht: Bericht) -> None:
    """Hand one message to the mail server. Raises ``OSError`` when it does not take it."""
    EmailMessage(
        subject=bericht.onderwerp,
        body=render_to_string("emails/brief.txt", _brief(bericht)),
        to=[bericht.ontvanger.email],
        headers={"Message-ID": bericht.message_id},
    ).send()


def _brief(bericht: Bericht) -> dict[str, object]:
    return {"bericht": bericht, "adres": settings.BASE_URL, "afsluiting": tekst("mail_afsluiting")}
