import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import zonder_accenten
from duoplus.choices import IncidenteelStructureel, Rol
from duoplus.models import Organisatie, Team
from maatwerk.choices import Aanleiding, AanvraagStatus, Antwoord, DatumVast, Effect, Soort, Urgentie

S = AanvraagStatus

# Roles that read every request (domain.md section 2); the others read what is their own.
LEEST_ALLES = (
    Rol.TEAMMANAGER,
    Rol.UITVOERDER,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
    Rol.BEHEERDER,
)
LEEST_EIGEN_GEMEENTE = (Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER, Rol.CPI)
LEEST_EIGEN_OGON = (Rol.VOORZITTER, Rol.SECRETARIS)

# From here on a request is on the OGON's table, so who ranks together recognises it.
OP_TAFEL = (
    S.TER_PRIORITERING,
    S.GEPRIORITEERD,
    S.WACHTLIJST,
    S.AANGEHOUDEN,
    S.OPDRACHT_VERLEEND,
    S.IN_UITVOERING,
    S.OPGELEVERD,
    S.AFGESLOTEN,
)
# Where it is decided who takes it up, if anybody.
IN_TRIAGE = (S.INGEDIEND, S.IN_INTAKE)
EINDSTATUS = (S.AFGESLOTEN, S.AFGEWEZEN, S.INGETROKKEN)

# A draft, and a draft that was withdrawn: it stays with who wrote it.
NOOIT_INGEDIEND = Q(nummer=None, extern_nummer=None)


def lijstindex(naam: str, *velden: str) -> models.Index:
    """What a long list walks without opening a row: the order, the status, and only what was sent in."""
    return models.Index(fields=velden, include=["status"], condition=~NOOIT_INGEDIEND, name=naam)


class AanvraagQuerySet(models.QuerySet["Aanvraag"]):
    def van_gemeenten(self, organisaties: Iterable[int]) -> Self:
        """Requests in which one of these organisations takes part."""
        deel = Deelnemer.objects.filter(aanvraag=OuterRef("pk"), organisatie__in=list(organisaties))
        return self.filter(Exists(deel))

    def visible_to(self, user: Any) -> Self:
        """The dossiers this user may open (``maatwerk.view_aanvraag`` as a set)."""
        eigen_concept = NOOIT_INGEDIEND & (Q(aanvrager=user) | Q(ingevoerd_door=user))
        return self.filter(eigen_concept | (~NOOIT_INGEDIEND & _ziet(user)))

    def ingediend_voor(self, user: Any) -> Self:
        """``visible_to`` without the drafts: no OR around the test, so that an index leads on long lists."""
        return self.filter(~NOOIT_INGEDIEND, _ziet(user))

    def recognisable_to(self, user: Any) -> Self:
        """What may be recognised on a list: the own dossiers, what the own OGON has on its table, and what
        touches the OGON that one leads.
        """
        ogons = user.gremia(Rol.OPDRACHTGEVER)
        leidt = user.gremia(*LEEST_EIGEN_OGON)
        zichtbaar = self.visible_to(user).values("pk")
        bekend = Q(pk__in=zichtbaar) | Q(ogon__in=ogons, status__in=OP_TAFEL)
        if leidt:
            bekend |= Q(pk__in=self.model.objects.filter(betrokken_ogons__in=leidt).values("pk"))
        return self.filter(bekend)

    def open(self) -> Self:
        return self.exclude(status__in=[*EINDSTATUS, S.CONCEPT])

    def op_volgorde(self) -> Self:
        """As the OGON ranked them; what has no place yet comes last, longest waiting first."""
        return self.order_by(F("plaats").asc(nulls_last=True), "status_sinds", "pk")

    def voor_regel(self) -> Self:
        """Everything a line of a list or the work list shows, in a fixed number of queries."""
        return self.select_related("ogon", "team", "organisatie", "aanvrager").prefetch_related("gemeenten")


def zit_op_draaischijf(user: Any) -> bool:
    """Leads the body that coordinates: sees to it that each request lands where it belongs."""
    return any(t.rol in LEEST_EIGEN_OGON and t.gremium_id and t.gremium.coordineert for t in user.rollen)


def leest_elk_dossier(user: Any) -> bool:
    """Reads every request that was sent in."""
    return user.heeft_rol(*LEEST_ALLES) or zit_op_draaischijf(user)


def _ziet(user: Any) -> Q:
    """Which sent-in requests a person reads."""
    if leest_elk_dossier(user):
        return Q()
    return bij_rol(user, alle=LEEST_ALLES, eigen_gemeente=LEEST_EIGEN_GEMEENTE)


