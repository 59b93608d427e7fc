from django.apps import AppConfig
from django.conf import settings


class DuoplusConfig(AppConfig):
    name = "duoplus"
    verbose_name = "Duo+"

    def ready(self) -> None:
        from duoplus import agenda, nagerekend, rules, spoor, zoeken  # noqa: F401  rules registers itself
        from duoplus.actions import agenda as punten
        from duoplus.actions import vergaderen
        from duoplus.hulp import algemeen  # noqa: F401  registers its tasks
        from duoplus.reports import besluitenlijst
        from duoplus.vorigelijst import VorigeLijst
        from duoplus.web.instellingen import aanmelden
        from duoplus.web.zoeken import PAGINAS

        agenda.register(VorigeLijst())
        vergaderen.bij_vaststellen.append(besluitenlijst.maak)
        aanmelden.meld_aan()
        nagerekend.meld_aan()
        zoeken.register(PAGINAS)
        spoor.register(spoor.ALGEMEEN | vergaderen.ZINNEN | punten.ZINNEN)
        _meld_besluiten_aan()
        _meld_werk_aan()
        _wijs_de_weg()


def _meld_besluiten_aan() -> None:
    """The lists of what bodies decided and agreed on, and what the trail says of them."""
    from duoplus import actieberichten, handlers, lijsten, spoor  # noqa: F401  the first two listen to facts
    from duoplus.actions import actiepunten, agendasleutels, inleessleutels, uitvoering
    from duoplus.web.acties.lijst import ActiesLijst
    from duoplus.web.besluiten.lijst import BesluitenLijst

    lijsten.register("besluiten", BesluitenLijst)
    lijsten.register("acties", ActiesLijst)
    spoor.register(actiepunten.ZINNEN | agendasleutels.ZINNEN | inleessleutels.ZINNEN | uitvoering.ZINNEN)


def _meld_werk_aan() -> None:
    """What waits on somebody here: post that failed, a list half read in, a proposal to decide."""
    from duoplus import werk
    from duoplus.web import inleeswerk, postwerk
    from duoplus.web.acties import werk as actiewerk
    from duoplus.web.instellingen import werk as voorstellen
    from duoplus.web.overleg import werk as vergaderwerk

    werk.register("post", wacht=postwerk.wacht, lees=postwerk.lees)
    werk.register("inlezen", wacht=inleeswerk.wacht, lees=inleeswerk.lees)
    werk.register("voorstellen", wacht=voorstellen.wacht, lees=voorstellen.lees)
    werk.register("vergaderingen", wacht=vergaderwerk.wacht, lees=vergaderwerk.lees)
    werk.register("acties", wacht=actiewerk.wacht, lees=actiewerk.lees)


def _wijs_de_weg() -> None:
    """The places of this app in the menu."""
    from duoplus import overleg
    from duoplus.inlezen import soorten_van
    from duoplus.web import inlezen, meldingen
    from duoplus.web.instellingen.views import leest_alleen, wijzigt_iets
    from duoplus.web.navigatie import register, register_bel

    register_bel("meldingen", meldingen.ongelezen)
    register("Hulp", "hulp", "help-circle", order=90)
    register(
        "Vergaderingen", "vergaderingen", "calendar-event",
        groep="Overleg", order=102, permission=overleg.komt_ergens,
    )  # fmt: skip
    register("Besluiten", "besluit_list", "gavel", groep="Overleg", order=115)
    register("Acties", "actie_list", "list-check", groep="Overleg", order=120)
    register("Agenda op uw telefoon", "agendas", "calendar-event", order=925, in_voet=True)
    register(
        "Lijsten inlezen", "inlezingen", "file-import", groep="Beheer", order=890,
        permission=lambda user: bool(soorten_van(user)),
        counter=inlezen.aantal_werk, counter_text="rijen nog te doen",
    )  # fmt: skip
    register(
        "Uitgaande post", "post", "send", groep="Beheer", order=900,
        permission=lambda user: user.has_perm("duoplus.view_berichten"),
    )  # fmt: skip
    register("Instellingen", "instellingen", "settings", groep="Beheer", order=910, permission=wijzigt_iets)
    register(
        "Tarieven en sleutels", "instellingen", "coin-euro", order=910, permission=leest_alleen, in_voet=True
    )
    register(
        "Post van de demo", "demopost", "mail", groep="Demo", order=990,
        permission=lambda user: settings.DEMO,
    )  # fmt: skip
