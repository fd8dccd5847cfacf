from django.urls import path

from organisations.views import cpv, invitations, mail, members, operator, pages, profile, retention, saved_views

app_name = "organisations"

HERE = "werk/<uuid:organisation_id>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("privacy/", pages.privacy, name="privacy"),
    path("begrippen/", pages.glossary, name="glossary"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("cpv/", cpv.cpv, name="cpv"),
    path("organisaties/", pages.choose, name="choose"),
    path("demo/<slug:key>/", pages.demo_login, name="demo_login"),
    path("uitnodiging/<str:token>/", invitations.invitation, name="invitation"),
    path(HERE + "leden/", members.member_list, name="member_list"),
    path(HERE + "leden/<uuid:membership_id>/", members.member_detail, name="member_detail"),
    path(HERE + "leden/<uuid:membership_id>/einde/", members.member_end, name="member_end"),
    path(HERE + "uitnodigingen/nieuw/", invitations.invitation_create, name="invitation_create"),
    path(HERE + "uitnodigingen/<uuid:invitation_id>/opnieuw/", invitations.invitation_resend, name="invitation_resend"),
    path(
        HERE + "uitnodigingen/<uuid:invitation_id>/intrekken/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(HERE + "weergaven/<slug:list_key>/", saved_views.saved_view_list, name="saved_view_list"),
    path(HERE + "weergaven/<slug:list_key>/nieuw/", saved_views.saved_view_create, name="saved_view_create"),
    path(HERE + "weergave/<uuid:view_id>/", saved_views.saved_view_edit, name="saved_view_edit"),
    path(HERE + "weergave/<uuid:view_id>/weg/", saved_views.saved_view_remove, name="saved_view_remove"),
    path(HERE + "weergave/<uuid:view_id>/terug/", saved_views.saved_view_restore, name="saved_view_restore"),
    path(HERE + "weergave/<uuid:view_id>/kopie/", saved_views.saved_view_copy, name="saved_view_copy"),
    path(HERE + "weergave/<uuid:view_id>/niet-delen/", saved_views.saved_view_unshare, name="saved_view_unshare"),
    path(HERE + "mail/", mail.mail_choices, name="mail_choices"),
    path(HERE + "regio/bewaren/", retention.retention_list, name="retention_list"),
    path(HERE + "regio/bewaren/termijnen/", retention.retention_policy_edit, name="retention_policy_edit"),
    path(HERE + "regio/bewaren/gewist/", retention.erasure_list, name="erasure_list"),
    path(HERE + "regio/bewaren/<uuid:mark_id>/", retention.retention_keep, name="retention_keep"),
    path(HERE + "organisatie/", profile.profile, name="profile"),
    path(HERE + "regios/", operator.region_list, name="region_list"),
    path(HERE + "regios/<slug:code>/", operator.region_detail, name="region_detail"),
    path(HERE + "regios/<slug:code>/nieuw/", operator.organisation_create, name="organisation_create"),
    path(HERE + "organisaties/<uuid:pk>/", operator.organisation_detail, name="organisation_detail"),
]
