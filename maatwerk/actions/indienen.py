"""Van lege bladzijde tot ingediende aanvraag."""

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import Rol, zonder_hint
from duoplus.models import Gebruiker, Organisatie, Teller
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Deelnemer
from maatwerk.transitions import AANVRAAG

ZONDER_TITEL = "Nog zonder titel"


def start_concept(
    *, by: Gebruiker, organisatie: Organisatie, titel: str = "", sleutel: uuid.UUID | None = None
) -> Aanvraag:
    """Begin a draft for the own municipality; only its writer sees it.

    ``sleutel`` is made by who asks and becomes the draft's uuid: asked twice, there is one draft.
    Raises ``PermissionDenied`` if that draft is somebody else's.
    """
    _controleer_herkomst(by, organisatie)
    beginwaarden = {
        "titel": titel[:120] or ZONDER_TITEL,
        "organisatie": organisatie,
        "aanvrager": by,
        "ingevoerd_door": by,
    }
    concept, _ = Aanvraag.objects.get_or_create(uuid=sleutel or uuid.uuid4(), defaults=beginwaarden)
    if not by.has_perm("maatwerk.change_aanvraag", concept):
        raise PermissionDenied("maatwerk.change_aanvraag")
    return concept


def bewaar_concept(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    invoer: Mapping[str, Any],
    organisatie: Organisatie | None = None,
    versie: int | None = None,
) -> Aanvraag:
    """Keep what was typed, word for word, right or wrong; nothing new leaves the version as it is.

    Raises ``Verouderd`` if another device was first with something else.
    """
    with transaction.atomic():
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update())
        if not by.has_perm("maatwerk.change_aanvraag", aanvraag):
            raise PermissionDenied("maatwerk.change_aanvraag")
        if all(aanvraag.concept_invoer.get(naam) == waarde for naam, waarde in invoer.items()):
            return aanvraag
        if versie is not None and aanvraag.versie != versie:
            raise Verouderd(aanvraag)
        if organisatie is not None and organisatie != aanvraag.organisatie:
            _controleer_herkomst(by, organisatie)
            aanvraag.organisatie = organisatie
        _schrijf(aanvraag, invoer)
    return aanvraag


def _controleer_herkomst(by: Gebruiker, organisatie: Organisatie) -> None:
    if not by.heeft_rol(Rol.AANVRAGER, organisaties={organisatie.pk}):
        raise PermissionDenied("maatwerk.add_aanvraag")


def _schrijf(aanvraag: Aanvraag, invoer: Mapping[str, Any]) -> None:
    aanvraag.concept_invoer |= invoer
    aanvraag.titel = str(aanvraag.concept_invoer.get("titel", "")).strip()[:120] or ZONDER_TITEL
    aanvraag.versie += 1
    aanvraag.gewijzigd_op = klok.nu()
    aanvraag.save()


def verwijder_concept(aanvraag: Aanvraag, *, by: Gebruiker) -> None:
    """Throw a draft away, with its attachments and their files; nobody else ever saw it."""
    if aanvraag.status != S.CONCEPT or not by.has_perm("maatwerk.change_aanvraag", aanvraag):
        raise PermissionDenied("maatwerk.change_aanvraag")
    with transaction.atomic():
        for bestand in aanvraag.bijlagen.values_list("bestand", flat=True):
            transaction.on_commit(partial(default_storage.delete, bestand))
        aanvraag.bijlagen.all().delete()
        aanvraag.delete()


