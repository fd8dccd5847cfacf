"""Where the files stand that a report may use: the print style and the fonts, and nothing else."""

from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

FONT_FOLDER: Final = "noto-sans"

# The address inside a report → the name of the static file behind it.
PACKAGED: Final = {
    "print:/css/report.css": "css/report.css",
    "print:/css/report_draft.css": "css/report_draft.css",
    "print:/css/letter.css": "css/letter.css",
    "print:/fonts/latin.woff2": f"{FONT_FOLDER}/noto-sans-latin-wght-normal.woff2",
    "print:/fonts/latin-ext.woff2": f"{FONT_FOLDER}/noto-sans-latin-ext-wght-normal.woff2",
}


class MissingFileError(RuntimeError):
    """A file that every report needs is not installed."""


def locate(name: str) -> Path:
    """Return the path of a static file: from the source folders, or from the collected ones in production."""
    found = finders.find(name)
    if isinstance(found, str):
        return Path(found)
    try:
        collected = Path(staticfiles_storage.path(name))
    except NotImplementedError:
        collected = None
    if collected is not None and collected.is_file():
        return collected
    message = f"static file {name} is missing: install the front-end packages (npm ci) or run collectstatic"
    raise MissingFileError(message)
