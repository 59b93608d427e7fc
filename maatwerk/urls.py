from django.urls import URLPattern

app_name = "maatwerk"
urlpatterns: list[URLPattern] = []
