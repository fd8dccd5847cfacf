"""Files that come in with a form: how large all of a form may be, and what is left of their names."""

from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

#: So many times what is taken is still read past, so that its sender gets an answer.
_READ_PAST = 8
_CHUNK = 65_536
_MEGABYTE = 1_000_000
#: What no file system takes, and what ends a header.
_NOT_IN_NAMES = frozenset('<>:"/\\|?*;')


#: Of an answer that holds such a file: nothing in it may run, load or be framed, whatever a browser makes of it.
INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


class _Chunks:
    """A body of which a line is never longer than a chunk.

    What is left of a body Django reads line by line, and keeps nothing of it; but 200 MB without line ends is one line.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int = -1) -> bytes:  # noqa: ARG002 - the signature of a stream
        return self._stream.read(_CHUNK)


class BoundedUpload(FileUploadHandler):
    """Stops keeping a form's files once they pass ``settings.LARGEST_UPLOAD`` together; first in the row of handlers.

    What passes it is read past without being kept, and so is every file after it, so that the user gets a page that
    says why with all else that he filled in; of what is far too large the connection is given up.
    ``say_if_too_large`` says it beside the field.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0

    def handle_raw_input(self, input_data: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - Django's signature
        if self.request is not None:
            self.request._stream = _Chunks(self.request._stream)  # type: ignore[assignment]  # noqa: SLF001 - see there

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self._received += len(raw_data)
        if self._received > settings.LARGEST_UPLOAD:
            self._stop()
        return raw_data

    def _stop(self) -> NoReturn:
        announced = 0
        if self.request is not None:
            self.request.META[_TOO_LARGE] = "yes"
            announced = int(self.request.META.get("CONTENT_LENGTH") or 0)
            for handler in self.request.upload_handlers:
                handler.upload_interrupted()
        if announced > _READ_PAST * settings.LARGEST_UPLOAD:
            raise StopUpload(connection_reset=True)
        raise SkipFile

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature; the next makes the file
        return None


_TOO_LARGE = "portal.upload_too_large"


def say_if_too_large(request: HttpRequest, form: BaseForm, field: str, *, largest: int, unit: int = _MEGABYTE) -> None:
    """Say beside the field that files were left out, in place of what the form makes of their absence.

    ``largest`` is what the field takes of one file, in bytes; ``unit`` the megabyte in which its help says so.
    """
    if _TOO_LARGE not in request.META:
        return
    limits = {"one": largest // unit, "together": settings.LARGEST_UPLOAD // _MEGABYTE}
    if getattr(form.fields[field].widget, "allow_multiple_selected", False):
        words = _(
            "Samen zijn deze bestanden groter dan %(together)s MB. Eén bestand mag hoogstens %(one)s MB zijn: maak het"
            " kleiner, of stuur er minder tegelijk."
        )
    else:
        words = _("Dit bestand is groter dan %(one)s MB. Haal weg wat er niet bij hoort, of splits het op.")
    form.errors.pop(field, None)
    form.add_error(field, words % limits)


def say_choose_again(request: HttpRequest, form: BaseForm, field: str) -> None:
    """Say beside the field that its files have to be chosen again, where something else on the page was wrong.

    No page can put a file back into its field. With htmx the field itself stays on the page, and keeps them.
    """
    names = [bare_name(one.name) for one in request.FILES.getlist(field)]
    if names and field not in form.errors and "HX-Request" not in request.headers:
        words = _("Kies %(names)s opnieuw: uw browser onthoudt niet welk bestand u koos.")
        form.add_error(field, words % {"names": ", ".join(names)})


def bare_name(given: Any, *, most: int = 100) -> str:
    """The name of an uploaded file by itself: no folders, no invisible or reversing characters, its end kept."""
    name = PureWindowsPath(PurePosixPath(str(given or "")).name).name
    kept = "".join(character for character in name if character.isprintable() and character not in _NOT_IN_NAMES)
    return kept.strip(". ")[-most:] or "bestand"
