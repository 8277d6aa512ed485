"""Addresses of proposals."""

from django.urls import path

from bina.proposals.views import agency, deadlines, exports, own, units

app_name = "proposals"
urlpatterns = [
    path("", own.home, name="home"),
    path("daftar/", agency.listing, name="list"),
    path("daftar/jawab/", agency.decide, name="decide"),
    path("daftar/unduh/", exports.export, name="export"),
    path("daftar/kirim/", deadlines.send, name="send"),
    path("tenggat/", deadlines.deadlines, name="deadlines"),
    path("tenggat/unduh/", exports.late_export, name="late_export"),
    path("tenggat/ingatkan/", deadlines.remind, name="remind"),
    path("urutan/", units.rank, name="rank"),
    path("urutan/simpan/", units.rank_save, name="rank_save"),
    path("pegawai/<uuid:public_id>/", own.person, name="person"),
    path("pegawai/<uuid:public_id>/usulkan/", own.add, name="add"),
    path("<uuid:public_id>/", own.detail, name="detail"),
    path("<uuid:public_id>/tarik/", own.withdraw, name="withdraw"),
]
