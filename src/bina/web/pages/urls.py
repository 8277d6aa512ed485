"""Addresses of the pages that several stages fill."""

from django.urls import path

from bina.web.pages import actions, city, home, monday, offline, report, source, unit, workbench

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("sehat/", home.healthy, name="healthy"),
    path("rapor/", report.own, name="report"),
    path("rapor/<uuid:public_id>/", report.of_person, name="report_of"),
    path("rapor/kursi/<uuid:public_id>/", report.answer, name="answer"),
    path("unit/", unit.unit, name="unit"),
    path("unit/putuskan/", unit.decide, name="decide"),
    path("unit/urungkan/", unit.undecide, name="undecide"),
    path("minggu-ini/", monday.monday, name="monday"),
    path("meja/", workbench.workbench, name="workbench"),
    path("kota/", city.city, name="city"),
    path("tindakan/", actions.city, name="actions"),
    path("tindakan/unduh/", actions.city_export, name="actions_export"),
    path("tindakan/unit/<uuid:public_id>/", actions.unit, name="unit_actions"),
    path("tindakan/unit/<uuid:public_id>/unduh/", actions.unit_export, name="unit_actions_export"),
    path("sumber/", source.source, name="source"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
]
