"""What a form is bound to: a short fingerprint of what stood on the screen.

A page can be older than what it is about. Whoever saves sends back what he saw; what changed since is not written over.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from organisations.refused import Refused

_DIGITS = 16


class Changed(Refused):
    """Somebody else saved it since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Een ander heeft dit intussen gewijzigd. Bij wat anders is, staat wat er nu is."
                " Klopt wat u invulde? Bewaar het dan nog een keer."
            )
        )


def digest(figures: Mapping[str, Any]) -> str:
    """The same as long as these values are, and telling nothing about them."""
    text = "\n".join(f"{name}={value}" for name, value in figures.items())
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def version_of(row: Any, names: Iterable[str]) -> str:
    """The same as long as nothing changed of these fields of the row."""
    return digest({name: getattr(row, name) for name in names})


def check_shown(now: str, shown: str | None) -> None:
    """Refuse when what is held is not as it stood in the form. None: it does not come out of a form."""
    if shown is not None and shown != now:
        raise Changed
