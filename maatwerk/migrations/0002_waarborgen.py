"""What is decided, promised, priced or booked never changes; the database refuses it for every role."""

from django.db import migrations

from duoplus.db import append_only, fixed_once, fixed_with

# What still happens to an assignment after its second initial; ceilings, key and tariffs stay as decided.
NA_VERLENEN = (
    "gestart_op",
    "resultaat",
    "opgeleverd_op",
    "geaccepteerd_op",
    "score",
    "score_toelichting",
)


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0001_initial"), ("duoplus", "0002_waarborgen")]

    operations = [
        append_only("maatwerk_aanvraagbesluit"),
        append_only("maatwerk_plaatsing"),
        append_only("maatwerk_akkoord"),
        append_only("maatwerk_afspraak"),
        append_only("maatwerk_ramingregel"),
        append_only("maatwerk_externekosten"),
        append_only("maatwerk_aandeel"),
        append_only("maatwerk_voortgang"),
        append_only("maatwerk_boeking"),
        append_only("maatwerk_tarief", behalve=("tot",)),
        append_only("maatwerk_verdeelsleutel", behalve=("tot",)),
        append_only("maatwerk_sleutelaandeel"),
        fixed_once("maatwerk_opdracht", "verleend_op", behalve=NA_VERLENEN),
        fixed_with("maatwerk_paraaf", "maatwerk_opdracht", "opdracht_id", "verleend_op"),
        fixed_with("maatwerk_opdrachtaandeel", "maatwerk_opdracht", "opdracht_id", "verleend_op"),
        fixed_once("maatwerk_verificatie", "bevestigd_op"),
        fixed_once("maatwerk_raming", "vervallen_op"),
        fixed_once("maatwerk_vraag", "beantwoord_op"),
    ]
