"""Addresses of people, the organisation, roles and activation."""

from django.urls import path

from bina.people.views import (
    accounts,
    delegations,
    disputes,
    facts,
    merging,
    persons,
    protected,
    units,
)

app_name = "people"
urlpatterns = [
    path("", persons.listing, name="list"),
    path("unduh/", persons.export, name="export"),
    path("lapor/", disputes.disputes, name="disputes"),
    path("lapor/<uuid:public_id>/", disputes.answer, name="answer"),
    path("ganda/", merging.duplicates, name="duplicates"),
    path("ganda/<uuid:public_id>/<uuid:other_id>/", merging.merge, name="merge"),
    path("ganda/<uuid:public_id>/pisah/", merging.split, name="split"),
    path("bertindak/", delegations.delegations, name="delegations"),
    path("bertindak/akhiri/", delegations.delegation_end, name="delegation_end"),
    path("unit/", units.tree, name="units"),
    path("unit/<uuid:public_id>/", units.detail, name="unit"),
    path("unit/<uuid:public_id>/kepala/", units.head, name="head"),
    path("unit/<uuid:public_id>/kepala/akhiri/", units.head_end, name="head_end"),
    path("unit/<uuid:public_id>/nama/", units.rename, name="rename"),
    path("unit/<uuid:public_id>/pindah/", units.move, name="unit_move"),
    path("peran/", accounts.roles, name="roles"),
    path("peran/akhiri/", accounts.role_end, name="role_end"),
    path("aktivasi/", accounts.activation, name="activation"),
    path("aktivasi/<uuid:public_id>/", accounts.sheet, name="sheet"),
    path("cuti/<uuid:public_id>/akhiri/", persons.absence_end, name="absence_end"),
    path("riwayat/<uuid:public_id>/", persons.record_edit, name="record_edit"),
    path("kinerja/<uuid:public_id>/", facts.review_edit, name="review_edit"),
    path("hukdis/<uuid:public_id>/", facts.case_edit, name="case_edit"),
    path("pendidikan/<uuid:public_id>/", facts.education_edit, name="education_edit"),
    path("golongan/<uuid:public_id>/", facts.rank_edit, name="rank_edit"),
    path("<uuid:public_id>/pendidikan/", facts.education_add, name="education_add"),
    path("<uuid:public_id>/golongan/", facts.rank_add, name="rank_add"),
    path("<uuid:public_id>/kinerja/", facts.review_add, name="review_add"),
    path("<uuid:public_id>/hukdis/", facts.case_add, name="case_add"),
    path("<uuid:public_id>/", persons.detail, name="detail"),
    path("<uuid:public_id>/ubah/", persons.edit, name="edit"),
    path("<uuid:public_id>/mutasi/", persons.move, name="move"),
    path("<uuid:public_id>/cuti/", persons.absence_add, name="absence_add"),
    path("<uuid:public_id>/riwayat/", persons.record_add, name="record_add"),
    path("<uuid:public_id>/terbatas/", protected.protected, name="protected"),
    path("<uuid:public_id>/salah/", disputes.dispute, name="dispute"),
]
