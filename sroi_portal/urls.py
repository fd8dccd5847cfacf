"""Every address of the portal, by app."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from sroi_portal import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
]

if settings.MAIL_CAUGHT:
    urlpatterns += [path("mail/", include("sroi_portal.mail_urls"))]

for app in ("exchange", "reporting", "placements", "tenders", "organisations"):
    if find_spec(f"{app}.urls"):
        urlpatterns += [path("", include(f"{app}.urls"))]

handler500 = "sroi_portal.errors.server_error"
