from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0003_zoeken")]

    operations = []
