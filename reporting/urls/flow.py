"""Addresses of the way of a report: judgements, the check, publication, what partners read, and evaluations."""

from django.urls import path

from reporting.choices import Edition
from reporting.views import evaluation, judgement, published, publishing, report, report_flow

_report = "rapporten/<uuid:report_id>/"
_published = "rapporten/gepubliceerd/"

workspace = [
    path("rapporten/afspraken/", evaluation.report_policy, name="report_policy"),
    path(_published, published.published_list, name="published_list"),
    path(_published + "<uuid:publication_id>/", published.published_detail, name="published_detail"),
    path(
        _published + "<uuid:publication_id>/bestand/<slug:file_format>/",
        published.published_file,
        name="published_file",
    ),
    path(
        _report + "openbaar/<slug:file_format>/",
        report.report_file,
        {"edition": Edition.PUBLIC},
        name="report_public_file",
    ),
    path(_report + "oordelen/", report_flow.report_judging, name="report_judging"),
    path(_report + "oordelen/terug/", report_flow.report_call_back, name="report_call_back"),
    path(_report + "controle/", report_flow.report_check, name="report_check"),
    path(_report + "controle/tellen/", report_flow.report_count_again, name="report_count_again"),
    path(_report + "woorden/", report_flow.report_text, name="report_text"),
    path(_report + "vaststellen/", report_flow.report_freeze, name="report_freeze"),
    path(_report + "opgehaald/", report_flow.report_downloads, name="report_downloads"),
    path(_report + "publiceren/", publishing.report_publishing, name="report_publishing"),
    path(_report + "publiceren/<slug:edition>/", publishing.report_publish, name="report_publish"),
    path(_report + "terugnemen/<slug:edition>/", publishing.report_take_back, name="report_take_back"),
    path(
        _report + "toestemming/<uuid:consent_id>/intrekken/",
        publishing.report_consent_withdraw,
        name="report_consent_withdraw",
    ),
    path(_report + "versturen/", publishing.report_send, name="report_send"),
    path(_report + "correctie/", publishing.report_correct, name="report_correct"),
    path("oordelen/<uuid:judgement_id>/", judgement.judgement_detail, name="judgement_detail"),
    path("oordelen/<uuid:judgement_id>/bestand/", judgement.judgement_file, name="judgement_file"),
    path("oordelen/<uuid:judgement_id>/opnieuw/", report_flow.judgement_again, name="judgement_again"),
    path("evaluaties/", evaluation.evaluation_list, name="evaluation_list"),
    path("evaluaties/<uuid:evaluation_id>/", evaluation.evaluation_detail, name="evaluation_detail"),
    path("evaluaties/<uuid:evaluation_id>/mening/", evaluation.evaluation_differ, name="evaluation_differ"),
]

#: Behind a mailed link, without log-in.
open_to_link = [
    path("oordeel/<str:token>/", judgement.judgement_by_link, name="judgement_by_link"),
    path("oordeel/<str:token>/rapport/", judgement.judgement_file_by_link, name="judgement_file_by_link"),
]
