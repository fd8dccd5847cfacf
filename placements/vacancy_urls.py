"""Vacancies as employers and mediators keep them, and the pages of a firm without a workspace."""

from django.urls import include, path

from placements.views import vacancy, vacancy_firm, vacancy_form

one = "vacatures/<uuid:vacancy_id>/"
workspace = [
    path("vacatures/", vacancy.vacancy_list, name="vacancy_list"),
    path("vacatures/nieuw/", vacancy_form.vacancy_create, name="vacancy_create"),
    path(one, vacancy.vacancy_detail, name="vacancy_detail"),
    path(one + "wijzigen/", vacancy_form.vacancy_edit, name="vacancy_edit"),
    path(one + "regels/", vacancy_form.vacancy_rules, name="vacancy_rules"),
    path(one + "sluiten/", vacancy_form.vacancy_close, name="vacancy_close"),
    path(one + "werkruimte/", vacancy_form.vacancy_workspace, name="vacancy_workspace"),
]

urlpatterns = [
    path("werk/<uuid:organisation_id>/", include(workspace)),
    path("vacature/<str:token>/", vacancy_firm.vacancy_own, name="vacancy_own"),
    path("vacature/<str:token>/wijzigen/", vacancy_firm.vacancy_own_edit, name="vacancy_own_edit"),
    path("<slug:region_code>/vacatures/plaatsen/", vacancy_firm.vacancy_offer, name="vacancy_offer"),
]
