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
        from maatwerk.actions import (
            bulk,
            consultaties,
            lumpsum,
            perioden,
            ronde,
            scenario,
            signalen,
            standpunten,
            toelichting,
            verantwoording,
            weken,
        )
        from maatwerk.actions.opschaling import AanvraagZaak, RondeZaak
        from maatwerk.actions.overnemen import REGISTER
        from maatwerk.agenda import AanvraagBron, VolgordeBron
        from maatwerk.inlees.begroting import BEGROTING
        from maatwerk.inlees.grootboek import GROOTBOEK
        from maatwerk.inlees.uren import UREN
        from maatwerk.jaarcyclus import cycluswerk
        from maatwerk.lumpsum.boekingen import BoekingenLijst
        from maatwerk.perioden import maandwerk
        from maatwerk.signalen import signaalwerk
        from maatwerk.uren import urenwerk
        from maatwerk.verantwoording import rapportwerk
        from maatwerk.verantwoording.lijst import VerantwoordingenLijst
        from maatwerk.volgorde import rondewerk
        from maatwerk.weken import werk as weekwerk
        from maatwerk.zoeken import BRONNEN
        from ogon.opschaling import zaken

        agendas.register(AanvraagBron(), VolgordeBron())
        zaken.register(AanvraagZaak(), RondeZaak(), signalen.LumpsumZaak())
        inlezen.register(REGISTER)
        for soort in (UREN, GROOTBOEK, BEGROTING):
            inlezen.register(soort)
        spoor.register({bulk.SOORT: bulk.als_zin} | ronde.ZINNEN | standpunten.ZINNEN)
        spoor.register(toelichting.ZINNEN)
        spoor.register(consultaties.ZINNEN | scenario.ZINNEN | lumpsum.ZINNEN | signalen.ZINNEN)
        mijn_werk.register("maatwerk", wacht=werk.wacht, lees=taken.lees, hangt_af_van=werk.hangt_af_van)
        mijn_werk.register("volgorde", wacht=rondewerk.wacht, lees=rondewerk.lees)
        mijn_werk.register("cyclus", wacht=cycluswerk.wacht, lees=cycluswerk.lees)
        mijn_werk.register("uren", wacht=urenwerk.wacht, lees=urenwerk.lees)
        mijn_werk.register("signalen", wacht=signaalwerk.wacht, lees=signaalwerk.lees)
        mijn_werk.register("weken", wacht=weekwerk.wacht, lees=weekwerk.lees)
        mijn_werk.register("akkoord", wacht=weekwerk.wacht_op_akkoord, lees=weekwerk.lees_akkoord)
        mijn_werk.register("maanden", wacht=maandwerk.wacht, lees=maandwerk.lees)
        mijn_werk.register("rapporten", wacht=rapportwerk.wacht, lees=rapportwerk.lees)
        spoor.register(weken.ZINNEN | perioden.ZINNEN | verantwoording.ZINNEN)
        lijsten.register("aanvragen", lijst.AanvragenLijst)
        lijsten.register("opdrachten", lijst.OpdrachtenLijst)
        lijsten.register("capaciteit", lijst.CapaciteitLijst)
        lijsten.register("verantwoordingen", VerantwoordingenLijst)
        lijsten.register("boekingen", BoekingenLijst)
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
        "Lumpsum", "maatwerk:lumpsum_nu", "chart-line",
        groep="Afspraken", order=165, permission=_mag("maatwerk.view_lumpsum"),
    )  # fmt: skip
    register(
        "Wat los hangt", "maatwerk:wezen", "link",
        groep="Uitvoering", order=240, permission=_mag("maatwerk.view_wezen"),
    )  # fmt: skip
    register(
        "Uren schrijven", "maatwerk:uren", "clock",
        groep="Uitvoering", order=205, permission=_mag("maatwerk.schrijven_week"),
    )  # fmt: skip
    register("Opdrachten", "maatwerk:opdracht_list", "briefcase", groep="Uitvoering", order=200)
    register(
        "Verantwoordingen", "maatwerk:verantwoordingen", "file-certificate",
        groep="Afspraken", order=178, permission=_mag("maatwerk.view_verantwoording"),
    )  # fmt: skip
    register(
        "Maanden sluiten", "maatwerk:maanden_nu", "lock",
        groep="Afspraken", order=175, permission=_mag("maatwerk.sluiten_periode"),
        ook=r"/lumpsum/(\d+/maanden|heropeningen)/",
    )  # fmt: skip


def _mag(perm: str) -> Any:
    return lambda user: user.has_perm(perm)
