from django.apps import AppConfig
from django.conf import settings


class DuoplusConfig(AppConfig):
    name = "duoplus"
    verbose_name = "Duo+"

    def ready(self) -> None:
        from duoplus import rules, werk, zoeken  # noqa: F401  rules registers the shared permissions
        from duoplus.hulp import algemeen  # noqa: F401  registers its tasks
        from duoplus.inlezen import soorten_van
        from duoplus.web import inleeswerk, inlezen, meldingen, navigatie, postwerk
        from duoplus.web.instellingen import aanmelden, views
        from duoplus.web.instellingen import werk as voorstellen
        from duoplus.web.zoeken import PAGINAS

        werk.register("post", tel=postwerk.tel, lees=postwerk.lees)
        werk.register("inlezen", tel=inleeswerk.tel, lees=inleeswerk.lees)
        werk.register("voorstellen", tel=voorstellen.tel, lees=voorstellen.lees)
        aanmelden.meld_aan()
        navigatie.register(
            "Instellingen",
            "instellingen",
            "settings",
            groep="Beheer",
            order=910,
            permission=views.mag_iets_lezen,
        )
        zoeken.register(PAGINAS)
        navigatie.register_bel("meldingen", meldingen.ongelezen)
        navigatie.register("Hulp", "hulp", "help-circle", order=90)
        navigatie.register(
            "Post van de demo",
            "demopost",
            "mail",
            groep="Demo",
            order=990,
            permission=lambda user: settings.DEMO,
        )
        navigatie.register(
            "Lijsten inlezen",
            "inlezingen",
            "file-import",
            groep="Beheer",
            order=890,
            permission=lambda user: bool(soorten_van(user)),
            counter=inlezen.aantal_werk,
            counter_text="rijen nog te doen",
        )
        navigatie.register(
            "Uitgaande post",
            "post",
            "send",
            groep="Beheer",
            order=900,
            permission=lambda user: user.has_perm("duoplus.view_berichten"),
        )
