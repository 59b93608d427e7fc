from django.apps import AppConfig


class OgonConfig(AppConfig):
    name = "ogon"
    verbose_name = "OGON"

    def ready(self) -> None:
        from duoplus import agenda, inlezen, inzage, leden, lijsten, spoor, werk, zoeken
        from duoplus.choices import GremiumSoort
        from duoplus.models import Besluit
        from duoplus.web.besluiten import views as besluiten
        from ogon import (  # noqa: F401  handlers and rules register themselves
            handlers,
            hulp,
            instellingen,
            lijst,
            nagerekend,
            rules,
            verloop,
        )
        from ogon.actions import capaciteit, conflict, dvo, opschaling, werkplan
        from ogon.actions.urenlijst import URENLIJST
        from ogon.dvo import instellingen as dvoinstellingen
        from ogon.dvo import werk as dvowerk
        from ogon.dvo import zoeken as dvozoeken
        from ogon.models.ogon import deelnemers
        from ogon.opschaling import instellingen as ladderinstellingen
        from ogon.opschaling import wachtend, zaken
        from ogon.opschaling.agenda import OpschalingBron
        from ogon.opschaling.lijst import OpschalingenLijst
        from ogon.views import opschaling as opschalingen

        leden.register(GremiumSoort.OGON, deelnemers)
        inlezen.register(URENLIJST)
        spoor.register(capaciteit.ZINNEN | conflict.ZINNEN | opschaling.ZINNEN)
        spoor.register(werkplan.ZINNEN)
        zaken.register(conflict.ConflictZaak())
        agenda.register(OpschalingBron())
        werk.register("opschalingen", wacht=wachtend.wacht, lees=wachtend.lees)
        lijsten.register("opschalingen", OpschalingenLijst)
        inzage.register(Besluit, wachtend.antwoorden)
        besluiten.register(opschalingen.besluitbladzijde)
        spoor.register(dvo.ZINNEN)
        werk.register("dvos", wacht=dvowerk.wacht, lees=dvowerk.lees)
        lijsten.register("dvos", lijst.DvosLijst)
        zoeken.register(dvozoeken.DVOS)
        instellingen.meld_aan()
        ladderinstellingen.meld_aan()
        dvoinstellingen.meld_aan()
        hulp.meld_aan()
        nagerekend.meld_aan()
        verloop.meld_aan()
        _meld_besluitvorming_aan()
        _wijs_de_weg()


def _meld_besluitvorming_aan() -> None:
    """Proposals, measures and plans: on agendas and lists, in the trail and in what waits."""
    from duoplus import agenda, inzage, lijsten, spoor, werk, zoeken
    from duoplus.models import Actiepunt
    from ogon import toetsinstellingen
    from ogon.besluitvorming import agenda as bronnen
    from ogon.besluitvorming import lijst, zinnen
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
    toetsinstellingen.meld_aan()
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
        "Opschalingen", "ogon:opschalingen", "gavel", groep="Overleg", order=107,
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
