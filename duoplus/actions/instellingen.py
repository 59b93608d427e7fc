"""Een instelling wijzigen: met de dag, de reden en wie. Wat al gold, wordt niet herschreven."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction

from duoplus import events, instellingen, klok, mail
from duoplus.calc.nederlands import datum
from duoplus.choices import Zichtbaarheid
from duoplus.instellingen import (
    BEEINDIGEN,
    DAG,
    INTREKKEN,
    NIEUW,
    OPVOLGEN,
    WIJZIGEN,
    Handeling,
    Onderdeel,
    Wijziging,
)
from duoplus.models import Gebeurtenis, Gebruiker, Wijzigingsvoorstel
from duoplus.transitions import StapKanNiet, Verouderd

VERLEDEN = "Kies vandaag of een latere dag. Wat al geweest is, ligt vast."
NIETS = "U heeft niets gewijzigd."
ZELF = "U stelde dit zelf op. Iemand anders stelt het vast."
AL_BESLOTEN = "Over dit voorstel is al besloten."
INTUSSEN = "Dit is intussen gewijzigd. Wijs dit voorstel af en laat een nieuw voorstel maken."
BESTAAT_AL = "Dit is er al, of de periode overlapt met een periode die er al is."
IN_GEBRUIK = "Dit wordt al gebruikt en kan niet meer weg. Kies een laatste dag."


def versie_van(obj: Any) -> int:
    """The id of the last fact about this row: its history is its version."""
    if obj is None:
        return 0
    return Gebeurtenis.objects.over(obj).order_by("-pk").values_list("pk", flat=True).first() or 0


@transaction.atomic
def voer_uit(
    deel: Onderdeel,
    handeling: Handeling,
    obj: Any,
    *,
    by: Gebruiker,
    waarden: dict[str, Any],
    reden: str = "",
    versie: int | None = None,
) -> Any:
    """Carry out one change, or put it before the second person where two decide.

    Raises ``PermissionDenied``, ``Verouderd``, ``StapKanNiet`` or ``ValidationError``.
    """
    if not by.has_perm(deel.wijzigen):
        raise PermissionDenied(deel.wijzigen)
    _een_tegelijk()
    wijziging = Wijziging(deel, handeling, by, _vergrendel(deel, obj, versie), waarden)
    controleer(wijziging)
    return _leg_voor(wijziging, reden) if deel.vaststellen else _pas_toe(wijziging, reden)


@transaction.atomic
def vaststellen(voorstel: Wijzigingsvoorstel, *, by: Gebruiker, versie: int | None = None) -> Any:
    """The second person decides: from now on the change holds. Raises as ``voer_uit``."""
    _een_tegelijk()
    voorstel, deel = _te_besluiten(voorstel, by, versie)
    handeling = next(h for h in deel.handelingen if h.slug == voorstel.handeling)
    obj = _vergrendel(deel, object_van(voorstel), None)
    if versie_van(obj) != voorstel.versie:
        raise StapKanNiet(INTUSSEN)
    wijziging = Wijziging(deel, handeling, voorstel.opgesteld_door, obj, deel.pak_uit(voorstel.gegevens))
    controleer(wijziging)
    gewijzigd = _pas_toe(wijziging, voorstel.reden, vastgesteld_door=by)
    _besluit(voorstel, by, akkoord=True)
    return gewijzigd


@transaction.atomic
def afwijzen(
    voorstel: Wijzigingsvoorstel, *, by: Gebruiker, toelichting: str, versie: int | None = None
) -> Wijzigingsvoorstel:
    """The second person does not agree: nothing changes, and the first hears why."""
    voorstel, _ = _te_besluiten(voorstel, by, versie)
    _besluit(voorstel, by, akkoord=False, toelichting=toelichting)
    return voorstel


def _een_tegelijk() -> None:
    """Settings change seldom and check each other (who stays beheerder?), so one change at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('duoplus.instellingen'))")


