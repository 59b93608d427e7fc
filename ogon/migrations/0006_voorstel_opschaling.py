from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ogon", "0005_waarborgen_afspraken")]

    operations = [
        migrations.AddField(
            model_name="voorstel",
            name="opschaling",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="voorstel",
                to="ogon.opschaling",
            ),
        ),
    ]
