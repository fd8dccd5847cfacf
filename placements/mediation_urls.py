"""The addresses of matching and of proposals, in the workspace of who mediates and of who employs."""

from django.urls import path

from placements.views import match

vacancy = "vacatures/<uuid:vacancy_id>/"

urlpatterns = [
    path(vacancy + "kandidaten/", match.vacancy_matches, name="vacancy_matches"),
    path(vacancy + "kandidaten/voorstellen/", match.vacancy_shortlist, name="vacancy_shortlist"),
]
