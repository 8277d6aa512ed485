"""Addresses of the handover."""

from django.urls import path

from bina.handover import views

app_name = "handover"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("serahkan/", views.give, name="give"),
    path("<uuid:public_id>/", views.detail, name="detail"),
]
