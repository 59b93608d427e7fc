"""Een voorstel langs de organen brengen: wie eerst, wie daarna, en wat elk besloot."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from duoplus import besluiten, klok
from duoplus.actions.agenda import laat_vervallen
from duoplus.actions.uitvoering import leg_stand_vast
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort, Besluitstand, GremiumSoort
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium, Termijn
from duoplus.rules import namens
from duoplus.transitions import Overgang, StapKanNiet
from ogon.actions.voorstel import laat_parafen_vervallen, nog_nodig, titel_voor_lijst
from ogon.besluitvorming.overdracht import draag_over
from ogon.choices import Openbaarheid, Orgaan, SpoorStatus, ToetsSoort, Uitkomst
from ogon.choices import VoorstelStatus as S
from ogon.models import Voorstel, Voorstelspoor
from ogon.transitions import VOORSTEL

UITKOMST = "ogon.uitkomst_voorstelspoor"
# What a board of a municipality or of Duo+ gets in writing; the others have it on their agenda.
BESTUUR = (Orgaan.COLLEGE, Orgaan.DB, Orgaan.AB)
ALS_BESLUIT = {
    Uitkomst.CONFORM: BesluitSoort.AKKOORD,
    Uitkomst.GEWIJZIGD: BesluitSoort.AKKOORD_MITS,
    Uitkomst.AANGEHOUDEN: BesluitSoort.AANHOUDEN,
    Uitkomst.AFGEWEZEN: BesluitSoort.AFWIJZEN,
}
AL_BESLOTEN = "Een bestuur besloot al over deze tekst. Trek het voorstel in en maak een nieuw voorstel."
GEHEIM_GEHOUDEN = "De reden staat bij het voorstel; alleen wie dat mag lezen, ziet haar."


def op_weg(voorstel: Voorstel, *, by: Gebruiker, versie: int | None = None) -> Voorstel:
    """Breng het voorstel naar het eerste orgaan. Raises ``StapKanNiet`` with the initials that miss."""
    with VOORSTEL.transition(voorstel, "op_weg", by=by, versie=versie, tekst=voorstel.inhoudversie):
        if nodig := nog_nodig(voorstel):
            labels = ", ".join(ToetsSoort(soort).label.lower() for soort in nodig)
            raise StapKanNiet(f"Onder deze tekst ontbreekt nog een paraaf: {labels}.")
        _bied_volgende_aan(voorstel, by)
    return voorstel


def herzien(voorstel: Voorstel, *, by: Gebruiker, reden: str, versie: int | None = None) -> Voorstel:
    """Haal het voorstel terug voor een andere tekst. Een besluit van een college gaat over deze tekst."""
    with VOORSTEL.transition(voorstel, "herzien", by=by, versie=versie, reden=reden):
        sporen = voorstel.sporen.all()
        if sporen.filter(orgaan__in=BESTUUR, status=SpoorStatus.BESLOTEN).exists():
            raise StapKanNiet(AL_BESLOTEN)
        sporen.filter(status=SpoorStatus.LIGT_VOOR).update(
            status=SpoorStatus.WACHT, uitkomst="", besloten_op=None, gepland_op=None
        )
        laat_parafen_vervallen(voorstel, by, ["de tekst"])
        laat_vervallen(voorstel, reden=f"Het voorstel wordt herzien. {_leesbaar(voorstel, reden)}")
    return voorstel


def leg_uitkomst_vast(
    spoor: Voorstelspoor,
    uitkomst: str,
    *,
    by: Gebruiker,
    besloten_op: date | None = None,
    toelichting: str = "",
    onder_voorbehoud: bool = False,
    opnieuw_op: date | None = None,
    agendapunt: Agendapunt | None = None,
    versie: int | None = None,
) -> Besluit | None:
    """Leg vast wat een orgaan besloot; het volgende is aan de beurt zodra alle sporen daarvoor klaar zijn.

    An OGON and the directieberaad decide under a number of our own; the others have their own register.
    Raises ``StapKanNiet`` where the proposal is not before that body now.
    """
    voorstel, dag = spoor.voorstel, besloten_op or klok.vandaag()
    feiten = {"spoor": str(spoor), "uitkomst": uitkomst, "tekst": toelichting}
    with VOORSTEL.transition(voorstel, "uitkomst", by=by, versie=versie, **feiten) as overgang:
        spoor.refresh_from_db(from_queryset=Voorstelspoor.objects.select_for_update())
        spoor.voorstel = voorstel
        _controleer(spoor, uitkomst, by, dag, toelichting)
        if agendapunt is None:
            _vereis_dag(uitkomst, opnieuw_op)
        besluit = _besluit(spoor, uitkomst, toelichting, agendapunt, by)
        _zet(
            spoor,
            uitkomst=uitkomst,
            besloten_op=dag,
            toelichting=toelichting,
            besluit=besluit,
            onder_voorbehoud=onder_voorbehoud and uitkomst in (Uitkomst.CONFORM, Uitkomst.GEWIJZIGD),
            gepland_op=opnieuw_op if uitkomst == Uitkomst.AANGEHOUDEN else spoor.gepland_op,
            status=SpoorStatus.LIGT_VOOR if uitkomst == Uitkomst.AANGEHOUDEN else SpoorStatus.BESLOTEN,
        )
        if besluit is not None and spoor.is_klaar:
            laat_vervallen(voorstel, reden=f"Al besloten met {besluit.nummer}.", behalve=agendapunt)
        _ga_verder(voorstel, by, overgang)
    return besluit


def _controleer(spoor: Voorstelspoor, uitkomst: str, by: Gebruiker, dag: date, tekst: str) -> None:
    if not by.has_perm(UITKOMST, spoor):
        raise PermissionDenied(UITKOMST)
    if spoor.status != SpoorStatus.LIGT_VOOR or spoor.aangeboden_op is None:
        raise StapKanNiet(f"Dit voorstel ligt nu niet voor bij {spoor}.")
    if dag > klok.vandaag():
        raise StapKanNiet("Een besluit ligt niet in de toekomst. Kies vandaag of eerder.")
    if dag < klok.dag(spoor.aangeboden_op):
        raise StapKanNiet(f"Het voorstel lag daar pas op {datum(spoor.aangeboden_op)} voor.")
    if uitkomst != Uitkomst.CONFORM and not tekst.strip():
        raise StapKanNiet("Schrijf op wat er besloten is en waarom.")


def _vereis_dag(uitkomst: str, opnieuw_op: date | None) -> None:
    """Held over in a meeting it goes on to the next one; outside of it somebody has to say when."""
    if uitkomst == Uitkomst.AANGEHOUDEN and (opnieuw_op is None or opnieuw_op <= klok.vandaag()):
        raise StapKanNiet("Kies een dag na vandaag waarop het weer aan de orde komt.")


def _besluit(
    spoor: Voorstelspoor, uitkomst: str, tekst: str, agendapunt: Agendapunt | None, by: Gebruiker
) -> Besluit | None:
    gremium = gremium_van(spoor)
    if gremium is None:
        return None
    reden = _leesbaar(spoor.voorstel, tekst or "Conform het voorstel.")
    return besluiten.neem(
        gremium,
        ALS_BESLUIT[Uitkomst(uitkomst)],
        titel=titel_voor_lijst(spoor.voorstel),
        reden=reden,
        voorwaarde=reden if uitkomst == Uitkomst.GEWIJZIGD else "",
        by=by,
        namens=namens(by, UITKOMST, spoor),
        agendapunt=agendapunt,
        voorstel=spoor.voorstel.nummer,
        tekst=spoor.voorstel.inhoudversie,
    )


def gremium_van(spoor: Voorstelspoor) -> Gremium | None:
    """The body of ours that decides at this stop; None for a college, DB or AB."""
    if spoor.orgaan == Orgaan.OGON:
        return spoor.voorstel.ogon
    if spoor.orgaan == Orgaan.DIRECTIEBERAAD:
        return Gremium.objects.filter(soort=GremiumSoort.DIRECTIEBERAAD).first()
    return None


def _ga_verder(voorstel: Voorstel, by: Gebruiker, overgang: Overgang) -> None:
    """The next body, or the end of the road."""
    sporen = list(voorstel.sporen.all())
    if _is_gestopt(sporen):
        voorstel.sporen.filter(status=SpoorStatus.WACHT).update(status=SpoorStatus.OVERGESLAGEN)
    elif not all(spoor.is_klaar for spoor in sporen):
        _bied_volgende_aan(voorstel, by)
        return
    voorstel.status, voorstel.besloten_op = S.BESLOTEN, klok.nu()
    overgang.gegevens |= {"klaar": True}


def _is_gestopt(sporen: list[Voorstelspoor]) -> bool:
    """Somebody said no. Colleges hear each other out first."""
    nee = {spoor.orgaan for spoor in sporen if spoor.uitkomst == Uitkomst.AFGEWEZEN}
    if nee == {Orgaan.COLLEGE}:
        return all(spoor.is_klaar for spoor in sporen if spoor.orgaan == Orgaan.COLLEGE)
    return bool(nee)


def _bied_volgende_aan(voorstel: Voorstel, by: Gebruiker) -> None:
    """To the first body that did not decide; all colleges at once. Those after it wait for all of them."""
    open_ = [s for s in voorstel.sporen.select_related("organisatie") if not s.is_klaar]
    eerste = min(spoor.volgorde for spoor in open_)
    nieuw = [s for s in open_ if s.volgorde == eerste and s.status == SpoorStatus.WACHT]
    for spoor in nieuw:
        spoor.voorstel = voorstel
        _zet(spoor, status=SpoorStatus.LIGT_VOOR, aangeboden_op=klok.nu(), gepland_op=_gepland(spoor))
    draag_over([spoor for spoor in nieuw if spoor.orgaan in BESTUUR], moment=klok.nu(), by=by)


def _gepland(spoor: Voorstelspoor) -> date | None:
    """When a board is expected to decide; meetings of our own have their date on the agenda."""
    return Termijn.objects.uiterlijk("voorstel.college", klok.vandaag()) if spoor.orgaan in BESTUUR else None


def laat_voorbehoud_vervallen(
    spoor: Voorstelspoor, *, by: Gebruiker, toelichting: str, versie: int | None = None
) -> Voorstelspoor:
    """De begroting is vastgesteld: het besluit van dit orgaan geldt nu zonder voorbehoud."""
    voorstel = spoor.voorstel
    feiten = {"spoor": str(spoor), "tekst": toelichting}
    with VOORSTEL.transition(voorstel, "voorbehoud", by=by, versie=versie, **feiten):
        if not by.has_perm(UITKOMST, spoor):
            raise PermissionDenied(UITKOMST)
        spoor.refresh_from_db(from_queryset=Voorstelspoor.objects.select_for_update())
        if not spoor.onder_voorbehoud:
            raise StapKanNiet(f"Bij {spoor} staat geen voorbehoud.")
        _zet(spoor, onder_voorbehoud=False)
    return spoor


def uitvoeren(voorstel: Voorstel, *, by: Gebruiker, toelichting: str, versie: int | None = None) -> Voorstel:
    """Meld dat gedaan is wat besloten werd; ook in het besluitenregister."""
    with VOORSTEL.transition(voorstel, "uitvoeren", by=by, versie=versie, tekst=toelichting):
        sporen = list(voorstel.sporen.select_related("organisatie", "besluit"))
        if any(spoor.uitkomst == Uitkomst.AFGEWEZEN for spoor in sporen):
            raise StapKanNiet("Dit voorstel is afgewezen. Er is niets uit te voeren.")
        if voorbehoud := [str(spoor) for spoor in sporen if spoor.onder_voorbehoud]:
            raise StapKanNiet(f"Er staat nog een voorbehoud van begroting bij: {', '.join(voorbehoud)}.")
        for spoor in sporen:
            if spoor.besluit is not None and by.has_perm("duoplus.uitvoeren_besluit", spoor.besluit):
                leg_stand_vast(spoor.besluit, Besluitstand.UITGEVOERD, by=by, toelichting=toelichting)
    return voorstel


def intrekken(voorstel: Voorstel, *, by: Gebruiker, reden: str, versie: int | None = None) -> Voorstel:
    """Stop met dit voorstel. Wat al besloten is, blijft staan."""
    with VOORSTEL.transition(voorstel, "intrekken", by=by, versie=versie, reden=reden):
        voorstel.sporen.exclude(status=SpoorStatus.BESLOTEN).update(status=SpoorStatus.OVERGESLAGEN)
        laat_vervallen(voorstel, reden=f"Het voorstel is ingetrokken. {_leesbaar(voorstel, reden)}")
    return voorstel


def _leesbaar(voorstel: Voorstel, reden: str) -> str:
    """For an agenda, which more people read than a proposal that is not public."""
    return reden if voorstel.openbaarheid == Openbaarheid.OPENBAAR else GEHEIM_GEHOUDEN


def _zet(spoor: Voorstelspoor, **velden: Any) -> None:
    for naam, waarde in velden.items():
        setattr(spoor, naam, waarde)
    spoor.versie += 1
    spoor.save()
