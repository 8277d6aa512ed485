"""Addresses of the official indices."""

from django.urls import path

from bina.indices.views import (
    discipline,
    exports,
    pages,
    performance,
    quality,
    reports,
    skm,
    tables,
    whatif,
)

app_name = "indices"
urlpatterns = [
    path("", pages.city, name="city"),
    path("unduh/", exports.city, name="city_export"),
    path("andai/", whatif.whatif, name="whatif"),
    path("data/", quality.quality, name="quality"),
    path("data/unduh/", quality.export, name="quality_export"),
    path("laporan/", reports.listing, name="reports"),
    path("laporan/terbitkan/", reports.start, name="issue"),
    path("laporan/<uuid:public_id>/", reports.report, name="report"),
    path("skm/", skm.listing, name="skm"),
    path("skm/unduh/", skm.export, name="skm_export"),
    path("skm/<uuid:public_id>/", skm.unit, name="skm_unit"),
    path("skm/<uuid:public_id>/json/", skm.unit_json, name="skm_unit_json"),
    path("sebaran/", performance.spread, name="spread"),
    path("sebaran/unduh/", performance.spread_export, name="spread_export"),
    path("angka-kredit/", performance.credit, name="credit"),
    path("angka-kredit/unduh/", performance.credit_export, name="credit_export"),
    path("disiplin/", discipline.listing, name="discipline"),
    path("disiplin/unduh/", discipline.export, name="discipline_export"),
    path("tabel/<str:kind>/", tables.city, name="table"),
    path("tabel/<str:kind>/unduh/", tables.city_export, name="table_export"),
    path("unit/<uuid:public_id>/tabel/<str:kind>/", tables.unit, name="unit_table"),
    path(
        "unit/<uuid:public_id>/tabel/<str:kind>/unduh/",
        tables.unit_export,
        name="unit_table_export",
    ),
    path("unit/<uuid:public_id>/andai/", whatif.whatif_unit, name="whatif_unit"),
    path("unit/<uuid:public_id>/terbitkan/", reports.start_unit, name="issue_unit"),
    path("unit/<uuid:public_id>/", pages.unit, name="unit"),
    path("unit/<uuid:public_id>/unduh/", exports.unit, name="unit_export"),
    path("pegawai/<uuid:public_id>/", pages.person, name="person"),
    path("pegawai/<uuid:public_id>/json/", pages.person_json, name="person_json"),
]
