"""A published notice or OCDS release, read so that it fills in a concept: what it says, and what has no place here."""

from exchange.notice.found import Found, NoticeRefusedError
from exchange.notice.reading import LARGEST, read_notice

__all__ = ["LARGEST", "Found", "NoticeRefusedError", "read_notice"]
