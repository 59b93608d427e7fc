"""Uren van een week schrijven, indienen en goedkeuren; een opdracht wijzigen."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from maatwerk.views.uren import goedkeuren, week, wijzigen


class WeekConverter:
    """'2026-W46' is its Monday; a week that a year does not have is no address."""

    regex = r"20\d\d-W\d\d"

    def to_python(self, tekst: str) -> date:
        jaar, _, nummer = tekst.partition("-W")
        return date.fromisocalendar(int(jaar), int(nummer), 1)

    def to_url(self, maandag: date) -> str:
        jaar, nummer, _ = maandag.isocalendar()
        return f"{jaar}-W{nummer:02}"


register_converter(WeekConverter, "week")

urlpatterns: list[URLPattern] = [
    path("opdrachten/<str:nummer>/wijzigen/", wijzigen.VragenView.as_view(), name="wijziging_vragen"),
    path(
        "opdrachten/<str:nummer>/wijzigen/<int:pk>/paraferen/",
        wijzigen.ParaferenView.as_view(),
        name="wijziging_paraferen",
    ),
    path(
        "opdrachten/<str:nummer>/wijzigen/<int:pk>/weigeren/",
        wijzigen.WeigerenView.as_view(),
        name="wijziging_weigeren",
    ),
    path(
        "opdrachten/<str:nummer>/wijzigen/<int:pk>/intrekken/",
        wijzigen.IntrekkenView.as_view(),
        name="wijziging_intrekken",
    ),
    path("uren/", week.deze_week, name="uren"),
    path("uren/goedkeuren/", goedkeuren.GoedkeurenView.as_view(), name="uren_goedkeuren"),
    path(
        "uren/goedkeuren/<int:pk>/<week:maandag>/",
        goedkeuren.TerugsturenView.as_view(),
        name="uren_terugsturen",
    ),
    path("uren/<week:maandag>/", week.WeekView.as_view(), name="week"),
    path("uren/<week:maandag>/bewaren/", week.WeekBewarenView.as_view(), name="week_bewaren"),
    path("uren/<week:maandag>/versies/", week.VersiesView.as_view(), name="week_versies"),
]
