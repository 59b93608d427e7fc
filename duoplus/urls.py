from allauth.account import views as account
from django.urls import include, path, re_path

from duoplus.web import exports, gezondheid, hulp, informatie, inlezen, inloggen, meldingen, weergave, zoeken
from duoplus.web import lijstweergaven as weergaven

handler500 = "duoplus.web.fouten.server"

urlpatterns = [
    path("inloggen/", inloggen.Inloggen.as_view(), name="account_login"),
    path("uitloggen/", account.LogoutView.as_view(), name="account_logout"),
    path("wachtwoord/vergeten/", account.PasswordResetView.as_view(), name="account_reset_password"),
    path(
        "wachtwoord/vergeten/verstuurd/",
        account.PasswordResetDoneView.as_view(),
        name="account_reset_password_done",
    ),
    re_path(  # the key holds hyphens too, and <uidb36> would take all but the last
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        account.PasswordResetFromKeyDoneView.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("demo/inloggen/", inloggen.demo_inloggen, name="demo_inloggen"),
    path("zoeken/", zoeken.zoeken_pagina, name="zoeken"),
    path("zoeken/snel/", zoeken.snel, name="zoeken_snel"),
    path("weergave/", weergave.weergave, name="weergave"),
    path("inlezen/", inlezen.inlezingen, name="inlezingen"),
    path("inlezen/nieuw/", inlezen.NieuwView.as_view(), name="inlezing_nieuw"),
    path("inlezen/<uuid:uuid>/", inlezen.inlezing, name="inlezing"),
    path("inlezen/<uuid:uuid>/koppelen/", inlezen.KoppelenView.as_view(), name="inlezing_koppelen"),
    path("inlezen/<uuid:uuid>/rijen/<int:pk>/", inlezen.RijView.as_view(), name="inleesrij"),
    path("inlezen/<uuid:uuid>/overnemen/", inlezen.OvernemenView.as_view(), name="inlezing_overnemen"),
    path("inlezen/<uuid:uuid>/weggooien/", inlezen.VerwijderenView.as_view(), name="inlezing_weggooien"),
    path("meldingen/", meldingen.meldingen, name="meldingen"),
    path("meldingen/gelezen/", meldingen.gelezen, name="meldingen_gelezen"),
    path("meldingen/<int:pk>/", meldingen.gelezen, name="melding_gelezen"),
    path("instellingen/post/", meldingen.post, name="post"),
    path("instellingen/post/<int:pk>/", meldingen.opnieuw, name="post_opnieuw"),
    path("instellingen/", include("duoplus.web.instellingen.urls")),
    path("exports/", exports.exports, name="exports"),
    path("exports/<slug:lijst>.<slug:formaat>", exports.export, name="export"),
    path("exports/<uuid:uuid>/", exports.StandView.as_view(), name="export_stand"),
    path("exports/<uuid:uuid>/bestand/", exports.bestand, name="export_bestand"),
    path("exports/<uuid:uuid>/verwijderen/", exports.verwijderen, name="export_verwijderen"),
    path("lijsten/<slug:lijst>/kolommen/", weergaven.kolommen, name="lijst_kolommen"),
    path("lijsten/<slug:lijst>/weergaven/", weergaven.overzicht, name="lijstweergaven"),
    path("lijsten/<slug:lijst>/weergaven/tellers/", weergaven.tellers, name="lijstweergave_tellers"),
    path(
        "lijsten/<slug:lijst>/weergaven/nieuw/",
        weergaven.NieuweWeergave.as_view(),
        name="lijstweergave_nieuw",
    ),
    path(
        "lijsten/<slug:lijst>/weergaven/<uuid:uuid>/",
        weergaven.WeergaveWijzigen.as_view(),
        name="lijstweergave",
    ),
    path(
        "lijsten/<slug:lijst>/weergaven/<uuid:uuid>/verwijderen/",
        weergaven.WeergaveVerwijderen.as_view(),
        name="lijstweergave_verwijderen",
    ),
    path("demo/post/", informatie.demopost, name="demopost"),
    path("hulp/", hulp.handleiding, name="hulp"),
    path("hulp/vragen/", hulp.vragen, name="hulp_vragen"),
    path("hulp/begrippen/", hulp.begrippen, name="begrippen"),
    path("hulp/tips/", hulp.tips_terug, name="tips_terug"),
    path("hulp/tips/<slug:sleutel>/", hulp.tip_gezien, name="tip_gezien"),
    path("hulp/<slug:rol>/", hulp.handleiding, name="hulp_rol"),
    path("toegankelijkheid/", informatie.toegankelijkheid, name="toegankelijkheid"),
    path("privacy/", informatie.privacy, name="privacy"),
    path(".well-known/security.txt", informatie.security_txt, name="security_txt"),
    path("livez", gezondheid.livez, name="livez"),
    path("readyz", gezondheid.readyz, name="readyz"),
    path("", include("ogon.urls")),
    path("", include("maatwerk.urls")),
]
