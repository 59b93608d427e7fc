"""Days for whatever has a name, own texts, proposals that wait for a second person."""

import datetime

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import duoplus.klok
import duoplus.models.organisatie
from duoplus.db import fixed_once


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0005_import")]

    operations = [
        migrations.CreateModel(
            name="Tekst",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("van", models.DateField()),
                ("tot", models.DateField(blank=True, null=True)),
                ("plek", models.SlugField(db_index=False, max_length=40)),
                ("tekst", models.TextField()),
            ],
            options={
                "ordering": ["plek", "van"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Wijzigingsvoorstel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("onderdeel", models.SlugField(max_length=40)),
                ("handeling", models.SlugField(max_length=20)),
                ("object_id", models.BigIntegerField(blank=True, null=True)),
                ("versie", models.BigIntegerField(default=0)),
                ("titel", models.CharField(max_length=200)),
                ("gegevens", models.JSONField()),
                ("verschil", models.JSONField()),
                ("reden", models.TextField()),
                ("opgesteld_op", models.DateTimeField(default=duoplus.klok.nu)),
                ("besloten_op", models.DateTimeField(blank=True, null=True)),
                ("akkoord", models.BooleanField(blank=True, null=True)),
                ("toelichting", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-opgesteld_op", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="afdeling",
            name="tot",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="afdeling",
            name="van",
            field=models.DateField(default=datetime.date(2016, 1, 1), verbose_name="bestaat sinds"),
        ),
        migrations.AddField(
            model_name="gremium",
            name="tot",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gremium",
            name="van",
            field=models.DateField(default=datetime.date(2016, 1, 1), verbose_name="bestaat sinds"),
        ),
        migrations.AddField(
            model_name="organisatie",
            name="tot",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisatie",
            name="van",
            field=models.DateField(default=datetime.date(2016, 1, 1), verbose_name="bestaat sinds"),
        ),
        migrations.AddField(
            model_name="programma",
            name="tot",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programma",
            name="van",
            field=models.DateField(default=datetime.date(2016, 1, 1), verbose_name="bestaat sinds"),
        ),
        migrations.AddField(
            model_name="team",
            name="tot",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="team",
            name="van",
            field=models.DateField(default=datetime.date(2016, 1, 1), verbose_name="bestaat sinds"),
        ),
        migrations.AddConstraint(
            model_name="afdeling",
            constraint=models.CheckConstraint(
                condition=models.Q(("tot__isnull", True), ("tot__gte", models.F("van")), _connector="OR"),
                name="duoplus_afdeling_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="gremium",
            constraint=models.CheckConstraint(
                condition=models.Q(("tot__isnull", True), ("tot__gte", models.F("van")), _connector="OR"),
                name="duoplus_gremium_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisatie",
            constraint=models.CheckConstraint(
                condition=models.Q(("tot__isnull", True), ("tot__gte", models.F("van")), _connector="OR"),
                name="duoplus_organisatie_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programma",
            constraint=models.CheckConstraint(
                condition=models.Q(("tot__isnull", True), ("tot__gte", models.F("van")), _connector="OR"),
                name="duoplus_programma_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roltoewijzing",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("gebruiker", "="),
                    ("rol", "="),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            "organisatie", models.Value(0, models.BigIntegerField())
                        ),
                        "=",
                    ),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            "gremium", models.Value(0, models.BigIntegerField())
                        ),
                        "=",
                    ),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            "team", models.Value(0, models.BigIntegerField())
                        ),
                        "=",
                    ),
                    (
                        django.db.models.functions.comparison.Coalesce(
                            "vervangt", models.Value(0, models.BigIntegerField())
                        ),
                        "=",
                    ),
                    (duoplus.models.organisatie.Periode("van", "tot", models.Value("[]")), "&&"),
                ],
                name="toewijzing_zonder_overlap",
                violation_error_message="Deze periode overlapt met een periode die er al is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("tot__isnull", True), ("tot__gte", models.F("van")), _connector="OR"),
                name="duoplus_team_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tekst",
            constraint=models.CheckConstraint(
                condition=models.Q(("tot__isnull", True), ("tot__gte", models.F("van")), _connector="OR"),
                name="duoplus_tekst_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tekst",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("plek", "="),
                    (duoplus.models.organisatie.Periode("van", "tot", models.Value("[]")), "&&"),
                ],
                name="tekst_zonder_overlap",
                violation_error_message="Deze periode overlapt met een periode die er al is.",
            ),
        ),
        migrations.AddField(
            model_name="wijzigingsvoorstel",
            name="besloten_door",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wijzigingsvoorstel",
            name="opgesteld_door",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="wijzigingsvoorstel",
            index=models.Index(
                condition=models.Q(("besloten_op", None)), fields=["onderdeel"], name="voorstel_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="wijzigingsvoorstel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("besloten_door", None),
                    models.Q(("besloten_door", models.F("opgesteld_door")), _negated=True),
                    _connector="OR",
                ),
                name="voorstel_twee_personen",
                violation_error_message="Wie een voorstel opstelt, stelt het niet zelf vast.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wijzigingsvoorstel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("akkoord", None), ("besloten_door", None), ("besloten_op", None)),
                    models.Q(
                        ("akkoord__isnull", False),
                        ("besloten_door__isnull", False),
                        ("besloten_op__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="voorstel_heel_besloten",
            ),
        ),
        fixed_once("duoplus_wijzigingsvoorstel", "besloten_op"),
    ]
