"""Addresses of the regional plan."""

from django.urls import path

from bina.goals import views, views_edit

app_name = "goals"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("unduh/", views.export, name="export"),
    path("baru/", views_edit.new, name="new"),
    path("tujuan/<uuid:public_id>/kompetensi/", views_edit.need_add, name="need_add"),
    path("tujuan/<uuid:public_id>/kompetensi/hapus/", views_edit.need_remove, name="need_remove"),
    path("<str:level>/<uuid:public_id>/", views.detail, name="detail"),
    path("<str:level>/<uuid:public_id>/ubah/", views_edit.edit, name="edit"),
    path("<str:level>/<uuid:public_id>/hapus/", views_edit.delete, name="delete"),
    path("<str:level>/<uuid:public_id>/tambah/", views_edit.add, name="add"),
]
