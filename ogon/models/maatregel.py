from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import IncidenteelStructureel, Rol
from duoplus.models import Actiepunt, Besluit, Bijlage, Gedaan, Gremium, Organisatie
from ogon.choices import MaatregelStatus, PlanStatus

# Who reads every measure with all its amounts, and who those of the own municipality.
LEEST_ALLE_MAATREGELEN = (
    Rol.TEAMMANAGER,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
)
LEEST_EIGEN_MAATREGELEN = (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER)
LEEST_ALLE_PLANNEN = (
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
)


def eigen_gemeenten(user: Any) -> set[int]:
    """The organisations for whose money this person may look."""
    return {t.organisatie_id for t in user.rollen if t.rol in LEEST_EIGEN_MAATREGELEN and t.organisatie_id}


class MaatregelQuerySet(models.QuerySet["Efficiencymaatregel"]):
    def visible_to(self, user: Any) -> Self:
        """Duo+ and who looks on for all read every measure; a municipality those with a target for it."""
        if user.heeft_rol(*LEEST_ALLE_MAATREGELEN):
            return self
        voor_ons = Maatregeldoel.objects.filter(
            maatregel=OuterRef("pk"), organisatie__in=eigen_gemeenten(user)
        )
        return self.filter(Q(eigenaar=user) | Q(Exists(voor_ons)))


class Efficiencymaatregel(models.Model):
    """Een afgesproken besparing, van idee tot bewezen resultaat."""

    nummer = models.CharField(max_length=20, unique=True)
    titel = models.CharField(max_length=200)
    toelichting = models.TextField()
    businesscase = models.TextField(blank=True)
    status = models.CharField(max_length=14, choices=MaatregelStatus, default=MaatregelStatus.IDEE)
    i_s = models.CharField(
        "incidenteel of structureel", max_length=1, choices=IncidenteelStructureel, blank=True
    )
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="+")
    gedeeld = models.BooleanField(
        "gemeenten zien elkaars bedragen",
        default=False,
        help_text="Anders ziet een gemeente alleen haar eigen bedragen.",
    )
    vervallen_reden = models.TextField(blank=True)
    versie = models.PositiveIntegerField(default=0)
    gemaakt_op = models.DateTimeField(default=klok.nu)

    objects = MaatregelQuerySet.as_manager()

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:maatregel", args=[self.nummer])

    @property
    def status_toon(self) -> str:
        return MAATREGELTOON[MaatregelStatus(self.status)]

    def van_wie_zichtbaar(self, user: Any) -> Q:
        """Of which municipalities this reader sees the targets and results."""
        if self.gedeeld or user.pk == self.eigenaar_id or user.heeft_rol(*LEEST_ALLE_MAATREGELEN):
            return Q()
        return Q(organisatie__in=eigen_gemeenten(user))


MAATREGELTOON = {
    MaatregelStatus.IDEE: "open",
    MaatregelStatus.BUSINESSCASE: "info",
    MaatregelStatus.BESLUIT: "warn",
    MaatregelStatus.UITVOERING: "brand",
    MaatregelStatus.GEREALISEERD: "ok",
    MaatregelStatus.VERVALLEN: "",
}


class Maatregeldoel(models.Model):
    """Hoeveel euro een maatregel in een jaar voor een gemeente moet opleveren."""

    maatregel = models.ForeignKey(Efficiencymaatregel, models.CASCADE, related_name="doelen")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    jaar = models.PositiveSmallIntegerField()
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["jaar", "organisatie__volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["maatregel", "organisatie", "jaar"], name="maatregeldoel_eenmaal"
            ),
            models.CheckConstraint(name="maatregeldoel_niet_negatief", condition=Q(bedrag__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.jaar} {self.bedrag}"


class Maatregelresultaat(Gedaan):
    """Wat een maatregel in een jaar voor een gemeente opleverde, met het bewijs. De laatste regel telt."""

    maatregel = models.ForeignKey(Efficiencymaatregel, models.PROTECT, related_name="resultaten")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    jaar = models.PositiveSmallIntegerField()
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    bewijs = models.TextField()
    bijlage = models.ForeignKey(Bijlage, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.jaar} {self.bedrag}"


class PlanQuerySet(models.QuerySet["PlanVanAanpak"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever sits in the body, owns the plan or an action of it, and who looks on for all."""
        if user.heeft_rol(*LEEST_ALLE_PLANNEN):
            return self
        acties = Actiepunt.objects.filter(
            content_type=ContentType.objects.get_for_model(PlanVanAanpak),
            object_id=OuterRef("pk"),
            eigenaar=user,
        )
        return self.filter(Q(eigenaar=user) | Q(gremium__in=user.gremia()) | Q(Exists(acties)))


class PlanVanAanpak(models.Model):
    """Wat er met een extern advies gebeurt: acties met een eigenaar, een datum en voortgang."""

    nummer = models.CharField(max_length=20, unique=True)
    titel = models.CharField(max_length=200)
    adviseur = models.CharField(max_length=120)
    advies = models.TextField()
    ontvangen_op = models.DateField()
    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="plannen_van_aanpak")
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=PlanStatus, default=PlanStatus.LOOPT)
    conclusie = models.TextField(blank=True)
    afgesloten_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=0)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-ontvangen_op", "-pk"]
        verbose_name = "plan van aanpak"
        verbose_name_plural = "plannen van aanpak"

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:plan_van_aanpak", args=[self.nummer])

    @property
    def status_toon(self) -> str:
        return "brand" if self.status == PlanStatus.LOOPT else "ok"


def acties_van_plannen(user: Any) -> Q:
    """The actions of plans that this person may read."""
    leesbaar = PlanVanAanpak.objects.visible_to(user).order_by().values("pk")
    return Q(content_type__app_label="ogon", content_type__model="planvanaanpak", object_id__in=leesbaar)
