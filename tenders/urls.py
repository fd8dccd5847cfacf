from django.urls import include, path

from tenders.views import award, contract, first_contact, policy, responsible, tariff

app_name = "tenders"

workspace = [
    path("gunningen/nieuw/", award.award_create, name="award_create"),
    path("gunningen/nieuw/advies/", award.award_assess, name="award_assess"),
    path("gunningen/nieuw/bedrijf/", award.award_contractor, name="award_contractor"),
    path("contracten/", contract.contract_list, name="contract_list"),
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
    path("beleid/", policy.policy_detail, name="policy_detail"),
    path("beleid/wijzigen/", policy.policy_edit, name="policy_edit"),
    path("tarieven/<uuid:tariff_id>/", tariff.tariff_detail, name="tariff_detail"),
    path("tarieven/<uuid:tariff_id>/bevestigen/", tariff.tariff_confirm, name="tariff_confirm"),
]

urlpatterns = [path("werk/<uuid:organisation_id>/", include(workspace))]
