"""The Celery application. Redis is a hint to look; the outbox and job tables are the truth."""

import os

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

app = Celery("sroi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
@signals.beat_init.connect
def refuse_powerful_role(**_kwargs: object) -> None:
    """Row security does not bind an owner or a superuser, so a worker does not start as one."""
    from sroi_portal.database_role import refuse_powerful_role as refuse  # noqa: PLC0415 -- models are not loaded earlier

    refuse()


@signals.setup_logging.connect
def keep_own_logging(**_kwargs: object) -> None:
    """Connected so that Celery leaves the logging of the settings alone."""
