from django.urls import path

from duoplus.web.instellingen import views, voorstellen

urlpatterns = [
    path("", views.overzicht, name="instellingen"),
    path("voorstellen/<int:pk>/", voorstellen.voorstel, name="instelling_voorstel"),
    path(
        "voorstellen/<int:pk>/vaststellen/", voorstellen.VaststelView.as_view(), name="instelling_vaststellen"
    ),
    path("voorstellen/<int:pk>/afwijzen/", voorstellen.AfwijsView.as_view(), name="instelling_afwijzen"),
    path("<slug:onderdeel>/", views.lijst, name="instelling_list"),
    path("<slug:onderdeel>/nieuw/", views.HandelingView.as_view(), name="instelling_nieuw"),
    path("<slug:onderdeel>/<int:pk>/", views.detail, name="instelling"),
    path(
        "<slug:onderdeel>/<int:pk>/<slug:handeling>/",
        views.HandelingView.as_view(),
        name="instelling_handeling",
    ),
]
