"""A Celery worker of its own process, as ``celery -A sroi_portal worker`` starts it.

One thing differs: tests log in as a role that may become the owner (so that factories can write), which a worker
refuses. Its queries run as the app role all the same.
"""

import sys

from celery import signals

from sroi_portal import celery

if __name__ == "__main__":
    signals.worker_init.disconnect(celery.refuse_powerful_role)
    celery.app.worker_main(["worker", "--queues=pdf,default", "--concurrency=1", "--loglevel=info", *sys.argv[1:]])
