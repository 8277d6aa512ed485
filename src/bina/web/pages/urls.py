"""Addresses of the pages that several stages fill."""

from django.urls import path

from bina.web.pages import home

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("sehat/", home.healthy, name="healthy"),
]
