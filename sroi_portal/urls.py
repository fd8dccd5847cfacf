"""Every address of the portal, by app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from organisations.views import second_factor
from sroi_portal import contact_and_privacy, health, search, security_txt, whats_new
from sroi_portal.guides import views as guide_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(security_txt.PATH, security_txt.security_txt, name="security_txt"),
    # Before the package's own: they lead on to the page that was asked for.
    path("account/2fa/totp/activate/", second_factor.second_factor, name="mfa_activate_totp"),
    path("account/2fa/webauthn/", second_factor.passkey_list, name="mfa_list_webauthn"),
    path("account/2fa/webauthn/add/", second_factor.add_passkey, name="mfa_add_webauthn"),
    path("account/2fa/webauthn/login/", second_factor.log_in_by_passkey, name="mfa_login_webauthn"),
    path(
        "account/2fa/webauthn/reauthenticate/",
        second_factor.reauthenticate_by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/", include("allauth.urls")),
]

if settings.MAIL_CAUGHT:
    urlpatterns += [path("mail/", include("sroi_portal.mail_urls"))]

urlpatterns += [
    path("werk/<uuid:organisation_id>/zoeken/", search.search, name="search"),
    path("werk/<uuid:organisation_id>/hulp/", guide_views.work_help, name="work_help"),
    path("werk/<uuid:organisation_id>/hulp/<slug:guide>/", guide_views.work_guide, name="work_guide"),
    path("werk/<uuid:organisation_id>/rondleiding/", guide_views.tour, name="tour"),
    path("hulp/", guide_views.help_pages, name="help"),
    path("hulp/<slug:guide>/", guide_views.guide, name="guide"),
    path("<slug:region_code>/hulp/", guide_views.region_help, name="region_help"),
    path("werk/<uuid:organisation_id>/nieuw/", whats_new.whats_new, name="whats_new"),
    path("privacy/", contact_and_privacy.privacy, name="privacy"),
    path("<slug:region_code>/privacy/", contact_and_privacy.region_privacy, name="region_privacy"),
    path("<slug:region_code>/contact/", contact_and_privacy.region_contact, name="region_contact"),
    path("", include("organisations.urls")),
    path("", include("tenders.urls")),
    path("", include("candidates.urls")),
    path("", include("placements.urls")),
    path("", include("reporting.urls")),
    path("", include("exchange.urls")),
]

handler400 = "sroi_portal.errors.bad_request"
handler404 = "organisations.views.pages.not_found"
handler429 = "sroi_portal.errors.too_many_requests"
handler500 = "sroi_portal.errors.server_error"
