"""`./dev test`: the real database as the real role; no mail server, no waiting."""

import os

from sroi_portal.settings.base import *
from sroi_portal.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, NODE_MODULES, STATICFILES_DIRS

SECRET_KEY = "test-only-not-a-secret"  # noqa: S105 -- public on purpose
PERSON_KEY_SECRET = "test-only-person-key-not-a-secret"  # noqa: S105 -- as above
ALLOWED_HOSTS = ["*"]

DEMO_LOGIN = True
PROVIDERS_ON_OWN_MACHINE = True

# Tests log in as `sroi_app_test`, which may become the owner (so that factories can write), and then act as
# the app role: `current_user` is the one production has. See docs/operations.md, "Roles".
DATABASE_APP_ROLE = os.environ.get("DATABASE_APP_ROLE", "sroi_app")
DATABASES["default"]["OPTIONS"] = {"options": f"-c role={DATABASE_APP_ROLE}"}
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE", "test_sroi_portal")}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Hints go nowhere, as if Redis had lost them all; a test of the workers themselves names a real broker.
CELERY_BROKER_URL = os.environ.get("TEST_BROKER_URL", "memory://")
if CELERY_BROKER_URL == "memory://":
    CELERY_BROKER_TRANSPORT_OPTIONS.clear()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

STATICFILES_DIRS += [("axe", NODE_MODULES / "axe-core")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
