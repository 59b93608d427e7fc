from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import IncidenteelStructureel, Rol
from duoplus.models import (
    Besluit,
    Bijlage,
    Gedaan,
    Gedateerd,
    GedateerdQuerySet,
    Organisatie,
    Roltoewijzing,
    Team,
)
from ogon.choices import (
    Openbaarheid,
    Orgaan,
    SpoorStatus,
    ToetsSoort,
    Uitkomst,
    VoorstelStatus,
)
from ogon.models.ogon import Ogon

# Who prepares what an OGON puts forward; a bestuursadviseur does so for every OGON.
BEREIDT_VOOR = (Rol.SECRETARIS, Rol.VOORZITTER)
# Who reads a proposal once it was put before a body: for all, and for a municipality that takes part.
LEEST_ALLE: dict[str, tuple[Rol, ...]] = {
    Openbaarheid.OPENBAAR: (
        Rol.TEAMMANAGER,
        Rol.CONCERNCONTROLLER,
        Rol.DIRECTIEBERAAD,
        Rol.ACCOUNTANT,
    ),
    Openbaarheid.VERTROUWELIJK: (Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD),
    Openbaarheid.GEHEIM: (Rol.DIRECTIEBERAAD,),
}
LEEST_EIGEN: dict[str, tuple[Rol, ...]] = {
    Openbaarheid.OPENBAAR: (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER, Rol.CPI),
    Openbaarheid.VERTROUWELIJK: (Rol.OPDRACHTGEVER, Rol.CONTROLLER),
    Openbaarheid.GEHEIM: (Rol.OPDRACHTGEVER,),
}
LEEST_VOORSTELLEN = (
    *BEREIDT_VOOR,
    Rol.BESTUURSADVISEUR,
    *LEEST_ALLE[Openbaarheid.OPENBAAR],
    *LEEST_EIGEN[Openbaarheid.OPENBAAR],
)
ALLE, GEEN = Q(pk__isnull=False), Q(pk__in=())


class VoorstelQuerySet(models.QuerySet["Voorstel"]):
    def visible_to(self, user: Any) -> Self:
        """Who makes it, who is to initial it, and once it was put forward whom it concerns."""
        return self.filter(_met_bedragen(user) | (_is_aangeboden() & _zit_aan_tafel(user)))

    def met_bedragen_voor(self, user: Any) -> Self:
        """Those of which this reader also sees what they cost; never more than ``visible_to``."""
        return self.filter(_met_bedragen(user))


def _met_bedragen(user: Any) -> Q:
    return _maakt(user) | _toetst(user) | (_is_aangeboden() & _leest(user))


def _maakt(user: Any) -> Q:
    adviseert = ALLE if user.heeft_rol(Rol.BESTUURSADVISEUR) else GEEN
    return adviseert | Q(opsteller=user) | Q(ogon__in=user.gremia(*BEREIDT_VOOR))


def _toetst(user: Any) -> Q:
    """Gave an initial, or may give one as long as those are asked."""
    gedaan = Voorsteltoets.objects.filter(voorstel=OuterRef("pk"), door=user)
    mag = Q(Exists(gedaan))
    for regel in Toetsregel.objects.geldig_op(klok.vandaag()):
        for rol in user.rollen:
            if regel.past(rol):
                mag |= Q(status=VoorstelStatus.INTERNE_TOETS) & geldt_voor(user, rol)
    return mag


def _leest(user: Any) -> Q:
    mag = GEEN
    for openbaarheid, rollen in LEEST_ALLE.items():
        mag |= Q(openbaarheid=openbaarheid) & (ALLE if user.heeft_rol(*rollen) else GEEN)
    for openbaarheid, rollen in LEEST_EIGEN.items():
        for rol in user.rollen:
            if rol.rol in rollen and rol.organisatie_id:
                mag |= Q(openbaarheid=openbaarheid) & geldt_voor(user, rol)
    return mag


def _zit_aan_tafel(user: Any) -> Q:
    """Speaks in this OGON for a municipality that the proposal does not go to: reads it without amounts."""
    return Q(openbaarheid=Openbaarheid.OPENBAAR, ogon__in=user.gremia(Rol.OPDRACHTGEVER))


def geldt_voor(user: Any, rol: Roltoewijzing) -> Q:
    """The proposals for which this role counts."""
    in_ogon = Q(ogon=rol.gremium_id) if rol.gremium_id else ALLE
    if rol.organisatie_id is None or (user.is_duoplus and rol.organisatie_id == user.organisatie_id):
        return in_ogon
    eigen = Voorstelspoor.objects.filter(voorstel=OuterRef("pk"), organisatie=rol.organisatie_id)
    return in_ogon & Q(Exists(eigen))


def _is_aangeboden() -> Q:
    aangeboden = Voorstelspoor.objects.filter(voorstel=OuterRef("pk"), aangeboden_op__isnull=False)
    return Q(Exists(aangeboden))


