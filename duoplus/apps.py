from django.apps import AppConfig


class DuoplusConfig(AppConfig):
    name = "duoplus"
    verbose_name = "Duo+"

    def ready(self) -> None:
        from duoplus import rules  # noqa: F401  registers the shared permissions
        from duoplus.web import meldingen, navigatie

        navigatie.register_bel("meldingen", meldingen.ongelezen)
        navigatie.register(
            "Uitgaande post",
            "post",
            "send",
            groep="Beheer",
            order=900,
            permission=lambda user: user.has_perm("duoplus.view_berichten"),
        )
