"""Addresses of the catalogue."""

from django.urls import path

from bina.catalog.views import costs, editing, exports, pages, pools

app_name = "catalog"
urlpatterns = [
    path("", pages.programmes, name="programmes"),
    path("unduh/", exports.catalog, name="export"),
    path("kalender/", pages.calendar, name="calendar"),
    path("baru/", editing.programme_new, name="programme_new"),
    path("program/<uuid:public_id>/", pages.programme, name="programme"),
    path("program/<uuid:public_id>/ubah/", editing.programme_edit, name="programme_edit"),
    path("program/<uuid:public_id>/kompetensi/", editing.effect, name="effect"),
    path("program/<uuid:public_id>/kompetensi/hapus/", editing.effect_remove, name="effect_remove"),
    path("program/<uuid:public_id>/sesi-baru/", editing.session_new, name="session_new"),
    path("sesi/<uuid:public_id>/", pages.session, name="session"),
    path("sesi/<uuid:public_id>/ubah/", editing.session_edit, name="session_edit"),
    path("pelatih/", pools.listing, name="pools"),
    path("pelatih/baru/", pools.new, name="pool_new"),
    path("pelatih/ubah/<path:code>/", pools.edit, name="pool"),
    path("biaya/", costs.listing, name="costs"),
    path("biaya/unduh/", exports.costs, name="costs_export"),
    path("biaya/baru/", costs.new, name="cost_new"),
    path("biaya/<uuid:public_id>/", costs.edit, name="cost"),
]
