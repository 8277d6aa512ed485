"""Addresses for programs, and the pages of their tokens."""

from django.urls import path

from bina.api.views import clients, facts

app_name = "api"
urlpatterns = [
    path("v1/", facts.index, name="index"),
    path("v1/fakta/<slug:kind>/", facts.rows, name="rows"),
    path("klien/", clients.listing, name="clients"),
    path("klien/baru/", clients.new, name="new"),
    path("klien/<uuid:public_id>/setujui/", clients.approve, name="approve"),
    path("klien/<uuid:public_id>/cabut/", clients.revoke, name="revoke"),
]
