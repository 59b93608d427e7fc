from django.apps import AppConfig


class MaatwerkConfig(AppConfig):
    name = "maatwerk"
    verbose_name = "Maatwerk"

    def ready(self) -> None:
        from maatwerk import handlers, rules  # noqa: F401  register themselves
