"""WeasyPrint, shut off from the world. Imported only where a PDF is made, never when a web process starts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reporting.render.packaged import PACKAGED, locate

Variant = Literal["pdf/ua-1", "pdf/a-3a"]
BASE: Final = "print:/"
CONTENT_TYPES: Final = {".css": "text/css", ".woff2": "font/woff2"}
EPOCH: Final = "SOURCE_DATE_EPOCH"


class RefusedAddressError(RuntimeError):
    """A report asked for something outside its own packaged files. Never skipped in silence: no PDF is made."""


class PackagedFilesOnly(URLFetcher):
    """A fetcher that knows the print style and the fonts, and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._files = {address: locate(name) for address, name in PACKAGED.items()}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 -- what WeasyPrint calls
        file = self._files.get(url)
        if file is None:
            message = f"a report may not fetch {url}"
            raise FatalURLFetchingError(message)
        content_type = CONTENT_TYPES[file.suffix]
        return URLFetcherResponse(url, body=file.read_bytes(), headers={"Content-Type": content_type})


def press(html: str, *, variant: Variant, identifier: bytes, made_at: int) -> bytes:
    """Return the PDF of a page whose only sources are the packaged files. `made_at` is in seconds since 1970."""
    document = HTML(string=html, base_url=BASE, url_fetcher=PackagedFilesOnly())
    try:
        with _clock_stopped(made_at):
            pdf: bytes = document.write_pdf(pdf_variant=variant, pdf_identifier=identifier)
    except FatalURLFetchingError as error:  # a BaseException: it would pass by the caller's own handling
        raise RefusedAddressError(str(error)) from error
    return pdf


@contextmanager
def _clock_stopped(made_at: int) -> Iterator[None]:
    """Let fontTools stamp the embedded fonts with the day of the report instead of now."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(made_at)
    try:
        yield
    finally:
        if before is None:
            del os.environ[EPOCH]
        else:
            os.environ[EPOCH] = before
