import uuid
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models.gebruiker import Roltoewijzing
from duoplus.models.organisatie import Organisatie
from duoplus.models.overleg import Gremium

VAN_U = "U alleen"


class LijstweergaveQuerySet(models.QuerySet["Lijstweergave"]):
    def voor(self, user: Any, lijst: str) -> Self:
        """The own views of this list, and those of the roles held now; the own ones first."""
        van_rol = Q(pk=None)
        for toewijzing in user.rollen:
            van_rol |= _van_rol(toewijzing)
        return (
            self.filter(Q(eigenaar=user) | van_rol, lijst=lijst)
            .select_related("organisatie", "gremium")
            .order_by(F("eigenaar").asc(nulls_last=True), "naam", "pk")
        )

    def met_uuid(self, tekst: str) -> "Lijstweergave | None":
        try:
            return self.filter(uuid=uuid.UUID(tekst)).first()
        except ValueError:
            return None


def _van_rol(toewijzing: Roltoewijzing) -> Q:
    """Views of this role, everywhere or where it is held; a role without a body holds for all of them."""
    waar = Q(organisatie=None) | Q(organisatie=toewijzing.organisatie_id)
    if toewijzing.gremium_id is not None:
        waar &= Q(gremium=None) | Q(gremium=toewijzing.gremium_id)
    return Q(rol=toewijzing.rol) & waar


class Lijstweergave(models.Model):
    """Een naam voor de stand van een lijst: filter, volgorde en kolommen.

    Er staat alleen in wat anders in het adres zou staan; wie de weergave opent, ziet wat hij zelf mag zien.
    Een weergave van een rol is van wie die rol nu heeft, niet van wie haar maakte.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lijst = models.CharField(max_length=40)
    naam = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="lijstweergaven"
    )
    rol = models.CharField(max_length=20, choices=Rol, blank=True)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    gremium = models.ForeignKey(Gremium, models.PROTECT, null=True, blank=True, related_name="+")
    is_standaard = models.BooleanField(default=False)
    versie = models.PositiveIntegerField(default=0)
    gewijzigd_op = models.DateTimeField(default=klok.nu)

    objects = LijstweergaveQuerySet.as_manager()
    teller: str  # how many rows it holds for who looks, where that was counted

    class Meta:
        ordering = ["naam", "pk"]
        indexes = [models.Index(fields=["lijst", "rol"], name="lijstweergave_rol")]
        constraints = [
            models.CheckConstraint(
                name="lijstweergave_van_iemand_of_rol",
                condition=Q(eigenaar__isnull=False, rol="") | Q(eigenaar__isnull=True) & ~Q(rol=""),
                violation_error_message="Een weergave is van uzelf of van een rol.",
            ),
            models.UniqueConstraint(
                fields=["lijst", "eigenaar", "rol", "organisatie", "gremium"],
                condition=Q(is_standaard=True),
                nulls_distinct=False,
                name="lijstweergave_een_standaard",
                violation_error_message="Er is al een weergave waarmee deze lijst opent.",
            ),
            models.UniqueConstraint(
                fields=["lijst", "eigenaar", "rol", "organisatie", "gremium", "naam"],
                nulls_distinct=False,
                name="lijstweergave_naam_eenmaal",
                violation_error_message="Er is al een weergave met deze naam. Kies een andere naam.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def los_adres(self) -> str:
        """The same list written out in the address, for someone who does not have this view."""
        return f"?{urlencode({'weergave': 'standaard'} | self.params)}"

    @property
    def van_wie(self) -> str:
        """Whose it is, for who has it in the list: "U alleen", "Secretaris OGON Bedrijfsvoering"."""
        if self.eigenaar_id:
            return VAN_U
        waar = self.gremium or self.organisatie
        return f"Iedereen met de rol {self.get_rol_display()}{f' bij {waar}' if waar else ''}"