def controleer(wijziging: Wijziging) -> None:
    """Raise ``StapKanNiet`` if this may not be, today, to this row."""
    deel, handeling, obj = wijziging.onderdeel, wijziging.handeling, wijziging.obj
    kan = [NIEUW] if obj is None else deel.mogelijk(obj)
    if handeling not in deel.handelingen or handeling not in kan:
        raise StapKanNiet(f"‘{handeling.label}’ kan hier niet.")
    _controleer_dagen(wijziging)
    if handeling in (WIJZIGEN, BEEINDIGEN) and not wijziging.verschil:
        raise StapKanNiet(NIETS)
    deel.controleer(wijziging)


def object_van(voorstel: Wijzigingsvoorstel) -> Any:
    """The row that a proposal is about, or nothing if it asks for a new one."""
    if voorstel.object_id is None:
        return None
    return instellingen.onderdeel(voorstel.onderdeel).queryset().get(pk=voorstel.object_id)


def _controleer_dagen(wijziging: Wijziging) -> None:
    van, tot, vandaag = wijziging.waarden.get("van"), wijziging.waarden.get("tot"), klok.vandaag()
    if wijziging.onderdeel.is_waarde and van is not None and van < vandaag:
        raise StapKanNiet(VERLEDEN)
    if wijziging.handeling == BEEINDIGEN and tot is not None and tot < vandaag - DAG:
        raise StapKanNiet("Kies gisteren of een latere dag. Wat al geweest is, ligt vast.")
    if wijziging.handeling == OPVOLGEN:
        _controleer_opvolging(wijziging)


def _controleer_opvolging(wijziging: Wijziging) -> None:
    van, obj = wijziging.waarden["van"], wijziging.obj
    if van <= obj.van:
        raise StapKanNiet(f"Kies een dag na {datum(obj.van)}. Op die dag begint de waarde van nu.")
    if obj.tot is not None and van > obj.tot:
        raise StapKanNiet(f"Kies een dag tot en met {datum(obj.tot)}. Daarna geldt al iets anders.")
    if all(label == wijziging.onderdeel.velden["van"] for label, _, _ in wijziging.verschil):
        raise StapKanNiet(NIETS)


def _vergrendel(deel: Onderdeel, obj: Any, versie: int | None) -> Any:
    """The row as it stands now, locked until the caller commits. Raises ``Verouderd``."""
    if obj is None:
        return None
    deel.model._base_manager.select_for_update(no_key=True).get(pk=obj.pk)
    vers = deel.queryset().get(pk=obj.pk)
    if versie is not None and versie_van(vers) != versie:
        raise Verouderd(vers)
    return vers


def _pas_toe(wijziging: Wijziging, reden: str, **vaststeller: Gebruiker) -> Any:
    """Save, record, tell. ``vaststeller``: ``vastgesteld_door``, where a second person decided."""
    doe = {
        NIEUW: _nieuw,
        WIJZIGEN: _wijzig,
        BEEINDIGEN: _wijzig,
        OPVOLGEN: _volg_op,
        INTREKKEN: _trek_in,
    }.get(wijziging.handeling, _eigen)
    with _in_woorden():
        obj, feit = doe(wijziging, reden, vaststeller)
    wijziging.onderdeel.na_afloop(wijziging, obj, feit.pk)
    return obj


