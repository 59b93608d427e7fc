"""Wat er over DVO's op iemand wacht: tekenen, beslissen over opzeggen, en de volgende maken."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Termijn
from duoplus.werk import Taak
from ogon.calc.opzegging import laatste_opzegdag
from ogon.choices import DvoStatus, TekenSoort
from ogon.dvo.bladen import uiterlijk_tekenen
from ogon.models import Dvo, Dvoversie, Ondertekening, Tekenplek
from ogon.rules import TEKENT_DVO

MAAKT = Rol.BESTUURSADVISEUR
WAARSCHUWEN, LOOPT_AF = "ogon.dvo.waarschuwen", "ogon.dvo.loopt_af"
LANGSTE_OPZEGTERMIJN = 12
GEVRAAGD = {
    DvoStatus.TER_PARAAF: TekenSoort.PARAAF,
    DvoStatus.TER_ONDERTEKENING: TekenSoort.HANDTEKENING,
}
STAP = {TekenSoort.PARAAF: "paraferen", TekenSoort.HANDTEKENING: "ondertekenen"}


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    """None for who has nothing to do with it."""
    return [rijen for rijen in _alle(user) if rijen is not None]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """Those same, each kind in one query."""
    plekken, opzeggen, maken = _alle(user)
    taken = [_tekenen(plek) for plek in _ophalen(plekken, "dvoversie__dvo__organisatie", tot)]
    taken += [_opzeggen(dvo) for dvo in _ophalen(opzeggen, "organisatie", tot)]
    taken += [_maken(dvo) for dvo in _ophalen(maken, "organisatie", tot)]
    return taken[:tot]


def _alle(user: Gebruiker) -> tuple[QuerySet[Any] | None, ...]:
    return _plekken(user), _opzegbaar(user), _zonder_vervolg(user)


def _ophalen(rijen: QuerySet[Any] | None, met: str, tot: int) -> Iterable[Any]:
    return [] if rijen is None else rijen.select_related(met)[:tot]


# Initials and signatures --------------------------------------------------------------------------------


def _plekken(user: Gebruiker) -> QuerySet[Tekenplek] | None:
    """Open places that this person can fill now: the function, and not the same person twice."""
    functies = {(t.rol, t.organisatie_id or user.organisatie_id) for t in user.rollen if t.rol in TEKENT_DVO}
    if not functies:
        return None
    al = Ondertekening.objects.filter(dvoversie=OuterRef("dvoversie"), soort=OuterRef("soort"), door=user.pk)
    passend = reduce(or_, (Q(rol=rol, organisatie=organisatie) for rol, organisatie in functies))
    return te_tekenen().filter(passend).exclude(dvoversie__gemaakt_door=user.pk).exclude(Exists(al))


def te_tekenen() -> QuerySet[Tekenplek]:
    """Every place that is asked for now."""
    nu = (Q(dvoversie__status=status, soort=soort) for status, soort in GEVRAAGD.items())
    return Tekenplek.objects.filter(reduce(or_, nu), ondertekening=None)


def _tekenen(plek: Tekenplek) -> Taak:
    dvo, soort = plek.dvoversie.dvo, TekenSoort(plek.soort)
    stap = STAP[soort]
    gevraagd = plek.uitgenodigd_op
    return Taak(
        wat="Parafeer de DVO" if soort == TekenSoort.PARAAF else "Onderteken de DVO",
        waarover=f"{dvo}, versie {plek.dvoversie.nummer}",
        kenmerk=dvo.nummer,
        waarom=f"u tekent als {plek.functie.lower()}",
        url=dvo.get_absolute_url(),
        knop=stap.capitalize(),
        knop_url=reverse("ogon:dvo_handeling", args=[dvo.nummer, stap]),
        icoon="signature",
        sinds=gevraagd,
        uiterlijk=uiterlijk_tekenen(klok.dag(gevraagd)) if gevraagd else None,
    )


# Notice and the next year -------------------------------------------------------------------------------


def _opzegbaar(user: Gebruiker) -> QuerySet[Dvo] | None:
    """Those of which the portal warned, for who speaks for a party, as long as there is time."""
    gemeenten = {t.organisatie_id for t in user.rollen if t.rol == Rol.OPDRACHTGEVER}
    is_duoplus = user.heeft_rol(Rol.DIRECTIEBERAAD)
    if not (gemeenten or is_duoplus):
        return None
    gewaarschuwd = _loopt().filter(_gemeld(WAARSCHUWEN), opzegtermijn_maanden__in=_nog_mogelijk())
    return gewaarschuwd if is_duoplus else gewaarschuwd.filter(organisatie__in=gemeenten)


def _zonder_vervolg(user: Gebruiker) -> QuerySet[Dvo] | None:
    """Those of which the portal told that they end, for who makes the next one."""
    return zonder_vervolg().filter(_gemeld(LOOPT_AF)) if user.heeft_rol(MAAKT) else None


def _gemeld(soort: str) -> Exists:
    dvo = ContentType.objects.get_for_model(Dvo)
    return Exists(Gebeurtenis.objects.filter(soort=soort, content_type=dvo, object_id=OuterRef("pk")))


def te_waarschuwen() -> QuerySet[Dvo]:
    """The last day to give notice is near, and nobody was told yet."""
    einde, tot = _einde_van_dit_jaar(), _tot("dvo.waarschuwen")
    maanden = [maand for maand in _nog_mogelijk() if laatste_opzegdag(einde, maand) <= tot]
    return _loopt().filter(~_gemeld(WAARSCHUWEN), opzegtermijn_maanden__in=maanden)


def loopt_af() -> QuerySet[Dvo]:
    """It ends soon, there is no next one, and nobody was told yet."""
    if _einde_van_dit_jaar() > _tot("dvo.vernieuwen"):
        return Dvo.objects.none()
    return zonder_vervolg().filter(~_gemeld(LOOPT_AF))


def zonder_vervolg() -> QuerySet[Dvo]:
    """No notice was given, and there is no DVO for the year after."""
    vervolg = Dvo.objects.filter(organisatie=OuterRef("organisatie"), jaar=klok.vandaag().year + 1)
    return _loopt().exclude(Exists(vervolg))


def _loopt() -> QuerySet[Dvo]:
    """Signed, of this year, and no notice given."""
    getekend = Dvoversie.objects.getekend().filter(dvo=OuterRef("pk"))
    return Dvo.objects.filter(Exists(getekend), jaar=klok.vandaag().year, opgezegd_op=None)


def _nog_mogelijk() -> list[int]:
    """The terms of notice, in months, whose last day has not passed for an agreement of this year."""
    einde, vandaag = _einde_van_dit_jaar(), klok.vandaag()
    return [
        maanden for maanden in range(LANGSTE_OPZEGTERMIJN + 1) if vandaag <= laatste_opzegdag(einde, maanden)
    ]


def _einde_van_dit_jaar() -> date:
    return date(klok.vandaag().year, 12, 31)


def _tot(sleutel: str) -> date:
    """The last day of which is warned today: so many working days on."""
    vandaag = klok.vandaag()
    aantal = Termijn.objects.werkdagen(sleutel, vandaag) or 0
    return na_werkdagen(vandaag, aantal, Feestdag.objects.als_vrij())


def _opzeggen(dvo: Dvo) -> Taak:
    return Taak(
        wat="Beslis of u de DVO opzegt",
        waarover=str(dvo),
        kenmerk=dvo.nummer,
        waarom="na deze dag kan het niet meer",
        url=dvo.get_absolute_url(),
        knop="Bekijk de DVO",
        knop_url=dvo.get_absolute_url(),
        icoon="calendar-due",
        uiterlijk=dvo.uiterlijk_opzeggen,
    )


def _maken(dvo: Dvo) -> Taak:
    maak = f"{reverse('ogon:dvo_nieuw')}?van={dvo.nummer}"
    return Taak(
        wat=f"Maak de DVO van {dvo.jaar + 1}",
        waarover=str(dvo.organisatie),
        kenmerk=dvo.nummer,
        waarom=f"die van {dvo.jaar} loopt af",
        url=dvo.get_absolute_url(),
        knop="DVO maken",
        knop_url=maak,
        icoon="file-plus",
        uiterlijk=dvo.tot,
    )
