"""The one page of the work list: the list, the entry that is open, and the bar that undoes the last verdict."""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from organisations import saved_views
from organisations.access import WorkRequest
from organisations.templatetags.formatting import month_nl
from placements import access, shown
from placements.choices import LineStatus
from placements.filters import WorkFilter
from placements.models import Deployment, HoursStatement, RevaluationTask, Transition
from placements.pages.deployment_page import period
from placements.verifying import second_eyes, verdict_sentences
from placements.verifying.checks import Looked, look_at
from placements.verifying.flags import Flag
from placements.verifying.verified_lines import lines_of
from placements.verifying.work_list import Entry, Kind, page_of
from placements.views.evidence_panel import EvidencePanel, panel_of
from placements.views.undo_bar import undo_bar, undo_of
from placements.worth.worth_now import worth_now

PER_PAGE = 20
STEPS_SHOWN = 20
_VIEWS = {
    Kind.PERSON: ("verification_deployment", "deployment_id"),
    Kind.CONTRIBUTION: ("verification_contribution", "contribution_id"),
    Kind.REVALUATION: ("verification_revaluation", "task_id"),
    Kind.YEAR: ("verification_year", "year_line_id"),
    Kind.REVERSAL: ("verification_reversal", "reversal_id"),
}
#: What the address of a page of its own carries when it was opened from the list.
FROM_LIST = {"uit": "lijst"}
_NOTHING_OPEN = {
    "current": None,
    "alone": False,
    "refused": "",
    "reason_error": "",
    "person": None,
    # What was filled in on the form; ``chosen`` None: all that waits. ``opened``: what the page goes to.
    "chosen": None,
    "said": "",
    "ready": "",
    "opened": "",
}
#: What of the address stays from one entry to the next; the page follows from the entry.
_KEPT = ("zoek", "soort", "tweede", "opdrachtnemer", "contract")


def address_of(request: WorkRequest, kind: str, line_id: uuid.UUID, **more: str) -> str:
    """The address of an entry, in the list as it is narrowed now."""
    view, name = _VIEWS[Kind(kind)]
    here = {"organisation_id": request.acting.organisation_id, name: line_id}
    if kind == Kind.REVERSAL:
        more |= FROM_LIST
    return reverse(f"placements:{view}", kwargs=here) + query_of(request, **more)


def list_address(request: WorkRequest, **more: str) -> str:
    here = {"organisation_id": request.acting.organisation_id}
    return reverse("placements:verification", kwargs=here) + query_of(request, **more)


def next_address(request: WorkRequest, *, done: tuple[str, uuid.UUID] | None = None) -> str:
    """Where a verdict leads: the entry that came next in the list, or the list itself. ``done`` can be undone there."""
    more = {"na": f"{done[0]}.{done[1]}" if done else ""}
    kind, _dot, line_id = request.POST.get("next", "").partition(".")
    if kind in Kind.values and _is_uuid(line_id):
        return address_of(request, kind, uuid.UUID(line_id), **more)
    return list_address(request, **more)


def go_on(request: WorkRequest, *, done: tuple[str, uuid.UUID] | None = None) -> HttpResponse:
    """The answer to a verdict: on to the next entry, also where that has a page of its own and htmx asks."""
    address = next_address(request, done=done)
    if request.headers.get("HX-Request") and request.POST.get("next", "").startswith(f"{Kind.REVERSAL.value}."):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def beside_in_list(request: WorkRequest, line_id: uuid.UUID) -> tuple[Entry | None, Entry | None] | None:
    """For a page of its own: the entries before and after this one. None when not opened from the list."""
    if any(request.GET.get(name) != value for name, value in FROM_LIST.items()):
        return None
    asked = WorkFilter(request.GET, asks_second=True).asked(user_id=request.acting.user_id)
    return page_of(access.verified_as(request.acting), asked, size=PER_PAGE, holding=line_id).beside(line_id)


def steps_to(request: WorkRequest, previous: Entry | None, following: Entry | None) -> list[dict[str, Any]]:
    """The links to the entries before and after this one. ``is_page``: it has a page of its own."""
    steps = (("k", _("Vorige"), previous), ("j", _("Volgende"), following))
    return [
        {
            "key": key,
            "label": label,
            "url": address_of(request, entry.kind, entry.id),
            "is_page": entry.kind == Kind.REVERSAL,
        }
        for key, label, entry in steps
        if entry is not None
    ]


def field_of(entry: Entry | None) -> str:
    """What the field ``next`` of a form says of an entry."""
    return f"{entry.kind}.{entry.id}" if entry else ""


