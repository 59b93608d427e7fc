from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0004_export")]

    operations = []
