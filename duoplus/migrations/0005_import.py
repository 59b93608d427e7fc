import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duoplus.klok
import duoplus.models.inlezen


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("duoplus", "0004_export"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inlezing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("soort", models.CharField(max_length=40)),
                ("bestandsnaam", models.CharField(max_length=200)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("bestand", models.FileField(max_length=200, upload_to=duoplus.models.inlezen.opslagpad)),
                ("bladen", models.JSONField(default=list)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("koppelen", "Kolommen kiezen"),
                            ("controleren", "Rijen controleren"),
                            ("bezig", "Wordt overgenomen"),
                            ("klaar", "Klaar"),
                        ],
                        default="koppelen",
                        max_length=12,
                    ),
                ),
                ("aantallen", models.JSONField(default=dict)),
                (
                    "te_doen",
                    models.PositiveIntegerField(
                        default=0, verbose_name="rijen aan het begin van het overnemen"
                    ),
                ),
                ("versie", models.PositiveIntegerField(default=0)),
                ("op", models.DateTimeField(default=duoplus.klok.nu)),
                ("gewijzigd_op", models.DateTimeField(default=duoplus.klok.nu)),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "overnemer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-op", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Inleesrij",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("blad", models.PositiveSmallIntegerField(verbose_name="volgnummer van het blad")),
                ("rij", models.PositiveIntegerField(verbose_name="rijnummer, of 0 voor het hele blad")),
                ("cellen", models.JSONField(default=list)),
                ("correctie", models.JSONField(default=dict)),
                ("gelezen", models.JSONField(default=dict)),
                ("meldingen", models.JSONField(default=list)),
                ("sleutels", models.JSONField(default=dict)),
                (
                    "stand",
                    models.CharField(
                        choices=[
                            ("goed", "Klaar om over te nemen"),
                            ("fout", "Nog te verbeteren"),
                            ("weggelaten", "Laat u weg"),
                            ("overgeslagen", "Geen rij van de lijst"),
                            ("aangemaakt", "Aangemaakt"),
                            ("bijgewerkt", "Bijgewerkt"),
                            ("ongewijzigd", "Stond er al"),
                        ],
                        max_length=12,
                    ),
                ),
                ("versie", models.PositiveIntegerField(default=0)),
                ("doel_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "doel_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "inlezing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rijen",
                        to="duoplus.inlezing",
                    ),
                ),
            ],
            options={
                "ordering": ["inlezing_id", "blad", "rij"],
            },
        ),
        migrations.CreateModel(
            name="Koppeling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("soort", models.CharField(max_length=40)),
                ("kenmerk", models.CharField(max_length=64, verbose_name="hash van de koppen")),
                ("kolommen", models.JSONField(default=dict)),
                ("vast", models.JSONField(default=dict)),
                ("op", models.DateTimeField(default=duoplus.klok.nu)),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisatie",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duoplus.organisatie",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="inlezing",
            index=models.Index(
                condition=models.Q(("status", "bezig")), fields=["gewijzigd_op"], name="inlezing_bezig"
            ),
        ),
        migrations.AddIndex(
            model_name="inleesrij",
            index=models.Index(fields=["inlezing", "stand", "blad", "rij"], name="inleesrij_stand"),
        ),
        migrations.AddIndex(
            model_name="inleesrij",
            index=models.Index(fields=["doel_type", "doel_id"], name="inleesrij_doel"),
        ),
        migrations.AddConstraint(
            model_name="inleesrij",
            constraint=models.UniqueConstraint(fields=("inlezing", "blad", "rij"), name="inleesrij_eenmaal"),
        ),
        migrations.AddConstraint(
            model_name="koppeling",
            constraint=models.UniqueConstraint(
                fields=("soort", "organisatie", "kenmerk"), name="koppeling_eenmaal", nulls_distinct=False
            ),
        ),
    ]