def query_of(request: WorkRequest, **more: str) -> str:
    """How the list is narrowed and which verdict can be undone, as a query string; what is empty falls out."""
    kept = {name: request.GET.get(name, "") for name in (*_KEPT, "na")} | more
    kept = {name: value for name, value in kept.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


class Screen:
    """The list as it is narrowed, on the page where ``holding`` stands, and what is open beside it."""

    def __init__(self, request: WorkRequest, *, holding: tuple[Kind, uuid.UUID] | None = None) -> None:
        self.request = request
        acting = request.acting
        self.views = saved_views.opened(acting, "beoordelen", request.GET)
        amounts = second_eyes.amounts_above(acting.region_ids, on=timezone.localdate())
        self.amounts = {region_id: amount for region_id, amount in amounts.items() if amount is not None}
        self.filter = WorkFilter(request.GET, asks_second=bool(self.amounts))
        self.asked = self.filter.asked(user_id=acting.user_id)
        self.page = page_of(
            access.verified_as(acting),
            self.asked,
            size=PER_PAGE,
            number=_page_number(request),
            holding=holding[1] if holding else None,
        )
        self.looked = self._look([*((one.kind, one.id) for one in self.page.entries), *([holding] if holding else [])])
        self.firsts = self._firsts()
        waiting = [line for looked in self.looked.values() for line in looked.lines]
        self.enterers = second_eyes.enterers_of(waiting) if waiting else {}
        self.context: dict[str, Any] = dict(_NOTHING_OPEN)

    def first(self) -> Entry | None:
        """The first that opens beside the list; a request to take something back has a page of its own."""
        return next((one for one in self.page.entries if one.kind != Kind.REVERSAL), None)

    def line(self, line_id: uuid.UUID) -> Any:
        """The line as it was read for the list; 404 when he may not open it."""
        if line_id not in self.looked:
            raise Http404
        return self.looked[line_id].line

    def open_line(self, kind: Kind, line: Any, *, refused: str = "", **more: Any) -> HttpResponse:
        """The page with this line open; ``refused`` says why a verdict was not taken."""
        self.open(kind, line)
        self.context |= {"refused": refused, **more}
        failed = bool(refused or more.get("reason_error"))
        return self.show(status=422 if failed else 200)

    def open_evidence(self, kind: Kind, line: Any, *, refused: str = "", **filled: Any) -> HttpResponse:
        """The page with the evidence of this line opened, or why it was not, and what was filled in already."""
        self.open(kind, line)
        if self.context["evidence"] is not None:
            self.context["evidence"] = replace(self.context["evidence"], refused_open=refused)
        self.context |= {"opened": "evidence", **filled}
        return self.show(status=422 if refused else 200)

    def open(self, kind: str, line: Any, *, alone: bool = True) -> None:
        """Put a line beside the list; ``alone`` when it has the page to itself on a phone."""
        if line is None:
            return
        previous, following = self.page.beside(line.pk)
        self.context |= {
            "kind": kind,
            "line": line,
            "alone": alone,
            "current": line.pk,
            "place": self.page.place_of(line.pk),
            "steps": steps_to(self.request, previous, following),
            "next": field_of(following),
            "own_url": address_of(self.request, kind, line.pk),
            **self._collected(kind, line),
        }
        self.context["may_verify"] = access.verifies(self.request.acting, self.context["contract"])
        self.context["sentences"] = verdict_sentences.of_region(self.context["contract"].region_id)
        self.context["evidence"] = self._evidence(line) if kind in {Kind.PERSON, Kind.CONTRIBUTION} else None

    def show(self, *, status: int = 200) -> HttpResponse:
        here = {"organisation_id": self.request.acting.organisation_id}
        context = {
            "filter": self.filter,
            "views": self.views,
            "everything_url": self.views.page.url(self.request.acting),
            "total": self.page.total,
            "page": Paginator(range(self.page.total), PER_PAGE).get_page(self.page.number),
            "groups": self._groups(),
            "list_path": reverse("placements:verification", kwargs=here),
            "list_url": list_address(self.request),
            "bulk_url": reverse("placements:verification_together", kwargs=here) + query_of(self.request, na=""),
            "may_decide": access.may_verify(self.request.acting),
            "undo": self._undo(),
            "is_narrowed": any(self.request.GET.get(name) for name in _KEPT),
            "of_one": bool(self.asked.contract_id or self.asked.contractor_id),
            **self.context,
        }
        return render(self.request, "placements/verification.html", context, status=status)

    def _undo(self) -> dict[str, Any] | None:
        """The way back from the last verdict, or from what this verifier decided about a line that waits no more."""
        query, current = query_of(self.request, na=""), self.context["current"]
        found = undo_bar(self.request, query)
        if found is None and current is not None and not self.context["can_be_judged"]:
            found = undo_of(self.request, self.context["kind"], current, query)
        return found

    def _evidence(self, line: Any) -> EvidencePanel | None:
        """What hangs on the line. What is opened leads back to this entry; who judges sends nothing here."""
        panel = panel_of(self.request, line)
        if panel is None:
            return None
        return replace(panel, back=self.context["own_url"], form=None, opened_by="oordeel")

    def _url(self, entry: Entry | None) -> str:
        return address_of(self.request, entry.kind, entry.id) if entry else ""

    def _look(self, wanted: Iterable[tuple[str, uuid.UUID]]) -> dict[uuid.UUID, Looked]:
        """What of these are persons or contributions that he may open, with what stands out."""
        ids = defaultdict(list)
        for kind, line_id in wanted:
            ids[kind].append(line_id)
        persons, others = (
            lines_of(self.request.acting, kind).filter(pk__in=ids[kind]) if ids[kind] else ()
            for kind in (Kind.PERSON, Kind.CONTRIBUTION)
        )
        found = look_at(persons, others)
        if ids[Kind.YEAR]:
            years = lines_of(self.request.acting, Kind.YEAR).filter(pk__in=ids[Kind.YEAR])
            found |= {line.pk: Looked(line, []) for line in years}
        return found

    def _firsts(self) -> dict[uuid.UUID, list[Any]]:
        """First approvals of what stands on this page; no query where one approval is enough."""
        if not self.amounts:
            return {}
        return second_eyes.firsts_of(line for looked in self.looked.values() for line in looked.lines)

    def _groups(self) -> list[dict[str, Any]]:
        """The entries by contract, in their order."""
        groups = []
        for _contract_id, entries in groupby(self.page.entries, key=lambda one: one.contract_id):
            rows = [self._row(entry) for entry in entries]
            parties = list(dict.fromkeys(row["entry"].party for row in rows))
            groups.append({"contract": rows[0]["entry"].contract, "parties": parties, "rows": rows})
        return groups

    def _row(self, entry: Entry) -> dict[str, Any]:
        looked = self.looked.get(entry.id)
        of_query = [Flag(entry.flag)] if entry.flag else []
        flags = looked.flags if looked and entry.kind != Kind.YEAR else of_query
        lines = [line.pk for line in looked.lines] if looked else [entry.id]
        firsts = [first for line_id in lines for first in self.firsts.get(line_id, ())]
        return {
            "entry": entry,
            "url": self._url(entry),
            "age": _age(entry),
            "flags": [flag.label for flag in flags],
            "first": _first_words(firsts, self.request.acting.user_id, own=self._entered(lines), of=len(lines)),
        }

    def _entered(self, line_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Those of these lines that this member entered himself."""
        user_id = self.request.acting.user_id
        return {line_id for line_id in line_ids if user_id in self.enterers.get(line_id, ())}

    def _collected(self, kind: str, line: Any) -> dict[str, Any]:
        if kind == Kind.REVALUATION:
            region_id = line.statement.deployment.region_id
            judged, found = [line.statement], {**_revaluation(line), "second": None}
            self.enterers |= second_eyes.enterers_of(judged)
            above = second_eyes.is_above(line.new_value, self.amounts.get(region_id))
        else:
            looked = self.looked[line.pk]
            found = _COLLECTED[Kind(kind)](looked)
            changed = found.get("changed", False)
            judged = [line] if changed else looked.lines
            if changed:
                self.enterers |= second_eyes.enterers_of(judged)
            above = changed and second_eyes.is_above(line.value_now, self.amounts.get(line.region_id))
            found["second"] = self._second(looked.lines, line.region_id)
        return {**found, "revised_waits": above, **self._own(judged)}

    def _own(self, judged: Sequence[Any]) -> dict[str, Any]:
        """What of this he entered himself, which a colleague judges, and who can."""
        own = self._entered(one.pk for one in judged)
        taken = set().union(*(self.enterers[line_id] for line_id in own))
        taken |= {first.user_id for line_id in own for first in self.firsts.get(line_id, ())}
        others = second_eyes.who_can(self.request.acting, besides=taken | {self.request.acting.user_id}) if own else []
        return {"own": own, "all_own": bool(own) and len(own) == len(judged), "others_can": others}

    def _second(self, lines: Iterable[Any], region_id: uuid.UUID) -> dict[str, Any] | None:
        """Who approved first of what needs two persons; None when one is enough."""
        above = [line for line in lines if second_eyes.are_needed(line, self.amounts.get(region_id))]
        if not above:
            return None
        ids = [line.pk for line in above]
        firsts = [first for line_id in ids for first in self.firsts.get(line_id, ())]
        taken = {one.user_id for one in firsts}.union(*(self.enterers.get(line_id, ()) for line_id in ids))
        acting = self.request.acting
        return {
            "amount": self.amounts[region_id],
            "above": [(_amount_of(line), second_eyes.worth_of(line)) for line in above],
            "others_can": second_eyes.who_can(acting, besides=taken | {acting.user_id}),
            "mine": next((one for one in firsts if one.user_id == acting.user_id), None),
            "others": list({one.user_id: one for one in firsts if one.user_id != acting.user_id}.values()),
        }


def _amount_of(line: Any) -> str:
    """Which amount of a line it is that two persons look at."""
    if isinstance(line, Deployment):
        return _("de verwachting over de hele periode")
    if isinstance(line, HoursStatement):
        return month_nl(line.month)
    return _("de waarde")


def _first_words(firsts: list[Any], user_id: uuid.UUID, *, own: Collection[uuid.UUID], of: int) -> str:
    """What the row of an entry of so many lines says about who judges it; ``own`` are those entered by oneself."""
    if len(own) == of:
        return _("door uzelf ingevoerd: een collega is aan de beurt")
    if own:
        return _("deels door uzelf ingevoerd")
    if not firsts:
        return ""
    if any(one.user_id != user_id for one in firsts):
        return _("wacht op een tweede beoordelaar")
    return _("door u als eerste goedgekeurd")


def _person(looked: Looked) -> dict[str, Any]:
    """One query: what was said before."""
    deployment, waiting = looked.line, looked.waiting
    can_be_judged = deployment.status in {LineStatus.SUBMITTED, LineStatus.APPROVED}
    return {
        "contract": deployment.contract,
        "company": deployment.contractor,
        "title": _("%(who)s, geboren in %(year)s") % {"who": deployment.pseudonym, "year": deployment.birth_year},
        "period": period(deployment),
        "waiting": waiting if can_be_judged else [],
        "judged": [one for one in looked.statements if one.status != LineStatus.SUBMITTED],
        "shown": shown.as_fields([deployment, *waiting]),
        "deployment_waits": deployment.status == LineStatus.SUBMITTED,
        "value": sum((one.value for one in waiting), start=0) if waiting else deployment.forecast,
        "checks": looked.checks,
        "said_before": _said_before(deployment=deployment),
        "can_be_judged": can_be_judged and bool(looked.lines),
    }


def _contribution(looked: Looked) -> dict[str, Any]:
    """One query: what was said before."""
    contribution = looked.line
    return {
        "contract": contribution.contract,
        "company": contribution.contractor,
        "shown": shown.as_fields([contribution]),
        "title": contribution.block.label if contribution.block else contribution.get_kind_display(),
        "value": contribution.value,
        "checks": looked.checks,
        "said_before": _said_before(contribution=contribution),
        "can_be_judged": contribution.status == LineStatus.SUBMITTED,
    }


def _year(looked: Looked) -> dict[str, Any]:
    """One query: what was said before. An approved year that changed shows what it was and is."""
    line = looked.line
    changed = line.value_now is not None
    return {
        "contract": line.contract,
        "company": line.deployment.contractor,
        "shown": shown.as_fields([line]),
        "title": _("%(who)s, heel %(year)s") % {"who": line.deployment.pseudonym, "year": line.year},
        "value": line.value_now if changed else line.value,
        "changed": changed,
        "difference": line.value_now - line.value if changed else None,
        "said_before": _said_before(year_line=line),
        "can_be_judged": changed or line.status == LineStatus.SUBMITTED,
    }


_COLLECTED = {Kind.PERSON: _person, Kind.CONTRIBUTION: _contribution, Kind.YEAR: _year}


def _revaluation(task: RevaluationTask) -> dict[str, Any]:
    deployment = task.statement.deployment
    return {
        "contract": deployment.contract,
        "company": deployment.contractor,
        "shown": shown.as_fields([task]),
        "title": f"{deployment.pseudonym}, {month_nl(task.statement.month)}",
        "deployment": deployment,
        "now": worth_now(task.statement) if task.done_at is None else None,
        "value": task.new_value,
        "difference": task.new_value - task.statement.value,
        "can_be_judged": task.done_at is None,
    }


def _said_before(**about: Any) -> list[dict[str, Any]]:
    steps = Transition.objects.filter(**about).exclude(note="").select_related("statement", "user")
    return [_remark(step) for step in steps.order_by("-at", "-pk")[:STEPS_SHOWN]]


def _remark(step: Transition) -> dict[str, Any]:
    what = f"{month_nl(step.statement.month)}: " if step.statement else ""
    return {"when": step.at, "title": f"{what}{step.note}", "sub": str(step.user or ""), "state": "past"}


def _age(entry: Entry) -> int:
    """Days that it has waited."""
    return (timezone.localdate() - timezone.localdate(entry.oldest)).days


def _page_number(request: WorkRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if re.fullmatch(r"[1-9]\d{0,4}", text, re.ASCII) else 1


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
