"""`./dev up`: as much like production as a machine without certificate and mail server allows."""

import os

from sroi_portal.settings.base import *
from sroi_portal.settings.base import LOGGING, NODE_MODULES, STATICFILES_DIRS, TEMPLATES

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = "development-only-not-a-secret-"  # noqa: S105 -- public on purpose; production demands its own
PERSON_KEY_SECRET = "development-only-person-key-not-a-secret"  # noqa: S105 -- as above
ALLOWED_HOSTS = ["*"]

DEMO_LOGIN = True
PROVIDERS_ON_OWN_MACHINE = True

if os.environ.get("EMAIL_HOST"):
    EMAIL_HOST = os.environ["EMAIL_HOST"]
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
else:
    MAIL_CAUGHT = True
    EMAIL_BACKEND = "sroi_portal.mail.CaughtMailBackend"

STATICFILES_DIRS += [("axe", NODE_MODULES / "axe-core")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Templates are read anew for each page, so that an edit shows.
TEMPLATES[0]["APP_DIRS"] = False
TEMPLATES[0]["OPTIONS"]["loaders"] = [  # type: ignore[index]
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]

LOGGING["loggers"]["celery"] = {"level": "WARNING"}  # type: ignore[index]
