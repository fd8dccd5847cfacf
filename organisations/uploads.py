"""Files that come in with a form: how large all of a form may be, and what is left of their names."""

from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

#: What no file system takes, and what ends a header.
_NOT_IN_NAMES = frozenset('<>:"/\\|?*;')


class BoundedUpload(FileUploadHandler):
    """Stops keeping a form's files once they pass ``settings.LARGEST_UPLOAD`` together; first in the row of handlers.

    The rest is read past without being kept, so that the user gets a page that says why; of what is far too large the
    connection is given up. ``is_too_large`` tells the view.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - the signature of Django
        self._received += len(raw_data)
        if self._received > settings.LARGEST_UPLOAD:
            self.request.META[_TOO_LARGE] = "yes"  # type: ignore[union-attr]
            announced = int(self.request.META.get("CONTENT_LENGTH") or 0)  # type: ignore[union-attr]
            raise StopUpload(connection_reset=announced > 8 * settings.LARGEST_UPLOAD)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - the next handler makes the file
        return None


_TOO_LARGE = "portal.upload_too_large"


def is_too_large(request: HttpRequest) -> bool:
    """Whether the files of this form were left out, because together they were larger than the portal takes."""
    return _TOO_LARGE in request.META


def bare_name(given: Any, *, most: int = 100) -> str:
    """The name of an uploaded file by itself: no folders, no invisible or reversing characters, its end kept."""
    name = PureWindowsPath(PurePosixPath(str(given or "")).name).name
    kept = "".join(character for character in name if character.isprintable() and character not in _NOT_IN_NAMES)
    return kept.strip(". ")[-most:] or "bestand"
