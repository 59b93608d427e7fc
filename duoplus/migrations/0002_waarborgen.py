"""What the database itself refuses, and the days and terms to start with."""

from datetime import date

from django.db import migrations

from duoplus.calc.feestdagen import feestdagen
from duoplus.db import append_only

JAREN = range(2020, 2041)
# Assumptions about Duo+ (domain.md section 3; taking in a request: our own), so dated rows, not constants.
TERMIJNEN = {
    "maatwerk.ingediend": ("Aanvraag in behandeling nemen", 3),
    "maatwerk.in_intake": ("Vraag verhelderen", 5),
    "maatwerk.aanvulling_gevraagd": ("Vraag beantwoorden", 10),
    "maatwerk.in_verificatie": ("Vraag bevestigen", 10),
    "maatwerk.in_raming": ("Voorstel doen", 10),
    "maatwerk.ter_akkoord": ("Akkoord geven", 10),
    "maatwerk.geprioriteerd": ("Opdracht geven", 5),
    "maatwerk.opdracht_verleend": ("Uitvoering starten", 5),
    "maatwerk.opgeleverd": ("Werk beoordelen", 10),
    "maatwerk.herinnering.eerste": ("Eerste herinnering", 5),
    "maatwerk.herinnering.tweede": ("Tweede herinnering", 8),
}


def vul(apps, schema_editor):
    Feestdag, Termijn = apps.get_model("duoplus", "Feestdag"), apps.get_model("duoplus", "Termijn")
    dagen = {dag: naam for jaar in JAREN for dag, naam in feestdagen(jaar).items()}
    Feestdag.objects.bulk_create(Feestdag(datum=dag, naam=naam) for dag, naam in sorted(dagen.items()))
    Termijn.objects.bulk_create(
        Termijn(sleutel=sleutel, omschrijving=tekst, aantal=aantal, van=date(2020, 1, 1))
        for sleutel, (tekst, aantal) in TERMIJNEN.items()
    )


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0001_initial")]

    operations = [
        append_only("duoplus_gebeurtenis", behalve=("verwerkt_op",)),
        append_only("duoplus_besluit"),
        append_only("duoplus_reactie"),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
