"""One file: what it is, whether it may stay, and what its pages look like."""

from organisations.inspection import image, pdf, words
from organisations.inspection.faults import Fault, Refused
from organisations.inspection.found import Found
from organisations.inspection.kinds import PDF, media_type_of

#: Of a file as it is sent, in bytes.
LARGEST = 10_000_000
#: Of everything that comes out of one file.
_MOST_OUT = 60_000_000


def look(content: bytes) -> Found:
    try:
        found = _look(content)
    except Refused as refused:
        return Found(refused.fault)
    except MemoryError:
        return Found(Fault.TOO_HEAVY)
    if len(found.kept) + sum(len(page.png) for page in found.pages) > _MOST_OUT:
        return Found(Fault.TOO_HEAVY)
    return found


def _look(content: bytes) -> Found:
    if not content:
        raise Refused(Fault.EMPTY)
    if len(content) > LARGEST:
        raise Refused(Fault.TOO_LARGE)
    media_type = media_type_of(content)
    if media_type is None and words.is_text(content):
        media_type, content = PDF, words.as_pdf(content)
    if media_type is None:
        raise Refused(Fault.OTHER_TYPE)
    if media_type == PDF:
        kept = pdf.remake(content)
        return Found(None, media_type, kept, tuple(pdf.draw(kept)))
    kept, page = image.remake(content, media_type)
    return Found(None, media_type, kept, (page,))
