"""Een efficiencymaatregel: van een idee tot een besparing die bewezen is."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import besluiten, events, klok
from duoplus.actions.uitvoering import leg_stand_vast
from duoplus.choices import BesluitSoort, Besluitstand, BijlageSoort, GremiumSoort
from duoplus.models import Agendapunt, Besluit, Bijlage, Gebruiker, Gremium, Organisatie, Teller
from duoplus.transitions import StapKanNiet
from ogon.choices import MaatregelStatus as S
from ogon.models import Efficiencymaatregel as Maatregel
from ogon.models import Maatregeldoel, Maatregelresultaat
from ogon.transitions import MAATREGEL

NAAR = {
    BesluitSoort.AKKOORD: S.UITVOERING,
    BesluitSoort.AKKOORD_MITS: S.UITVOERING,
    BesluitSoort.AANHOUDEN: S.BUSINESSCASE,
    BesluitSoort.AFWIJZEN: S.VERVALLEN,
}
JAREN_TERUG, JAREN_VOORUIT = 2, 10


def maak(titel: str, toelichting: str, *, by: Gebruiker) -> Maatregel:
    """Leg een idee vast; wie het inbrengt, is er eigenaar van."""
    if not by.has_perm("ogon.add_efficiencymaatregel"):
        raise PermissionDenied("ogon.add_efficiencymaatregel")
    with transaction.atomic():
        maatregel = Maatregel.objects.create(
            nummer=Teller.volgende("EFF", klok.vandaag().year),
            titel=titel,
            toelichting=toelichting,
            eigenaar=by,
        )
        events.record("ogon.efficiencymaatregel.maken", maatregel, by=by, nummer=maatregel.nummer)
    return maatregel


def wijzig(
    maatregel: Maatregel, *, by: Gebruiker, velden: Mapping[str, Any], versie: int | None = None
) -> Maatregel:
    """Schrijf het idee of de businesscase bij."""
    with MAATREGEL.transition(maatregel, "wijzigen", by=by, versie=versie, velden=sorted(velden)):
        for naam, waarde in velden.items():
            setattr(maatregel, naam, waarde)
    return maatregel


def zet_doel(
    maatregel: Maatregel,
    organisatie: Organisatie,
    jaar: int,
    bedrag: Decimal,
    *,
    by: Gebruiker,
    versie: int | None = None,
) -> Maatregeldoel:
    """Hoeveel euro de maatregel deze gemeente in dit jaar moet opleveren."""
    feiten: dict[str, Any] = {"gemeente": organisatie.pk, "jaar": jaar}
    with MAATREGEL.transition(maatregel, "doelen", by=by, versie=versie, **feiten):
        _controleer(organisatie, jaar)
        if bedrag < 0:
            raise StapKanNiet("Een doel is 0 euro of meer.")
        doel, _ = Maatregeldoel.objects.update_or_create(
            maatregel=maatregel, organisatie=organisatie, jaar=jaar, defaults={"bedrag": bedrag}
        )
    return doel


def _controleer(organisatie: Organisatie, jaar: int) -> None:
    if not organisatie.is_gemeente:
        raise StapKanNiet(f"{organisatie} is geen gemeente.")
    nu = klok.vandaag().year
    if not nu - JAREN_TERUG <= jaar <= nu + JAREN_VOORUIT:
        raise StapKanNiet(f"Kies een jaar van {nu - JAREN_TERUG} tot en met {nu + JAREN_VOORUIT}.")


def werk_uit(maatregel: Maatregel, *, by: Gebruiker, versie: int | None = None) -> Maatregel:
    """Het idee is goed genoeg om door te rekenen."""
    with MAATREGEL.transition(maatregel, "uitwerken", by=by, versie=versie):
        pass
    return maatregel


def leg_voor(maatregel: Maatregel, *, by: Gebruiker, versie: int | None = None) -> Maatregel:
    """Vraag het directieberaad om een besluit. Raises ``StapKanNiet`` with what is missing."""
    with MAATREGEL.transition(maatregel, "voorleggen", by=by, versie=versie):
        if ontbreekt := _ontbreekt(maatregel):
            raise StapKanNiet(f"Vul eerst in: {', '.join(ontbreekt)}.")
    return maatregel


def _ontbreekt(maatregel: Maatregel) -> list[str]:
    eisen = {
        "de businesscase": maatregel.businesscase.strip(),
        "incidenteel of structureel": maatregel.i_s,
        "ten minste één doel": maatregel.doelen.exists(),
    }
    return [wat for wat, is_er in eisen.items() if not is_er]


def besluit(
    maatregel: Maatregel,
    soort: str,
    *,
    reden: str,
    by: Gebruiker,
    agendapunt: Agendapunt | None = None,
    versie: int | None = None,
) -> Besluit:
    """Het directieberaad beslist; aanhouden stuurt de businesscase terug naar de eigenaar."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom het directieberaad zo besluit.")
    with MAATREGEL.transition(maatregel, "besluiten", by=by, versie=versie, soort=soort) as overgang:
        maatregel.status = NAAR[BesluitSoort(soort)]
        maatregel.besluit = besluiten.neem(
            Gremium.objects.get(soort=GremiumSoort.DIRECTIEBERAAD),
            BesluitSoort(soort),
            titel=str(maatregel),
            reden=reden,
            voorwaarde=reden if soort == BesluitSoort.AKKOORD_MITS else "",
            by=by,
            namens=overgang.namens,
            agendapunt=agendapunt,
            maatregel=maatregel.nummer,
        )
        if maatregel.status == S.VERVALLEN:
            maatregel.vervallen_reden = reden
        overgang.gegevens["besluit"] = maatregel.besluit.nummer
    return maatregel.besluit


