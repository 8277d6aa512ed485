"""Addresses of the account pages."""

from django.urls import path

from bina.accounts import views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.sign_in, name="login"),
    path("keluar/", views.sign_out, name="logout"),
    path("keluar/selesai/", views.signed_out, name="signed_out"),
    path("aktivasi/", views.activate, name="activate"),
    path("kata-sandi/", views.password, name="password"),
    path("bahasa/", views.language, name="language"),
]
