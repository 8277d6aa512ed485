"""Addresses of measuring."""

from django.urls import path

from bina.assessment import views

app_name = "assessment"
urlpatterns = [
    path("", views.home, name="home"),
    path("cakupan/", views.coverage, name="coverage"),
    path("diri/<uuid:person_id>/", views.rate, name="rate"),
    path("konfirmasi/", views.waiting, name="waiting"),
    path("konfirmasi/<uuid:public_id>/", views.confirm, name="confirm"),
    path("konfirmasi/<uuid:public_id>/kembalikan/", views.give_back, name="give_back"),
]
