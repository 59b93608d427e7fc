from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Prefetch, Q, Value
from django.db.models.functions import Coalesce

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models.organisatie import Gedateerd, GedateerdQuerySet, Organisatie, Team, geen_overlap
from duoplus.models.overleg import Gremium


class GebruikerQuerySet(models.QuerySet["Gebruiker"]):
    def actief(self) -> Self:
        return self.filter(is_active=True, is_systeem=False)

    def met_rol(self, *rollen: str, dag: date | None = None, **waar: Any) -> Self:
        """Who holds one of these roles on ``dag``; ``waar`` narrows it to a body, team or organisation.

        A role without a body or team counts for all of them.
        """
        toewijzingen = Roltoewijzing.objects.geldig_op(dag or klok.vandaag()).filter(rol__in=rollen)
        for veld, waarde in waar.items():
            leeg = Q(**{f"{veld.removesuffix('__in')}__isnull": True})
            toewijzingen = toewijzingen.filter(Q(**{veld: waarde}) | leeg)
        return self.actief().filter(pk__in=toewijzingen.values("gebruiker"))

    def met_rol_in(self, gremium: int, *rollen: str) -> Self:
        """Who holds one of these roles today in this very body: a role without a body does not count."""
        hier = Roltoewijzing.objects.geldig_op(klok.vandaag()).filter(rol__in=rollen, gremium=gremium)
        return self.actief().filter(pk__in=hier.values("gebruiker"))

    def with_rollen(self) -> Self:
        """Load what ``rollen`` answers in one query for all of them."""
        geldig = Roltoewijzing.objects.geldig_op(klok.vandaag())
        return self.prefetch_related(
            Prefetch(
                "toewijzingen", geldig.select_related("vervangt__gebruiker", "gremium"), to_attr="_rollen"
            )
        )


class GebruikerManager(BaseUserManager.from_queryset(GebruikerQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> GebruikerQuerySet:
        """With the organisation, which every page shows and every test of a role asks for."""
        return super().get_queryset().select_related("organisatie")

    def get_by_natural_key(self, username: str | None) -> "Gebruiker":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **velden: Any) -> "Gebruiker":
        gebruiker = self.model(email=email.lower(), **velden)
        gebruiker.set_password(password)
        gebruiker.save(using=self._db)
        return gebruiker

    def systeem(self) -> "Gebruiker":
        """The named account under which automatic steps are recorded."""
        return self.get_or_create(email="systeem@duoplus.invalid", defaults=SYSTEEM)[0]


SYSTEEM = {"naam": "Duo+ portaal (automatisch)", "is_systeem": True, "password": "!"}


class Gebruiker(AbstractBaseUser):
    """Iemand die het portaal gebruikt. Wat iemand mag, volgt alleen uit zijn rollen.

    There are no superusers: a superuser would pass every permission without holding a role.
    """

    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField(max_length=120)
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="gebruikers"
    )
    is_active = models.BooleanField("actief", default=True)
    is_systeem = models.BooleanField(default=False, editable=False)
    aangemaakt_op = models.DateTimeField(default=klok.nu, editable=False)

    objects = GebruikerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]
    is_staff = is_superuser = False

    class Meta:
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def get_full_name(self) -> str:
        return self.naam

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and rules.has_perm(perm, self, obj)

    @property
    def rollen(self) -> tuple["Roltoewijzing", ...]:
        """The roles held today, substitutions included; one query per user object."""
        if not hasattr(self, "_rollen"):
            self._rollen = tuple(
                self.toewijzingen.geldig_op(klok.vandaag()).select_related("vervangt__gebruiker", "gremium")
            )
        return self._rollen

    def met_rollen(self, rollen: Iterable["Roltoewijzing"]) -> "Gebruiker":
        """The same person, holding only these roles: to find out which role allows an act."""
        ander = type(self)(
            **{veld.attname: getattr(self, veld.attname) for veld in self._meta.concrete_fields}
        )
        ander._state.adding = False
        ander._rollen = tuple(rollen)
        return ander

    def vergeet_rollen(self) -> None:
        self.__dict__.pop("_rollen", None)

    def heeft_rol(
        self,
        *rollen: str,
        organisaties: Iterable[int] | None = None,
        gremium: int | None = None,
        team: int | None = None,
    ) -> bool:
        """Whether one of these roles is held today, where asked for these organisations, body or team."""
        return any(t.geldt(rollen, organisaties, gremium, team) for t in self.rollen)

    def gremia(self, *rollen: str) -> set[int]:
        """The bodies in which one of these roles is held today; without roles, in which any is."""
        return {t.gremium_id for t in self.rollen if t.gremium_id and (not rollen or t.rol in rollen)}

    @property
    def is_duoplus(self) -> bool:
        return bool(self.organisatie and self.organisatie.is_duoplus)

    @property
    def rolnaam(self) -> str:
        """The first role in words, for the shell: "Aanvrager"."""
        return self.rollen[0].get_rol_display() if self.rollen else "Geen rol"


class RoltoewijzingQuerySet(GedateerdQuerySet["Roltoewijzing"]):
    def van_gebruiker(self, gebruiker: Gebruiker) -> Self:
        return self.filter(gebruiker=gebruiker)


class Roltoewijzing(Gedateerd):
    """Een rol van dan tot dan: voor een organisatie, een gremium of een team.

    Een vervanger krijgt een eigen toewijzing die zegt wie hij vervangt; wat hij doet, wordt
    vastgelegd "namens" die ander.
    """

    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="toewijzingen")
    rol = models.CharField(max_length=20, choices=Rol)
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="toewijzingen"
    )
    gremium = models.ForeignKey(Gremium, models.PROTECT, null=True, blank=True, related_name="toewijzingen")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="toewijzingen")
    vervangt = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="vervangingen")

    objects = RoltoewijzingQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = [models.F("vervangt").asc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["rol", "gebruiker"], name="toewijzing_rol")]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap(
                "toewijzing_zonder_overlap",
                "gebruiker",
                "rol",
                *(
                    Coalesce(plek, Value(0, models.BigIntegerField()))
                    for plek in ("organisatie", "gremium", "team", "vervangt")
                ),
            ),
        ]

    def __str__(self) -> str:
        waar = self.gremium or self.team or self.organisatie
        return f"{self.get_rol_display()} {waar or ''}".strip()

    def geldt(
        self,
        rollen: Iterable[str],
        organisaties: Iterable[int] | None,
        gremium: int | None,
        team: int | None,
    ) -> bool:
        return (
            self.rol in rollen
            and (organisaties is None or self.organisatie_id in set(organisaties))
            and (gremium is None or self.gremium_id in (None, gremium))
            and (team is None or self.team_id in (None, team))
        )
