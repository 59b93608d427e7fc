"""De eerste beheerder: een account met één rol, en een link die één keer werkt."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis, Gebruiker
from tests.factories import GebruikerFactory, iemand

pytestmark = pytest.mark.django_db


def test_a_new_account_chooses_a_password_once_and_gets_in(settings):
    settings.BASE_URL = "http://testserver"
    call_command("beheerder", "Beheer@Duoplus.example", naam="Mo Beheer")

    gebruiker = Gebruiker.objects.get(email="beheer@duoplus.example")
    link = re.search(r"http\S+", Bericht.objects.get(ontvanger=gebruiker).tekst)[0]
    client = Client()
    antwoord = client.get(link, follow=True)
    nieuw = {"password1": "een-lang-wachtwoord-9", "password2": "een-lang-wachtwoord-9"}
    client.post(antwoord.redirect_chain[-1][0], nieuw)

    assert [rol.rol for rol in gebruiker.rollen] == [Rol.BEHEERDER]
    assert client.login(email=gebruiker.email, password=nieuw["password1"])
    assert "werkt niet meer" in Client().get(link).content.decode()


def test_again_gives_no_second_account_or_role_and_shows_the_link(capsys):
    bestaand = GebruikerFactory(email="al@duoplus.example", naam="Al Bestaand")
    for _ in range(2):
        call_command("beheerder", "AL@duoplus.example", toon=True)

    bestaand.refresh_from_db()
    assert (bestaand.naam, bestaand.toewijzingen.count()) == ("Al Bestaand", 1)
    assert capsys.readouterr().out.count("/wachtwoord/nieuw/") == 2
    assert not Bericht.objects.exists()


def test_the_role_is_in_the_history_of_settings():
    call_command("beheerder", "nieuw@duoplus.example", toon=True)

    feit = Gebeurtenis.objects.get(soort="duoplus.instelling.nieuw")
    assert (feit.door.is_systeem, feit.onderwerp.rol) == (True, Rol.BEHEERDER)
    lezer = Client()
    lezer.force_login(Gebruiker.objects.get(email="nieuw@duoplus.example"))
    assert "Gegeven op de server" in lezer.get(f"/instellingen/rollen/{feit.object_id}/").content.decode()


def test_who_decides_does_not_become_beheerder_beside_it():
    voorzitter = iemand(Rol.VOORZITTER)

    with pytest.raises(CommandError, match="geen andere rol"):
        call_command("beheerder", voorzitter.email)


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("beheerder", "niemand")


def test_who_forgot_the_password_gets_a_link_too(client, settings):
    """Its address is made by allauth, from the same pattern."""
    gebruiker = GebruikerFactory(email="vergeten@duoplus.example")

    antwoord = client.post("/wachtwoord/vergeten/", {"email": gebruiker.email})

    assert antwoord.status_code == 302
    link = re.search(r"http\S+", Bericht.objects.get(ontvanger=gebruiker).tekst)[0]
    assert client.get(link).status_code == 302
