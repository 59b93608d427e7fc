"""Een versie langs de gemeente, de parafen en de handtekeningen brengen, tot zij vastligt."""

from typing import Any

from duoplus import besluiten, klok
from duoplus.choices import BesluitSoort, GremiumSoort
from duoplus.models import Gebruiker, Gremium, Organisatie
from duoplus.transitions import StapKanNiet
from duoplus.zegel import zegel
from ogon.actions.dvo.gedeeld import stap
from ogon.choices import DvoStatus, TekenSoort
from ogon.dvo import zegel as dvozegel
from ogon.models import Dvoversie, Ondertekening, Tekenplek, Tekenregel
from ogon.rules import bekleedt

AL_GETEKEND = "U heeft deze versie al getekend. Iemand anders moet dit doen."
ZELF_GEMAAKT = "U maakte deze versie zelf. Iemand anders moet tekenen."


def voorleggen(dvoversie: Dvoversie, *, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Laat de gemeente de tekst lezen."""
    with stap(dvoversie, "voorleggen", by, versie):
        _controleer_inhoud(dvoversie)
    return dvoversie


def merk_op(dvoversie: Dvoversie, *, tekst: str, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Zeg wat er volgens u anders moet; wie de versie maakte, leest het, en zij blijft waar zij is."""
    with stap(dvoversie, "opmerken", by, versie, tekst=tekst):
        pass
    return dvoversie


def ter_paraaf(dvoversie: Dvoversie, *, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Vraag de parafen; vanaf nu wijzigt de tekst niet meer."""
    with stap(dvoversie, "ter_paraaf", by, versie):
        _controleer_inhoud(dvoversie)
        _wijs_plekken_aan(dvoversie)
    return dvoversie


def terugnemen(dvoversie: Dvoversie, *, reden: str, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Maak er weer een concept van. Met een paraaf erop kan dat niet meer: dan komt er een nieuwe versie."""
    with stap(dvoversie, "terugnemen", by, versie, reden=reden):
        if dvoversie.ondertekeningen.exists():
            raise StapKanNiet("Er staat al een paraaf op. Trek deze versie in en maak een nieuwe.")
        dvoversie.tekenplekken.all().delete()
    return dvoversie


def intrekken(dvoversie: Dvoversie, *, reden: str, by: Gebruiker, versie: int | None = None) -> Dvoversie:
    """Stop met deze versie; wat getekend is, blijft gelden."""
    with stap(dvoversie, "intrekken", by, versie, reden=reden):
        pass
    return dvoversie


def parafeer(
    dvoversie: Dvoversie, *, mandaat: str, by: Gebruiker, versie: int | None = None
) -> Ondertekening:
    """Zet een paraaf. Na de laatste worden de handtekeningen gevraagd."""
    with stap(dvoversie, "paraferen", by, versie) as overgang:
        paraaf = _zet(dvoversie, TekenSoort.PARAAF, mandaat, by, overgang.namens)
        overgang.gegevens |= {"functie": paraaf.functie}
        if not open_plekken(dvoversie, TekenSoort.PARAAF).exists():
            open_plekken(dvoversie, TekenSoort.HANDTEKENING).update(uitgenodigd_op=klok.nu())
            dvoversie.status = DvoStatus.TER_ONDERTEKENING
    return paraaf


def onderteken(
    dvoversie: Dvoversie, *, mandaat: str, by: Gebruiker, versie: int | None = None
) -> Ondertekening:
    """Zet een handtekening. Na de laatste ligt de versie vast: inhoud, PDF en zegelcode in één keer."""
    with stap(dvoversie, "ondertekenen", by, versie) as overgang:
        handtekening = _zet(dvoversie, TekenSoort.HANDTEKENING, mandaat, by, overgang.namens)
        overgang.gegevens |= {"functie": handtekening.functie}
        if not open_plekken(dvoversie, TekenSoort.HANDTEKENING).exists():
            _leg_vast(dvoversie, by)
    return handtekening


def open_plekken(dvoversie: Dvoversie, soort: TekenSoort) -> Any:
    """The places of this kind that nobody filled yet."""
    return dvoversie.tekenplekken.filter(soort=soort, ondertekening=None)


def _controleer_inhoud(dvoversie: Dvoversie) -> None:
    if dvoversie.is_addendum and not (dvoversie.regels.exists() or dvoversie.artikelen.exists()):
        raise StapKanNiet("Dit addendum wijzigt nog niets. Pas eerst een product of artikel aan.")
    if not dvoversie.is_addendum and not dvoversie.regels.exists():
        raise StapKanNiet("Er staat nog geen product in. Zet er eerst een in.")


def _wijs_plekken_aan(dvoversie: Dvoversie) -> None:
    """Who sign follows from the rules that hold today, for the two parties."""
    duoplus = Organisatie.objects.filter(soort="dienst").first()
    regels = list(Tekenregel.objects.geldig_op(klok.vandaag()))
    partijen = {r.van_gemeente for r in regels if r.soort == TekenSoort.HANDTEKENING}
    if duoplus is None or partijen != {True, False}:
        raise StapKanNiet(
            "Er is niet geregeld wie voor beide partijen tekent. Vraag de functioneel beheerder."
        )
    if not any(regel.soort == TekenSoort.PARAAF for regel in regels):
        raise StapKanNiet("Er is niet geregeld wie parafeert. Vraag de functioneel beheerder.")
    plekken = [
        Tekenplek(
            dvoversie=dvoversie,
            soort=regel.soort,
            organisatie=dvoversie.dvo.organisatie if regel.van_gemeente else duoplus,
            rol=regel.rol,
            functie=regel.functie,
            uitgenodigd_op=klok.nu() if regel.soort == TekenSoort.PARAAF else None,
        )
        for regel in regels
    ]
    Tekenplek.objects.bulk_create(plekken, ignore_conflicts=True)  # two rules for one function ask once


def _zet(
    dvoversie: Dvoversie, soort: TekenSoort, mandaat: str, by: Gebruiker, namens: Gebruiker | None
) -> Ondertekening:
    if dvoversie.gemaakt_door_id == by.pk:
        raise StapKanNiet(ZELF_GEMAAKT)
    if dvoversie.ondertekeningen.filter(soort=soort, door=by).exists():
        raise StapKanNiet(AL_GETEKEND)
    plek = next((plek for plek in open_plekken(dvoversie, soort) if bekleedt(by, plek)), None)
    if plek is None:
        raise StapKanNiet("Voor uw functie is al getekend.")
    return Ondertekening.objects.create(
        tekenplek=plek,
        dvoversie=dvoversie,
        soort=soort,
        naam=by.naam,
        functie=plek.functie,
        mandaat=mandaat,
        door=by,
        namens=namens,
    )


def _leg_vast(dvoversie: Dvoversie, by: Gebruiker) -> None:
    dvoversie.status = DvoStatus.VAN_KRACHT
    dvoversie.getekend_op = klok.nu()
    dvoversie.besluit = _besluit(dvoversie, by)
    dvoversie.inhoud = dvozegel.inhoud_van(dvoversie)
    dvoversie.sha256 = zegel(dvoversie.inhoud)
    dvoversie.pdf = dvozegel.bewaar_pdf(dvoversie, by=by)


def _besluit(dvoversie: Dvoversie, by: Gebruiker) -> Any:
    """What both parties signed is a decision; it stands in the register of the directieberaad, if any."""
    beraad = Gremium.objects.filter(soort=GremiumSoort.DIRECTIEBERAAD).order_by("pk").first()
    if beraad is None:
        return None
    reden = dvoversie.aanleiding or "Beide partijen hebben de DVO getekend."
    return besluiten.neem(beraad, BesluitSoort.DVO, titel=str(dvoversie), reden=reden, by=by)
