"""Iemand binnenlaten: een link waarmee hij zelf een wachtwoord kiest."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from duoplus import klok, mail
from duoplus.models import Bericht, Gebruiker


def wachtwoordlink(gebruiker: Gebruiker) -> str:
    """The whole address; it works once, and as long as ``PASSWORD_RESET_TIMEOUT``."""
    sleutel = default_token_generator.make_token(gebruiker)
    pad = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(gebruiker), sleutel])
    return f"{settings.BASE_URL}{pad}"


def nodig_uit(gebruiker: Gebruiker, *, sleutel: object, reden: str) -> None:
    """Mail the link: for the mailbox, not for the bell. The same ``sleutel`` invites once."""
    bericht = mail.queue(
        "duoplus/uitnodiging",
        to=gebruiker,
        key=f"uitnodiging:{sleutel}",
        reden=reden,
        link=wachtwoordlink(gebruiker),
        dagen=settings.PASSWORD_RESET_TIMEOUT // 86400,
    )
    Bericht.objects.filter(pk=bericht.pk).update(gelezen_op=klok.nu())
