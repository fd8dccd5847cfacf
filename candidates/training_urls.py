"""The addresses about training, taken up in ``candidates.urls``."""

from django.urls import path

from candidates.views import enrolment, occupation, training_cost, training_group, training_plan, training_programme

group = "scholing/groepen/<uuid:group_id>/"
programme = "scholing/<uuid:programme_id>/"

pages = [
    path("scholing/groepen/", training_group.group_list, name="group_list"),
    path(group, training_group.group_detail, name="group_detail"),
    path(group + "wijzigen/", training_group.group_edit, name="group_edit"),
    path(group + "niet-door/", training_group.group_cancel, name="group_cancel"),
    path(group + "plaatsen/", training_group.group_offer, name="group_offer"),
    path(group + "antwoorden/", training_group.group_answer, name="group_answer"),
    path(group + "start/", training_group.group_start, name="group_start"),
    path(group + "afronden/", training_group.group_close, name="group_close"),
    path("scholing/", training_programme.programme_list, name="programme_list"),
    path("scholing/nieuw/", training_programme.programme_create, name="programme_create"),
    path(programme, training_programme.programme_detail, name="programme_detail"),
    path(programme + "wijzigen/", training_programme.programme_edit, name="programme_edit"),
    path(programme + "stand/", training_programme.programme_state, name="programme_state"),
    path(programme + "groep/", training_group.group_create, name="group_create"),
    path("scholing/deelnemers/", enrolment.enrolment_list, name="enrolment_list"),
    path("scholing/deelnemers/<uuid:enrolment_id>/", enrolment.enrolment_edit, name="enrolment_edit"),
    path("scholing/deelnemers/<uuid:enrolment_id>/weghalen/", enrolment.enrolment_remove, name="enrolment_remove"),
    path("scholing/deelnemers/<uuid:enrolment_id>/terugzetten/", enrolment.enrolment_restore, name="enrolment_restore"),
    path("scholing/kosten/", training_cost.cost_list, name="cost_list"),
    path("scholing/kosten/nieuw/", training_cost.cost_create, name="cost_create"),
    path("scholing/kosten/<uuid:cost_id>/", training_cost.cost_detail, name="cost_detail"),
    path("scholing/plan/", training_plan.training_plan, name="training_plan"),
    path("scholing/plan/<int:year>/", training_plan.training_plan_edit, name="training_plan_edit"),
    path("beroepen/", occupation.occupation_list, name="occupation_list"),
    path("beroepen/nieuw/", occupation.occupation_create, name="occupation_create"),
    path("beroepen/<uuid:occupation_id>/", occupation.occupation_detail, name="occupation_detail"),
    path("beroepen/<uuid:occupation_id>/wijzigen/", occupation.occupation_edit, name="occupation_edit"),
    path("beroepen/<uuid:occupation_id>/gebruik/", occupation.occupation_retire, name="occupation_retire"),
    path("dossiers/<uuid:candidate_id>/scholing/", enrolment.candidate_training, name="candidate_training"),
    path("dossiers/<uuid:candidate_id>/scholing/nieuw/", enrolment.enrolment_create, name="enrolment_create"),
    path("dossiers/<uuid:candidate_id>/scholing/groep/", enrolment.candidate_put_forward, name="candidate_put_forward"),
]
