from django.urls import path

from duoplus.web.overleg import views

urlpatterns = [
    path("", views.vergaderingen, name="vergaderingen"),
    path("plannen/<slug:overleg>/", views.PlanView.as_view(), name="vergadering_plannen"),
    path("plannen/<slug:overleg>/reeks/", views.ReeksView.as_view(), name="reeks_plannen"),
    path("punten/<int:pk>/<slug:handeling>/", views.PuntView.as_view(), name="agendapunt"),
    path("stukken/<uuid:uuid>/", views.stuk, name="vergaderstuk"),
    path("<int:pk>/", views.VergaderingView.as_view(), name="vergadering"),
    path("<int:pk>/aanwezig/", views.aanwezig, name="aanwezig"),
    path("<int:pk>/punt/", views.PuntNieuwView.as_view(), name="agendapunt_nieuw"),
    path("<int:pk>/<slug:stap>/", views.StapView.as_view(), name="vergadering_stap"),
]
