"""Addresses of the money."""

from django.urls import path

from bina.money import views

app_name = "money"
urlpatterns = [
    path("", views.lines, name="lines"),
    path("versi/baru/", views.version_new, name="version_new"),
    path("versi/<uuid:public_id>/", views.version, name="version"),
    path("versi/<uuid:public_id>/tetapkan/", views.version_approve, name="version_approve"),
    path("versi/<uuid:public_id>/baru/", views.line_new, name="line_new"),
    path("versi/<uuid:public_id>/hapus/<path:code>/", views.line_delete, name="line_delete"),
    path("versi/<uuid:public_id>/pos/<path:code>/", views.line_edit, name="line_edit"),
    path("catatan/<uuid:public_id>/batal/", views.reverse, name="reverse"),
    path("versi/<uuid:public_id>/catat/<path:code>/", views.post, name="post"),
    path("<int:year>/<path:code>/", views.line, name="line"),
]
