"""Addresses of the dictionary and the position standards."""

from django.urls import path

from bina.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.competencies, name="list"),
    path("unduh/", views.export, name="export"),
    path("jabatan/", views.positions, name="positions"),
    path("jabatan/<path:code>/ubah/", views.position_edit, name="position_edit"),
    path("jabatan/<path:code>/", views.position, name="position"),
    path("kompetensi/<str:code>/", views.competency, name="competency"),
    path("kompetensi/<str:code>/level/<int:level>/", views.level, name="level"),
]
