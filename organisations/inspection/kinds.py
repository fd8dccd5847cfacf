"""What a file is by its first bytes, whatever its name says."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

#: By media type, how a name of such a file ends.
SUFFIXES = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}

_MARKS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}


def media_type_of(content: bytes) -> str | None:
    """One of the three that are taken, or None."""
    return next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), None)