def bij_rol(user: Any, *, alle: Iterable[Rol], eigen_gemeente: Iterable[Rol]) -> Q:
    """Every request for some roles, those of the own municipality for others, those of the own OGON.

    An empty side leaves the SQL, so one role is one plain test; what is for everything is no test at all.
    """
    if user.heeft_rol(*alle):
        return Q()
    gemeenten = {t.organisatie_id for t in user.rollen if t.rol in eigen_gemeente}
    ogons = user.gremia(*LEEST_EIGEN_OGON)
    deel = Deelnemer.objects.filter(aanvraag=OuterRef("pk"), organisatie__in=gemeenten)
    return Q(ogon__in=ogons) | Q(Exists(deel))


class Aanvraag(models.Model):
    """Verzoek van een of meer gemeenten om werk dat niet in het basispakket of de DVO zit.

    Het concept is al dit object: wat iemand typt staat letterlijk in ``concept_invoer`` en komt
    pas bij het indienen in de velden.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nummer = models.CharField(max_length=20, unique=True, null=True, blank=True)
    extern_nummer = models.CharField(max_length=40, unique=True, null=True, blank=True)
    versie = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, choices=S, default=S.CONCEPT)
    opgeschaald = models.BooleanField(default=False)

    titel = models.CharField(max_length=120)
    titel_sorteer = models.CharField(max_length=120, editable=False)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="aanvragen")
    gemeenten = models.ManyToManyField(Organisatie, through="Deelnemer", related_name="deelaanvragen")
    ogon = models.ForeignKey("ogon.Ogon", models.PROTECT, null=True, blank=True, related_name="aanvragen")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="aanvragen")
    aanvrager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="aanvragen"
    )
    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ingevoerde_aanvragen"
    )
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="behandelt"
    )
    budgethouder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="budgetaanvragen"
    )

    concept_invoer = models.JSONField(default=dict, blank=True)
    valt_onder_dvo = models.CharField(max_length=10, choices=Antwoord, blank=True)
    probleem = models.TextField(blank=True)
    gewenst_resultaat = models.TextField(blank=True)
    aanleiding = models.CharField(max_length=12, choices=Aanleiding, blank=True)
    urgentie = models.CharField(max_length=10, choices=Urgentie, blank=True)
    urgentie_motivering = models.TextField(blank=True)
    gewenste_datum = models.DateField(null=True, blank=True)
    gewenst_tekst = models.CharField(max_length=60, blank=True)
    datum_vast = models.CharField(max_length=5, choices=DatumVast, blank=True)
    uren_indicatie = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    dekking = models.CharField(max_length=200, blank=True)
    taakveld = models.CharField(max_length=8, blank=True)
    i_s = models.CharField(max_length=1, choices=IncidenteelStructureel, blank=True)

    soort = models.CharField(max_length=10, choices=Soort, blank=True)
    soort_grond = models.TextField(blank=True)
    dvo_product = models.CharField(max_length=120, blank=True)
    effect_inwoners = models.PositiveSmallIntegerField(
        "wat inwoners ervan merken", choices=Effect, null=True, blank=True
    )
    betrokken_ogons = models.ManyToManyField("ogon.Ogon", blank=True, related_name="raakt")
    dubbel_van = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="dubbelen")
    geparkeerd_tot = models.DateField(null=True, blank=True)

    plaats = models.PositiveIntegerField(null=True, blank=True)
    kwam_van = models.CharField(max_length=20, choices=S, blank=True)
    status_sinds = models.DateTimeField(default=klok.nu)
    termijn_op = models.DateField(null=True, blank=True)
    rest_werkdagen = models.SmallIntegerField(null=True, blank=True)

    aangemaakt_op = models.DateTimeField(default=klok.nu)
    gewijzigd_op = models.DateTimeField(default=klok.nu)
    ingediend_op = models.DateTimeField(null=True, blank=True)
    bevestigd_op = models.DateTimeField(null=True, blank=True)
    akkoord_op = models.DateTimeField(null=True, blank=True)
    geprioriteerd_op = models.DateTimeField(null=True, blank=True)
    gestart_op = models.DateTimeField(null=True, blank=True)
    opgeleverd_op = models.DateTimeField(null=True, blank=True)
    afgesloten_op = models.DateTimeField(null=True, blank=True)

    bijlagen = GenericRelation("duoplus.Bijlage")
    reacties = GenericRelation("duoplus.Reactie")
    volgers = GenericRelation("duoplus.Volger")
    gebeurtenissen = GenericRelation("duoplus.Gebeurtenis")

    objects = AanvraagQuerySet.as_manager()

    class Meta:
        ordering = ["-gewijzigd_op", "-pk"]
        indexes = [
            lijstindex("aanvraag_gewijzigd", "-gewijzigd_op", "-id"),
            models.Index(fields=["status", "-gewijzigd_op", "-id"], name="aanvraag_status"),
            lijstindex("aanvraag_ogon", "ogon", "-gewijzigd_op", "-id"),
            lijstindex("aanvraag_team", "team", "-gewijzigd_op", "-id"),
            models.Index(fields=["ogon", "plaats"], name="aanvraag_plaats"),
            models.Index(Coalesce("nummer", "extern_nummer"), "id", name="aanvraag_nummer"),
            models.Index(fields=["titel_sorteer", "id"], name="aanvraag_titel"),
            models.Index(fields=["termijn_op", "id"], name="aanvraag_termijn"),
            GinIndex(fields=["titel_sorteer"], opclasses=["gin_trgm_ops"], name="aanvraag_lijkt_op"),
        ]
        constraints = [
            models.CheckConstraint(
                name="aanvraag_nummer_na_indienen",
                condition=Q(status__in=[S.CONCEPT, S.INGETROKKEN])
                | Q(nummer__isnull=False)
                | Q(extern_nummer__isnull=False),
                violation_error_message="Een ingediende aanvraag heeft een nummer.",
            ),
            models.UniqueConstraint(
                fields=["ogon", "plaats"],
                name="aanvraag_plaats_eenmaal",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Er staat al een aanvraag op deze plaats.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kenmerk} {self.titel}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.titel_sorteer = zonder_accenten(self.titel)[:120]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        if self.status == S.CONCEPT:
            return reverse("maatwerk:concept", args=[self.uuid])
        return reverse("maatwerk:aanvraag", args=[self.sleutel])

    @property
    def kenmerk(self) -> str:
        """The number people use: our own, or the old one of an imported row."""
        return self.nummer or self.extern_nummer or ""

    @property
    def sleutel(self) -> str:
        """What stands in the address."""
        return self.kenmerk or str(self.uuid)

    @property
    def gemeente_ids(self) -> frozenset[int]:
        return frozenset(gemeente.pk for gemeente in self.gemeenten.all())

    @property
    def is_gedeeld(self) -> bool:
        return len(self.gemeente_ids) > 1

    @property
    def is_open(self) -> bool:
        return self.status not in (*EINDSTATUS, S.CONCEPT)

    @property
    def status_toon(self) -> str:
        """The tone of the badge (ui.md section 4)."""
        return TOON[S(self.status)]

    @property
    def is_te_laat(self) -> bool:
        return self.is_open and self.termijn_op is not None and self.termijn_op < klok.vandaag()

    @property
    def klaar_op(self) -> date | None:
        """The agreed end date, or else the wish."""
        opdracht = getattr(self, "opdracht", None)
        return opdracht.klaar_voor if opdracht else self.gewenste_datum


TOON = {
    S.CONCEPT: "open",
    S.INGEDIEND: "info",
    S.IN_INTAKE: "info",
    S.AANVULLING_GEVRAAGD: "warn",
    S.IN_VERIFICATIE: "warn",
    S.IN_RAMING: "info",
    S.TER_AKKOORD: "warn",
    S.TER_PRIORITERING: "brand",
    S.GEPRIORITEERD: "brand",
    S.WACHTLIJST: "",
    S.AANGEHOUDEN: "",
    S.OPDRACHT_VERLEEND: "ok",
    S.IN_UITVOERING: "ok",
    S.OPGELEVERD: "warn",
    S.AFGESLOTEN: "plain ok",
    S.AFGEWEZEN: "bad",
    S.INGETROKKEN: "",
}


class Deelnemer(models.Model):
    """Een gemeente die meedoet aan een aanvraag en dus meebetaalt."""

    # Both ways are indexed below, with the other side in it; a plain index would be read instead.
    aanvraag = models.ForeignKey(Aanvraag, models.CASCADE, related_name="deelnemers", db_index=False)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["aanvraag", "organisatie"], name="deelnemer_eenmaal")]
        indexes = [models.Index(fields=["organisatie", "aanvraag"], name="deelnemer_organisatie")]

    def __str__(self) -> str:
        return f"{self.organisatie} in {self.aanvraag}"
