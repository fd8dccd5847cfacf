"""Occupations for everybody, how matching works, and the list of promising ones with who settles it."""

from django.urls import path

from placements.views import occupation

urlpatterns = [
    path("<slug:region_code>/beroepen/", occupation.occupation_search, name="occupation_search"),
    path("<slug:region_code>/beroepen/<slug:code>/", occupation.occupation_public, name="occupation_public"),
    path("<slug:region_code>/zo-werkt-het/", occupation.how_matching_works, name="how_matching_works"),
]
