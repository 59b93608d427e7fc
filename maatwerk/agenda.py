"""Welke aanvragen op een besluit van hun OGON wachten, en wat een vergadering ermee doet."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from duoplus.actions import agenda
from duoplus.agenda import Antwoord, Bron, Kaart, Kandidaat
from duoplus.calc.nederlands import uren
from duoplus.choices import BesluitSoort as B
from duoplus.choices import PuntSoort
from duoplus.events import on
from duoplus.models import Agendapunt, Besluit, Gebeurtenis, Gebruiker, Gremium
from duoplus.transitions import StapKanNiet
from duoplus.web.velden import keuze, tekst
from maatwerk.actions import besluiten
from maatwerk.actions.ronde import GEREED
from maatwerk.actions.vaststellen import vaststellen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfwijsReden, RondeStatus
from maatwerk.models import Aanvraag, RamingRegel, Ronde
from maatwerk.transitions import AANVRAAG

WACHT = (S.TER_PRIORITERING, S.WACHTLIJST, S.AANGEHOUDEN)
ONDERAAN = 9999  # beyond the end of the list is its end
STAP = {
    B.AKKOORD: "prioriteren",
    B.AKKOORD_MITS: "prioriteren",
    B.WACHTLIJST: "op_wachtlijst_zetten",
    B.AANHOUDEN: "aanhouden",
    B.AFWIJZEN: "afwijzen",
    B.OPSCHALEN: "opschalen",
}
# While the order is in the making its board says what comes first; turning down takes a request off it.
NAAST_HET_BORD = (B.AFWIJZEN, B.OPSCHALEN)
OP_HET_BORD = (
    "Deze aanvraag staat op het bord van {ronde}. Geef haar daar een plaats, of haal haar eerst van het bord."
)
LIGT_VOOR = (
    "Deze aanvraag hoort bij de volgorde die voorligt ({ronde}). Stel die vast, of neem haar eerst terug."
)


class AanvraagBron(Bron):
    """Aanvragen die op een besluit van hun OGON wachten."""

    model = Aanvraag

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        """Confirmed and waiting, its day come, and not on the board of a cycle, where it gets its place."""
        return [
            Kandidaat(
                onderwerp=aanvraag,
                titel=aanvraag.titel,
                gevraagd_besluit="Komt dit werk er, en onder welke voorwaarde?",
            )
            for aanvraag in _wachtend(gremium, dag)
        ]

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        zichtbaar = Aanvraag.objects.visible_to(user).filter(pk=OuterRef("pk"))
        bekend = Aanvraag.objects.recognisable_to(user).filter(pk__in=pks)
        geraamd = _geraamd(pks)
        return {
            a.pk: Kaart(
                titel=a.titel,
                url=a.get_absolute_url() if a.is_zichtbaar else "",
                feiten=_feiten(a, geraamd.get(a.pk)),
            )
            for a in bekend.annotate(is_zichtbaar=Exists(zichtbaar)).prefetch_related("gemeenten")
        }

    def soorten(self, punt: Agendapunt) -> tuple[B, ...]:
        aanvraag = _aanvraag(punt)
        ronde = _open_ronde(aanvraag)
        return tuple(s for s in STAP if _kan(s, aanvraag) and not _tegen_bord(s, ronde))

    def mag(self, punt: Agendapunt, user: Gebruiker) -> bool:
        return user.has_perm("maatwerk.prioriteren_aanvraag", _aanvraag(punt))

    def velden(self, punt: Agendapunt) -> dict[str, Any]:
        codes = [("", "Niet van toepassing"), *AfwijsReden.choices]
        return {
            "code": keuze("Als u afwijst: wat is de reden?", codes, required=False),
            "vervolg": tekst(
                "Als u afwijst: wat kan de gemeente nu doen?",
                "Noem één duidelijke volgende stap.",
                required=False,
                rijen=2,
            ),
        }

    def besluit(self, punt: Agendapunt, antwoord: Antwoord, *, by: Gebruiker) -> Besluit:
        """Through the ordinary act, so that a decision is the same wherever it is taken."""
        aanvraag = _aanvraag(punt)
        if weigering := _tegen_bord(antwoord.soort, _open_ronde(aanvraag)):
            raise StapKanNiet(weigering)
        DOE[antwoord.soort](aanvraag, punt, antwoord, by)
        return punt.besluiten.latest("pk")


class VolgordeBron(Bron):
    """De volgorde van een cyclus die in de maak is: de vergadering praat erover en stelt haar vast."""

    model = Ronde

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        soort = ContentType.objects.get_for_model(Ronde)
        staat_er = Agendapunt.objects.open().filter(gremium=gremium.pk, content_type=soort)
        rondes = Ronde.objects.open().filter(cyclus__ogon=gremium.pk).exclude(status=RondeStatus.OPGESCHAALD)
        return [
            Kandidaat(
                onderwerp=ronde,
                titel=_naam(ronde),
                soort=PuntSoort.BESLUIT,
                minuten=30,
                gevraagd_besluit="Stelt het OGON deze volgorde vast?",
            )
            for ronde in rondes.exclude(pk__in=staat_er.values("object_id")).select_related("cyclus__ogon")
        ]

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        rondes = Ronde.objects.filter(pk__in=pks).select_related("cyclus__ogon__programma")
        return {
            ronde.pk: Kaart(_naam(ronde), ronde.get_absolute_url(), (ronde.get_status_display(),))
            for ronde in rondes
            if user.has_perm("maatwerk.bord_cyclus", ronde.cyclus)
        }

    def soorten(self, punt: Agendapunt) -> tuple[B, ...]:
        """Only what was put forward can be adopted; until then its board is the place."""
        ligt_voor = _ronde(punt).status == RondeStatus.VOORGELEGD
        return (B.VASTSTELLEN, B.AANHOUDEN) if ligt_voor else (B.AANHOUDEN,)

    def mag(self, punt: Agendapunt, user: Gebruiker) -> bool:
        return user.has_perm("ogon.vaststellen_cyclus", _ronde(punt).cyclus)

    def besluit(self, punt: Agendapunt, antwoord: Antwoord, *, by: Gebruiker) -> Besluit | None:
        if antwoord.soort != B.VASTSTELLEN:
            return None
        return vaststellen(_ronde(punt), by=by, agendapunt=punt).besluit


def _ronde(punt: Agendapunt) -> Ronde:
    return Ronde.objects.select_related("cyclus__ogon__programma").get(pk=punt.object_id or 0)


def _naam(ronde: Ronde) -> str:
    return f"Volgorde {ronde.cyclus.jaar}"


def _wachtend(gremium: Gremium, dag: date) -> QuerySet[Aanvraag]:
    aan_de_beurt = ~Q(status=S.AANGEHOUDEN) | Q(termijn_op=None) | Q(termijn_op__lte=dag)
    soort = ContentType.objects.get_for_model(Aanvraag)
    staat_er = Agendapunt.objects.open().filter(gremium=gremium.pk, content_type=soort)
    op_bord = Ronde.objects.open().filter(plaatsen__aanvraag=OuterRef("pk"))
    wachtend = Aanvraag.objects.filter(
        GEREED, aan_de_beurt, ogon=gremium.pk, status__in=WACHT, opgeschaald=False
    )
    vrij = wachtend.exclude(pk__in=staat_er.values("object_id")).filter(~Exists(op_bord))
    return vrij.order_by("status_sinds", "pk")


def _geraamd(pks: Collection[int]) -> dict[int, Any]:
    regels = RamingRegel.objects.filter(raming__aanvraag__in=pks, raming__vervallen_op=None).order_by()
    return dict(regels.values_list("raming__aanvraag").annotate(Sum("uren")))


def _feiten(aanvraag: Aanvraag, geraamd: Any) -> tuple[str, ...]:
    gemeenten = ", ".join(gemeente.naam for gemeente in aanvraag.gemeenten.all())
    feiten = [aanvraag.kenmerk or "", aanvraag.get_status_display(), gemeenten]
    return tuple(feit for feit in [*feiten, f"{uren(geraamd)} uur geraamd" if geraamd else ""] if feit)


def _aanvraag(punt: Agendapunt) -> Aanvraag:
    return Aanvraag.objects.get(pk=punt.object_id or 0)


def _kan(soort: B, aanvraag: Aanvraag) -> bool:
    if soort == B.OPSCHALEN and aanvraag.opgeschaald:
        return False
    return aanvraag.status in AANVRAAG.stappen[STAP[soort]].van


def _open_ronde(aanvraag: Aanvraag) -> Ronde | None:
    """The order in the making that this request has a place in."""
    rondes = Ronde.objects.open().filter(plaatsen__aanvraag=aanvraag)
    return rondes.select_related("cyclus__ogon").first()


def _tegen_bord(soort: B, ronde: Ronde | None) -> str:
    """Why this decision would contradict the board; empty if it does not."""
    if ronde is None or (ronde.status == RondeStatus.RANGSCHIKKEN and soort in NAAST_HET_BORD):
        return ""
    naam = f"{ronde.cyclus.ogon.kort} {ronde.cyclus.jaar}"
    zin = OP_HET_BORD if ronde.status == RondeStatus.RANGSCHIKKEN else LIGT_VOOR
    return zin.format(ronde=naam)


def _plan_in(aanvraag: Aanvraag, punt: Agendapunt, antwoord: Antwoord, by: Gebruiker) -> None:
    besluiten.prioriteren(
        aanvraag,
        by=by,
        plaats=ONDERAAN,
        reden=antwoord.reden,
        voorwaarde=antwoord.voorwaarde if antwoord.soort == B.AKKOORD_MITS else "",
        agendapunt=punt,
    )


def _op_wachtlijst(aanvraag: Aanvraag, punt: Agendapunt, antwoord: Antwoord, by: Gebruiker) -> None:
    besluiten.op_wachtlijst_zetten(aanvraag, by=by, reden=antwoord.reden, agendapunt=punt)


def _houd_aan(aanvraag: Aanvraag, punt: Agendapunt, antwoord: Antwoord, by: Gebruiker) -> None:
    """Until the day that was named, or else the next meeting."""
    dag = antwoord.opnieuw_op or _volgende_dag(punt)
    if dag is None:
        raise StapKanNiet("Er is nog geen volgende vergadering. Kies de dag waarop u er weer naar kijkt.")
    besluiten.aanhouden(aanvraag, by=by, reden=antwoord.reden, opnieuw_op=dag, agendapunt=punt)


def _volgende_dag(punt: Agendapunt) -> date | None:
    volgende = agenda.volgende_van(punt)
    return volgende.datum if volgende else None


def _wijs_af(aanvraag: Aanvraag, punt: Agendapunt, antwoord: Antwoord, by: Gebruiker) -> None:
    code, vervolg = antwoord.extra.get("code"), antwoord.extra.get("vervolg", "")
    if not code or not vervolg.strip():
        raise StapKanNiet("Kies de reden van het afwijzen, en schrijf op wat de gemeente nu kan doen.")
    besluiten.afwijzen(
        aanvraag, by=by, code=AfwijsReden(code), reden=antwoord.reden, vervolg=vervolg, agendapunt=punt
    )


def _schaal_op(aanvraag: Aanvraag, punt: Agendapunt, antwoord: Antwoord, by: Gebruiker) -> None:
    besluiten.opschalen(aanvraag, by=by, reden=antwoord.reden, agendapunt=punt)


Doe = Callable[[Aanvraag, Agendapunt, Antwoord, Gebruiker], None]
DOE: dict[str, Doe] = {
    B.AKKOORD: _plan_in,
    B.AKKOORD_MITS: _plan_in,
    B.WACHTLIJST: _op_wachtlijst,
    B.AANHOUDEN: _houd_aan,
    B.AFWIJZEN: _wijs_af,
    B.OPSCHALEN: _schaal_op,
}


@on(
    *(
        f"maatwerk.aanvraag.{stap}"
        for stap in ("intrekken", "afwijzen", "dubbel_melden", "herzien", "prioriteren")
    )
)
def haal_van_agenda(gebeurtenis: Gebeurtenis) -> None:
    """What asks no decision any more leaves every agenda that is still to come."""
    aanvraag = gebeurtenis.onderwerp
    if isinstance(aanvraag, Aanvraag) and aanvraag.status not in WACHT:
        reden = f"De aanvraag wacht niet meer op een besluit: {aanvraag.get_status_display().lower()}."
        agenda.laat_vervallen(aanvraag, reden=reden)
