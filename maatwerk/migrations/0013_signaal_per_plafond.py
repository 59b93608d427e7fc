"""A limit may be passed anew once the ceiling or budget has changed; that it was passed stays on record."""

from django.db import migrations, models

from duoplus.db import append_only


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0012_geldstromen")]

    operations = [
        migrations.RemoveConstraint("signaal", "signaal_eenmaal"),
        migrations.AddField(
            "signaal",
            "geheel",
            models.DecimalField(
                "plafond of begroting op dat moment", max_digits=14, decimal_places=2, default=0
            ),
        ),
        migrations.AlterField(
            "signaal",
            "maat",
            models.CharField(
                choices=[
                    ("uren", "Uren"),
                    ("kosten", "Kosten"),
                    ("beslag", "Beslag"),
                    ("prognose", "Prognose"),
                    ("einddatum", "Einddatum"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            "signaal",
            models.UniqueConstraint(
                fields=["lumpsum", "opdracht", "maat", "drempel", "geheel"],
                name="signaal_eenmaal",
                nulls_distinct=False,
            ),
        ),
        append_only("maatwerk_signaal", behalve=("concept", "afgedaan", "afgedaan_op")),
    ]
