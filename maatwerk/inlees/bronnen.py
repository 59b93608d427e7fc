"""Uit welk bestand iets kwam; dat blijft, ook als het bestand zelf is opgeruimd."""

from decimal import Decimal

from duoplus.models import Gebruiker, Inlezing
from maatwerk.models import Bron


def bron_van(
    inlezing: Inlezing, by: Gebruiker, *, regels: int, bedrag: Decimal, uren: Decimal = Decimal(0)
) -> Bron:
    """The source, with what is taken from it now added; the same bytes are one source, also later on."""
    bron, _ = Bron.objects.select_for_update().get_or_create(
        sha256=inlezing.sha256,
        defaults={"soort": inlezing.soort[:20], "bestandsnaam": inlezing.bestandsnaam, "door": by},
    )
    bron.regels += regels
    bron.uren += uren
    bron.bedrag += bedrag
    bron.save(update_fields=["regels", "uren", "bedrag"])
    return bron
