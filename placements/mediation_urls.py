"""The addresses of matching and of proposals, in the workspace of who mediates and of who employs."""

from django.urls import path

from placements.views import candidate_work, match, proposal

vacancy = "vacatures/<uuid:vacancy_id>/"

one = "voorstellen/<uuid:proposal_id>/"

urlpatterns = [
    path(vacancy + "kandidaten/", match.vacancy_matches, name="vacancy_matches"),
    path("dossiers/<uuid:candidate_id>/vacatures/", match.candidate_vacancies, name="candidate_vacancies"),
    path(
        "dossiers/<uuid:candidate_id>/werk/intrekken/", candidate_work.candidate_take_back, name="candidate_take_back"
    ),
    path(vacancy + "kandidaten/voorstellen/", match.vacancy_shortlist, name="vacancy_shortlist"),
    path("voorstellen/", proposal.proposal_list, name="proposal_list"),
    path(one, proposal.proposal_detail, name="proposal_detail"),
    path(one + "vragen/", proposal.proposal_ask, name="proposal_ask"),
    path(one + "herinneren/", proposal.proposal_remind, name="proposal_remind"),
    path(one + "antwoord/", proposal.proposal_told, name="proposal_told"),
    path(one + "speeddate/", proposal.proposal_met, name="proposal_met"),
    path(one + "kennismaking/", proposal.proposal_meeting, name="proposal_meeting"),
    path(one + "aannemen/", proposal.proposal_hire, name="proposal_hire"),
    path(one + "afwijzen/", proposal.proposal_refuse, name="proposal_refuse"),
    path(one + "intrekken/", proposal.proposal_withdraw, name="proposal_withdraw"),
]
