"""Production: everything secret comes from the environment, and what is missing is named in one sentence."""

import os

from django.core.exceptions import ImproperlyConfigured

from sroi_portal.settings.base import *
from sroi_portal.settings.base import LOGGING, PUBLIC_URL


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        message = f"Set the environment variable {name}; docs/operations.md lists them all."
        raise ImproperlyConfigured(message)
    return value


for _name in ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL"):
    required(_name)

SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
PERSON_KEY_SECRET = required("PERSON_KEY_SECRET")
ALLOWED_HOSTS = required("ALLOWED_HOSTS").split()
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "yes") == "yes"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

LOG_FORMAT = os.environ.get("LOG_FORMAT", "json")
LOGGING["handlers"]["console"]["formatter"] = LOG_FORMAT  # type: ignore[index]

# Not for production, and no environment variable says otherwise.
DEBUG = False
DEMO_LOGIN = False
PROVIDERS_ON_OWN_MACHINE = False
MAIL_CAUGHT = False
