from typing import Any

from django.core.management.base import BaseCommand

from maatwerk.transitions import AANVRAAG


class Command(BaseCommand):
    help = "Toon de statussen en stappen van een aanvraag als Mermaid-diagram."

    def handle(self, **options: Any) -> None:
        self.stdout.write(AANVRAAG.as_mermaid())
