"""Addresses of the official indices."""

from django.urls import path

from bina.indices.views import exports, pages, quality, reports, whatif

app_name = "indices"
urlpatterns = [
    path("", pages.city, name="city"),
    path("unduh/", exports.city, name="city_export"),
    path("andai/", whatif.whatif, name="whatif"),
    path("data/", quality.quality, name="quality"),
    path("laporan/", reports.listing, name="reports"),
    path("laporan/terbitkan/", reports.start, name="issue"),
    path("laporan/<uuid:public_id>/", reports.report, name="report"),
    path("unit/<uuid:public_id>/", pages.unit, name="unit"),
    path("unit/<uuid:public_id>/unduh/", exports.unit, name="unit_export"),
    path("pegawai/<uuid:public_id>/", pages.person, name="person"),
    path("pegawai/<uuid:public_id>/json/", pages.person_json, name="person_json"),
]
