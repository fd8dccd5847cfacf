from django.urls import include, path

from tenders.views import award, bulk, contract, conversation, first_contact, ladder, policy, responsible, tariff, verifier

app_name = "tenders"

workspace = [
    path("gunningen/nieuw/", award.award_create, name="award_create"),
    path("gunningen/nieuw/advies/", award.award_assess, name="award_assess"),
    path("gunningen/nieuw/bedrijf/", award.award_contractor, name="award_contractor"),
    path("contracten/", contract.contract_list, name="contract_list"),
    path("contracten/samen/", bulk.contract_bulk, name="contract_bulk"),
    path("contracten/samen/<uuid:bulk_id>/", bulk.bulk_change, name="bulk_change"),
    path("contracten/samen/<uuid:bulk_id>/terug/", bulk.bulk_undo, name="bulk_undo"),
    path(
        "contracten/<uuid:contract_id>/verantwoordelijk/<str:side>/",
        responsible.responsible_edit,
        name="responsible_edit",
    ),
    path(
        "contracten/<uuid:contract_id>/eerste-contact/",
        first_contact.first_contact_edit,
        name="first_contact_edit",
    ),
    path("contracten/<uuid:contract_id>/gesprek/", conversation.conversation_page, name="conversation"),
    path("contracten/<uuid:contract_id>/gesprek/gelezen/", conversation.conversation_read, name="conversation_read"),
    path("regio/<uuid:region_id>/beoordelaar/", verifier.verifier_edit, name="verifier_edit"),
    path("beleid/", policy.policy_detail, name="policy_detail"),
    path("beleid/wijzigen/", policy.policy_edit, name="policy_edit"),
    path("contracten/<uuid:contract_id>/stappen/", ladder.ladder, name="ladder"),
    path("contracten/<uuid:contract_id>/stappen/nieuw/", ladder.step_create, name="step_create"),
    path(
        "contracten/<uuid:contract_id>/stappen/<uuid:step_id>/uitkomst/", ladder.step_outcome, name="step_outcome"
    ),
    path(
        "contracten/<uuid:contract_id>/stappen/<uuid:step_id>/intrekken/", ladder.step_withdraw, name="step_withdraw"
    ),
    path("contracten/<uuid:contract_id>/stappen/<uuid:step_id>/zienswijze/", ladder.step_view, name="step_view"),
    path("tarieven/<uuid:tariff_id>/", tariff.tariff_detail, name="tariff_detail"),
    path("tarieven/<uuid:tariff_id>/bevestigen/", tariff.tariff_confirm, name="tariff_confirm"),
]

urlpatterns = [path("werk/<uuid:organisation_id>/", include(workspace))]
