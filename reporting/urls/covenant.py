"""The addresses about the covenant, under /werk/<organisation>/convenant/."""

from django.urls import path

from reporting.views.covenant import action, activity, effort, meeting, overview, partner, record, risk

urlpatterns = [
    path("", overview.covenant, name="covenant"),
    path("partners/", partner.partner_list, name="partner_list"),
    path("partners/<uuid:partner_id>/", partner.partner_detail, name="partner_detail"),
    path("partners/<uuid:partner_id>/wijzigen/", partner.partner_edit, name="partner_edit"),
    path("partners/<uuid:partner_id>/verplichtingen/<uuid:duty_id>/", partner.progress_detail, name="progress_detail"),
    path("verplichtingen/", partner.duty_list, name="duty_list"),
    path("verplichtingen/nieuw/", partner.duty_create, name="duty_create"),
    path("verplichtingen/<uuid:duty_id>/", partner.duty_edit, name="duty_edit"),
    path("overleg/", meeting.meeting_list, name="meeting_list"),
    path("overleg/nieuw/", meeting.meeting_create, name="meeting_create"),
    path("overleg/<uuid:meeting_id>/", meeting.meeting_detail, name="meeting_detail"),
    path("overleg/<uuid:meeting_id>/wijzigen/", meeting.meeting_edit, name="meeting_edit"),
    path("acties/", action.action_list, name="action_list"),
    path("acties/nieuw/", action.action_create, name="action_create"),
    path("acties/<uuid:action_id>/", action.action_detail, name="action_detail"),
    path("acties/<uuid:action_id>/wijzigen/", action.action_edit, name="action_edit"),
    path("activiteiten/", activity.activity_list, name="activity_list"),
    path("activiteiten/per-kwartaal/", activity.activity_year, name="activity_year"),
    path("activiteiten/nieuw/", activity.activity_create, name="activity_create"),
    path("activiteiten/<uuid:activity_id>/", activity.activity_detail, name="activity_detail"),
    path("activiteiten/<uuid:activity_id>/wijzigen/", activity.activity_edit, name="activity_edit"),
    path("risicos/", risk.risk_list, name="risk_list"),
    path("risicos/nieuw/", risk.risk_create, name="risk_create"),
    path("risicos/<uuid:risk_id>/", risk.risk_detail, name="risk_detail"),
    path("risicos/<uuid:risk_id>/bekeken/", risk.risk_review, name="risk_review"),
    path("risicos/<uuid:risk_id>/wijzigen/", risk.risk_edit, name="risk_edit"),
    path("inzet/", effort.effort_list, name="effort_list"),
    path("inzet/<uuid:partner_id>/<str:period>/", effort.effort_detail, name="effort_detail"),
    path("<slug:word>/<uuid:record_id>/ongedaan/", record.covenant_undo, name="covenant_undo"),
]
