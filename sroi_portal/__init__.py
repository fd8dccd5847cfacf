"""Composition root: settings, addresses, processes. It imports the apps; nothing imports it."""

from sroi_portal.celery import app as celery_app

__all__ = ["celery_app"]
