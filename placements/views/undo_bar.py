"""The bar after a verdict: what was decided, and the button that takes it back."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.access import WorkRequest
from organisations.templatetags.formatting import month_nl
from placements import access
from placements.models import Contribution, HoursStatement, YearLine
from placements.verifying import bulk_approval, second_eyes, verification
from placements.verifying.verification import Given
from placements.verifying.work_list import Kind

#: In ``?na=``: a verdict about several lines at once, by its moment.
TOGETHER = "samen"
_NAMES = {Kind.PERSON: "deployment_id", Kind.CONTRIBUTION: "contribution_id", Kind.YEAR: "year_line_id"}


def undo_bar(request: WorkRequest, query: str) -> dict[str, Any] | None:
    """What ``?na=`` names, as long as this verifier can take it back; ``query`` narrows the list."""
    kind, _dot, about = request.GET.get("na", "").partition(".")
    if not access.may_verify(request.acting):
        return None
    if kind == TOGETHER:
        return _together(request, about, query)
    if kind not in _NAMES:
        return None
    try:
        line_id = uuid.UUID(about)
    except ValueError:
        return None
    return _single(request, kind, line_id, query)


def undo_of(request: WorkRequest, kind: str, line_id: uuid.UUID, query: str) -> dict[str, Any] | None:
    """As ``undo_bar``, of what this verifier decided last about this line."""
    if kind not in _NAMES or not access.may_verify(request.acting):
        return None
    return _single(request, kind, line_id, query)


def moment_of(text: str) -> datetime | None:
    """The moment in an address; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _single(request: WorkRequest, kind: str, line_id: uuid.UUID, query: str) -> dict[str, Any] | None:
    given = verification.last_verdict(by=request.acting, **{_NAMES[Kind(kind)]: line_id})
    waiting: list[Any]
    if kind == Kind.PERSON:
        waiting = verification.waiting_lines(line_id)
    elif kind == Kind.YEAR:
        waiting = list(YearLine.objects.live().submitted().filter(pk=line_id))
    else:
        waiting = list(Contribution.objects.live().submitted().filter(pk=line_id).select_related("block"))
    firsts = second_eyes.standing_of(request.acting, waiting) if waiting else []
    here = {"organisation_id": request.acting.organisation_id, "kind": kind, "line_id": line_id}
    url = reverse("placements:verification_undo", kwargs=here) + query
    if firsts and (given is None or max(one.at for one in firsts) >= given.steps[0].at):
        standing = {one.line_id for one in firsts}
        what = _name_of_all([one for one in waiting if one.pk in standing])
        told = _("%(what)s wacht nu op een tweede beoordelaar") % {"what": what}
        return {"status": "sent", "word": _("Eerste goedkeuring"), "what": told, "url": url, "moment": ""}
    if given is None or not _stands(given):
        return None
    return {"status": given.status, "word": "", "what": _what(given), "url": url, "moment": ""}


def _stands(given: Given) -> bool:
    """Whether nothing happened since to what this verdict was about."""
    lines: list[Any] = [one.statement or one.year_line or one.contribution or one.deployment for one in given.steps]
    return all(one.status == given.status and getattr(one, "reversed_at", None) is None for one in lines)


def _together(request: WorkRequest, about: str, query: str) -> dict[str, Any] | None:
    at = moment_of(about)
    lines = bulk_approval.approved_at(at, by=request.acting) if at else []
    if not lines:
        return None
    what = ngettext("%(n)s regel in één keer", "%(n)s regels in één keer", len(lines)) % {"n": len(lines)}
    url = reverse("placements:verification_together_undo", args=[request.acting.organisation_id]) + query
    return {"status": "approved", "word": "", "what": what, "url": url, "moment": about}


def _name_of(line: Any) -> str:
    if isinstance(line, Contribution):
        return str(line.block or line.get_kind_display())
    return _("Jaarregel %(year)s") % {"year": line.year} if isinstance(line, YearLine) else str(line)


def _name_of_all(lines: Sequence[Any]) -> str:
    """One year or contribution, or a person with his months."""
    months = [one for one in lines if isinstance(one, HoursStatement)]
    who = months[0].deployment if months else lines[0]
    return ", ".join([_name_of(who), *(month_nl(one.month) for one in months)])


def _what(given: Given) -> str:
    first = given.steps[0]
    if first.deployment is None:
        return _name_of(first.year_line or first.contribution)
    months = sorted(step.statement.month for step in given.steps if step.statement)
    return ", ".join([first.deployment.pseudonym, *(month_nl(one) for one in months)])
