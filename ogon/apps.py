from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from duoplus import inlezen, leden
        from duoplus.choices import GremiumSoort
        from ogon import (  # noqa: F401  handlers and rules register themselves
            handlers,
            hulp,
            instellingen,
            nagerekend,
            rules,
            verloop,
        )
        from ogon.actions.urenlijst import URENLIJST
        from ogon.models.ogon import deelnemers

        leden.register(GremiumSoort.OGON, deelnemers)
        inlezen.register(URENLIJST)
        instellingen.meld_aan()
        hulp.meld_aan()
        nagerekend.meld_aan()
        verloop.meld_aan()
        _meld_afspraken_aan()
        _meld_opschaling_aan()
        _meld_besluitvorming_aan()
        _wijs_de_weg()


def _meld_afspraken_aan() -> None:
    """Hours of teams, DVO's and work plans: in the trail, on a list and in what waits."""
    from duoplus import lijsten, spoor, werk, zoeken
    from ogon.actions import capaciteit, dvo, werkplan
    from ogon.dvo import instellingen, lijst
    from ogon.dvo import werk as wachtend
    from ogon.dvo import zoeken as dvozoeken

    spoor.register(capaciteit.ZINNEN | dvo.ZINNEN | werkplan.ZINNEN)
    lijsten.register("dvos", lijst.DvosLijst)
    werk.register("dvos", wacht=wachtend.wacht, lees=wachtend.lees)
    zoeken.register(dvozoeken.DVOS)
    instellingen.meld_aan()


def _meld_opschaling_aan() -> None:
    """Questions to the directieberaad, and the conflicts that may become one."""
    from duoplus import agenda, inzage, lijsten, spoor, werk
    from duoplus.models import Besluit
    from duoplus.web.besluiten import views as besluiten
    from ogon.actions import conflict, opschaling
    from ogon.opschaling import instellingen, wachtend, zaken
    from ogon.opschaling.agenda import OpschalingBron
    from ogon.opschaling.lijst import OpschalingenLijst
    from ogon.views import opschaling as bladzijden

    spoor.register(conflict.ZINNEN | opschaling.ZINNEN)
    zaken.register(conflict.ConflictZaak())
    agenda.register(OpschalingBron())
    lijsten.register("opschalingen", OpschalingenLijst)
    werk.register("opschalingen", wacht=wachtend.wacht, lees=wachtend.lees)
    inzage.register(Besluit, wachtend.antwoorden)
    besluiten.register(bladzijden.besluitbladzijde)
    instellingen.meld_aan()


def _meld_besluitvorming_aan() -> None:
    """Proposals, measures and plans: on agendas and lists, in the trail and in what waits."""
    from duoplus import agenda, inzage, lijsten, spoor, werk, zoeken
    from duoplus.models import Actiepunt
    from ogon.besluitvorming import agenda as bronnen
    from ogon.besluitvorming import instellingen, lijst, zinnen
    from ogon.besluitvorming import werk as wachtend
    from ogon.besluitvorming.zoeken import BRONNEN
    from ogon.models.maatregel import acties_van_plannen

    agenda.register(bronnen.Voorstelbron(), bronnen.Maatregelbron())
    inzage.register(Actiepunt, acties_van_plannen)
    lijsten.register("voorstellen", lijst.VoorstellenLijst)
    lijsten.register("maatregelen", lijst.MaatregelenLijst)
    lijsten.register("plannen-van-aanpak", lijst.PlannenLijst)
    spoor.register(zinnen.ZINNEN)
    werk.register("bestuursvoorstellen", wacht=wachtend.wacht, lees=wachtend.lees)
    instellingen.meld_aan()
    zoeken.register(*BRONNEN)


def _wijs_de_weg() -> None:
    """The places of this app in the menu."""
    from duoplus.choices import Rol
    from duoplus.web.navigatie import register
    from ogon.models.dvo import LEEST_ALLE_DVO, LEEST_EIGEN_DVO
    from ogon.models.maatregel import LEEST_ALLE_MAATREGELEN, LEEST_EIGEN_MAATREGELEN
    from ogon.models.voorstel import LEEST_VOORSTELLEN

    register(
        "Directieberaad", "ogon:directieberaad", "building-community", groep="Overleg", order=106,
        permission=lambda user: user.has_perm("ogon.view_directieberaad"),
    )  # fmt: skip
    register(
        "Opschalingen", "ogon:opschalingen", "stairs-up", groep="Overleg", order=107,
        permission=lambda user: user.heeft_rol(Rol.VOORZITTER, Rol.SECRETARIS),
    )  # fmt: skip
    register(
        "DVO’s", "ogon:dvo_list", "file-certificate", groep="Afspraken", order=300,
        permission=lambda user: user.heeft_rol(*LEEST_ALLE_DVO, *LEEST_EIGEN_DVO),
    )  # fmt: skip
    register(
        "Voorstellen", "ogon:voorstel_list", "writing", groep="Overleg", order=150,
        permission=lambda user: user.heeft_rol(*LEEST_VOORSTELLEN),
    )  # fmt: skip
    register(
        "Maatregelen", "ogon:maatregel_list", "report-money", groep="Afspraken", order=320,
        permission=lambda user: user.heeft_rol(*LEEST_ALLE_MAATREGELEN, *LEEST_EIGEN_MAATREGELEN),
    )  # fmt: skip
    register(
        "Plannen van aanpak", "ogon:plan_list", "checklist", groep="Afspraken", order=330,
        permission=lambda user: user.has_perm("ogon.add_planvanaanpak"),
    )  # fmt: skip
