from django.urls import path

from duoplus.web.besluiten import views

urlpatterns = [
    path("", views.BesluitListView.as_view(), name="besluit_list"),
    path("<str:nummer>/", views.besluit, name="besluit"),
    path("<str:nummer>/uitvoering/", views.UitvoerenView.as_view(), name="besluit_uitvoeren"),
]
