"""Wat er met een extern advies gebeurt: een plan met acties, elk met een eigenaar en een dag."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from duoplus import events, klok
from duoplus.actions import actiepunten
from duoplus.choices import ActieStatus
from duoplus.models import Actiepunt, Gebruiker, Gremium, Teller
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.choices import PlanStatus
from ogon.models import PlanVanAanpak

WIJZIGEN = "ogon.change_planvanaanpak"


def maak(
    titel: str, *, adviseur: str, advies: str, ontvangen_op: date, gremium: Gremium, by: Gebruiker
) -> PlanVanAanpak:
    """Leg een advies vast; wie dat doet, bewaakt het plan. Het overleg volgt het."""
    if not by.has_perm("ogon.add_planvanaanpak"):
        raise PermissionDenied("ogon.add_planvanaanpak")
    if ontvangen_op > klok.vandaag():
        raise StapKanNiet("Een advies ontvangt u niet in de toekomst. Kies vandaag of eerder.")
    with transaction.atomic():
        plan = PlanVanAanpak.objects.create(
            nummer=Teller.volgende("PVA", klok.vandaag().year),
            titel=titel,
            adviseur=adviseur,
            advies=advies,
            ontvangen_op=ontvangen_op,
            gremium=gremium,
            eigenaar=by,
        )
        events.record("ogon.planvanaanpak.maken", plan, by=by, nummer=plan.nummer)
    return plan


def spreek_af(
    plan: PlanVanAanpak,
    titel: str,
    *,
    eigenaar: Gebruiker,
    uiterlijk: date,
    by: Gebruiker,
    toelichting: str = "",
) -> Actiepunt:
    """Een actie van dit plan; de eigenaar meldt zelf hoe ver het is."""
    with transaction.atomic():
        _op_slot(plan, by, None)
        return actiepunten.geef(
            titel, eigenaar=eigenaar, uiterlijk=uiterlijk, by=by, onderwerp=plan, toelichting=toelichting
        )


def sluit(plan: PlanVanAanpak, *, conclusie: str, by: Gebruiker, versie: int | None = None) -> PlanVanAanpak:
    """Rond het plan af zodra elke actie klaar is of verviel; daarna verandert er niets meer aan."""
    with transaction.atomic():
        _op_slot(plan, by, versie)
        if open_ := acties(plan).filter(status__in=actiepunten.LOOPT).count():
            wat = "Er is nog 1 actie open." if open_ == 1 else f"Er zijn nog {open_} acties open."
            raise StapKanNiet(f"{wat} Rond die eerst af, of laat ze vervallen.")
        if not conclusie.strip():
            raise StapKanNiet("Schrijf op wat het plan heeft opgeleverd.")
        plan.status, plan.conclusie, plan.afgesloten_op = PlanStatus.AFGESLOTEN, conclusie, klok.nu()
        plan.versie += 1
        plan.save()
        voor = namens(by, WIJZIGEN, plan)
        events.record("ogon.planvanaanpak.sluiten", plan, by=by, namens=voor, conclusie=conclusie)
    return plan


def acties(plan: PlanVanAanpak) -> QuerySet[Actiepunt]:
    """Of this plan, the first one due first."""
    return Actiepunt.objects.over(plan).select_related("eigenaar__organisatie").order_by("uiterlijk", "pk")


def voortgang(rijen: list[Actiepunt]) -> int:
    """In percent over all actions that did not lapse; 0 without any."""
    tellen = [actie.voortgang for actie in rijen if actie.status != ActieStatus.VERVALLEN]
    return round(sum(tellen) / len(tellen)) if tellen else 0


def _op_slot(plan: PlanVanAanpak, by: Gebruiker, versie: int | None) -> None:
    plan.refresh_from_db(from_queryset=PlanVanAanpak.objects.select_for_update())
    if versie is not None and plan.versie != versie:
        raise Verouderd(plan)
    if not by.has_perm(WIJZIGEN, plan):
        raise PermissionDenied(WIJZIGEN)
    if plan.status == PlanStatus.AFGESLOTEN:
        raise StapKanNiet("Dit plan is afgesloten. Er verandert niets meer.")
