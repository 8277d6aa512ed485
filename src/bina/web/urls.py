"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("bina.accounts.urls")),
    path("", include("bina.web.pages.urls")),
]
