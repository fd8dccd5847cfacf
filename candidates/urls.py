from django.urls import include, path

from candidates import training_urls
from candidates.views import (
    assessment,
    back_office,
    benefit,
    candidate_list,
    coach,
    contact,
    document,
    duplicate,
    erasure,
    oneself,
    oneself_step,
    registration,
    step,
    task,
    triage,
    undo,
)
from candidates.views import file as file_pages

app_name = "candidates"

#: The pages of one file stand under it.
file = "dossiers/<uuid:candidate_id>/"

queues = [
    path("dossiers/", candidate_list.candidate_list, name="candidate_list"),
    path("dossiers/nieuw/", triage.triage, name="triage"),
    path("dossiers/nieuw/<uuid:candidate_id>/", triage.triage_candidate, name="triage_candidate"),
    path("dossiers/coach/", coach.candidate_give, name="candidate_give"),
    path("dossiers/verdeeld/<uuid:assignment_id>/terug/", undo.assignment_undo, name="assignment_undo"),
    path("dossiers/taken/", task.task_list, name="task_list"),
    path(f"{file}taken/nieuw/", task.task_create, name="task_create"),
    path("dossiers/taken/<uuid:candidate_task_id>/", task.task_edit, name="task_edit"),
    path("dossiers/taken/<uuid:candidate_task_id>/klaar/", task.task_finish, name="task_finish"),
    path("dossiers/taken/<uuid:candidate_task_id>/open/", task.task_reopen, name="task_reopen"),
    path("regio/back-office/", back_office.back_office_edit, name="back_office_edit"),
    path("regio/werkgebieden/", back_office.werkplein_area_edit, name="werkplein_area_edit"),
]

answers = file + "intake-en-diagnose/"
kept = file + "behoud/"

pages = [
    path("dossiers/bellen/", contact.call_next, name="call_next"),
    path(file, file_pages.candidate_detail, name="candidate_detail"),
    path(file + "persoon/", file_pages.identity_edit, name="identity_edit"),
    path(file + "gegevens/", file_pages.facts_edit, name="facts_edit"),
    path(file + "geschiedenis/", file_pages.candidate_history, name="candidate_history"),
    path(file + "bellen/", contact.candidate_call, name="candidate_call"),
    path(file + "contact/", contact.contact_list, name="contact_list"),
    path(file + "contact/nieuw/", contact.contact_create, name="contact_create"),
    path(file + "contact/<uuid:contact_id>/terug/", contact.contact_take_back, name="contact_take_back"),
    path(answers, assessment.assessment_list, name="assessment_list"),
    path(answers + "intake/", assessment.assessment_edit, {"kind": "intake"}, name="intake_edit"),
    path(answers + "diagnose/", assessment.assessment_edit, {"kind": "diagnosis"}, name="diagnosis_edit"),
    path(answers + "<uuid:assessment_id>/", assessment.assessment_detail, name="assessment_detail"),
    path(file + "documenten/", document.document_list, name="document_list"),
    path(file + "documenten/<uuid:candidate_document_id>/", document.document_detail, name="document_detail"),
    path(
        file + "documenten/<uuid:candidate_document_id>/<int:number>.png", document.document_page, name="document_page"
    ),
    path(
        file + "documenten/<uuid:candidate_document_id>/origineel/",
        document.document_original,
        name="document_original",
    ),
    path(file + "documenten/<uuid:candidate_document_id>/weg/", document.document_remove, name="document_remove"),
    path(kept, benefit.benefit_list, name="benefit_list"),
    path(kept + "nieuw/", benefit.benefit_create, name="benefit_create"),
    path(kept + "<uuid:benefit_period_id>/", benefit.benefit_edit, name="benefit_edit"),
    path(kept + "<uuid:benefit_period_id>/weg/", benefit.benefit_remove, name="benefit_remove"),
    path(kept + "<uuid:benefit_period_id>/terug/", benefit.benefit_restore, name="benefit_restore"),
    path(file + "stap/", step.candidate_step, name="candidate_step"),
    path(file + "stap/terug/", step.step_take_back, name="step_take_back"),
    path(file + "pauze/", step.candidate_hold, name="candidate_hold"),
    path(file + "stoppen/", step.candidate_withdraw, name="candidate_withdraw"),
    path(file + "wissen/", erasure.candidate_erase, name="candidate_erase"),
    path(file + "verder/", step.candidate_resume, name="candidate_resume"),
]

registrations = [
    path("aanmeldingen/", registration.registration_list, name="registration_list"),
    path("aanmeldingen/nieuw/", registration.registration_create, name="registration_create"),
    path("aanmeldingen/<uuid:registration_id>/", registration.registration_detail, name="registration_detail"),
    path(
        "aanmeldingen/<uuid:registration_id>/intrekken/",
        registration.registration_withdraw,
        name="registration_withdraw",
    ),
    path("dossiers/dubbel/", duplicate.duplicate_list, name="duplicate_list"),
    path("dossiers/dubbel/<uuid:pair_id>/anders/", duplicate.duplicate_dismiss, name="duplicate_dismiss"),
    path("dossiers/samengevoegd/", duplicate.merge_list, name="merge_list"),
    path("dossiers/samengevoegd/<uuid:merge_id>/terug/", duplicate.merge_undo, name="merge_undo"),
    path(file + "samenvoegen/", duplicate.merge_start, name="merge_start"),
    path(file + "samenvoegen/<uuid:second_id>/", duplicate.merge_create, name="merge_create"),
]

#: Without logging in: the open pages of a region, and what somebody tells by his own link.
open_pages = [
    path("<slug:region_code>/aanmelden/", oneself.register_oneself, name="register_oneself"),
    path(
        "<slug:region_code>/aanmelden/gelukt/<str:municipality>/",
        oneself.register_oneself_sent,
        name="register_oneself_sent",
    ),
    path("<slug:region_code>/iemand-aanmelden/", oneself.register_other, name="register_other"),
    path(
        "<slug:region_code>/iemand-aanmelden/gelukt/<str:municipality>/",
        oneself.register_other_sent,
        name="register_other_sent",
    ),
    path("aanvullen/<str:token>/", oneself_step.oneself_registered, name="oneself_registered"),
    path("aanvullen/<str:token>/cv/maken/", oneself_step.oneself_cv, name="oneself_cv"),
    path("aanvullen/<str:token>/cv/ophalen/", oneself_step.oneself_cv_file, name="oneself_cv_file"),
    path("aanvullen/<str:token>/<slug:step>/", oneself_step.oneself_step, name="oneself_step"),
]

urlpatterns = [
    *open_pages,
    path("werk/<uuid:organisation_id>/", include([*training_urls.pages, *queues, *registrations, *pages])),
]
