"""What holds everywhere; development, test and production each add what differs."""

import os
from pathlib import Path

import django_stubs_ext
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF

from sroi_portal.settings.addresses import DatabaseAddress, redis_for_cache, redis_for_celery, security_contact

django_stubs_ext.monkeypatch()  # so that `BaseFormSet[Form]` may stand in an annotation

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
NODE_MODULES = BASE_DIR / "node_modules"

DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "sroi_portal.urls"
WSGI_APPLICATION = "sroi_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "exchange",
    "reporting",
    "placements",
    "tenders",
    "candidates",
    "organisations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
]

MIDDLEWARE = [
    "sroi_portal.request_reference.RequestReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sroi_portal.readable.ReadableMiddleware",
    "organisations.middleware.ActingMiddleware",
    "sroi_portal.too_often.TooOftenMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sroi_portal.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# History: triggers write an event for each change, with the context of its transaction as JSON in the row.

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True, null=False)

# Language and time

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# Database: the portal queries as the app role; `migrate` and test set-up take the owner (DATABASE_OWNER).

_app = DatabaseAddress.parse(os.environ.get("DATABASE_URL", "postgresql:///sroi_portal"))
_owner = DatabaseAddress.parse(
    os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL", "postgresql:///sroi_portal")
)

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _app.name,
        "USER": _app.user,
        "PASSWORD": _app.password,
        "HOST": _app.host,
        "PORT": _app.port,
        # A connection that the server ended meanwhile (restarted, or another one took over) is not given to a request.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "sroi-portal",
            **_app.options,
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        },
    },
}
# The login that owns the tables, to lay over DATABASES["default"] while migrating. Absent in the
# environment of web and workers: then it equals the app login and owns nothing.
DATABASE_OWNER = {"USER": _owner.user, "PASSWORD": _owner.password}
# The role that policies and grants name.
DATABASE_APP_ROLE = os.environ.get("DATABASE_APP_ROLE") or _app.user or "sroi_app"

# Redis: cache (rate limits) and broker (hints)

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_for_cache(REDIS_URL),
        "KEY_PREFIX": "sroi-cache",
    },
}

# Celery. A job that loses its worker comes back at once (reject on worker lost), one that loses its whole
# machine after the visibility timeout or, sooner, by the sweep over its table.

CELERY_BROKER_URL = redis_for_celery(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "sroi-broker-",
    "visibility_timeout": 1800,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"reporting.tasks.*": {"queue": "pdf"}, "exchange.tasks.press_job": {"queue": "pdf"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB: a report of a hundred pages leaves its child that large
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat" / "schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "organisations.tasks.sweep_outbox", "schedule": 10, "options": {"expires": 10}},
    # Evidence and documents of candidates that wait for a scanner which could not be reached.
    "retry-quarantine": {"task": "organisations.tasks.retry_quarantine", "schedule": 300, "options": {"expires": 240}},
    # Before working hours, Dutch time; beat makes up for a day on which it was down.
    "start-day": {"task": "organisations.tasks.start_day", "schedule": crontab(hour=5, minute=30)},
}

