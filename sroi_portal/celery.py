"""The Celery application. Redis is a hint to look; the outbox and job tables are the truth."""

import os

from celery import Celery, signals

from organisations import reference

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")

app = Celery("sroi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def name_worker(**_kwargs: object) -> None:
    """In its log lines and in the database it is a worker; its children are copies of it."""
    reference.name_process("worker")


@signals.beat_init.connect
def name_beat(**_kwargs: object) -> None:
    reference.name_process("beat")


@signals.task_prerun.connect
def begin_task(**_kwargs: object) -> None:
    """A reference of its own, until it takes on that of who asked for it (``organisations.outbox.claimed``)."""
    reference.begin(reference.new())


@signals.task_postrun.connect
def end_task(**_kwargs: object) -> None:
    reference.begin(reference.NONE_YET)


@signals.worker_init.connect
@signals.beat_init.connect
def refuse_powerful_role(**_kwargs: object) -> None:
    """Row security does not bind an owner or a superuser, so a worker does not start as one."""
    from sroi_portal.database_role import refuse_powerful_role as refuse  # noqa: PLC0415 -- models are not loaded earlier

    refuse()


@signals.setup_logging.connect
def keep_own_logging(**_kwargs: object) -> None:
    """Connected so that Celery leaves the logging of the settings alone."""
