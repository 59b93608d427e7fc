from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from duoplus import agenda, inlezen, leden, spoor, werk
        from duoplus.choices import GremiumSoort
        from ogon import handlers, instellingen, rules, verloop  # noqa: F401  register themselves
        from ogon.actions import capaciteit, conflict, opschaling, werkplan
        from ogon.actions.urenlijst import URENLIJST
        from ogon.models.ogon import deelnemers
        from ogon.opschaling import wachtend, zaken
        from ogon.opschaling.agenda import OpschalingBron

        leden.register(GremiumSoort.OGON, deelnemers)
        inlezen.register(URENLIJST)
        spoor.register(capaciteit.ZINNEN | conflict.ZINNEN | opschaling.ZINNEN)
        spoor.register(werkplan.ZINNEN)
        zaken.register(conflict.ConflictZaak())
        agenda.register(OpschalingBron())
        werk.register("opschalingen", tel=wachtend.tel, lees=wachtend.lees)
        instellingen.meld_aan()
        verloop.meld_aan()
