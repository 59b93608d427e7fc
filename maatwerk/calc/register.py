"""Het maatwerkregister: wat de kolommen van de lijst die nu in gebruik is betekenen, en wat een rij zegt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duoplus.calc.nederlands import bedrag, datum_kort, uren, zonder_accenten
from duoplus.calc.tabel import Bronrij, Gelezen, Model, Veld, als_tekst
from maatwerk.calc.registercellen import (
    GEMEENTENAAM,
    OGONNAAM,
    bedrag_tussen_haakjes,
    lees_datum_of_leeg,
    lees_externe_kosten,
    lees_functiegroep,
    lees_gemeenten,
    lees_ogon,
    lees_raming,
    lees_status,
    lees_taakveld,
    lees_titel,
    lees_wens,
    vast_totaal,
)
from maatwerk.calc.verdeling import regelbedrag

KOPPEN: Mapping[str, frozenset[str]] = {
    sleutel: frozenset(koppen.split())
    for sleutel, koppen in {
        "nummer": "nr nummer kenmerk ref referentie volgnummer volgnr aanvraagnummer aanvraagnr zaaknummer"
        " code id",
        "titel": "aanvraag titel onderwerp omschrijving vraag naamaanvraag titelaanvraag",
        "gemeenten": "gemeente gemeenten opdrachtgever opdrachtgevers voorgemeente",
        "ogon": "ogon domein ogondomein domeinogon programma",
        "team": "team teamduo uitvoerendteam afdelingteam teamduoplus",
        "uren": "uren aantaluren raminguren urenraming geraamdeuren ureninraming benodigdeuren",
        "tarief": "tarief functiegroep uurtarief tariefgroep tariefcode",
        "extern": "extern externekosten externeur kostenextern externeuro materieel inkoopextern",
        "totaal": "totaal totaaleur totaleuro totaalbedrag totaalkosten totaleraming",
        "status": "status stand standvanzaken fase voortgang",
        "ingediend": "ingediend datum ingediendop datumingediend indiendatum datumaanvraag aanvraagdatum",
        "gewenst_klaar": "gewenstklaar gereedop klaarop gewenstgereed gewenstedatum deadline einddatum",
        "taakveld": "taakveld iv3taakveld taakveldiv3 iv3",
        "opmerking": "opmerkingen opmerking toelichting bijzonderheden notities",
    }.items()
}


@dataclass(frozen=True)
class Registerrij:
    """Een begrepen rij. Bedragen in euro's; wat niet bekend is, is leeg of None en nooit geraden.

    ``niet_begrepen`` holds (kolom, waarde, zin) for values left out without being fatal;
    ``gewenst_tekst`` is the wish as written, date or not.
    """

    blad: str
    rij: int
    nummer: str
    titel: str
    gemeenten: tuple[str, ...]
    ogon: str
    team: str
    uren: Decimal
    functiegroep: str
    extern: Decimal
    totaal: Decimal
    status: str
    opgeschaald: bool
    ingediend: date | None
    gewenst_klaar: date | None
    gewenst_tekst: str
    taakveld: str
    opmerking: str
    niet_begrepen: tuple[tuple[str, str, str], ...]


def registermodel(tarieven: Mapping[str, Decimal], statussen: Mapping[str, str] = {}) -> Model:
    """``tarieven``: functiegroep → euro per uur; ``statussen``: code → how the screen names it."""
    return Model(
        velden=velden(tarieven, statussen),
        eigen=frozenset({"nummer", "gemeenten", "status"}),
        keur=lambda rij, gelezen: _keur(rij, gelezen, tarieven),
        sleutels=_sleutels,
    )


def velden(tarieven: Mapping[str, Decimal] = {}, statussen: Mapping[str, str] = {}) -> tuple[Veld, ...]:
    def veld(sleutel: str, label: str, lees: object, **meer: object) -> Veld:
        return Veld(sleutel, label, KOPPEN[sleutel], lees, **meer)  # type: ignore[arg-type]

    return (
        veld("nummer", "Nummer", _tekst, uitleg="Hieraan herkennen wij de aanvraag een volgende keer."),
        veld("titel", "Aanvraag", lees_titel, nodig=True, streng=True, anders=""),
        veld("gemeenten", "Gemeente", lees_gemeenten, toon=_namen, nodig=True, streng=True, anders=()),
        veld("ogon", "OGON", lees_ogon, toon=lambda code: OGONNAAM.get(code, ""), anders=""),
        veld("team", "Team", _tekst),
        veld("uren", "Uren", lees_raming, toon=_uren, nodig=True, streng=True),
        veld(
            "tarief", "Tarief", lambda cel: _functiegroep(cel, tarieven), nodig=True, streng=True, anders=""
        ),
        veld("extern", "Externe kosten", lees_externe_kosten, toon=bedrag, streng=True, anders=Decimal(0)),
        veld("totaal", "Totaal", vast_totaal, toon=_bedrag, uitleg="Wij rekenen het totaal zelf na."),
        veld(
            "status", "Status", lees_status, nodig=True, streng=True, anders=("", False),
            toon=lambda stand: _stand(stand, statussen),
        ),
        veld("ingediend", "Ingediend", lees_datum_of_leeg, toon=_dag),
        veld("gewenst_klaar", "Gewenst klaar", lees_wens, toon=_dag),
        veld("taakveld", "Taakveld", lees_taakveld, anders=""),
        veld("opmerking", "Opmerkingen", als_tekst),
    )  # fmt: skip


def als_registerrij(rij: Bronrij, gelezen: Gelezen) -> Registerrij:
    """The row as the values it says; only for a row without faults."""
    w = gelezen.waarden
    status, opgeschaald = w["status"]
    return Registerrij(
        blad=rij.blad,
        rij=rij.rij,
        nummer=w["nummer"],
        titel=w["titel"],
        gemeenten=w["gemeenten"],
        ogon=w["ogon"],
        team=w["team"],
        uren=w["uren"],
        functiegroep=w["tarief"],
        extern=w["extern"],
        totaal=w["totaal"],
        status=status,
        opgeschaald=opgeschaald,
        ingediend=w["ingediend"],
        gewenst_klaar=w["gewenst_klaar"],
        gewenst_tekst=rij.tekst("gewenst_klaar"),
        taakveld=w["taakveld"],
        opmerking=w["opmerking"],
        niet_begrepen=tuple(
            (rij.koppen.get(m.veld, m.veld), als_tekst(rij.cellen.get(m.veld)), m.zin)
            for m in gelezen.opmerkingen
        ),
    )


def _keur(rij: Bronrij, gelezen: Gelezen, tarieven: Mapping[str, Decimal]) -> None:
    """What the cells say together: hours need a rate, and a total must be ours."""
    w = gelezen.waarden
    if not rij.tekst("uren"):
        gelezen.merk_op("uren", "Er staan geen uren; wij rekenen met 0.")
    w["uren"] = w["uren"] or Decimal(0)
    if w["uren"] and not rij.tekst("tarief"):
        gelezen.fout("tarief", "Er staat geen tarief.")
    staat_er = w["totaal"]
    tarief = tarieven.get(w["tarief"], Decimal(0))
    w["totaal"] = regelbedrag(w["uren"], tarief) + w["extern"]
    if not gelezen.fouten:
        _vergelijk(gelezen, "tarief", bedrag_tussen_haakjes(rij.tekst("tarief")), tarief)
        _vergelijk(gelezen, "totaal", staat_er, w["totaal"])


def _vergelijk(gelezen: Gelezen, veld: str, staat_er: Decimal | None, klopt: Decimal) -> None:
    if staat_er is not None and staat_er != klopt:
        gelezen.merk_op(veld, f"Hier staat {bedrag(staat_er)}; wij rekenen met {bedrag(klopt)}.")


def _sleutels(rij: Bronrij, gelezen: Gelezen) -> dict[str, str]:
    """The number, and the title with its municipalities: each says that two rows are one request."""
    nummer, titel, gemeenten = (gelezen.waarden[naam] for naam in ("nummer", "titel", "gemeenten"))
    sleutels = {f"nr:{zonder_accenten(nummer)}": f"hetzelfde nummer {nummer}"} if nummer else {}
    if titel and gemeenten:
        sleutels[f"{zonder_accenten(titel)} ({'+'.join(gemeenten)})"] = f"dezelfde titel ‘{titel}’"
    return sleutels


def _tekst(cel: object) -> str:
    return als_tekst(cel).strip()


def _functiegroep(cel: object, tarieven: Mapping[str, Decimal]) -> str:
    return lees_functiegroep(cel, tarieven) if _tekst(cel) else ""


def _namen(letters: tuple[str, ...]) -> str:
    return ", ".join(GEMEENTENAAM[letter] for letter in letters)


def _uren(aantal: Decimal | None) -> str:
    return "" if aantal is None else uren(aantal)


def _bedrag(euros: Decimal | None) -> str:
    return "" if euros is None else bedrag(euros)


def _dag(dag: date | None) -> str:
    return "" if dag is None else datum_kort(dag)


def _stand(stand: tuple[str, bool], statussen: Mapping[str, str]) -> str:
    code, opgeschaald = stand
    return statussen.get(code, code) + (", opgeschaald" if opgeschaald else "")
