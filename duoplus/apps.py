from django.apps import AppConfig
from django.conf import settings


class DuoplusConfig(AppConfig):
    name = "duoplus"
    verbose_name = "Duo+"

    def ready(self) -> None:
        from duoplus import rules, werk  # noqa: F401  rules registers the shared permissions
        from duoplus.web import meldingen, navigatie, postwerk

        werk.register("post", tel=postwerk.tel, lees=postwerk.lees)
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
            "Uitgaande post",
            "post",
            "send",
            groep="Beheer",
            order=900,
            permission=lambda user: user.has_perm("duoplus.view_berichten"),
        )
