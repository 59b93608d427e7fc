from django.urls import URLPattern

app_name = "ogon"
urlpatterns: list[URLPattern] = []
