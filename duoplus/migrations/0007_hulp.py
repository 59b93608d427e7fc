import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duoplus.klok


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0006_instellingen")]

    operations = [
        migrations.CreateModel(
            name="GezieneTip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sleutel", models.CharField(max_length=40)),
                ("op", models.DateTimeField(default=duoplus.klok.nu)),
                (
                    "gebruiker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("gebruiker", "sleutel"), name="tip_eenmaal_gezien")
                ],
            },
        ),
    ]
