"""How gunicorn serves the portal. Its own lines go the way of all others: one JSON object each, on standard error."""  # noqa: INP001 -- read by its path

import os

wsgi_app = "sroi_portal.wsgi"
bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_PROCESSES", "4"))
threads = int(os.environ.get("WEB_THREADS", "4"))
#: Each process begins anew after so many requests, not all at once.
max_requests = 5_000
max_requests_jitter = 500
#: What is being answered when the process is told to stop is answered.
graceful_timeout = 30
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- a heartbeat in memory: a busy disk is no reason to end a process
control_socket_disable = True
# The settings of the portal give lines their form once it is loaded; until then, and for gunicorn's own, this does.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "sroi_portal.request_reference.ReferenceFilter"}},
    "formatters": {"json": {"()": "sroi_portal.request_reference.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["reference"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
