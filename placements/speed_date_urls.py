"""The addresses of speed dates, in the workspace of who mediates."""

from django.urls import path

from placements.views import speed_date, speed_date_people, speed_date_plan, speed_date_print, speed_date_results

event = "speeddates/<uuid:event_id>/"
employer = event + "werkgevers/<uuid:employer_id>/"
attendee = event + "kandidaten/<uuid:attendee_id>/"
talk = event + "plan/<uuid:talk_id>/"

urlpatterns = [
    path("speeddates/", speed_date.speed_date_list, name="speed_date_list"),
    path("speeddates/nieuw/", speed_date.speed_date_create, name="speed_date_create"),
    path(event, speed_date_people.speed_date_detail, name="speed_date_detail"),
    path(event + "wijzigen/", speed_date.speed_date_edit, name="speed_date_edit"),
    path(event + "niet-door/", speed_date.speed_date_cancel, name="speed_date_cancel"),
    path(event + "werkgevers/", speed_date_people.speed_date_employer_add, name="speed_date_employer_add"),
    path(employer, speed_date_people.speed_date_employer, name="speed_date_employer"),
    path(employer + "weghalen/", speed_date_people.speed_date_employer_remove, name="speed_date_employer_remove"),
    path(event + "uitnodigen/", speed_date_people.speed_date_invite, name="speed_date_invite"),
    path(event + "ja-gezegd/", speed_date_people.speed_date_agree, name="speed_date_agree"),
    path(attendee, speed_date_people.speed_date_candidate, name="speed_date_candidate"),
    path(attendee + "weghalen/", speed_date_people.speed_date_candidate_remove, name="speed_date_candidate_remove"),
    path(event + "wensen/", speed_date_people.speed_date_wishes, name="speed_date_wishes"),
    path(employer + "wensen/", speed_date_people.speed_date_wishes_of, name="speed_date_wishes_of"),
    path(event + "plan/", speed_date_plan.speed_date_plan, name="speed_date_plan"),
    path(event + "plan/maken/", speed_date_plan.speed_date_plan_ask, name="speed_date_plan_ask"),
    path(event + "plan/voortgang/", speed_date_plan.speed_date_plan_progress, name="speed_date_plan_progress"),
    path(event + "plan/gesprek/", speed_date_plan.speed_date_meeting_add, name="speed_date_meeting_add"),
    path(talk, speed_date_plan.speed_date_meeting, name="speed_date_meeting"),
    path(event + "afdrukken/", speed_date_print.speed_date_print, name="speed_date_print"),
    path(event + "afdrukken/<str:which>/", speed_date_print.speed_date_print_list, name="speed_date_print_list"),
    path(event + "uitslagen/", speed_date_results.speed_date_results, name="speed_date_results"),
    path(employer + "uitslagen/", speed_date_results.speed_date_results_of, name="speed_date_results_of"),
    path(employer + "op-de-lijst/", speed_date_results.speed_date_list_yes, name="speed_date_list_yes"),
]
