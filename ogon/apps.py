from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from ogon import instellingen

        instellingen.meld_aan()
