from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0002_waarborgen")]

    operations = []
