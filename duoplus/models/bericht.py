import hashlib
import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from duoplus import klok
from duoplus.choices import BerichtStatus

MAX_POGINGEN = 8


class BerichtQuerySet(models.QuerySet["Bericht"]):
    def claim(self, pk: int) -> "Bericht | None":
        """Return the message if this caller won it; ``None`` if it is sent or in other hands."""
        token = uuid.uuid4()
        won = (
            self.due()
            .filter(pk=pk)
            .update(status=BerichtStatus.GECLAIMD, claim_token=token, geclaimd_op=klok.nu())
        )
        return self.get(pk=pk, claim_token=token) if won else None

    def due(self) -> Self:
        return self.filter(status=BerichtStatus.NIEUW, bundelen=False, niet_voor__lte=klok.nu())

    def te_bundelen(self) -> Self:
        return self.filter(status=BerichtStatus.NIEUW, bundelen=True)

    def release_stale(self, older_than: timedelta) -> None:
        """Take back what a worker claimed and never finished.

        A repeat carries the same Message-ID. A formal notice is not repeated: a person decides.
        """
        oud = self.filter(status=BerichtStatus.GECLAIMD, geclaimd_op__lt=klok.nu() - older_than)
        oud.filter(formeel=True).update(status=BerichtStatus.ONZEKER, claim_token=None)
        oud.filter(formeel=False).update(status=BerichtStatus.NIEUW, claim_token=None)

    def ongelezen(self) -> Self:
        return self.filter(gelezen_op=None, is_overzicht=False)


class Bericht(models.Model):
    """Een melding aan één persoon, in het portaal en per e-mail. De sleutel maakt haar uniek."""

    sleutel = models.CharField(max_length=200, unique=True)
    ontvanger = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="berichten")
    onderwerp = models.CharField(max_length=200)
    tekst = models.TextField()
    reden = models.CharField("waarom u dit krijgt", max_length=200)
    pad = models.CharField(max_length=200, blank=True)
    bundelen = models.BooleanField("in het dagoverzicht", default=False)
    is_overzicht = models.BooleanField(default=False)
    formeel = models.BooleanField(default=False)
    gemaakt_op = models.DateTimeField(default=klok.nu)
    gelezen_op = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=BerichtStatus, default=BerichtStatus.NIEUW)
    pogingen = models.PositiveSmallIntegerField(default=0)
    niet_voor = models.DateTimeField(default=klok.nu)
    claim_token = models.UUIDField(null=True)
    geclaimd_op = models.DateTimeField(null=True)
    verzonden_op = models.DateTimeField(null=True)
    fout = models.TextField(blank=True)

    objects = BerichtQuerySet.as_manager()

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]
        indexes = [
            models.Index(
                fields=["niet_voor"], name="bericht_wachtrij", condition=Q(status=BerichtStatus.NIEUW)
            ),
            models.Index(fields=["ontvanger", "-gemaakt_op"], name="bericht_ontvanger"),
            models.Index(fields=["ontvanger"], name="bericht_ongelezen", condition=Q(gelezen_op=None)),
        ]

    def __str__(self) -> str:
        return self.onderwerp

    @property
    def message_id(self) -> str:
        """The same on every attempt, so that a receiver can recognise a repeat."""
        return f"<{hashlib.sha256(self.sleutel.encode()).hexdigest()[:40]}@duoplus.portaal>"

    def mark_sent(self) -> None:
        self._klaar(status=BerichtStatus.VERZONDEN, verzonden_op=klok.nu(), fout="")

    def postpone(self, error: Exception) -> None:
        """Wait longer after each failure; give up visibly, never silently."""
        pogingen = self.pogingen + 1
        self._klaar(
            status=BerichtStatus.NIEUW if pogingen < MAX_POGINGEN else BerichtStatus.MISLUKT,
            pogingen=pogingen,
            niet_voor=klok.nu() + timedelta(minutes=min(2**pogingen, 240)),
            fout=str(error),
        )

    def offer_again(self) -> bool:
        """A person decides that it goes out once more, from the start; false if it was not stuck."""
        vast = (BerichtStatus.MISLUKT, BerichtStatus.ONZEKER)
        aangeboden = Bericht.objects.filter(pk=self.pk, status__in=vast).update(
            status=BerichtStatus.NIEUW, pogingen=0, niet_voor=klok.nu(), claim_token=None, fout=""
        )
        return bool(aangeboden)

    def _klaar(self, **velden: object) -> None:
        """Only the holder of the claim may finish it."""
        Bericht.objects.filter(pk=self.pk, claim_token=self.claim_token).update(claim_token=None, **velden)
