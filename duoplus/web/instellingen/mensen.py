"""Wie het portaal gebruiken: uitnodigen, blokkeren, vrijgeven. De rollen staan in rollen.py."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from duoplus import klok, spoor
from duoplus.instellingen import (
    NIEUW,
    WIJZIGEN,
    Gevolg,
    Handeling,
    Kolom,
    Onderdeel,
    Stand,
    Wijziging,
)
from duoplus.models import Gebeurtenis, Gebruiker, Organisatie
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, regel
from duoplus.web.instellingen.rollen import GROEP, LAATSTE_BEHEERDER, blijft_beheerd, leeg_na
from duoplus.web.uitnodigen import nodig_uit

BLOKKEREN = Handeling("blokkeren", "Account blokkeren", "Het account is geblokkeerd.", negatief=True)
VRIJGEVEN = Handeling("vrijgeven", "Account vrijgeven", "Het account is weer vrijgegeven.")
UITNODIGEN = Handeling("uitnodigen", "Opnieuw uitnodigen", "De uitnodiging is verstuurd.")
ACTIEF, GEBLOKKEERD = Stand("actief", "Actief", "ok"), Stand("geblokkeerd", "Geblokkeerd", "bad")
UITGENODIGD = Stand("uitgenodigd", "Nog niet ingelogd", "info")

EIGEN_ACCOUNT = "U blokkeert uw eigen account niet. Vraag het een andere beheerder."


class GebruikerForm(InstellingForm):
    naam = regel("Naam", 120)
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        help_text="Het adres van het werk. Daar komt de uitnodiging aan.",
        error_messages={
            "required": "Vul het e-mailadres van het werk in.",
            "invalid": "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl.",
        },
    )
    organisatie = UitLijst("Waar werkt deze persoon?", Organisatie.objects.none())

    def richt_in(self) -> None:
        if "organisatie" in self.fields:
            nu = getattr(self.obj, "organisatie_id", None)
            self.fields["organisatie"].queryset = Organisatie.objects.kiesbaar(klok.vandaag(), nu)
        if self.obj is not None and self.obj.last_login is not None:
            self.fields.pop("email", None)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class Gebruikers(Onderdeel):
    slug, naam, enkel, groep = "gebruikers", "Gebruikers", "gebruiker", GROEP
    uitleg = "Wie een account heeft. U nodigt iemand uit, blokkeert een account of geeft het vrij."
    icoon = "user"
    model = Gebruiker
    formulier = GebruikerForm
    velden = {"naam": "Naam", "email": "E-mailadres", "organisatie": "Organisatie"}
    kolommen = (
        Kolom("Naam", str),
        Kolom("E-mailadres", lambda g: g.email),
        Kolom("Organisatie", lambda g: str(g.organisatie or "")),
        Kolom(
            "Rollen nu", lambda g: ", ".join(dict.fromkeys(t.get_rol_display() for t in g.rollen)) or "geen"
        ),
    )
    handelingen = (NIEUW, WIJZIGEN, UITNODIGEN, BLOKKEREN, VRIJGEVEN)
    zoek = ("naam", "email", "organisatie__naam")
    reden_nodig = False
    op_dag = ""
    gebruikkop = "Rollen"

    def queryset(self) -> QuerySet[Gebruiker]:
        return Gebruiker.objects.filter(is_systeem=False).with_rollen().order_by("naam", "pk")

    def stand(self, obj: Any, dag: date) -> Stand:
        if not obj.is_active:
            return GEBLOKKEERD
        return ACTIEF if obj.last_login else UITGENODIGD

    def standen(self) -> list[Stand]:
        return [ACTIEF, UITGENODIGD, GEBLOKKEERD]

    def filter_stand(self, rijen: QuerySet[Any], stand: str, dag: date) -> QuerySet[Any]:
        if stand == UITGENODIGD.slug:
            return rijen.filter(is_active=True, last_login=None)
        return rijen.filter(is_active=stand == ACTIEF.slug)

    def mogelijk(self, obj: Any) -> list[Handeling]:
        stand = self.stand(obj, klok.vandaag())
        return {
            ACTIEF: [WIJZIGEN, BLOKKEREN],
            UITGENODIGD: [WIJZIGEN, UITNODIGEN, BLOKKEREN],
            GEBLOKKEERD: [VRIJGEVEN],
        }[stand]

    def maak(self, waarden: dict[str, Any], **mensen: Gebruiker) -> Gebruiker:
        gebruiker = Gebruiker(**waarden)
        gebruiker.set_unusable_password()
        return gebruiker

    def controleer(self, wijziging: Wijziging) -> None:
        email = wijziging.waarden.get("email", "")
        anderen = Gebruiker.objects.exclude(pk=getattr(wijziging.obj, "pk", None))
        if email and anderen.filter(email__iexact=email).exists():
            raise StapKanNiet("Dit e-mailadres heeft al een account.")
        if email and wijziging.obj is not None and wijziging.obj.last_login is not None:
            raise StapKanNiet("Dit account is al gebruikt. Nodig iemand met een ander adres opnieuw uit.")
        if wijziging.handeling == BLOKKEREN:
            self._controleer_blokkeren(wijziging)

    def _controleer_blokkeren(self, wijziging: Wijziging) -> None:
        if wijziging.obj == wijziging.by:
            raise StapKanNiet(EIGEN_ACCOUNT)
        if not blijft_beheerd(klok.vandaag(), zonder=Q(gebruiker=wijziging.obj)):
            raise StapKanNiet(LAATSTE_BEHEERDER)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling == UITNODIGEN:
            return [Gevolg(f"{wijziging.obj.email} krijgt een nieuwe link om een wachtwoord te kiezen.")]
        if wijziging.handeling == VRIJGEVEN:
            return [Gevolg("Deze persoon kan weer inloggen. De rollen die nog lopen, gelden weer.")]
        if wijziging.handeling != BLOKKEREN:
            return []
        leeg = [Gevolg(zin, is_waarschuwing=True) for zin in leeg_na(wijziging.obj.rollen, klok.vandaag())]
        return [Gevolg("Deze persoon kan niet meer inloggen. Alles wat er al is, blijft staan."), *leeg]

    def voer_uit(self, wijziging: Wijziging) -> Any:
        gebruiker = wijziging.obj
        if wijziging.handeling != UITNODIGEN:
            gebruiker.is_active = wijziging.handeling == VRIJGEVEN
            gebruiker.save(update_fields=["is_active"])
        return gebruiker

    def wegen(self, obj: Any) -> list[tuple[str, str]]:
        rollen, wie = reverse("instelling_list", args=["rollen"]), urlencode({"q": obj.naam})
        nieuw = reverse("instelling_nieuw", args=["rollen"])
        return [("Rol geven", f"{nieuw}?gebruiker={obj.pk}"), ("Alle rollen", f"{rollen}?toon=alles&{wie}")]

    def spoor(self, obj: Any) -> list[tuple[Gebeurtenis, str]]:
        return spoor.van(obj)

    def na_afloop(self, wijziging: Wijziging, obj: Any, feit: int) -> None:
        if wijziging.handeling in (NIEUW, UITNODIGEN):
            nodig_uit(obj, sleutel=feit, reden="de beheerder maakte een account voor u")
