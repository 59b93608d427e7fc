"""CSV door de database: byte voor byte wat Python ervan maakt, ook van wat een rekenblad zou uitvoeren."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import CharField, DateField, DateTimeField, DecimalField, F, Value
from django.db.models.functions import Cast, NullIf

from duoplus.models import Gebruiker
from duoplus.reports import Column, Dataset, csv, kopie
from tests.duoplus.reports.proef import LASTIG
from tests.factories.mensen import GebruikerFactory

pytestmark = pytest.mark.django_db
WOORDEN = [
    *LASTIG, "", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", "\rx", "\nx", "  =1", "\u00a0=1",
    "\u3000=1", "\ufeff=1", "\u200b=1", " \t=1", "\u2003=1", "\x1c=1", "\x0b=1", "\x85=1", "\uff1dH()",
    "\uff0b1", "\uff0d1", "\uff20A1", "\u22121", "x\n=1", "a;b", 'a"b', "\\.", "\\=1", "'s-Graveland",
    "0.10", "u0085=1",
]  # fmt: skip
KOLOMMEN = [
    Column("naam", "naam"), Column("id", "id", "number"), Column("euro", "=euro", "money"),
    Column("uren", "uren", "hours"), Column("deel", "deel", "number"), Column("dag", "dag", "date"),
    Column("op", "op", "moment"), Column("leeg", "leeg"),
]  # fmt: skip
OP = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)


def bevraging():
    """A row per person whose name is one of those words."""
    cent = DecimalField(max_digits=12, decimal_places=2)
    euro = Cast(F("pk"), cent) * Decimal("-0.01")
    velden = {
        "euro": euro,
        "uren": Cast(Value("1234.5"), cent),
        "deel": Cast(F("pk"), DecimalField(max_digits=12, decimal_places=6)) / Decimal(8),
        "dag": Value(OP.date(), DateField()),
        "op": Value(OP, DateTimeField()),
        "leeg": NullIf(Value("x"), Value("x"), output_field=CharField()),
    }
    rijen = Gebruiker.objects.annotate(**velden).filter(pk__gt=0).order_by("-pk")
    return rijen.values_list(*(kolom.key for kolom in KOLOMMEN), named=True)


def test_the_database_writes_what_python_writes():
    for woord in WOORDEN:
        GebruikerFactory(naam=woord)
    naar = BytesIO()

    assert kopie.schrijf(bevraging(), KOLOMMEN, naar) == Gebruiker.objects.count()
    assert naar.getvalue() == b"".join(csv.render(Dataset("Proef", KOLOMMEN, bevraging())))
    assert b"'=HYPERLINK(1)" in naar.getvalue() and b"'=euro" in naar.getvalue()


def test_nothing_gives_the_names_of_the_columns():
    for leeg in ({"pk": -1}, {"pk__in": []}):
        naar = BytesIO()
        assert kopie.schrijf(bevraging().filter(**leeg), KOLOMMEN, naar) == 0
        assert naar.getvalue() == csv.kop(KOLOMMEN)
