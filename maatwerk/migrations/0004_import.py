from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("duoplus", "0005_import"),
        ("maatwerk", "0003_zoeken"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="registerimport",
            name="door",
        ),
        migrations.DeleteModel(
            name="ImportRegel",
        ),
        migrations.DeleteModel(
            name="RegisterImport",
        ),
    ]