class Voorstel(models.Model):
    """Een stuk voor bestuurlijke besluitvorming, met een weg langs elk orgaan en elke gemeente.

    ``inhoudversie`` counts the texts that were put forward: an initial is for the text it was set under.
    ``opschaling``: the question to the directieberaad that this proposal brings before the boards.
    ``onleesbaar`` keeps word for word what was typed in a field and cannot be read yet.
    """

    nummer = models.CharField(max_length=20, unique=True)
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="voorstellen")
    opschaling = models.OneToOneField(
        "ogon.Opschaling", models.PROTECT, null=True, blank=True, related_name="voorstel"
    )
    titel = models.CharField(max_length=200)
    gevraagd_besluit = models.TextField(blank=True)
    aanleiding = models.TextField(blank=True)
    beoogd_effect = models.TextField(blank=True)
    argumenten = models.TextField(blank=True)
    kanttekeningen = models.TextField(blank=True)
    financien = models.TextField("financiën", blank=True)
    bedrag = models.DecimalField("bedrag in euro", max_digits=12, decimal_places=2, null=True, blank=True)
    taakveld = models.CharField(max_length=8, blank=True)
    i_s = models.CharField(
        "incidenteel of structureel", max_length=1, choices=IncidenteelStructureel, blank=True
    )
    dekking = models.TextField(blank=True)
    communicatie = models.TextField(blank=True)
    planning = models.TextField(blank=True)
    openbaarheid = models.CharField(max_length=14, choices=Openbaarheid, default=Openbaarheid.OPENBAAR)
    status = models.CharField(max_length=16, choices=VoorstelStatus, default=VoorstelStatus.CONCEPT)
    opsteller = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="voorstellen")
    onleesbaar = models.JSONField(default=dict, blank=True)
    inhoudversie = models.PositiveIntegerField(default=1)
    versie = models.PositiveIntegerField(default=0)
    gemaakt_op = models.DateTimeField(default=klok.nu)
    besloten_op = models.DateTimeField(null=True, blank=True)

    objects = VoorstelQuerySet.as_manager()

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:voorstel", args=[self.nummer])

    @property
    def status_toon(self) -> str:
        return VOORSTELTOON[VoorstelStatus(self.status)]

    @cached_property
    def gemeente_ids(self) -> set[int]:
        """The municipalities whose colleges decide on it."""
        return {spoor.organisatie_id for spoor in self.sporen.all() if spoor.organisatie_id is not None}

    def geldige_toetsen(self) -> dict[str, "Voorsteltoets"]:
        """The last word per field under the text as it is now."""
        onder_deze = self.toetsen.filter(inhoudversie=self.inhoudversie).select_related("door", "namens")
        return {toets.soort: toets for toets in onder_deze.order_by("pk")}


VOORSTELTOON = {
    VoorstelStatus.CONCEPT: "open",
    VoorstelStatus.INTERNE_TOETS: "warn",
    VoorstelStatus.ONDERWEG: "brand",
    VoorstelStatus.BESLOTEN: "info",
    VoorstelStatus.UITGEVOERD: "ok",
    VoorstelStatus.INGETROKKEN: "",
}


class Voorsteltoets(Gedaan):
    """Een paraaf van één vakgebied onder één versie van de tekst, of een bezwaar met een opmerking."""

    voorstel = models.ForeignKey(Voorstel, models.PROTECT, related_name="toetsen")
    soort = models.CharField(max_length=12, choices=ToetsSoort)
    inhoudversie = models.PositiveIntegerField()
    akkoord = models.BooleanField()
    opmerking = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="voorsteltoets_nee_met_opmerking",
                condition=Q(akkoord=True) | ~Q(opmerking=""),
                violation_error_message="Schrijf op wat er niet klopt.",
            ),
            models.UniqueConstraint(
                fields=["voorstel", "soort", "inhoudversie"],
                condition=Q(akkoord=True),
                name="voorsteltoets_een_paraaf",
                violation_error_message="Onder deze tekst staat deze paraaf al.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voorstel.nummer} {self.get_soort_display()}"


class Toetsregel(Gedateerd):
    """Wie een voorstel op een vakgebied toetst; een aanname over Duo+, dus met een datum.

    A role of a municipality counts for proposals that go to that municipality.
    """

    soort = models.CharField(max_length=12, choices=ToetsSoort)
    rol = models.CharField(max_length=20, choices=Rol)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["soort", "rol"]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.get_rol_display()} {self.team or ''}".strip()

    def past(self, rol: Roltoewijzing) -> bool:
        """Whether this role is the one that the rule asks for."""
        return rol.rol == self.rol and (self.team_id is None or rol.team_id in (None, self.team_id))


class Voorstelspoor(models.Model):
    """Eén halte op de weg: een orgaan, bij een college ook van welke gemeente. Eén spoor mag achterlopen."""

    voorstel = models.ForeignKey(Voorstel, models.PROTECT, related_name="sporen")
    orgaan = models.CharField(max_length=16, choices=Orgaan)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    volgorde = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=SpoorStatus, default=SpoorStatus.WACHT)
    gepland_op = models.DateField(null=True, blank=True)
    aangeboden_op = models.DateTimeField(null=True, blank=True)
    uitkomst = models.CharField(max_length=12, choices=Uitkomst, blank=True)
    onder_voorbehoud = models.BooleanField("onder voorbehoud van begroting", default=False)
    toelichting = models.TextField(blank=True)
    besloten_op = models.DateField(null=True, blank=True)
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["voorstel", "volgorde", "organisatie__volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["voorstel", "orgaan", "organisatie"],
                nulls_distinct=False,
                name="voorstelspoor_eenmaal",
            ),
            models.CheckConstraint(
                name="voorstelspoor_besloten_met_uitkomst",
                condition=Q(besloten_op__isnull=True, uitkomst="")
                | Q(besloten_op__isnull=False) & ~Q(uitkomst=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_orgaan_display()} {self.organisatie or ''}".strip()

    @property
    def is_klaar(self) -> bool:
        """Nothing has to happen here any more."""
        return self.status in (SpoorStatus.BESLOTEN, SpoorStatus.OVERGESLAGEN)


class Overdracht(Gedaan):
    """Een pakket dat naar een bestuur ging: de PDF, de bijlagen en de gegevens, zoals het toen was."""

    voorstel = models.ForeignKey(Voorstel, models.PROTECT, related_name="overdrachten")
    spoor = models.ForeignKey(Voorstelspoor, models.PROTECT, related_name="overdrachten")
    bestand = models.OneToOneField(Bijlage, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.voorstel.nummer} aan {self.spoor}"
