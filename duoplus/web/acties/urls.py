from django.urls import path

from duoplus.web.acties import views

urlpatterns = [
    path("", views.ActieListView.as_view(), name="actie_list"),
    path("nieuw/<slug:slug>/", views.NieuweActieView.as_view(), name="actie_nieuw"),
    path("<str:nummer>/", views.actiepunt, name="actiepunt"),
    path("<str:nummer>/<slug:stap>/", views.StapView.as_view(), name="actie_stap"),
]
