"""Addresses of learning."""

from django.urls import path

from bina.learning.views import deciding, own, sessions

app_name = "learning"
urlpatterns = [
    path("", own.home, name="home"),
    path("hadir/", own.arrive, name="arrive"),
    path("lapor/", own.report, name="report"),
    path("menunggu/", deciding.waiting, name="waiting"),
    path("sesi/", sessions.listing, name="sessions"),
    path("sesi/<uuid:public_id>/", sessions.sheet, name="sheet"),
    path("sesi/<uuid:public_id>/catat/", sessions.note, name="note"),
    path("sesi/<uuid:public_id>/kode/", sessions.open_code, name="open_code"),
    path("sesi/<uuid:public_id>/tutup/", sessions.close, name="close"),
    path("unggah/<uuid:public_id>/", own.upload_part, name="upload_part"),
    path("<uuid:public_id>/", deciding.outcome, name="outcome"),
    path("<uuid:public_id>/bukti/", own.evidence, name="evidence"),
    path("<uuid:public_id>/bukti/mulai/", own.upload_start, name="upload_start"),
    path("<uuid:public_id>/bukti/<uuid:file_id>/", deciding.file, name="file"),
    path("<uuid:public_id>/putuskan/", deciding.decide, name="decide"),
    path("<uuid:public_id>/koreksi/", deciding.correct, name="correct"),
    path("<uuid:public_id>/hasil/", sessions.result, name="result"),
]