# Logging in: e-mail and password, second factor; accounts come by invitation only.

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "organisations.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "organisations.passwords.NotYourName", "OPTIONS": {"user_attributes": ["name", "email"]}},
    {"NAME": "organisations.passwords.NotCommon"},
    {"NAME": "organisations.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_ADAPTER = "organisations.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"  # the invitation link has proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when the password, address or second factor changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
#: Each test of a provider makes the portal ask another site for something.
ACCOUNT_RATE_LIMITS = {"provider_try": "10/5m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
ACCOUNT_FORMS = {
    "login": "organisations.account_forms.LoginForm",
    "reauthenticate": "organisations.account_forms.ReauthenticateForm",
    "reset_password": "organisations.account_forms.ResetPasswordForm",
    "reset_password_from_key": "organisations.account_forms.ResetPasswordKeyForm",
    "set_password": "organisations.account_forms.SetPasswordForm",
    "change_password": "organisations.account_forms.ChangePasswordForm",
    "add_email": "organisations.account_forms.AddEmailForm",
}
MFA_ADAPTER = "organisations.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "organisations.account_forms.AuthenticateForm",
    "reauthenticate": "organisations.account_forms.ReauthenticateByCodeForm",
    "activate_totp": "organisations.account_forms.ActivateTOTPForm",
    "add_webauthn": "organisations.account_forms.AddPasskeyForm",
    "edit_webauthn": "organisations.account_forms.RenamePasskeyForm",
    "login_webauthn": "organisations.account_forms.LogInByPasskeyForm",
    "authenticate_webauthn": "organisations.account_forms.AuthenticateByPasskeyForm",
    "reauthenticate_webauthn": "organisations.account_forms.ReauthenticateByPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
#: Each log-in by passkey asks the portal twice; a town hall stands behind one address.
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_ISSUER = "SROI-portaal"

# Whether an organisation may name a provider on this very machine, without https. Nowhere but in development and tests.
PROVIDERS_ON_OWN_MACHINE = False

# How long the link in an invitation works.
INVITATION_DAYS = 14

# Which members must set up a second factor before they see anything: by kind of organisation, or by role.
SECOND_FACTOR_REQUIRED_KINDS = ("coordination_point", "programme_bureau", "platform_operator")
SECOND_FACTOR_REQUIRED_ROLES = ("administrator",)
# One-click log-ins of the demo cast; production sets this to False with nothing to turn it back on.
DEMO_LOGIN = False

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# The portal's own

#: By which the tenders of this portal are known in open data; the helpdesk of the standard gives one out.
OCDS_PREFIX = os.environ.get("OCDS_PREFIX", "nl-sroi")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
#: Where somebody tells of a weakness: /.well-known/security.txt. Without one there is no such file.
SECURITY_CONTACTS = [security_contact(given) for given in os.environ.get("SECURITY_CONTACT", "").split()]
#: The page with the rules of that, if there is one.
SECURITY_POLICY = os.environ.get("SECURITY_POLICY", "")

# Mail

EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "SROI-portaal <noreply@sroi-portaal.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_CAUGHT = False
MAIL_CAUGHT_DIR = VAR_DIR / "mail"

# Text messages: a gateway that takes a JSON object with `to`, `from` and `text` by POST. Without one no texts are sent.

SMS_URL = os.environ.get("SMS_URL", "")
SMS_TOKEN = os.environ.get("SMS_TOKEN", "")
SMS_SENDER = os.environ.get("SMS_SENDER", "Werk")

# Files

#: All files of one form together, in bytes: what is more is not kept while it comes in.
LARGEST_UPLOAD = 60_000_000
# A month of hours has three fields a line, and a large contractor a thousand lines.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_HANDLERS = [
    "organisations.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A virus scanner for evidence, as `host:port` or the path of a socket of clamd. Without one files are checked for what
# they hold, and nothing more.
CLAMAV_ADDRESS = os.environ.get("CLAMAV_ADDRESS", "")
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "files"))
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "static",
    ("noto-sans", NODE_MODULES / "@fontsource-variable/noto-sans/files"),
]
STATICFILES_FINDERS = [
    "sroi_portal.style_sheet.PortalStyleSheet",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system draws its ticks as data: pictures
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Logs: every line of a request carries the reference that its error page shows, and so do those of the jobs it set going.

#: `readable`, or `json` for one object a line.
LOG_FORMAT = os.environ.get("LOG_FORMAT", "readable")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "sroi_portal.request_reference.ReferenceFilter"}},
    "formatters": {
        "readable": {
            "()": "sroi_portal.request_reference.ReadableFormatter",
            "format": "{asctime} {levelname:<7} {process_name} {name} [{reference}] {message}",
            "style": "{",
        },
        "json": {"()": "sroi_portal.request_reference.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["reference"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
