from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from ogon import instellingen, rules, verloop  # noqa: F401  rules adds itself

        instellingen.meld_aan()
        verloop.meld_aan()
