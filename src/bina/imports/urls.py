"""Addresses of uploads."""

from django.urls import path

from bina.imports import views, views_purposes

app_name = "imports"
urlpatterns = [
    path("", views.kinds, name="list"),
    path("tujuan/", views_purposes.purposes, name="purposes"),
    path("tujuan/hentikan/", views_purposes.stop, name="purpose_stop"),
    path("berkas/<uuid:public_id>/", views.run, name="run"),
    path("berkas/<uuid:public_id>/masalah/", views.problems, name="problems"),
    path("berkas/<uuid:public_id>/terapkan/", views.confirm, name="confirm"),
    path("berkas/<uuid:public_id>/periksa-ulang/", views.again, name="again"),
    path("berkas/<uuid:public_id>/batal/", views.cancel, name="cancel"),
    path("berkas/<uuid:public_id>/urungkan/", views.undo, name="undo"),
    path("berkas/<uuid:public_id>/kolom/", views.map_columns, name="map"),
    path("berkas/<uuid:public_id>/nilai/", views.correct_value, name="correct"),
    path("<slug:kind>/", views.upload, name="upload"),
    path("<slug:kind>/templat/", views.template, name="template"),
]
