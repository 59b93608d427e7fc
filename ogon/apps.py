from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from duoplus import inlezen, leden, spoor
        from duoplus.choices import GremiumSoort
        from ogon import instellingen, rules, verloop  # noqa: F401  rules adds itself
        from ogon.actions import capaciteit, conflict
        from ogon.actions.urenlijst import URENLIJST
        from ogon.models.ogon import deelnemers

        leden.register(GremiumSoort.OGON, deelnemers)
        inlezen.register(URENLIJST)
        spoor.register(capaciteit.ZINNEN | conflict.ZINNEN)
        instellingen.meld_aan()
        verloop.meld_aan()
