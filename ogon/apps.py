from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from duoplus import spoor
        from ogon import instellingen, rules, verloop  # noqa: F401  rules adds itself

        from ogon.actions import capaciteit, conflict

        spoor.register(capaciteit.ZINNEN | conflict.ZINNEN)
        instellingen.meld_aan()
        verloop.meld_aan()
