"""Downloads that a worker makes, and how long they can be had."""

import uuid
from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import MD5

import duoplus.klok
import duoplus.models.export

OPEN = models.Q(status__in=("wacht", "bezig"))
KLAAR_HEEFT_BESTAND = ~models.Q(status="klaar") | (
    ~models.Q(bestand="") & ~models.Q(sha256="") & models.Q(grootte__isnull=False, klaar_op__isnull=False)
)
FORMATEN = [("xlsx", "Excel (XLSX)"), ("ods", "OpenDocument (ODS)"), ("csv", "CSV"), ("pdf", "PDF")]
STATUS = [
    ("wacht", "Wacht op zijn beurt"),
    ("bezig", "Wordt gemaakt"),
    ("klaar", "Klaar"),
    ("mislukt", "Niet gelukt"),
]


def vul(apps, schema_editor):
    apps.get_model("duoplus", "Termijn").objects.create(
        sleutel="duoplus.export", omschrijving="Download bewaren", aantal=20, van=date(2020, 1, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0003_lijstweergave")]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("lijst", models.CharField(max_length=60)),
                ("titel", models.CharField(max_length=120)),
                ("params", models.TextField(blank=True, verbose_name="stand van de lijst, als in het adres")),
                ("filter", models.JSONField(default=list, verbose_name="filter in woorden")),
                ("formaat", models.CharField(choices=FORMATEN, max_length=4)),
                ("rollen", models.JSONField(default=list, verbose_name="roltoewijzingen bij het vragen")),
                ("status", models.CharField(choices=STATUS, default="wacht", max_length=8)),
                ("claim_token", models.UUIDField(null=True)),
                ("levensteken", models.DateTimeField(null=True)),
                ("pogingen", models.PositiveSmallIntegerField(default=0)),
                ("rijen_gedaan", models.PositiveIntegerField(default=0)),
                ("rijen_totaal", models.PositiveIntegerField()),
                (
                    "bestand",
                    models.FileField(blank=True, max_length=200, upload_to=duoplus.models.export.opslagpad),
                ),
                ("grootte", models.PositiveBigIntegerField(null=True, verbose_name="grootte in bytes")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("gemaakt_op", models.DateTimeField(default=duoplus.klok.nu, verbose_name="gevraagd op")),
                ("klaar_op", models.DateTimeField(null=True)),
                ("bewaren_tot", models.DateField()),
                ("fout", models.TextField(blank=True)),
                (
                    "voor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-gemaakt_op", "-pk"],
                "indexes": [
                    models.Index(fields=["voor", "-gemaakt_op"], name="export_van"),
                    models.Index(condition=OPEN, fields=["id"], name="export_wachtrij"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        "voor", "lijst", "formaat", MD5("params"), condition=OPEN, name="export_niet_dubbel"
                    ),
                    models.CheckConstraint(condition=KLAAR_HEEFT_BESTAND, name="export_klaar_heeft_bestand"),
                ],
            },
        ),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
