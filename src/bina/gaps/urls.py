"""Addresses of gaps and priority factors."""

from django.urls import path

from bina.gaps.views import exports, factors, matrices, persons, runs

app_name = "gaps"
urlpatterns = [
    path("", matrices.city, name="city"),
    path("unduh/", exports.city, name="city_export"),
    path("unit/<uuid:public_id>/", matrices.unit, name="unit"),
    path("unit/<uuid:public_id>/unduh/", exports.unit, name="unit_export"),
    path("pegawai/<uuid:public_id>/", persons.person, name="person"),
    path("hitungan/", runs.listing, name="runs"),
    path("hitungan/mulai/", runs.start, name="start"),
    path("faktor/", factors.listing, name="factors"),
    path("faktor/unduh/", exports.factors, name="factors_export"),
    path("faktor/usulkan/", factors.propose, name="propose"),
    path("faktor/usulkan-tujuan/", factors.propose_goals, name="propose_goals"),
    path("faktor/usulkan-indeks/", factors.propose_indices, name="propose_indices"),
    path("faktor/baru/", factors.new, name="factor_new"),
    path("faktor/<uuid:public_id>/", factors.edit, name="factor"),
]
