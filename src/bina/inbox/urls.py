"""Addresses of the inbox."""

from django.urls import path

from bina.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.listing, name="list"),
    path("dibaca/", views.mark_all, name="mark_all"),
    path("ringkasan/", views.digest, name="digest"),
    path("surel/", views.wish, name="wish"),
    path("<uuid:public_id>/buka/", views.open_message, name="open"),
]