@contextmanager
def _in_woorden() -> Iterator[None]:
    """What the database refuses, as a sentence; deferred constraints are judged now."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except models.ProtectedError as fout:
        raise StapKanNiet(IN_GEBRUIK) from fout
    except IntegrityError as fout:
        diag: Any = getattr(fout.__cause__, "diag", None)
        eigen = diag is not None and diag.constraint_name is None  # words of our own trigger
        raise StapKanNiet(diag.message_primary if eigen else BESTAAT_AL) from fout


def _nieuw(wijziging: Wijziging, reden: str, vaststeller: dict[str, Gebruiker]) -> tuple[Any, Gebeurtenis]:
    obj = _maak(wijziging, wijziging.waarden, vaststeller)
    return obj, _leg_vast(wijziging, obj, reden, vaststeller)


def _wijzig(wijziging: Wijziging, reden: str, vaststeller: dict[str, Gebruiker]) -> tuple[Any, Gebeurtenis]:
    obj, verschil = wijziging.obj, wijziging.verschil
    for naam, waarde in wijziging.waarden.items():
        setattr(obj, naam, waarde)
    wijziging.onderdeel.bewaar(obj)
    return obj, _leg_vast(wijziging, obj, reden, vaststeller, verschil=verschil)


def _volg_op(wijziging: Wijziging, reden: str, vaststeller: dict[str, Gebruiker]) -> tuple[Any, Gebeurtenis]:
    """The old value ends the day before; the new one takes over what was left of its period."""
    deel, oud, verschil = wijziging.onderdeel, wijziging.obj, wijziging.verschil
    over = {naam: deel.waarde(oud, naam) for naam in deel.velden} | wijziging.waarden
    einde = deel.als_tekst("tot", oud.tot)
    oud.tot = wijziging.waarden["van"] - DAG
    oud.save(update_fields=["tot"])
    nieuw = _maak(wijziging, over, vaststeller)
    laatste = [(deel.velden["tot"], einde, deel.als_tekst("tot", oud.tot))]
    _leg_vast(wijziging, oud, reden, vaststeller, verschil=laatste, opvolger=nieuw.pk)
    feit = _leg_vast(wijziging, nieuw, reden, vaststeller, verschil=verschil, voorganger=oud.pk)
    return nieuw, feit


def _trek_in(wijziging: Wijziging, reden: str, vaststeller: dict[str, Gebruiker]) -> tuple[Any, Gebeurtenis]:
    """It never held. Whatever had made way for it holds on, so that no gap is left."""
    obj, pk = wijziging.obj, wijziging.obj.pk
    feit = _leg_vast(wijziging, obj, reden, vaststeller)
    voorganger = _voorganger(wijziging.onderdeel, obj)
    obj.delete()
    obj.pk = pk
    if voorganger is not None:
        verschil = [
            (wijziging.onderdeel.velden["tot"], datum(voorganger.tot), datum(obj.tot) if obj.tot else "")
        ]
        voorganger.tot = obj.tot
        voorganger.save(update_fields=["tot"])
        _leg_vast(wijziging, voorganger, reden, vaststeller, verschil=verschil)
    return obj, feit


def _voorganger(deel: Onderdeel, obj: Any) -> Any:
    """The value that ended for this one, looked up by its day: it may have been succeeded itself since."""
    if not Gebeurtenis.objects.over(obj).filter(gegevens__has_key="voorganger").exists():
        return None
    zelfde = {naam: getattr(obj, naam) for naam in deel.sleutel}
    rijen = deel.model._base_manager.select_for_update(no_key=True)
    return rijen.filter(**zelfde, tot=obj.van - DAG).first()


def _eigen(wijziging: Wijziging, reden: str, vaststeller: dict[str, Gebruiker]) -> tuple[Any, Gebeurtenis]:
    obj = wijziging.onderdeel.voer_uit(wijziging)
    return obj, _leg_vast(wijziging, obj, reden, vaststeller)


def _maak(wijziging: Wijziging, waarden: dict[str, Any], vaststeller: dict[str, Gebruiker]) -> Any:
    deel = wijziging.onderdeel
    mensen = {"opgesteld_door": wijziging.by} | vaststeller if vaststeller else {}
    obj = deel.maak(waarden, **mensen)
    deel.bewaar(obj)
    return obj


def _leg_vast(
    wijziging: Wijziging, obj: Any, reden: str, vaststeller: dict[str, Gebruiker], **gegevens: Any
) -> Gebeurtenis:
    if vaststeller:
        gegevens["opgesteld_door"] = wijziging.by.naam
    return events.record(
        f"duoplus.instelling.{wijziging.handeling.slug}",
        obj,
        by=vaststeller.get("vastgesteld_door", wijziging.by),
        zichtbaarheid=Zichtbaarheid.INTERN,
        **{
            "onderdeel": wijziging.onderdeel.slug,
            "naam": str(obj),
            "reden": reden,
            "verschil": wijziging.verschil if "verschil" not in gegevens else gegevens.pop("verschil"),
            **gegevens,
        },
    )


# Two people decide --------------------------------------------------------------------------------------


def _leg_voor(wijziging: Wijziging, reden: str) -> Wijzigingsvoorstel:
    """Write the proposal, after a rehearsal: what could not be decided is refused at once."""
    _oefen(wijziging)
    deel, obj = wijziging.onderdeel, wijziging.obj
    voorstel = Wijzigingsvoorstel.objects.create(
        onderdeel=deel.slug,
        handeling=wijziging.handeling.slug,
        object_id=obj.pk if obj is not None else None,
        versie=versie_van(obj),
        titel=deel.titel_van(wijziging)[:200],
        gegevens=deel.pak_in(wijziging.waarden),
        verschil=wijziging.verschil,
        reden=reden,
        opgesteld_door=wijziging.by,
    )
    _feit(voorstel, "voorstellen", wijziging.by, reden=reden)
    for gebruiker in Gebruiker.objects.met_rol(*deel.vaststel_rollen).exclude(pk=wijziging.by.pk):
        _bericht(voorstel, "voorstel", gebruiker, "u stelt dit vast")
    return voorstel


def _oefen(wijziging: Wijziging) -> None:
    with transaction.atomic():
        _pas_toe(
            Wijziging(
                wijziging.onderdeel, wijziging.handeling, wijziging.by, _vers(wijziging), wijziging.waarden
            ),
            "",
            vastgesteld_door=Gebruiker.objects.systeem(),
        )
        transaction.set_rollback(True)


def _vers(wijziging: Wijziging) -> Any:
    """A copy to rehearse with, so that the row in hand keeps its values."""
    return wijziging.obj and wijziging.onderdeel.queryset().get(pk=wijziging.obj.pk)


def _te_besluiten(
    voorstel: Wijzigingsvoorstel, by: Gebruiker, versie: int | None
) -> tuple[Wijzigingsvoorstel, Onderdeel]:
    """The proposal, locked, if this person may decide it now."""
    Wijzigingsvoorstel.objects.select_for_update().get(pk=voorstel.pk)
    vers = Wijzigingsvoorstel.objects.select_related("opgesteld_door").get(pk=voorstel.pk)
    deel = instellingen.onderdeel(vers.onderdeel)
    if not by.has_perm(deel.vaststellen):
        raise PermissionDenied(deel.vaststellen)
    if vers.besloten_op is not None:
        raise StapKanNiet(AL_BESLOTEN)
    if vers.opgesteld_door_id == by.pk:
        raise StapKanNiet(ZELF)
    if versie is not None and versie_van(vers) != versie:
        raise Verouderd(vers)
    return vers, deel


def _besluit(voorstel: Wijzigingsvoorstel, by: Gebruiker, *, akkoord: bool, toelichting: str = "") -> None:
    voorstel.besloten_door, voorstel.besloten_op = by, klok.nu()
    voorstel.akkoord, voorstel.toelichting = akkoord, toelichting
    voorstel.full_clean()
    voorstel.save()
    _feit(voorstel, "vaststellen" if akkoord else "afwijzen", by, reden=toelichting)
    _bericht(voorstel, "besloten", voorstel.opgesteld_door, "u stelde dit op")


def _feit(voorstel: Wijzigingsvoorstel, wat: str, by: Gebruiker, *, reden: str) -> Gebeurtenis:
    return events.record(
        f"duoplus.instelling.{wat}",
        voorstel,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        onderdeel=voorstel.onderdeel,
        naam=voorstel.titel,
        reden=reden,
        verschil=voorstel.verschil,
    )


def _bericht(voorstel: Wijzigingsvoorstel, brief: str, aan: Gebruiker, reden: str) -> None:
    mail.queue(
        f"duoplus/{brief}",
        to=aan,
        key=f"{brief}:{voorstel.pk}:{aan.pk}",
        reden=reden,
        pad=instellingen.adres_van_voorstel(voorstel),
        voorstel=voorstel,
    )
