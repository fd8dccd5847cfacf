"""The one page of the work list: the list, the entry that is open, and the bar that undoes the last verdict."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import saved_views
from organisations.access import WorkRequest
from organisations.templatetags.formatting import month_nl
from placements import access, hours, shown, verification
from placements.choices import LineStatus
from placements.deployment_page import period
from placements.filters import WorkFilter
from placements.flags import checks_of
from placements.models import Contribution, RevaluationTask, Transition
from placements.verification import Given
from placements.work_list import Entry, Kind, entries, work_list
from tenders.access import contracts_of

PER_PAGE = 20
STEPS_SHOWN = 20
_VIEWS = {
    Kind.PERSON: ("verification_deployment", "deployment_id"),
    Kind.CONTRIBUTION: ("verification_contribution", "contribution_id"),
    Kind.REVALUATION: ("verification_revaluation", "task_id"),
}
_NOTHING_OPEN = {"current": None, "alone": False, "refused": "", "reason_error": "", "person": None, "said": ""}
#: What of the address stays from one entry to the next.
_KEPT = ("soort", "opdrachtnemer", "contract", "page")


def address_of(request: WorkRequest, kind: str, line_id: uuid.UUID, **more: str) -> str:
    """The address of an entry, in the list as it is narrowed now."""
    view, name = _VIEWS[Kind(kind)]
    here = {"organisation_id": request.acting.organisation_id, name: line_id}
    return reverse(f"placements:{view}", kwargs=here) + _query(request, **more)


def next_address(request: WorkRequest, *, done: tuple[str, uuid.UUID] | None = None) -> str:
    """Where a verdict leads: the entry that came next in the list, or the list itself."""
    more = {"na": f"{done[0]}.{done[1]}"} if done else {}
    kind, _dot, line_id = request.POST.get("next", "").partition(".")
    if kind in Kind.values and _is_uuid(line_id):
        return address_of(request, kind, uuid.UUID(line_id), **more)
    here = reverse("placements:verification", kwargs={"organisation_id": request.acting.organisation_id})
    return here + _query(request, **more)


class Screen:
    """The list as it is narrowed, and what is open beside it."""

    def __init__(self, request: WorkRequest) -> None:
        self.request = request
        self.views = saved_views.opened(request.acting, "beoordelen", request.GET)
        self.filter = WorkFilter(request.GET, contracts=contracts_of(request.acting))
        rows = work_list(access.verified_as(request.acting), self.filter.asked())
        self.page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        self.entries = entries(self.page.object_list)
        self.context: dict[str, Any] = dict(_NOTHING_OPEN)

    def first(self) -> Entry | None:
        return self.entries[0] if self.entries else None

    def open_line(self, kind: Kind, line: Any, *, refused: str = "", **more: Any) -> HttpResponse:
        """The page with this line open; ``refused`` says why a verdict was not taken."""
        self.open(next((one for one in self.entries if one.id == line.pk), None), line, kind=kind)
        self.context |= {"refused": refused, **more}
        failed = bool(refused or more.get("reason_error"))
        return self.show(status=422 if failed else 200)

    def open(self, entry: Entry | None, line: Any, *, kind: str = "", alone: bool = True) -> None:
        """Put a line beside the list; ``alone`` when it has the page to itself on a phone."""
        if line is None:
            return
        kind = kind or (entry.kind if entry else "")
        place = self.entries.index(entry) if entry else -1
        following = self.entries[place + 1] if place + 1 < len(self.entries) else None
        previous = self.entries[place - 1] if place > 0 else None
        self.context |= {
            "kind": kind,
            "line": line,
            "alone": alone,
            "current": line.pk,
            "place": self.page.start_index() + place if entry else 0,
            "next_url": self._url(following),
            "previous_url": self._url(previous),
            "next": f"{following.kind}.{following.id}" if following else "",
            "own_url": address_of(self.request, kind, line.pk),
            **_collected(kind, line),
        }
        self.context["may_verify"] = access.verifies(self.request.acting, self.context["contract"])

    def show(self, *, status: int = 200) -> HttpResponse:
        context = {
            "filter": self.filter,
            "views": self.views,
            "everything_url": self.views.page.url(self.request.acting),
            "page": self.page,
            "entries": [{"entry": one, "url": self._url(one), "age": _age(one)} for one in self.entries],
            "list_url": reverse(
                "placements:verification", kwargs={"organisation_id": self.request.acting.organisation_id}
            )
            + _query(self.request),
            "undo": _undo(self.request),
            "is_narrowed": any(self.request.GET.get(name) for name in _KEPT if name != "page"),
            **self.context,
        }
        return render(self.request, "placements/verification.html", context, status=status)

    def _url(self, entry: Entry | None) -> str:
        return address_of(self.request, entry.kind, entry.id) if entry else ""


def _collected(kind: str, line: Any) -> dict[str, Any]:
    if kind == Kind.PERSON:
        return _person(line)
    return _contribution(line) if kind == Kind.CONTRIBUTION else _revaluation(line)


def _person(deployment: Any) -> dict[str, Any]:
    """Three queries: the months, what happened, and whose hours are many over all contracts."""
    statements = list(deployment.statements.live().order_by("month", "pk"))
    waiting = [one for one in statements if one.status == LineStatus.SUBMITTED]
    many = hours.many_in_all([one.pk for one in waiting])
    steps = list(
        Transition.objects.filter(deployment=deployment)
        .exclude(note="")
        .select_related("statement", "user")
        .order_by("-at", "-pk")[:STEPS_SHOWN]
    )
    can_be_judged = deployment.status in {LineStatus.SUBMITTED, LineStatus.APPROVED}
    return {
        "contract": deployment.contract,
        "company": deployment.contractor,
        "title": _("%(who)s, geboren in %(year)s") % {"who": deployment.pseudonym, "year": deployment.birth_year},
        "period": period(deployment),
        "waiting": waiting if can_be_judged else [],
        "judged": [one for one in statements if one.status != LineStatus.SUBMITTED],
        "shown": shown.as_fields([deployment, *waiting]),
        "deployment_waits": deployment.status == LineStatus.SUBMITTED,
        "value": sum((one.value for one in waiting), start=0) if waiting else deployment.forecast,
        "checks": checks_of(deployment, statements, many=many, beside=deployment.contracts_beside),
        "said_before": [_remark(step) for step in steps],
        "can_be_judged": can_be_judged and (deployment.status == LineStatus.SUBMITTED or bool(waiting)),
    }


def _contribution(contribution: Contribution) -> dict[str, Any]:
    """One query: what was said before."""
    steps = (
        Transition.objects.filter(contribution=contribution)
        .exclude(note="")
        .select_related("statement", "user")
        .order_by("-at", "-pk")[:STEPS_SHOWN]
    )
    contract = contribution.contract
    within = contract.starts_on <= contribution.date <= contract.ends_on
    text = _("Datum binnen de looptijd van het contract") if within else _("Datum buiten de looptijd van het contract")
    return {
        "contract": contract,
        "company": contribution.contractor,
        "shown": shown.as_fields([contribution]),
        "title": contribution.block.label if contribution.block else contribution.get_kind_display(),
        "value": contribution.value,
        "checks": [{"text": text, "state": "met" if within else "flag"}],
        "said_before": [_remark(step) for step in steps],
        "can_be_judged": contribution.status == LineStatus.SUBMITTED,
    }


def _revaluation(task: RevaluationTask) -> dict[str, Any]:
    deployment = task.statement.deployment
    return {
        "contract": deployment.contract,
        "company": deployment.contractor,
        "shown": shown.as_fields([task]),
        "title": f"{deployment.pseudonym}, {month_nl(task.statement.month)}",
        "deployment": deployment,
        "value": task.new_value,
        "difference": task.new_value - task.statement.value,
        "can_be_judged": task.done_at is None,
    }


def _remark(step: Transition) -> dict[str, Any]:
    what = f"{month_nl(step.statement.month)}: " if step.statement else ""
    return {"when": step.at, "title": f"{what}{step.note}", "sub": str(step.user or ""), "state": "past"}


def _undo(request: WorkRequest) -> dict[str, Any] | None:
    """The bar after a verdict: what was decided, and the address that takes it back."""
    kind, _dot, line_id = request.GET.get("na", "").partition(".")
    if kind not in {Kind.PERSON, Kind.CONTRIBUTION} or not _is_uuid(line_id) or not access.may_verify(request.acting):
        return None
    name = "deployment_id" if kind == Kind.PERSON else "contribution_id"
    given = verification.last_verdict(by=request.acting, **{name: uuid.UUID(line_id)})
    if given is None:
        return None
    here = {"organisation_id": request.acting.organisation_id, "kind": kind, "line_id": line_id}
    url = reverse("placements:verification_undo", kwargs=here) + _query(request)
    return {"status": given.status, "what": _what(given), "url": url}


def _what(given: Given) -> str:
    first = given.steps[0]
    if first.contribution is not None:
        return str(first.contribution.block or first.contribution.get_kind_display())
    months = sorted(step.statement.month for step in given.steps if step.statement)
    who = first.deployment.pseudonym if first.deployment else ""
    return ", ".join([who, *(month_nl(one) for one in months)])


def _age(entry: Entry) -> int:
    """Days that it has waited."""
    return (timezone.localdate() - timezone.localdate(entry.oldest)).days


def _query(request: WorkRequest, **more: str) -> str:
    kept = {name: request.GET[name] for name in _KEPT if request.GET.get(name)} | more
    return f"?{urlencode(kept)}" if kept else ""


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
