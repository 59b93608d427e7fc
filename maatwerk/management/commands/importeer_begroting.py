from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from maatwerk.inlees.begroting import BEGROTING, JAAR
from maatwerk.inlees.opdrachtregel import Inleesopdracht


class Command(Inleesopdracht):
    help = (
        "Leg begroting, wijzigingen en voorschotten vast uit een bestand. Twee keer legt niets dubbel vast."
    )
    soort = BEGROTING

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--jaar", default="", help="het begrotingsjaar; anders het jaar in de bestandsnaam"
        )

    def keuzes(self, opties: Mapping[str, Any]) -> dict[str, str]:
        return super().keuzes(opties) | ({JAAR: opties["jaar"]} if opties["jaar"] else {})
