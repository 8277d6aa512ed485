"""Addresses of the realisation."""

from django.urls import path

from bina.reports.views import lists, pages, year_end

app_name = "reports"
urlpatterns = [
    path("", pages.home, name="home"),
    path("unit/<uuid:public_id>/", pages.unit, name="unit"),
    path("pegawai/", lists.people, name="people"),
    path("kursi/", lists.seats, name="seats"),
    path("unduh/", lists.workbook, name="workbook"),
    path("laporan/", year_end.draft, name="year_end"),
    path("laporan/terbitkan/", year_end.issue, name="issue"),
    path("laporan/<uuid:public_id>/", year_end.issued, name="issued"),
]
