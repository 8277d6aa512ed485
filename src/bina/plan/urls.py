"""Addresses of the yearly plan."""

from django.urls import path

from bina.plan.views import (
    changes,
    compare,
    cuts,
    decisions,
    plans,
    proposals,
    quotas,
    replans,
    seats,
    whatif,
)

app_name = "plan"
urlpatterns = [
    path("", plans.listing, name="list"),
    path("baru/", plans.new, name="new"),
    path("bandingkan/", compare.compare, name="compare"),
    path("perubahan/", changes.changes, name="changes"),
    path("perubahan/baru/", changes.change_new, name="change_new"),
    path("perubahan/gangguan/", changes.outage, name="outage"),
    path("perubahan/<uuid:public_id>/", changes.change, name="change"),
    path("susun-ulang/", replans.new, name="replan"),
    path("ketetapan/", decisions.pins, name="pins"),
    path("ketetapan/baru/", decisions.pin_new, name="pin_new"),
    path("ketetapan/<uuid:public_id>/cabut/", decisions.pin_remove, name="pin_remove"),
    path("kuota/", quotas.listing, name="quotas"),
    path("kuota/baru/", quotas.new, name="quota_new"),
    path("kuota/<uuid:public_id>/", quotas.edit, name="quota"),
    path("kuota/<uuid:public_id>/hapus/", quotas.remove, name="quota_remove"),
    path("<uuid:public_id>/", plans.detail, name="detail"),
    path("potongan/<int:year>/", cuts.year, name="cuts_of_year"),
    path("<uuid:public_id>/potongan/", cuts.cut, name="cuts"),
    path("<uuid:public_id>/potongan/simpan/", cuts.keep, name="cuts_keep"),
    path("<uuid:public_id>/tambahan/", whatif.more, name="more"),
    path("<uuid:public_id>/kokoh/", whatif.steadiness, name="steadiness"),
    path("<uuid:public_id>/kokoh/susun/", whatif.for_noise, name="for_noise"),
    path("<uuid:public_id>/kurva/", whatif.curves, name="curves"),
    path("<uuid:public_id>/kurva/tanya/", whatif.ask, name="ask"),
    path("<uuid:public_id>/kurva/hentikan/", whatif.ask_stop, name="ask_stop"),
    path("<uuid:public_id>/hentikan/", plans.stop, name="stop"),
    path("<uuid:public_id>/ajukan/", plans.submit, name="submit"),
    path("<uuid:public_id>/kembalikan/", plans.take_back, name="take_back"),
    path("<uuid:public_id>/setujui/", plans.approve, name="approve"),
    path("<uuid:public_id>/buang/", plans.discard, name="discard"),
    path("<uuid:public_id>/kursi/", seats.seats, name="seats"),
    path("<uuid:public_id>/usulan/", proposals.proposals, name="proposals"),
    path("<uuid:public_id>/sesi/", seats.sessions, name="sessions"),
    path("<uuid:public_id>/sesi/<uuid:session_id>/", seats.session, name="session"),
    path("<uuid:public_id>/pegawai/<uuid:person_id>/", seats.person, name="person"),
    path(
        "<uuid:public_id>/pegawai/<uuid:person_id>/gantinya/", seats.person_instead, name="instead"
    ),
    path("<uuid:public_id>/unduh/hcdp.xlsx", seats.hcdp, name="hcdp"),
    path("<uuid:public_id>/unduh/perangkat-daerah.xlsx", seats.offices, name="offices"),
    path("<uuid:public_id>/unduh/tujuan.xlsx", seats.goals, name="goals"),
    path("<uuid:public_id>/unduh/rencana.pdf", seats.letter, name="letter"),
    path("<uuid:public_id>/unduh/sertifikat.zip", seats.certificate, name="certificate"),
    path("<uuid:public_id>/unduh/perubahan.xlsx", replans.export, name="replan_xlsx"),
]
