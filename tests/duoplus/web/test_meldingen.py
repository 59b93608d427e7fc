from datetime import timedelta

import pytest
from django.urls import reverse

from duoplus import klok, mail
from duoplus.choices import BerichtStatus, Rol
from duoplus.models import Bericht, Gebeurtenis
from tests.factories.mensen import maak

pytestmark = pytest.mark.django_db


@pytest.fixture
def ik():
    return maak(Rol.AANVRAGER)


def meld(aan, sleutel="1", **velden):
    velden = {"onderwerp": "Wacht op u", "tekst": "Inhoud", "reden": "de aanvraag wacht op u"} | velden
    return mail.put(to=aan, key=f"{aan.pk}:{sleutel}", **velden)


def test_own_notices_only_and_why(client, ik):
    meld(ik, onderwerp="Voor mij")
    meld(maak(Rol.AANVRAGER), onderwerp="Voor een ander")
    client.force_login(ik)

    html = client.get(reverse("meldingen")).content.decode()

    assert "Voor mij" in html and "Voor een ander" not in html
    assert "u krijgt dit, want de aanvraag wacht op u" in html
    assert "1 melding nog niet gelezen" in html


def test_looking_does_not_mark_as_read(client, ik):
    meld(ik)
    client.force_login(ik)

    client.get(reverse("meldingen"))

    assert ik.berichten.ongelezen().count() == 1


def test_open_one_goes_to_its_page_and_keeps_the_rest(client, ik):
    bericht, _ = meld(ik, pad="/toegankelijkheid/"), meld(ik, "2")
    client.force_login(ik)

    response = client.post(reverse("melding_gelezen", args=[bericht.pk]))

    assert response["Location"] == "/toegankelijkheid/"
    assert list(ik.berichten.ongelezen()) == [Bericht.objects.exclude(pk=bericht.pk).get()]


def test_read_all(client, ik):
    meld(ik), meld(ik, "2")
    client.force_login(ik)

    client.post(reverse("meldingen_gelezen"))

    assert not ik.berichten.ongelezen().exists()


def test_notice_of_another_does_not_exist(client, ik):
    bericht = meld(maak(Rol.AANVRAGER))
    client.force_login(ik)

    assert client.post(reverse("melding_gelezen", args=[bericht.pk])).status_code == 404
    assert Bericht.objects.ongelezen().count() == 1


@pytest.mark.parametrize("aantal", [1, 5])
def test_query_count(client, ik, aantal, django_assert_num_queries):
    for n in range(aantal):
        meld(ik, str(n))
    client.force_login(ik)
    client.get(reverse("meldingen"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("meldingen"))


QUERIES = 10  # one of them counts what waits: an action can be of anybody, also without a role


class TestPost:
    @pytest.fixture
    def beheerder(self):
        return maak(Rol.BEHEERDER)

    def test_beheerder_sees_who_and_why_but_not_what(self, client, ik, beheerder):
        bericht = meld(ik, onderwerp="GEHEIM ONDERWERP", tekst="GEHEIME INHOUD")
        Bericht.objects.filter(pk=bericht.pk).update(status=BerichtStatus.MISLUKT, fout="adres bestaat niet")
        client.force_login(beheerder)

        html = client.get(reverse("post")).content.decode()

        assert ik.naam in html and "adres bestaat niet" in html
        assert "GEHEIM" not in html

    def test_offer_again(self, client, ik, beheerder):
        bericht = meld(ik)
        Bericht.objects.filter(pk=bericht.pk).update(
            status=BerichtStatus.ONZEKER, pogingen=8, niet_voor=klok.nu() + timedelta(days=1)
        )
        client.force_login(beheerder)

        client.post(reverse("post_opnieuw", args=[bericht.pk]))

        assert list(Bericht.objects.due()) == [bericht]
        feit = Gebeurtenis.objects.over(bericht).get()
        assert (feit.soort, feit.door) == ("duoplus.bericht.opnieuw", beheerder)

    def test_what_was_sent_is_not_sent_again(self, client, ik, beheerder):
        bericht = meld(ik)
        Bericht.objects.filter(pk=bericht.pk).update(status=BerichtStatus.VERZONDEN)
        client.force_login(beheerder)

        client.post(reverse("post_opnieuw", args=[bericht.pk]))

        assert not Bericht.objects.due().exists() and not Gebeurtenis.objects.over(bericht).exists()

    @pytest.mark.parametrize("naam", ["post", "post_opnieuw"])
    def test_refused_for_others(self, client, ik, naam):
        client.force_login(ik)
        if naam == "post":
            response = client.get(reverse(naam))
        else:
            response = client.post(reverse(naam, args=[meld(ik).pk]))

        assert response.status_code == 403


@pytest.mark.parametrize("naam", ["toegankelijkheid", "privacy", "security_txt", "livez", "readyz"])
def test_open_to_everybody(client, naam):
    assert client.get(reverse(naam)).status_code == 200


def test_security_txt_names_contact_and_end(client):
    tekst = client.get(reverse("security_txt")).content.decode()

    assert "Contact: mailto:" in tekst and "Expires: 2" in tekst


def test_demo_post_exists_in_the_demo_only(client, ik, settings, tmp_path):
    settings.DEMO_POST_DIR = tmp_path
    (tmp_path / "1.eml").write_bytes(b"To: a@b.nl\r\nSubject: Ontvangen\r\n\r\nBeste <b>lezer</b>\r\n")
    client.force_login(ik)

    assert client.get(reverse("demopost")).status_code == 404
    settings.DEMO = True
    html = client.get(reverse("demopost")).content.decode()
    assert "Ontvangen" in html and "Beste &lt;b&gt;lezer" in html
