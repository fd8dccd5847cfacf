"""What the overview of a file tells in a line of what stands on its other pages; each app above this one adds its own."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from candidates.file.shown import day_of
from candidates.models import Candidate, Enrolment
from organisations.tenancy import Acting

#: Label and value of what holds on a day. One query each.
Look = Callable[[Acting, Candidate, date], list[tuple[str, str]]]


def _training(acting: Acting, candidate: Candidate, on: date) -> list[tuple[str, str]]:  # noqa: ARG001 - as its siblings
    """The track that is running, else the one that ended last."""
    newest = Enrolment.objects.filter(candidate=candidate).select_related("programme").order_by("-started_on", "-pk")
    rows = list(newest)
    found = next((one for one in rows if one.ended_on is None or one.ended_on >= on), None) or next(iter(rows), None)
    if found is None:
        return []
    when = _("sinds %(day)s") if found.ended_on is None else _("%(day)s tot en met %(last)s")
    days = {
        "day": day_of(candidate, found.started_on),
        "last": day_of(candidate, found.ended_on) if found.ended_on else "",
    }
    outcome = f", {str(found.get_outcome_display()).lower()}" if found.outcome else ""
    return [(_("Scholing"), f"{found.programme.name}, {when % days}{outcome}")]


_looks: dict[str, Look] = {"training": _training}


def register(key: str, look: Look) -> None:
    """Called once, when the app that knows it is ready."""
    _looks[key] = look


def glance(acting: Acting, candidate: Candidate, *, on: date) -> list[tuple[str, str]]:
    """All of them, in the order in which they were registered."""
    return [pair for look in _looks.values() for pair in look(acting, candidate, on)]
