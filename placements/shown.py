"""What a verdict, or hours that are typed, is bound to: a short fingerprint of each line as it stood on the screen.

A page can be older than the line. Whoever decides sends back what he saw; a line that changed since is not decided.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from organisations.shown import version_of
from placements.models import Contribution, Deployment, HoursStatement, RevaluationTask, YearLine
from placements.steps import Refused

Shown = Mapping[uuid.UUID, str]

#: What of a line a verifier judges by.
_FIGURES: dict[type[Any], tuple[str, ...]] = {
    Deployment: (
        "submitted_at",
        "person_id",
        "block_id",
        "starts_on",
        "ends_on",
        "hours_per_week",
        "permanent",
        "forecast",
    ),
    HoursStatement: ("submitted_at", "month", "paid_hours", "value"),
    Contribution: ("submitted_at", "block_id", "kind", "date", "quantity", "value", "description"),
    RevaluationTask: ("statement_id", "new_value"),
    YearLine: ("submitted_at", "year", "value", "value_now"),
}
#: What of a person at work his company fills in. ``submitted_at``: handed in meanwhile is changed too.
_TYPED = (
    "submitted_at",
    "person_id",
    "block_id",
    "starts_on",
    "ends_on",
    "hours_per_week",
    "permanent",
    "person_informed",
    "candidate_reference",
)


def fingerprint(line: Any) -> str:
    """The same as long as nothing of the line changed that a verdict is about."""
    return version_of(line, ("pk", *_FIGURES[type(line)]))


def typed_version(deployment: Deployment) -> str:
    """The same as long as nothing changed of what its company fills in; what others do leaves it as it was."""
    return version_of(deployment, ("pk", *_TYPED))


def as_fields(lines: Iterable[Any]) -> list[str]:
    """The values of the hidden fields that go with these lines."""
    return [f"{line.pk}.{fingerprint(line)}" for line in lines]


def from_fields(texts: Iterable[str]) -> dict[uuid.UUID, str]:
    """What the screen showed, by line; what cannot be read was not shown."""
    shown = {}
    for text in texts:
        line_id, _dot, digits = text.partition(".")
        try:
            shown[uuid.UUID(line_id)] = digits
        except ValueError:
            continue
    return shown


def check_shown(lines: Iterable[Any], shown: Shown | None) -> None:
    """Refuse when one of these locked lines is not as it was shown. None: not decided from a screen."""
    if shown is not None and any(shown.get(line.pk) != fingerprint(line) for line in lines):
        raise _changed()


def check_typed(deployment: Deployment, shown: str | None) -> None:
    """Refuse when this locked line is not as it stood in the form that comes back. None: not corrected by a form."""
    if shown is not None and shown != typed_version(deployment):
        raise _changed()


def hours_version(statement: HoursStatement | None) -> str:
    """What the screen shows of a month, to see later whether it changed in between."""
    return "" if statement is None else f"{statement.status}:{statement.paid_hours:.2f}"


def _changed() -> Refused:
    return Refused(_("Deze regel is intussen gewijzigd. Kijk opnieuw."))
