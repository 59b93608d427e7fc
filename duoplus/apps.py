from django.apps import AppConfig


class DuoplusConfig(AppConfig):
    name = "duoplus"
    verbose_name = "Duo+"

    def ready(self) -> None:
        from duoplus import rules  # noqa: F401  registers the shared permissions
