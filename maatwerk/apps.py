from typing import Any

from django.apps import AppConfig


class MaatwerkConfig(AppConfig):
    name = "maatwerk"
    verbose_name = "Maatwerk"

    def ready(self) -> None:
        from duoplus import agenda as agendas
        from duoplus import inlezen, lijsten, spoor, zoeken
        from duoplus import werk as mijn_werk
        from maatwerk import (  # noqa: F401  register themselves
            handlers,
            hulp,
            instellingen,
            lijst,
            nagerekend,
            rules,
            taken,
            werk,
        )
        from maatwerk.actions import bulk, consultaties, ronde, scenario, standpunten
        from maatwerk.actions.opschaling import AanvraagZaak, RondeZaak
        from maatwerk.actions.overnemen import REGISTER
        from maatwerk.agenda import AanvraagBron, VolgordeBron
        from maatwerk.jaarcyclus import cycluswerk
        from maatwerk.uren import urenwerk
        from maatwerk.volgorde import rondewerk
        from maatwerk.zoeken import BRONNEN
        from ogon.opschaling import zaken

        agendas.register(AanvraagBron(), VolgordeBron())
        zaken.register(AanvraagZaak(), RondeZaak())
        inlezen.register(REGISTER)
        spoor.register({bulk.SOORT: bulk.als_zin} | ronde.ZINNEN | standpunten.ZINNEN)
        spoor.register(consultaties.ZINNEN | scenario.ZINNEN)
        mijn_werk.register("maatwerk", wacht=werk.wacht, lees=taken.lees, hangt_af_van=werk.hangt_af_van)
        mijn_werk.register("volgorde", wacht=rondewerk.wacht, lees=rondewerk.lees)
        mijn_werk.register("cyclus", wacht=cycluswerk.wacht, lees=cycluswerk.lees)
        mijn_werk.register("uren", wacht=urenwerk.wacht, lees=urenwerk.lees)
        lijsten.register("aanvragen", lijst.AanvragenLijst)
        lijsten.register("opdrachten", lijst.OpdrachtenLijst)
        lijsten.register("capaciteit", lijst.CapaciteitLijst)
        instellingen.meld_aan()
        nagerekend.meld_aan()
        zoeken.register(*BRONNEN)
        _wijs_besluiten()
        _wijs_werkplannen()
        _wijs_de_weg()


def _wijs_besluiten() -> None:
    """Which decisions are about something of this app, and how they read."""
    from duoplus import inzage
    from duoplus.models import Besluit
    from duoplus.web.besluiten import views
    from maatwerk.inzage import over_aanvragen, over_scenarios, over_volgordes
    from maatwerk.views import besluit

    inzage.register(Besluit, over_aanvragen, over_volgordes, over_scenarios)
    views.register(besluit.bladzijde)


def _wijs_werkplannen() -> None:
    """Who knows of the decision that adopts a work plan, how it reads, and who owes an act on one."""
    from duoplus import inzage
    from duoplus import werk as mijn_werk
    from duoplus.models import Besluit
    from duoplus.web.besluiten import views
    from maatwerk.inzage import over_werkplannen
    from maatwerk.planning import werkplanwerk
    from maatwerk.views import werkplan

    inzage.register(Besluit, over_werkplannen)
    views.register(werkplan.besluitbladzijde)
    mijn_werk.register("werkplannen", wacht=werkplanwerk.wacht, lees=werkplanwerk.lees)


def _wijs_de_weg() -> None:
    """The places of this app in the menu."""
    from duoplus import werk
    from duoplus.web.navigatie import register
    from maatwerk.jaarcyclus import draaischijf

    register(
        "Mijn werk", "maatwerk:mijn_werk", "home", order=10,
        counter=werk.aantal, counter_text="wachten op u", urgent=True,
    )  # fmt: skip
    register("Aanvragen", "maatwerk:aanvraag_list", "inbox", order=20)
    register("Concepten", "maatwerk:concepten", "pencil", order=30, permission=_mag("maatwerk.add_aanvraag"))
    register("OGON’s", "maatwerk:ogon_list", "users-group", groep="Overleg", order=100)
    register(
        "Draaischijf", "maatwerk:draaischijf", "switch-horizontal", groep="Overleg", order=105,
        permission=_mag("maatwerk.triage"), counter=draaischijf.aantal, counter_text="aanvragen zonder plek",
    )  # fmt: skip
    register(
        "Capaciteit", "maatwerk:capaciteit", "chart-bar",
        groep="Overleg", order=130, permission=_mag("ogon.view_capaciteit"),
    )  # fmt: skip
    register(
        "Verdeelsleutel proberen", "maatwerk:sleutelproef", "arrows-split",
        order=920, permission=_mag("maatwerk.proberen_sleutel"), in_voet=True,
    )  # fmt: skip
    register(
        "Werkplannen", "maatwerk:werkplannen", "clipboard-list",
        groep="Afspraken", order=160, permission=_mag("ogon.view_werkplan"),
    )  # fmt: skip
    register(
        "Wat los hangt", "maatwerk:wezen", "link",
        groep="Uitvoering", order=240, permission=_mag("maatwerk.view_wezen"),
    )  # fmt: skip
    register("Opdrachten", "maatwerk:opdracht_list", "briefcase", groep="Uitvoering", order=200)


def _mag(perm: str) -> Any:
    return lambda user: user.has_perm(perm)
