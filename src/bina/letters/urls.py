"""Addresses of calls, letters and calendars."""

from django.urls import path

from bina.letters.views import calendars, register, sessions, setup

app_name = "letters"
urlpatterns = [
    path("", sessions.listing, name="sessions"),
    path("sesi/<uuid:public_id>/", sessions.session, name="session"),
    path("sesi/<uuid:public_id>/panggil/", sessions.call, name="call"),
    path("sesi/<uuid:public_id>/tetapkan/", sessions.confirm, name="confirm"),
    path("sesi/<uuid:public_id>/ingatkan/", sessions.remind, name="remind"),
    path("sesi/<uuid:public_id>/tunggu/", sessions.waiting_list, name="waiting"),
    path("sesi/<uuid:public_id>/bagikan/", sessions.share, name="share"),
    path("sesi/<uuid:public_id>/terbitkan/", register.issue, name="issue"),
    path("kursi/<uuid:public_id>/catat/", sessions.record, name="record"),
    path("kursi/<uuid:public_id>/ganti/", sessions.replace, name="substitute"),
    path("agenda/", register.listing, name="register"),
    path("agenda/<uuid:public_id>/", register.letter, name="letter"),
    path("agenda/<uuid:public_id>/surat.pdf", register.pdf, name="pdf"),
    path("agenda/<uuid:public_id>/surat.docx", register.word, name="word"),
    path("agenda/<uuid:public_id>/surat.xlsx", register.workbook, name="workbook"),
    path("agenda/<uuid:public_id>/ganti/", register.replace, name="replace"),
    path("massal/", register.bulk, name="bulk"),
    path("massal/<uuid:public_id>/", register.batch, name="batch"),
    path("massal/<uuid:public_id>/henti/", register.stop, name="stop"),
    path("massal/<uuid:public_id>/lanjut/", register.resume, name="resume"),
    path("massal/<uuid:public_id>/surat.zip", register.batch_zip, name="batch_zip"),
    path("pengaturan/", setup.overview, name="setup"),
    path("pengaturan/kop/", setup.letterhead, name="letterhead"),
    path("pengaturan/penandatangan/", setup.signatory_new, name="signatory_new"),
    path(
        "pengaturan/penandatangan/<uuid:public_id>/akhiri/",
        setup.signatory_end,
        name="signatory_end",
    ),
    path("pengaturan/nomor/", setup.numbering, name="numbering"),
    path("pengaturan/templat/", setup.template_upload, name="template_upload"),
    path("pengaturan/templat/bawaan/", setup.template_install, name="template_install"),
    path("pengaturan/templat/<uuid:public_id>/", setup.template_file, name="template_file"),
    path("kalender/", calendars.overview, name="calendars"),
    path("kalender/alamat/", calendars.make, name="calendar_make"),
    path("kalender/alamat/<uuid:public_id>/cabut/", calendars.revoke, name="calendar_revoke"),
    path("kalender/saya.ics", calendars.own, name="calendar_own"),
    path("kalender/unit/<uuid:public_id>.ics", calendars.of_unit, name="calendar_unit"),
    path("kalender/baca/<str:token>.ics", calendars.feed, name="feed"),
]