def indienen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    velden: Mapping[str, Any],
    gemeenten: Sequence[Organisatie],
    antwoorden: Sequence[Any] = (),
    versie: int | None = None,
) -> Aanvraag:
    """Leg de aanvraag bij Duo+ neer, onder een nummer. Vanaf nu loopt de termijn.

    ``velden`` are the checked answers; ``antwoorden`` the same per step as read on screen, frozen for the
    receipt (without them the fields themselves are put into words).
    """
    with AANVRAAG.transition(aanvraag, "indienen", by=by, versie=versie) as overgang:
        for naam, waarde in velden.items():
            setattr(aanvraag, naam, waarde)
        _controleer_deelname(aanvraag, gemeenten)
        _controleer_mensen(aanvraag)
        Deelnemer.objects.bulk_create(Deelnemer(aanvraag=aanvraag, organisatie=g) for g in gemeenten)
        aanvraag.nummer = Teller.volgende("MW", klok.vandaag().year)
        aanvraag.ingediend_op = klok.nu()
        aanvraag.concept_invoer = {}
        overgang.gegevens |= {
            "nummer": aanvraag.nummer,
            "titel": aanvraag.titel,
            "aanvrager": aanvraag.aanvrager.naam if aanvraag.aanvrager else "",
            "antwoorden": list(antwoorden) or _in_woorden(aanvraag, gemeenten),
        }
    return aanvraag


def _controleer_deelname(aanvraag: Aanvraag, gemeenten: Sequence[Organisatie]) -> None:
    """Who takes part differs per programme and per day; the requester's own municipality is always in."""
    if aanvraag.ogon is None:
        raise StapKanNiet("Kies bij welk OGON deze aanvraag hoort.")
    if aanvraag.organisatie not in gemeenten:
        raise StapKanNiet(f"Kies ook {aanvraag.organisatie}: daar komt de aanvraag vandaan.")
    mee = set(aanvraag.ogon.gemeenten(klok.vandaag()))
    for gemeente in gemeenten:
        if gemeente not in mee:
            raise StapKanNiet(f"{gemeente} doet niet mee aan {aanvraag.ogon}. Kies een ander OGON.")


def _controleer_mensen(aanvraag: Aanvraag) -> None:
    """A colleague asks on behalf of the same municipality; who asks does not also pay."""
    eigen = {aanvraag.organisatie_id}
    aanvrager, budgethouder = aanvraag.aanvrager, aanvraag.budgethouder
    zelf = aanvrager is None or aanvrager.pk == aanvraag.ingevoerd_door_id
    if not zelf and not _heeft_rol(aanvrager, Rol.AANVRAGER, eigen):
        raise StapKanNiet(f"{aanvrager} mag geen aanvraag doen voor {aanvraag.organisatie}.")
    if budgethouder is None:
        return
    if budgethouder in (aanvrager, aanvraag.ingevoerd_door):
        raise StapKanNiet("De aanvrager kan niet ook de budgethouder zijn. Kies een andere budgethouder.")
    if not _heeft_rol(budgethouder, Rol.BUDGETHOUDER, eigen):
        raise StapKanNiet(f"{budgethouder} is geen budgethouder van {aanvraag.organisatie}.")


def _heeft_rol(gebruiker: Gebruiker | None, rol: Rol, organisaties: set[int]) -> bool:
    return bool(gebruiker and gebruiker.is_active and gebruiker.heeft_rol(rol, organisaties=organisaties))


def _in_woorden(aanvraag: Aanvraag, gemeenten: Sequence[Organisatie]) -> list[dict[str, Any]]:
    """The fields as a receipt shows them, for who does not come through the form."""
    rijen = [
        ("Titel", aanvraag.titel),
        ("Gemeenten", ", ".join(str(gemeente) for gemeente in gemeenten)),
        ("OGON", str(aanvraag.ogon)),
        ("Wat is het probleem of de wens?", aanvraag.probleem),
        ("Wat wilt u bereiken?", aanvraag.gewenst_resultaat),
        ("Aanleiding", zonder_hint(aanvraag.get_aanleiding_display())),
        ("Urgentie", zonder_hint(aanvraag.get_urgentie_display())),
        ("Toelichting op de urgentie", aanvraag.urgentie_motivering),
        ("Gewenste datum", datum(aanvraag.gewenste_datum) if aanvraag.gewenste_datum else ""),
        ("Budgethouder", str(aanvraag.budgethouder or "")),
        ("Dekking", aanvraag.dekking),
        ("Taakveld", aanvraag.taakveld),
        ("Incidenteel of structureel", aanvraag.get_i_s_display()),
    ]
    return [{"titel": "Uw aanvraag", "rijen": [{"label": label, "waarde": w} for label, w in rijen]}]
