"""Addresses of the yearly plan."""

from django.urls import URLPattern

app_name = "plan"
urlpatterns: list[URLPattern] = []
