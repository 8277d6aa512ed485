"""Addresses of the calendar."""

from django.urls import path

from bina.calendar import views, views_duties

app_name = "calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("unduh/", views.export, name="export"),
    path("tambah/", views.add, name="add"),
    path("<uuid:public_id>/ubah/", views.edit, name="edit"),
    path("<uuid:public_id>/hapus/", views.delete, name="delete"),
    path("tugas/", views_duties.listing, name="duties"),
    path("tugas/unduh/", views_duties.export, name="duties_export"),
    path("tugas/bawaan/", views_duties.defaults, name="duty_defaults"),
    path("tugas/tambah/", views_duties.add, name="duty_add"),
    path("tugas/<uuid:public_id>/ubah/", views_duties.edit, name="duty_edit"),
    path("tugas/<uuid:public_id>/hapus/", views_duties.delete, name="duty_delete"),
]
