from django.urls import include, path

from reporting.urls import covenant, flow
from reporting.views import (
    change,
    company,
    dashboard,
    figure,
    money,
    portfolio,
    read_log,
    report,
    results,
    spending,
    start,
    story,
    target,
)

app_name = "reporting"

workspace = [
    path("", start.start, name="start"),
    path("overzicht/", company.company_overview, name="company_overview"),
    path("inzage/", read_log.read_log, name="read_log"),
    path("portefeuille/", portfolio.portfolio, name="portfolio"),
    path("portefeuille/achter/", portfolio.red_list, name="red_list"),
    path("doelen/", dashboard.dashboard, name="dashboard"),
    path("doelen/bijwerken/", dashboard.standing_refresh, name="standing_refresh"),
    path("doelen/vergelijken/", dashboard.comparison, name="comparison"),
    path("doelen/cijfer/<path:figure>/", figure.standing_figure, name="standing_figure"),
    path("doelen/<uuid:standing_id>/voortgang/", dashboard.standing_progress, name="standing_progress"),
    path("convenant/", include(covenant.urlpatterns)),
    path("doelen/versies/", target.target_list, name="target_list"),
    path("doelen/versies/nieuw/", target.target_create, name="target_create"),
    path("geld/", money.money_overview, name="money_overview"),
    path("geld/plan/", money.money_plan, name="money_plan"),
    path("geld/plan/bedrag/", money.plan_amount, name="plan_amount"),
    path("geld/termijn/", money.tranche_received, name="tranche_received"),
    path("geld/centrumgemeente/", money.centre_edit, name="centre_edit"),
    path("geld/facturen/", spending.invoice_list, name="invoice_list"),
    path("geld/uitgaven/", spending.spending_list, name="spending_list"),
    path("geld/uitgaven/nieuw/", spending.spending_create, name="spending_create"),
    path("geld/uitgaven/<uuid:spending_id>/", spending.spending_detail, name="spending_detail"),
    path("geld/uitgaven/<uuid:spending_id>/verbeteren/", spending.spending_correct, name="spending_correct"),
    path("verhalen/", story.story_list, name="story_list"),
    path("verhalen/nieuw/", story.story_create, name="story_create"),
    path("verhalen/<uuid:story_id>/", story.story_detail, name="story_detail"),
    path("verhalen/<uuid:story_id>/wijzigen/", story.story_edit, name="story_edit"),
    path("verhalen/<uuid:story_id>/goedkeuren/", story.story_approve, name="story_approve"),
    path("verhalen/<uuid:story_id>/intrekken/", story.story_withdraw, name="story_withdraw"),
    path("rapporten/", report.report_list, name="report_list"),
    path("rapporten/nieuw/", report.report_create, name="report_create"),
    path("rapporten/<uuid:report_id>/", report.report_detail, name="report_detail"),
    path("rapporten/<uuid:report_id>/voortgang/", report.report_progress, name="report_progress"),
    path("rapporten/<uuid:report_id>/opnieuw/", report.report_retry, name="report_retry"),
    path("rapporten/<uuid:report_id>/cijfers/<path:figure>/", figure.report_figure, name="report_figure"),
    path("rapporten/<uuid:report_id>/veranderd/<path:figure>/", change.report_change, name="report_change"),
    path("rapporten/<uuid:report_id>/nagekomen/<path:figure>/", change.report_late, name="report_late"),
    path("rapporten/<uuid:report_id>/bestand/<slug:file_format>/", report.report_file, name="report_file"),
]

urlpatterns = [
    path("werk/<uuid:organisation_id>/", include([*workspace, *flow.workspace])),
    *flow.open_to_link,
    path("<slug:region_code>/resultaten/", results.results, name="results"),
    path(
        "<slug:region_code>/resultaten/<slug:result_key>/<slug:file_format>/", results.results_file, name="results_file"
    ),
]
