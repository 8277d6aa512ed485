"""Addresses of the register of services and the satisfaction scores."""

from django.urls import path

from bina.citizens import views, views_skm

app_name = "citizens"
urlpatterns = [
    path("", views.services, name="services"),
    path("unduh/", views.export, name="export"),
    path("tambah/", views.add, name="add"),
    path("skm/", views_skm.satisfaction, name="skm"),
    path("skm/unduh/", views_skm.export, name="skm_export"),
    path("<uuid:public_id>/", views.service, name="service"),
    path("<uuid:public_id>/ubah/", views.edit, name="edit"),
    path("<uuid:public_id>/peran/tambah/", views.role_add, name="role_add"),
    path("<uuid:public_id>/pengganti/", views.stand_in_add, name="stand_in_add"),
    path("peran/<uuid:public_id>/", views.role_edit, name="role_edit"),
    path("peran/<uuid:public_id>/hapus/", views.role_delete, name="role_delete"),
    path("pengganti/<uuid:public_id>/akhiri/", views.stand_in_end, name="stand_in_end"),
]
