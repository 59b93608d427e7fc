"""Saved views of lists, and the ones that a role starts with."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duoplus.klok

# Per role: the name, the state of the list, and whether the list opens with it.
STANDAARD = {
    "secretaris": ("Te behandelen", {"status": "te_behandelen"}, True),
    "controller": ("Loopt", {"status": "loopt"}, True),
    "teammanager": ("Van mijn team", {"team": "mijn"}, True),
    "opdrachtgever": ("Wacht op ons akkoord", {"status": "ter_akkoord"}, True),
    "budgethouder": ("Wacht op ons akkoord", {"status": "ter_akkoord"}, False),
    "voorzitter": (
        "Op tafel",
        {"status": "op_tafel", "kolommen": "plaats,gemeente,team,status,uren,klaar", "sorteer": "plaats"},
        False,
    ),
    "concerncontroller": (
        "Loopt",
        {"status": "loopt", "kolommen": "gemeente,team,status,uren,bedrag,uitputting,klaar"},
        False,
    ),
}


def vul(apps, schema_editor):
    Lijstweergave = apps.get_model("duoplus", "Lijstweergave")
    Lijstweergave.objects.bulk_create(
        Lijstweergave(lijst="aanvragen", rol=rol, naam=naam, params=params, is_standaard=is_standaard)
        for rol, (naam, params, is_standaard) in STANDAARD.items()
    )


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0002_waarborgen")]

    operations = [
        migrations.CreateModel(
            name="Lijstweergave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("lijst", models.CharField(max_length=40)),
                ("naam", models.CharField(max_length=60)),
                ("params", models.JSONField(blank=True, default=dict)),
                (
                    "rol",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("aanvrager", "Aanvrager"),
                            ("opdrachtgever", "Opdrachtgever"),
                            ("budgethouder", "Budgethouder"),
                            ("controller", "Controller"),
                            ("cpi", "Contactpersoon inkoop"),
                            ("secretaris", "Secretaris OGON"),
                            ("voorzitter", "Voorzitter OGON"),
                            ("teammanager", "Teammanager"),
                            ("uitvoerder", "Uitvoerder"),
                            ("concerncontroller", "Concerncontroller"),
                            ("directieberaad", "Lid directieberaad"),
                            ("bestuursadviseur", "Bestuursadviseur"),
                            ("inkoopadviseur", "Inkoopadviseur (extern)"),
                            ("accountant", "Accountant (extern)"),
                            ("beheerder", "Functioneel beheerder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_standaard", models.BooleanField(default=False)),
                ("versie", models.PositiveIntegerField(default=0)),
                ("gewijzigd_op", models.DateTimeField(default=duoplus.klok.nu)),
                (
                    "eigenaar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lijstweergaven",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gremium",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duoplus.gremium",
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
            options={
                "ordering": ["naam", "pk"],
                "indexes": [models.Index(fields=["lijst", "rol"], name="lijstweergave_rol")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("eigenaar__isnull", False), ("rol", "")),
                            models.Q(("eigenaar__isnull", True), models.Q(("rol", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="lijstweergave_van_iemand_of_rol",
                        violation_error_message="Een weergave is van uzelf of van een rol.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_standaard", True)),
                        fields=("lijst", "eigenaar", "rol", "organisatie", "gremium"),
                        name="lijstweergave_een_standaard",
                        nulls_distinct=False,
                        violation_error_message="Er is al een weergave waarmee deze lijst opent.",
                    ),
                    models.UniqueConstraint(
                        fields=("lijst", "eigenaar", "rol", "organisatie", "gremium", "naam"),
                        name="lijstweergave_naam_eenmaal",
                        nulls_distinct=False,
                        violation_error_message="Er is al een weergave met deze naam. Kies een andere naam.",
                    ),
                ],
            },
        ),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
