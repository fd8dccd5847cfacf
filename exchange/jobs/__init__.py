"""Jobs with a file: what a member asks for, and what a worker makes of it."""

from exchange.jobs.asking import BulkRefusedError, ask_undo, confirm, start_export, start_import
from exchange.jobs.keeping import discard_old_files
from exchange.jobs.results import faults_in, preview_in
from exchange.jobs.work import PRESS_TASK, TASK, give_up, run

__all__ = [
    "PRESS_TASK",
    "TASK",
    "BulkRefusedError",
    "ask_undo",
    "confirm",
    "discard_old_files",
    "faults_in",
    "give_up",
    "preview_in",
    "run",
    "start_export",
    "start_import",
]
