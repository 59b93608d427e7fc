"""How long a list that was dealt with is kept."""

from datetime import date

from django.db import migrations


def vul(apps, schema_editor):
    apps.get_model("duoplus", "Termijn").objects.create(
        sleutel="duoplus.inlezing",
        omschrijving="Verwerkt rekenblad bewaren",
        aantal=60,
        van=date(2020, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0008_draaischijf")]

    operations = [migrations.RunPython(vul, migrations.RunPython.noop)]
