from typing import Any

from django.apps import AppConfig


class MaatwerkConfig(AppConfig):
    name = "maatwerk"
    verbose_name = "Maatwerk"

    def ready(self) -> None:
        from duoplus import inlezen, lijsten, spoor, zoeken
        from duoplus import werk as mijn_werk
        from maatwerk import handlers, hulp, instellingen, lijst, rules, taken, werk  # noqa: F401  themselves
        from maatwerk.actions import bulk, consultaties, ronde, scenario
        from maatwerk.actions.overnemen import REGISTER
        from maatwerk.zoeken import BRONNEN

        inlezen.register(REGISTER)
        spoor.register({bulk.SOORT: bulk.als_zin} | ronde.ZINNEN | consultaties.ZINNEN | scenario.ZINNEN)
        mijn_werk.register("maatwerk", tel=werk.tel, lees=taken.lees)
        lijsten.register("aanvragen", lijst.AanvragenLijst)
        lijsten.register("opdrachten", lijst.OpdrachtenLijst)
        instellingen.meld_aan()
        zoeken.register(*BRONNEN)
        _wijs_de_weg()


def _wijs_de_weg() -> None:
    """The places of this app in the menu."""
    from duoplus import werk
    from duoplus.web.navigatie import register

    register(
        "Mijn werk", "maatwerk:mijn_werk", "home", order=10,
        counter=werk.aantal, counter_text="wachten op u", urgent=True,
    )  # fmt: skip
    register("Aanvragen", "maatwerk:aanvraag_list", "inbox", order=20)
    register("Concepten", "maatwerk:concepten", "pencil", order=30, permission=_mag("maatwerk.add_aanvraag"))
    register("OGON’s", "maatwerk:ogon_list", "users-group", groep="Overleg", order=100)
    register("Opdrachten", "maatwerk:opdracht_list", "briefcase", groep="Uitvoering", order=200)


def _mag(perm: str) -> Any:
    return lambda user: user.has_perm(perm)
