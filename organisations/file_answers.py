"""Answers that hold a file from outside: to keep and never to open in the page, or one page of it as a picture."""

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from organisations.inspection.kinds import SUFFIXES
from organisations.models import CheckedContent, CheckedFile, CheckedPage
from organisations.uploads import INERT


def to_keep(data: bytes | str, *, name: str, media_type: str) -> HttpResponse:
    headers = INERT | {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(data, content_type=media_type, headers=headers)


def original(file: CheckedFile, content: CheckedContent) -> HttpResponse:
    """The file itself, by the name it was sent under and the type that was found."""
    name = PurePath(content.name).stem + SUFFIXES[file.media_type]
    return to_keep(bytes(content.data or b""), name=name, media_type=file.media_type)


def picture(page: CheckedPage) -> HttpResponse:
    return HttpResponse(bytes(page.png), content_type="image/png", headers=INERT)
