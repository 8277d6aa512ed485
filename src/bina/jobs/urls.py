"""Addresses of long work."""

from django.urls import path

from bina.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/henti/", views.stop, name="stop"),
]
