import re

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from exchange.views import calendar_file, export, job, notice, overview, payroll, referral, upload, work_feed

app_name = "exchange"


class CalendarFileName(StringConverter):
    """The files of the calendar; any other name is another page."""

    regex = "|".join(map(re.escape, calendar_file.CONTENT_TYPES))


register_converter(CalendarFileName, "calendar_file")

workspace = [
    path("bestanden/", job.job_list, name="job_list"),
    path("bestanden/pakket/inlezen/", upload.package_upload, name="package_upload"),
    path("bestanden/pakket/downloaden/", export.package_export_create, name="package_export_create"),
    path("bestanden/contracten/inlezen/", upload.contracts_upload, name="contracts_upload"),
    path(
        "bestanden/contracten/sjabloon/<slug:book_format>/",
        upload.contracts_template,
        name="contracts_template",
    ),
    path("bestanden/aanbestedingen/", upload.tenders_upload, name="tenders_upload"),
    path(
        "bestanden/aanbestedingen/sjabloon/<slug:book_format>/",
        upload.tenders_template,
        name="tenders_template",
    ),
    path("kalender/downloaden/", export.tender_export_create, name="tender_export_create"),
    path("bestanden/contracten/downloaden/", export.contract_export_create, name="contract_export_create"),
    path("dossiers/<uuid:candidate_id>/eigen-dossier/", export.own_file_create, name="own_file_create"),
    path("plaatsingen/downloaden/", export.placement_export_create, name="placement_export_create"),
    path("scholing/deelnemers/downloaden/", export.enrolment_export_create, name="enrolment_export_create"),
    path("geld/uitgaven/downloaden/", export.spending_export_create, name="spending_export_create"),
    path("bedrijven/downloaden/", export.firm_export_create, name="firm_export_create"),
    path("vacatures/downloaden/", export.vacancy_export_create, name="vacancy_export_create"),
    path("voorstellen/downloaden/", export.proposal_export_create, name="proposal_export_create"),
    path("doelen/downloaden/", export.figure_export_create, name="figure_export_create"),
    path("scholing/kosten/downloaden/", export.cost_export_create, name="cost_export_create"),
    path("nazorg/downloaden/", export.follow_up_export_create, name="follow_up_export_create"),
    path("dossiers/downloaden/", export.candidate_export_create, name="candidate_export_create"),
    path("overzicht/bestand/<slug:book_format>/", overview.overview_file, name="overview_file"),
    path("bestanden/<uuid:job_id>/", job.job_detail, name="job_detail"),
    path("bestanden/<uuid:job_id>/voortgang/", job.job_progress, name="job_progress"),
    path("bestanden/<uuid:job_id>/bevestigen/", job.job_confirm, name="job_confirm"),
    path("bestanden/<uuid:job_id>/ongedaan/", job.job_undo, name="job_undo"),
    path("bestanden/<uuid:job_id>/bestand/<uuid:file_id>/", job.job_file, name="job_file"),
    path("uren/inlezen/", payroll.payroll_upload, name="payroll_upload"),
    path("uren/inlezen/<uuid:upload_id>/", payroll.payroll_detail, name="payroll_detail"),
    path("uren/inlezen/<uuid:upload_id>/kolommen/", payroll.payroll_columns, name="payroll_columns"),
    path("uren/inlezen/<uuid:upload_id>/weg/", payroll.payroll_drop, name="payroll_drop"),
    path("kalender/bericht/", notice.notice_upload, name="notice_upload"),
    path("kalender/bericht/<uuid:tender_id>/", notice.notice_taken, name="notice_taken"),
    path("aanmeldingen/inlezen/", referral.referral_upload, name="referral_upload"),
    path("aanmeldingen/inlezen/<uuid:referral_id>/", referral.referral_detail, name="referral_detail"),
    path("aanmeldingen/inlezen/<uuid:referral_id>/kolommen/", referral.referral_columns, name="referral_columns"),
    path("aanmeldingen/inlezen/<uuid:referral_id>/weg/", referral.referral_drop, name="referral_drop"),
]

urlpatterns = [
    path("werk/<uuid:organisation_id>/", include(workspace)),
    path("<slug:region_code>/kalender/<calendar_file:file_name>", calendar_file.calendar_file, name="calendar_file"),
    path("<slug:region_code>/vacatures/vacatures.atom", work_feed.work_feed, name="work_feed"),
    path("<slug:region_code>/kalender/vraag/vraag.<slug:file_format>", calendar_file.demand_file, name="demand_file"),
]
