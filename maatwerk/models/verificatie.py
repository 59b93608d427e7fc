from django.conf import settings
from django.db import models
from django.db.models import Q

from duoplus import klok
from maatwerk.choices import AanvraagStatus
from maatwerk.models.aanvraag import Aanvraag

# The fields that a confirmation freezes; a change to one of them asks for a new confirmation.
BEVESTIGDE_VELDEN = {
    "begrepen": "Zo hebben wij u begrepen",
    "probleem": "Probleem",
    "beoogd_effect": "Beoogd effect",
    "afbakening": "Wat hoort erbij en wat niet",
    "acceptatiecriteria": "Wanneer is het goed",
    "gevolg_niet_doen": "Wat gebeurt er als we dit niet doen",
}


class Verificatie(models.Model):
    """Eén versie van de vraag zoals Duo+ die begrijpt en de opdrachtgever die bevestigt.

    A confirmed version never changes again: the database refuses it.
    """

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="verificaties")
    versie = models.PositiveSmallIntegerField()
    begrepen = models.TextField(BEVESTIGDE_VELDEN["begrepen"])
    probleem = models.TextField(BEVESTIGDE_VELDEN["probleem"])
    beoogd_effect = models.TextField(BEVESTIGDE_VELDEN["beoogd_effect"])
    afbakening = models.TextField(BEVESTIGDE_VELDEN["afbakening"])
    acceptatiecriteria = models.TextField(BEVESTIGDE_VELDEN["acceptatiecriteria"])
    gevolg_niet_doen = models.TextField(BEVESTIGDE_VELDEN["gevolg_niet_doen"])
    dubbel_gecontroleerd = models.TextField("Is er al zoiets aangevraagd?", blank=True)
    anderen_gevraagd = models.TextField("Doen andere gemeenten mee?", blank=True)
    opgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opgesteld_op = models.DateTimeField(default=klok.nu)
    geparafeerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    geparafeerd_op = models.DateTimeField(null=True, blank=True)
    bevestigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bevestigd_namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bevestigd_op = models.DateTimeField(null=True, blank=True)
    correctie = models.TextField("Wat klopt er niet?", blank=True)

    class Meta:
        ordering = ["-versie"]
        constraints = [
            models.UniqueConstraint(fields=["aanvraag", "versie"], name="verificatie_versie_eenmaal"),
            models.CheckConstraint(
                name="verificatie_bevestigd_na_paraaf",
                condition=Q(bevestigd_op__isnull=True) | Q(geparafeerd_op__isnull=False),
                violation_error_message="Duo+ zet eerst een paraaf, daarna bevestigt de opdrachtgever.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanvraag.kenmerk} versie {self.versie}"

    @property
    def is_bevestigd(self) -> bool:
        return self.bevestigd_op is not None

    def verschil(self, vorige: "Verificatie | None") -> list[tuple[str, str, str]]:
        """(label, before, after) for each confirmed field that differs from ``vorige``."""
        if vorige is None:
            return []
        return [
            (label, getattr(vorige, veld), getattr(self, veld))
            for veld, label in BEVESTIGDE_VELDEN.items()
            if getattr(vorige, veld) != getattr(self, veld)
        ]


class Vraag(models.Model):
    """Een vraag waarop Duo+ wacht: aan wie, en voor wanneer. Zolang staat de klok stil."""

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="vragen")
    vraag = models.TextField()
    aan = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="vragen")
    uiterlijk_op = models.DateField()
    kwam_van = models.CharField(max_length=20, choices=AanvraagStatus)
    gesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gesteld_op = models.DateTimeField(default=klok.nu)
    antwoord = models.TextField(blank=True)
    beantwoord_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    beantwoord_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["gesteld_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["aanvraag"], condition=Q(beantwoord_op=None), name="vraag_een_tegelijk"
            )
        ]

    def __str__(self) -> str:
        return self.vraag[:60]
