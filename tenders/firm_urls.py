"""The addresses of local firms: of the register, of who puts himself in it, and of whom a tender invites."""

from django.urls import path

from tenders.views import firm, firm_invitation, firm_register

workspace = [
    path("bedrijven/", firm.firm_list, name="firm_list"),
    path("bedrijven/nieuw/", firm.firm_create, name="firm_create"),
    path("bedrijven/<uuid:firm_id>/", firm.firm_detail, name="firm_detail"),
    path("bedrijven/<uuid:firm_id>/wijzigen/", firm.firm_edit, name="firm_edit"),
    path("kalender/<uuid:tender_id>/bedrijven/", firm_invitation.tender_firms, name="tender_firms"),
    path(
        "kalender/<uuid:tender_id>/bedrijven/<uuid:firm_invitation_id>/intrekken/",
        firm_invitation.firm_invitation_withdraw,
        name="firm_invitation_withdraw",
    ),
]

public = [
    path("bedrijf/<str:token>/", firm_register.firm_own, name="firm_own"),
    path("bedrijf/<str:token>/wijzigen/", firm_register.firm_own_edit, name="firm_own_edit"),
    path("<slug:region_code>/bedrijven/aanmelden/", firm_register.firm_register, name="firm_register"),
]
