"""What a use case says when it cannot do what was asked."""

import re

from django.utils.translation import gettext as _

from organisations import citizen_numbers

#: A mail address, a telephone number, or an address on the internet.
_WAY_TO_REACH = re.compile(
    r"\S@\S|(?:\+|\b0)(?:[\s./()-]{0,3}\d){8,}|https?://|\bwww\.|\b[\w-]+\.(?:nl|com|org|net|eu|be|de|info|frl)\b",
    re.IGNORECASE,
)
#: A question, or a reason that others read or that is kept, says nothing in fewer characters.
SHORTEST_SAID = 10


class Refused(Exception):  # noqa: N818 - reads as a sentence: raise Refused("why")
    """A step that may not be taken, with the sentence that the user reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_free_text(text: str) -> None:
    """Refuse a citizen service number in what somebody typed outside a form; a form has ``TextField`` for it."""
    if citizen_numbers.holds_citizen_number(text):
        raise Refused(citizen_numbers.sentence())


def holds_way_to_reach(text: str) -> bool:
    """Whether somebody could be reached by what stands here, past the portal."""
    return _WAY_TO_REACH.search(text) is not None


def check_said(text: str, *, otherwise: str) -> str:
    """What was written, without the spaces around it; refused with ``otherwise`` when it is empty, and when too short."""
    text = text.strip()
    if not text:
        raise Refused(otherwise)
    if len(text) < SHORTEST_SAID:
        raise Refused(
            _("Schrijf iets meer: minstens %(n)s tekens. Een ander moet kunnen lezen wat u bedoelt.")
            % {"n": SHORTEST_SAID}
        )
    check_free_text(text)
    return text
