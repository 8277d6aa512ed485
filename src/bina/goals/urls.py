"""Addresses of the regional plan."""

from django.urls import path

from bina.goals import views

app_name = "goals"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("unduh/", views.export, name="export"),
    path("<str:level>/<uuid:public_id>/", views.detail, name="detail"),
]
