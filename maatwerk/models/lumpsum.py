"""The yearly amount of a municipality: what was adopted, paid, agreed and explained."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import IncidenteelStructureel, Rol
from duoplus.models import Besluit, Gedaan, Gedateerd, GedateerdQuerySet, Organisatie, geen_overlap
from maatwerk.choices import Begrotingsoort, Maat, Onrechtmatig, Signaalstand, Verantwoordingsmethode
from maatwerk.models.aanvraag import leest_elk_dossier
from maatwerk.models.geld import Verdeelsleutel
from maatwerk.models.opdracht import Opdracht
from maatwerk.models.periode import Bron

# Matrix of domain.md section 2: who reads the amounts of every municipality, and who of the own one.
LEEST_ELKE_LUMPSUM = (
    Rol.VOORZITTER,
    Rol.SECRETARIS,
    Rol.TEAMMANAGER,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
)
LEEST_EIGEN_LUMPSUM = (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER)


def gemeenten_met_lumpsum(user: Any) -> set[int] | None:
    """The municipalities whose money this person may see; ``None`` for all of them."""
    if user.heeft_rol(*LEEST_ELKE_LUMPSUM):
        return None
    return {t.organisatie_id for t in user.rollen if t.rol in LEEST_EIGEN_LUMPSUM and t.organisatie_id}


def opdrachten_van(gemeenten: set[int]) -> models.QuerySet[Opdracht, Any]:
    """What these municipalities share in or lead, as keys."""
    van = Q(aandelen__organisatie__in=gemeenten) | Q(aanvraag__organisatie__in=gemeenten)
    return Opdracht.objects.filter(van).order_by().values("pk")


def leesbare_regels(user: Any) -> Q:
    """Of which bookings, or totals of them, this person reads the lines; no test at all for every one.

    Who leads another OGON reads what is spent in all, and line by line only what he may open.
    """
    gemeenten = gemeenten_met_lumpsum(user)
    if gemeenten is not None:
        return Q(opdracht__in=opdrachten_van(gemeenten))
    if leest_elk_dossier(user):
        return Q()
    return Q(opdracht__in=Opdracht.objects.visible_to(user).order_by().values("pk"))


class Taakveld(Gedateerd):
    """Een taakveld van Iv3. De code is tekst: 0.10 is niet 0.1, en 6.60 is niet 6.6."""

    code = models.CharField(max_length=8)
    naam = models.CharField(max_length=80)
    hoofdstuk = models.CharField(max_length=60)
    volgorde = models.PositiveSmallIntegerField(default=0)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["volgorde", "code", "van"]
        constraints = [*Gedateerd.Meta.constraints, geen_overlap("taakveld_zonder_overlap", "code")]

    def __str__(self) -> str:
        return f"{self.code} {self.naam}"


class MethodeQuerySet(GedateerdQuerySet["Methode"]):
    def van_jaar(self, jaar: int) -> Mapping[int, Verantwoordingsmethode]:
        """Per municipality (its id) how it settles this year; without a choice with the yearly account."""
        gekozen = self.geldig_op(date(jaar, 1, 1)).values_list("organisatie", "methode")
        methoden = {gemeente: Verantwoordingsmethode(methode) for gemeente, methode in gekozen}
        return defaultdict(lambda: Verantwoordingsmethode.JAARAFREKENING, methoden)


class Methode(Gedateerd):
    """Hoe een gemeente over een jaar afrekent. Wat er werkelijk is gedaan, bewaart het portaal altijd."""

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    methode = models.CharField(max_length=30, choices=Verantwoordingsmethode)
    opgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MethodeQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["organisatie__volgorde", "van"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("methode_zonder_overlap", "organisatie"),
            models.CheckConstraint(
                name="methode_per_jaar",
                condition=Q(van__month=1, van__day=1) & (Q(tot=None) | Q(tot__month=12, tot__day=31)),
                violation_error_message="Een methode geldt voor hele jaren, van 1 januari tot 31 december.",
            ),
            models.CheckConstraint(
                name="methode_twee_personen",
                condition=Q(opgesteld_door=None, vastgesteld_door=None)
                | ~Q(opgesteld_door=F("vastgesteld_door")),
                violation_error_message="Wie een methode opstelt, stelt haar niet zelf vast.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.get_methode_display()}"


class GrensQuerySet(GedateerdQuerySet["Grens"]):
    def waarde(self, sleutel: str, dag: date) -> Decimal | None:
        """``None`` when nothing holds on ``dag``."""
        return self.geldig_op(dag).filter(sleutel=sleutel).values_list("waarde", flat=True).first()


class Grens(Gedateerd):
    """Een getal waaraan het portaal toetst: een bedrag in euro of een percentage. Aanname tot Duo+ kiest."""

    sleutel = models.CharField(max_length=40)
    omschrijving = models.CharField(max_length=120)
    eenheid = models.CharField(max_length=8)
    waarde = models.DecimalField(max_digits=12, decimal_places=2)
    opgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GrensQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["sleutel", "van"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("grens_zonder_overlap", "sleutel"),
            models.CheckConstraint(
                name="grens_twee_personen",
                condition=Q(opgesteld_door=None, vastgesteld_door=None)
                | ~Q(opgesteld_door=F("vastgesteld_door")),
                violation_error_message="Wie een grens opstelt, stelt haar niet zelf vast.",
            ),
            models.CheckConstraint(
                name="grens_boven_nul",
                condition=Q(waarde__gt=0),
                violation_error_message="Een grens is hoger dan 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.omschrijving


class LumpsumQuerySet(models.QuerySet["Lumpsum"]):
    def visible_to(self, user: Any) -> Self:
        gemeenten = gemeenten_met_lumpsum(user)
        return self if gemeenten is None else self.filter(organisatie__in=gemeenten)


class Lumpsum(models.Model):
    """Het jaarbedrag waarmee een gemeente maatwerk betaalt.

    Nothing is added up here: begroting and voorschotten are in ``regels``, actuals in the bookings.
    """

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="lumpsums")
    jaar = models.PositiveSmallIntegerField()

    objects = LumpsumQuerySet.as_manager()

    class Meta:
        ordering = ["-jaar", "organisatie__volgorde"]
        constraints = [models.UniqueConstraint(fields=["organisatie", "jaar"], name="lumpsum_eenmaal")]

    def __str__(self) -> str:
        return f"Lumpsum {self.organisatie} {self.jaar}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:lumpsum_gemeente", args=[self.jaar, self.organisatie.letter.lower()])


class BegrotingsregelQuerySet(models.QuerySet["Begrotingsregel"]):
    def begroting(self) -> Self:
        """Adopted budget and its changes."""
        return self.filter(soort__in=(Begrotingsoort.PRIMITIEF, Begrotingsoort.WIJZIGING))

    def voorschotten(self) -> Self:
        return self.filter(soort=Begrotingsoort.VOORSCHOT)

    def geldend(self) -> Self:
        """Neither withdrawn nor a withdrawal."""
        return self.filter(trekt_in=None, ingetrokken_door=None)


class Begrotingsregel(Gedaan):
    """Een vastgesteld bedrag: begroting, begrotingswijziging of voorschot, met datum en document.

    Append-only: what was wrong is withdrawn by a row with the opposite amount (``trekt_in``).
    """

    lumpsum = models.ForeignKey(Lumpsum, models.PROTECT, related_name="regels")
    soort = models.CharField(max_length=12, choices=Begrotingsoort)
    datum = models.DateField("vastgesteld op")
    document = models.CharField(max_length=120)
    kwartaal = models.PositiveSmallIntegerField(null=True, blank=True)
    taakveld = models.CharField(max_length=8, blank=True)
    i_s = models.CharField(
        "incidenteel of structureel", max_length=1, choices=IncidenteelStructureel, blank=True
    )
    bedrag = models.DecimalField(max_digits=14, decimal_places=2)
    toelichting = models.TextField(blank=True)
    trekt_in = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="ingetrokken_door"
    )
    bron = models.ForeignKey(Bron, models.PROTECT, null=True, blank=True, related_name="begrotingsregels")
    kenmerk = models.UUIDField(null=True, blank=True, unique=True)
    stukken = GenericRelation("duoplus.Bijlage")

    objects = BegrotingsregelQuerySet.as_manager()

    class Meta:
        ordering = ["datum", "pk"]
        constraints = [
            models.CheckConstraint(
                name="begrotingsregel_naar_soort",
                condition=Q(soort=Begrotingsoort.VOORSCHOT, kwartaal__range=(1, 4), taakveld="")
                | ~Q(soort=Begrotingsoort.VOORSCHOT) & Q(kwartaal=None) & ~Q(taakveld="") & ~Q(i_s=""),
                violation_error_message="Een voorschot noemt het kwartaal; begroting het taakveld en I of S.",
            ),
            models.CheckConstraint(
                name="begrotingsregel_bedrag",
                condition=~Q(bedrag=0),
                violation_error_message="Vul een bedrag in.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.document}"


class Opdrachtsleutel(Gedaan):
    """Vanaf welke maand een lopende opdracht een andere sleutel volgt; alleen een besluit doet dat.

    Before the first of these the key of the assignment holds, as it was at its decision.
    """

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="sleutelperioden")
    sleutel = models.ForeignKey(Verdeelsleutel, models.PROTECT, related_name="+")
    vanaf = models.DateField(help_text="De eerste dag van de maand.")
    besluit = models.ForeignKey(Besluit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["vanaf"]
        constraints = [
            models.UniqueConstraint(fields=["opdracht", "vanaf"], name="opdrachtsleutel_eenmaal"),
            models.CheckConstraint(
                name="opdrachtsleutel_eerste_van_de_maand",
                condition=Q(vanaf__day=1),
                violation_error_message="Een andere sleutel begint op de eerste dag van een maand.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opdracht} vanaf {self.vanaf:%d-%m-%Y}: {self.sleutel}"


class PrognoseQuerySet(models.QuerySet["Prognose"]):
    def geldend(self) -> Self:
        """The last word on each assignment."""
        return self.order_by("opdracht_id", "-pk").distinct("opdracht_id")


class Prognose(Gedaan):
    """Wat een opdracht naar verwachting nog kost, met uitleg; zonder deze telt raming min geboekt."""

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="prognoses")
    rest = models.DecimalField("nog te verwachten, in euro", max_digits=12, decimal_places=2)
    toelichting = models.TextField()

    objects = PrognoseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="prognose_niet_negatief",
                condition=Q(rest__gte=0),
                violation_error_message="Wat nog komt, is nul of meer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opdracht}: nog {self.rest}"


class Toelichting(Gedaan):
    """Waarom een bedrag afwijkt van de begroting of de raming. De laatste telt; geen enkele verdwijnt.

    Over the whole lumpsum when neither ``opdracht`` nor ``taakveld`` is filled.
    """

    lumpsum = models.ForeignKey(Lumpsum, models.PROTECT, related_name="toelichtingen")
    opdracht = models.ForeignKey(
        Opdracht, models.PROTECT, null=True, blank=True, related_name="toelichtingen"
    )
    taakveld = models.CharField(max_length=8, blank=True)
    tekst = models.TextField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.tekst[:60]


class Signaal(models.Model):
    """Een grens die is gepasseerd: 80, 95 of 100% van een plafond of van een lumpsum. Eén keer per grens.

    ``geheel`` is the ceiling or budget it was measured against: with another ceiling a limit can be passed
    anew. ``concept`` is the escalation drafted above 100% of a lumpsum: what is asked, until somebody puts
    it or not. For a duty to ask for a change (``MOET_WIJZIGEN``) ``afgedaan_op`` is when it ended; an end
    date counts in working days, against nothing.
    """

    lumpsum = models.ForeignKey(Lumpsum, models.PROTECT, null=True, blank=True, related_name="signalen")
    opdracht = models.ForeignKey(Opdracht, models.PROTECT, null=True, blank=True, related_name="signalen")
    drempel = models.PositiveSmallIntegerField("procent")
    maat = models.CharField(max_length=12, choices=Maat)
    stand = models.DecimalField("procent op dat moment", max_digits=9, decimal_places=2)
    geheel = models.DecimalField(
        "plafond of begroting op dat moment", max_digits=14, decimal_places=2, default=Decimal(0)
    )
    op = models.DateTimeField(default=klok.nu)
    concept = models.JSONField(default=dict)
    afgedaan = models.CharField(max_length=12, choices=Signaalstand, blank=True)
    afgedaan_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lumpsum", "opdracht", "maat", "drempel", "geheel"],
                name="signaal_eenmaal",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="signaal_van_een", condition=Q(lumpsum=None) ^ Q(opdracht=None)),
        ]

    def __str__(self) -> str:
        return f"{self.drempel}% van {self.opdracht or self.lumpsum}"


class Onrechtmatigheid(Gedaan):
    """Een regel voor de rechtmatigheidsverantwoording: bedrag, criterium, oorzaak en maatregel."""

    lumpsum = models.ForeignKey(Lumpsum, models.PROTECT, related_name="onrechtmatigheden")
    criterium = models.CharField(max_length=16, choices=Onrechtmatig)
    bedrag = models.DecimalField(max_digits=14, decimal_places=2)
    oorzaak = models.TextField()
    maatregel = models.TextField()
    opdracht = models.ForeignKey(Opdracht, models.PROTECT, null=True, blank=True, related_name="+")
    vervangt = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="vervangen_door"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="onrechtmatigheid_boven_nul",
                condition=Q(bedrag__gte=0),
                violation_error_message="Een bedrag is nul of meer; nul trekt de vorige regel in.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_criterium_display()} {self.bedrag}"
