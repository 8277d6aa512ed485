"""Addresses of the calendar."""

from django.urls import path

from bina.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("unduh/", views.export, name="export"),
    path("tambah/", views.add, name="add"),
    path("<uuid:public_id>/ubah/", views.edit, name="edit"),
    path("<uuid:public_id>/hapus/", views.delete, name="delete"),
]
