"""De besluitenlijst van een vorige keer als punt op de agenda: met akkoord ligt zij vast."""

from collections.abc import Collection
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from duoplus import overleg
from duoplus.actions import vergaderen
from duoplus.agenda import Antwoord, Bron, Kaart, Kandidaat
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort, VergaderingStatus
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium, Vergadering

TERMIJN = "overleg.besluitenlijst"


def ontbreekt() -> Q:
    """The meetings that were held and whose list nobody adopted, nor put on an agenda to be adopted."""
    soort = ContentType.objects.get_for_model(Vergadering)
    staat_er = Agendapunt.objects.open().filter(
        gremium=OuterRef("gremium"), content_type=soort, object_id=OuterRef("pk")
    )
    return Q(~Exists(staat_er), status=VergaderingStatus.GEHOUDEN)


class VorigeLijst(Bron):
    model = Vergadering

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        """What was held up to and including ``dag`` and is not adopted yet."""
        gehouden = Vergadering.objects.filter(ontbreekt(), gremium=gremium.pk, datum__lte=dag)
        return [
            Kandidaat(
                onderwerp=vergadering,
                titel=_titel(vergadering),
                minuten=5,
                gevraagd_besluit="Klopt deze besluitenlijst?",
            )
            for vergadering in gehouden
        ]

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        return {
            v.pk: Kaart(
                f"Besluitenlijst van {datum(v.datum)}", v.get_absolute_url(), (v.get_status_display(),)
            )
            for v in overleg.zichtbaar_voor(user).filter(pk__in=pks)
        }

    def soorten(self, punt: Agendapunt) -> tuple[BesluitSoort, ...]:
        return (BesluitSoort.AKKOORD, BesluitSoort.AANHOUDEN)

    def besluit(self, punt: Agendapunt, antwoord: Antwoord, *, by: Gebruiker) -> Besluit | None:
        if antwoord.soort == BesluitSoort.AKKOORD:
            vorige = Vergadering.objects.select_related("gremium").get(pk=punt.object_id or 0)
            vergaderen.stel_vast(vorige, by=by, in_vergadering=punt.vergadering)
        return None


def _titel(vergadering: Vergadering) -> str:
    return f"Besluitenlijst van {datum(vergadering.datum)}"
