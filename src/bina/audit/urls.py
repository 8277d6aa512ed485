"""Addresses of the ledger."""

from django.urls import path

from bina.audit import views

app_name = "audit"
urlpatterns = [path("", views.listing, name="list"), path("periksa/", views.check, name="check")]
