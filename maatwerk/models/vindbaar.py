from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from maatwerk.models.aanvraag import Aanvraag

# What a search must read through before the index takes in recent changes: small, so that it stays quick.
WACHTRIJ_KB = 1024


class Vindbaar(models.Model):
    """Waarop een aanvraag te vinden is. De database maakt dit zelf, bij elke wijziging van een tekst.

    Apart van de aanvraag, zodat een bericht in het gesprek de aanvraag zelf niet herschrijft.
    """

    aanvraag = models.OneToOneField(
        Aanvraag, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="vindbaar"
    )  # the migration gives it a constraint that deletes along
    gedeeld = SearchVectorField("wat iedereen met het dossier leest")
    alles = SearchVectorField("met wat alleen Duo+ leest")

    class Meta:
        indexes = [
            GinIndex(fields=["gedeeld"], name="vindbaar_gedeeld", gin_pending_list_limit=WACHTRIJ_KB),
            GinIndex(fields=["alles"], name="vindbaar_alles", gin_pending_list_limit=WACHTRIJ_KB),
        ]

    def __str__(self) -> str:
        return f"vindbaar {self.aanvraag_id}"


class Plek(models.TextChoices):
    """Waar in het dossier een tekst staat."""

    TITEL = "titel", "Titel"
    VRAAG = "vraag", "De vraag"
    ARTICULATIE = "articulatie", "Zo hebben wij u begrepen"
    ANTWOORD = "antwoord", "Vraag en antwoord"
    GESPREK = "gesprek", "Gesprek"
    DOCUMENT = "document", "Document"


class Zoekstuk(models.Model):
    """Een tekst van een aanvraag waarin gezocht wordt: een view, de enige opsomming van die teksten."""

    id = models.CharField(primary_key=True, max_length=40)
    aanvraag = models.ForeignKey(Aanvraag, models.DO_NOTHING, related_name="zoekstukken")
    plek = models.CharField(max_length=12, choices=Plek)
    intern = models.BooleanField("alleen voor Duo+")
    tekst = models.TextField()

    class Meta:
        managed = False
        db_table = "maatwerk_zoekstuk"

    def __str__(self) -> str:
        return self.id
