"""The list of bookings in its own order: flat at a million lines."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0014_bi")]

    operations = [
        migrations.AddIndex(
            model_name="boeking", index=models.Index(fields=["periode", "id"], name="boeking_volgorde")
        ),
    ]
