"""Addresses of the realisation."""

from django.urls import path

from bina.reports.views import lists, pages

app_name = "reports"
urlpatterns = [
    path("", pages.home, name="home"),
    path("unit/<uuid:public_id>/", pages.unit, name="unit"),
    path("pegawai/", lists.people, name="people"),
    path("kursi/", lists.seats, name="seats"),
    path("unduh/", lists.workbook, name="workbook"),
]
