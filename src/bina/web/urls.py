"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("bina.accounts.urls")),
    path("audit/", include("bina.audit.urls")),
    path("pekerjaan/", include("bina.jobs.urls")),
    path("kotak-masuk/", include("bina.inbox.urls")),
    path("api/", include("bina.api.urls")),
    path("unggah/", include("bina.imports.urls")),
    path("pegawai/", include("bina.people.urls")),
    path("indeks/", include("bina.indices.urls")),
    path("tujuan/", include("bina.goals.urls")),
    path("standar/", include("bina.standards.urls")),
    path("layanan/", include("bina.citizens.urls")),
    path("kalender/", include("bina.calendar.urls")),
    path("ukur/", include("bina.assessment.urls")),
    path("kesenjangan/", include("bina.gaps.urls")),
    path("usulan/", include("bina.proposals.urls")),
    path("katalog/", include("bina.catalog.urls")),
    path("anggaran/", include("bina.money.urls")),
    path("rencana/", include("bina.plan.urls")),
    path("surat/", include("bina.letters.urls")),
    path("belajar/", include("bina.learning.urls")),
    path("siasn/", include("bina.siasn.urls")),
    path("realisasi/", include("bina.reports.urls")),
    path("serah-terima/", include("bina.handover.urls")),
    path("", include("bina.web.pages.urls")),
]
