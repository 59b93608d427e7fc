"""Wat er voor één gemeente vandaag te kiezen valt: OGON's, gemeenten, collega's, taakvelden."""

from collections import defaultdict
from functools import cached_property

from duoplus import klok
from duoplus.choices import OrganisatieSoort, Rol
from duoplus.models import Deelname, Gebruiker, Organisatie, Roltoewijzing, geldig
from maatwerk.taakvelden import Keuzes as Taakveldkeuzes
from maatwerk.taakvelden import als_keuzes
from ogon.models import Ogon


def eigen_gemeenten(user: Gebruiker) -> list[Organisatie]:
    """The municipalities for which this person may ask something today."""
    ids = {t.organisatie_id for t in user.rollen if t.rol == Rol.AANVRAGER and t.organisatie_id}
    return list(Organisatie.objects.gemeenten().filter(pk__in=ids))


class Keuzes:
    """Each list is one query at most, and none for who does not ask for it."""

    def __init__(self, organisatie: Organisatie, user: Gebruiker) -> None:
        self.organisatie, self.user = organisatie, user

    @cached_property
    def eigen(self) -> list[Organisatie]:
        return eigen_gemeenten(self.user)

    @cached_property
    def deelname(self) -> dict[Ogon, list[Organisatie]]:
        """Per OGON of this municipality: who takes part today, by the programme's dated participation."""
        regels = (
            Deelname.objects.geldig_op(klok.vandaag())
            .filter(geldig(klok.vandaag(), "programma__ogon__"), organisatie__soort=OrganisatieSoort.GEMEENTE)
            .filter(programma__ogon__isnull=False)
            .select_related("organisatie", "programma__ogon")
            .order_by("programma__ogon__naam", "organisatie__volgorde", "organisatie__naam")
        )
        per_ogon: dict[Ogon, list[Organisatie]] = defaultdict(list)
        for regel in regels:
            per_ogon[regel.programma.ogon].append(regel.organisatie)
        return {ogon: wie for ogon, wie in per_ogon.items() if self.organisatie in wie}

    @cached_property
    def anderen(self) -> list[Organisatie]:
        """The municipalities with which this one can ask something together."""
        samen = {gemeente for wie in self.deelname.values() for gemeente in wie} - {self.organisatie}
        return sorted(samen, key=lambda gemeente: (gemeente.volgorde, gemeente.naam))

    def ogons_voor(self, gemeenten: set[str]) -> dict[Ogon, list[Organisatie]]:
        """The OGON's in which all of these municipalities (ids as text) take part."""
        return {o: wie for o, wie in self.deelname.items() if gemeenten <= {str(g.pk) for g in wie}}

    @cached_property
    def budgethouders(self) -> list[Gebruiker]:
        """Who asks does not also pay: the person at the keyboard is never on this list."""
        return self._met_rol(Rol.BUDGETHOUDER)

    @cached_property
    def taakvelden(self) -> Taakveldkeuzes:
        return als_keuzes()

    @cached_property
    def collegas(self) -> list[Gebruiker]:
        return self._met_rol(Rol.AANVRAGER)

    def _met_rol(self, rol: Rol) -> list[Gebruiker]:
        rollen = Roltoewijzing.objects.geldig_op(klok.vandaag()).filter(rol=rol, organisatie=self.organisatie)
        anderen = Gebruiker.objects.actief().exclude(pk=self.user.pk)
        return list(anderen.filter(pk__in=rollen.values("gebruiker")).order_by("naam"))
