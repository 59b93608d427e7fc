"""How often who carries out a decision is reminded once its day has passed."""

from datetime import date

from django.db import migrations


def vul(apps, schema_editor):
    apps.get_model("duoplus", "Termijn").objects.create(
        sleutel="besluit.herinnering",
        omschrijving="Herinnering zolang een besluit te laat is, elke keer na",
        aantal=5,
        van=date(2020, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0011_waarborgen_overleg")]

    operations = [migrations.RunPython(vul, migrations.RunPython.noop)]