def leg_resultaat_vast(
    maatregel: Maatregel,
    organisatie: Organisatie,
    jaar: int,
    bedrag: Decimal,
    bewijs: str,
    *,
    by: Gebruiker,
    bestand: tuple[str, bytes] | None = None,
    versie: int | None = None,
) -> Maatregelresultaat:
    """Wat het opleverde, met het bewijs; een latere regel voor dezelfde gemeente en jaar gaat ervoor.

    ``bestand`` is its name and bytes. Raises ``GeweigerdBestand``.
    """
    feiten: dict[str, Any] = {"gemeente": organisatie.pk, "jaar": jaar}
    with MAATREGEL.transition(maatregel, "resultaat", by=by, versie=versie, **feiten) as overgang:
        if not maatregel.doelen.filter(organisatie=organisatie, jaar=jaar).exists():
            raise StapKanNiet(f"Er is geen doel voor {organisatie} in {jaar}.")
        if not bewijs.strip():
            raise StapKanNiet("Schrijf op waaruit blijkt dat dit is bereikt.")
        return Maatregelresultaat.objects.create(
            maatregel=maatregel,
            organisatie=organisatie,
            jaar=jaar,
            bedrag=bedrag,
            bewijs=bewijs.strip(),
            bijlage=Bijlage.bewaar_gekozen(*bestand, onderwerp=maatregel, soort=BijlageSoort.BEWIJS, door=by)
            if bestand
            else None,
            door=by,
            namens=overgang.namens,
        )


def rond_af(maatregel: Maatregel, *, by: Gebruiker, versie: int | None = None) -> Maatregel:
    """De concerncontroller vindt het bewijs genoeg; elk doel heeft een resultaat."""
    with MAATREGEL.transition(maatregel, "afronden", by=by, versie=versie):
        gehaald = set(maatregel.resultaten.values_list("organisatie__naam", "jaar"))
        doelen = maatregel.doelen.values_list("organisatie__naam", "jaar")
        if open_ := [f"{naam} {jaar}" for naam, jaar in doelen if (naam, jaar) not in gehaald]:
            raise StapKanNiet(f"Er is nog geen resultaat van: {', '.join(open_)}.")
        if maatregel.besluit and by.has_perm("duoplus.uitvoeren_besluit", maatregel.besluit):
            leg_stand_vast(maatregel.besluit, Besluitstand.UITGEVOERD, by=by)
    return maatregel


def deel(maatregel: Maatregel, *, gedeeld: bool, by: Gebruiker, versie: int | None = None) -> Maatregel:
    """Laat gemeenten die meedoen elkaars bedragen zien, of juist niet meer."""
    with MAATREGEL.transition(maatregel, "delen", by=by, versie=versie, gedeeld=gedeeld):
        maatregel.gedeeld = gedeeld
    return maatregel


def laat_vervallen(
    maatregel: Maatregel, *, reden: str, by: Gebruiker, versie: int | None = None
) -> Maatregel:
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom deze maatregel vervalt.")
    with MAATREGEL.transition(maatregel, "vervallen", by=by, versie=versie, reden=reden):
        maatregel.vervallen_reden = reden
    return maatregel


def resultaten(maatregel: Maatregel, organisaties: Any = None) -> Collection[Maatregelresultaat]:
    """The row that counts per municipality and year, of those that the filter lets through."""
    rijen = maatregel.resultaten.select_related("organisatie", "door", "bijlage").order_by("pk")
    if organisaties is not None:
        rijen = rijen.filter(organisaties)
    return {(r.organisatie_id, r.jaar): r for r in rijen}.values()
