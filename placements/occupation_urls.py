"""Occupations for everybody, how matching works, and the list of promising ones for who settles it."""

from django.urls import path

from placements.views import occupation, promising

work = "werk/<uuid:organisation_id>/beroepen/kansrijk/"
one = work + "<uuid:promising_list_id>/"
of_occupation = one + "<uuid:occupation_id>/"

urlpatterns = [
    path("<slug:region_code>/beroepen/", occupation.occupation_search, name="occupation_search"),
    path("<slug:region_code>/beroepen/<slug:occupation_code>/", occupation.occupation_public, name="occupation_public"),
    path("<slug:region_code>/zo-werkt-het/", occupation.how_matching_works, name="how_matching_works"),
    path(work, promising.promising_list, name="promising_list"),
    path(work + "voorstel/", promising.promising_propose, name="promising_propose"),
    path(of_occupation + "verplaatsen/", promising.promising_move, name="promising_move"),
    path(of_occupation + "weglaten/", promising.promising_leave_off, name="promising_leave_off"),
    path(one + "toevoegen/", promising.promising_put_on, name="promising_put_on"),
    path(one + "vaststellen/", promising.promising_adopt, name="promising_adopt"),
    path(one + "weggooien/", promising.promising_discard, name="promising_discard"),
    path(one + "terughalen/", promising.promising_bring_back, name="promising_bring_back"),
]
