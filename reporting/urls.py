from django.urls import include, path

from reporting.views import company, portfolio, read_log, report, start

app_name = "reporting"

workspace = [
    path("", start.start, name="start"),
    path("overzicht/", company.company_overview, name="company_overview"),
    path("inzage/", read_log.read_log, name="read_log"),
    path("portefeuille/", portfolio.portfolio, name="portfolio"),
    path("portefeuille/achter/", portfolio.red_list, name="red_list"),
    path("rapporten/", report.report_list, name="report_list"),
    path("rapporten/nieuw/", report.report_create, name="report_create"),
    path("rapporten/<uuid:report_id>/", report.report_detail, name="report_detail"),
    path("rapporten/<uuid:report_id>/voortgang/", report.report_progress, name="report_progress"),
    path("rapporten/<uuid:report_id>/opnieuw/", report.report_retry, name="report_retry"),
    path("rapporten/<uuid:report_id>/cijfers/<slug:figure>/", report.report_figure, name="report_figure"),
    path("rapporten/<uuid:report_id>/bestand/<slug:file_format>/", report.report_file, name="report_file"),
]

urlpatterns = [path("werk/<uuid:organisation_id>/", include(workspace))]
