"""Van ingediende vraag tot een vraag die beide kanten hetzelfde begrijpen."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied

from duoplus import klok
from duoplus.models import Gebruiker, Team
from duoplus.transitions import StapKanNiet
from maatwerk.actions.toetsen import laat_raming_vervallen
from maatwerk.choices import Soort
from maatwerk.models import BEVESTIGDE_VELDEN, Aanvraag, Verificatie, Vraag
from maatwerk.transitions import AANVRAAG


def in_behandeling_nemen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    soort: Soort,
    soort_grond: str,
    behandelaar: Gebruiker,
    team: Team,
    dvo_product: str = "",
    versie: int | None = None,
) -> Aanvraag:
    """Bepaal waar het werk onder valt en wie het oppakt."""
    with AANVRAAG.transition(
        aanvraag, "in_behandeling_nemen", by=by, versie=versie, reden=soort_grond
    ) as overgang:
        overgang.gegevens["was"] = {"behandelaar": aanvraag.behandelaar_id, "team": aanvraag.team_id}
        aanvraag.soort, aanvraag.soort_grond, aanvraag.dvo_product = soort, soort_grond, dvo_product
        aanvraag.behandelaar, aanvraag.team = behandelaar, team
    return aanvraag


def vraag_stellen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    vraag: str,
    aan: Gebruiker,
    uiterlijk_op: date,
    versie: int | None = None,
) -> Aanvraag:
    """Vraag de gemeente om meer; tot het antwoord er is staat de klok van Duo+ stil."""
    with AANVRAAG.transition(
        aanvraag, "vraag_stellen", by=by, versie=versie, tekst=vraag, aan=aan.naam
    ) as overgang:
        if uiterlijk_op < klok.vandaag():
            raise StapKanNiet("Kies een datum vanaf vandaag voor het antwoord.")
        aanvraag.kwam_van = overgang.van
        Vraag.objects.create(
            aanvraag=aanvraag,
            vraag=vraag,
            aan=aan,
            uiterlijk_op=uiterlijk_op,
            kwam_van=overgang.van,
            gesteld_door=by,
        )
    return aanvraag


def aanvullen(aanvraag: Aanvraag, *, by: Gebruiker, antwoord: str, versie: int | None = None) -> Aanvraag:
    """Beantwoord de vraag; de rest van de stilgezette termijn loopt verder."""
    with AANVRAAG.transition(aanvraag, "aanvullen", by=by, versie=versie, tekst=antwoord):
        vraag = aanvraag.vragen.get(beantwoord_op=None)
        vraag.antwoord, vraag.beantwoord_door, vraag.beantwoord_op = antwoord, by, klok.nu()
        vraag.save()
        aanvraag.status, aanvraag.kwam_van = vraag.kwam_van, ""
    return aanvraag


def laat_vraag_vervallen(aanvraag: Aanvraag) -> None:
    """Nobody waits any more for the answer to an open question; it keeps no answer and no answerer."""
    aanvraag.vragen.filter(beantwoord_op=None).update(beantwoord_op=klok.nu())
    aanvraag.kwam_van, aanvraag.rest_werkdagen = "", None


def ter_verificatie(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    velden: Mapping[str, str],
    dubbel_gecontroleerd: str,
    anderen_gevraagd: str,
    effect_inwoners: int | None = None,
    versie: int | None = None,
) -> Aanvraag:
    """Schrijf terug hoe Duo+ de vraag begrijpt en leg dat voor aan de opdrachtgever."""
    with AANVRAAG.transition(aanvraag, "ter_verificatie", by=by, versie=versie) as overgang:
        verificatie = _nieuwe_versie(
            aanvraag,
            by=by,
            velden=velden,
            dubbel_gecontroleerd=dubbel_gecontroleerd,
            anderen_gevraagd=anderen_gevraagd,
        )
        if effect_inwoners is not None:
            aanvraag.effect_inwoners = effect_inwoners
        overgang.gegevens["verificatie"] = verificatie.versie
    return aanvraag


def _nieuwe_versie(
    aanvraag: Aanvraag, *, by: Gebruiker, velden: Mapping[str, str], **rest: str
) -> Verificatie:
    vorige = aanvraag.verificaties.first()
    return Verificatie.objects.create(
        aanvraag=aanvraag,
        versie=vorige.versie + 1 if vorige else 1,
        opgesteld_door=by,
        **{veld: velden[veld] for veld in BEVESTIGDE_VELDEN},
        **rest,
    )


def _laatste(aanvraag: Aanvraag) -> Verificatie:
    verificatie = aanvraag.verificaties.first()
    if verificatie is None:
        raise StapKanNiet("Er is nog geen tekst om te bevestigen.")
    return verificatie


def paraferen(aanvraag: Aanvraag, *, by: Gebruiker, versie: int | None = None) -> Aanvraag:
    """De teammanager staat in voor deze tekst; daarna kan de opdrachtgever bevestigen."""
    with AANVRAAG.transition(aanvraag, "paraferen", by=by, versie=versie):
        verificatie = _laatste(aanvraag)
        verificatie.geparafeerd_door, verificatie.geparafeerd_op = by, klok.nu()
        verificatie.save()
    return aanvraag


def corrigeren(aanvraag: Aanvraag, *, by: Gebruiker, correctie: str, versie: int | None = None) -> Aanvraag:
    """Zeg wat niet klopt; Duo+ past de tekst aan."""
    with AANVRAAG.transition(aanvraag, "corrigeren", by=by, versie=versie, tekst=correctie):
        verificatie = _laatste(aanvraag)
        verificatie.correctie = correctie
        verificatie.save()
    return aanvraag


def bevestigen(aanvraag: Aanvraag, *, by: Gebruiker, versie: int | None = None) -> Aanvraag:
    """Bevestig dat Duo+ de vraag goed begrijpt. Deze versie ligt daarna vast."""
    with AANVRAAG.transition(aanvraag, "bevestigen", by=by, versie=versie) as overgang:
        verificatie = _laatste(aanvraag)
        if verificatie.opgesteld_door_id == by.pk:
            raise PermissionDenied("Wie de tekst schreef, bevestigt hem niet.")
        verificatie.bevestigd_door, verificatie.bevestigd_namens = by, overgang.namens
        verificatie.bevestigd_op = aanvraag.bevestigd_op = klok.nu()
        verificatie.save()
        overgang.gegevens["verificatie"] = verificatie.versie
    return aanvraag


def herzien(
    aanvraag: Aanvraag, *, by: Gebruiker, velden: Mapping[str, str], reden: str, versie: int | None = None
) -> Aanvraag:
    """Wijzig een bevestigde vraag: de bevestiging en de raming vervallen, beide kanten zien het verschil."""
    with AANVRAAG.transition(aanvraag, "herzien", by=by, versie=versie, reden=reden) as overgang:
        vorige = aanvraag.verificaties.first()
        if vorige is not None and all(getattr(vorige, veld) == velden[veld] for veld in BEVESTIGDE_VELDEN):
            raise StapKanNiet("U heeft niets gewijzigd. De bevestiging blijft staan.")
        nieuwe = _nieuwe_versie(aanvraag, by=by, velden=velden)
        laat_raming_vervallen(aanvraag, reden)
        aanvraag.bevestigd_op = aanvraag.akkoord_op = None
        overgang.gegevens |= {"verificatie": nieuwe.versie, "verschil": nieuwe.verschil(vorige)}
    return aanvraag
