"""Addresses of what goes to SIASN."""

from django.urls import path

from bina.siasn.views import layouts, packages, records, service

app_name = "siasn"
urlpatterns = [
    path("", records.home, name="home"),
    path("bukti/<uuid:public_id>/", records.attach, name="attach"),
    path("berkas/", packages.listing, name="packages"),
    path("berkas/buat/", packages.make, name="make"),
    path("berkas/<uuid:public_id>/", packages.detail, name="package"),
    path("berkas/<uuid:public_id>/henti/", packages.stop, name="stop"),
    path("berkas/<uuid:public_id>/lanjut/", packages.resume, name="resume"),
    path("berkas/<uuid:public_id>/tarik/", packages.take_back, name="take_back"),
    path("bagian/<uuid:public_id>/", packages.part, name="part"),
    path("layanan/", service.home, name="service"),
    path("layanan/ambil/", service.pull, name="pull"),
    path("layanan/kirim/", service.push, name="push"),
    path("layanan/<uuid:public_id>/", service.transfer, name="transfer"),
    path("layanan/<uuid:public_id>/henti/", service.transfer_stop, name="transfer_stop"),
    path("layanan/<uuid:public_id>/lanjut/", service.transfer_resume, name="transfer_resume"),
    path("jawaban/<uuid:public_id>/", service.settle, name="settle"),
    path("susunan/", layouts.layouts, name="layouts"),
    path("susunan/<slug:kind>/", layouts.layout_file, name="layout_file"),
]
