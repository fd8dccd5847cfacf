"""Why a file is not taken. The words for it stand with the model."""

from enum import StrEnum


class Fault(StrEnum):
    OTHER_TYPE = "other_type"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    ACTION = "action"
    ATTACHMENT = "attachment"
    LINK = "link"
    FORM = "form"
    VIRUS = "virus"
    #: Something broke on our side, again and again.
    UNCHECKED = "unchecked"


class Refused(Exception):  # noqa: N818 - reads as a sentence
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
