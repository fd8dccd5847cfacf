"""The verifier's work list with one entry open beside it. A verdict opens the next entry, with a way to undo it."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.choices import Seen
from organisations.seen import check_reason, log_seen
from organisations.tenancy import Acting
from placements import access, evidence, questions, shown, year_lines
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement, YearLine
from placements.steps import Refused
from placements.verifying import verification as verdicts
from placements.verifying.verification import Chosen
from placements.verifying.verified_lines import lines_of
from placements.verifying.work_list import Kind
from placements.views.addressed import uuid_or_404
from placements.views.work_screen import Screen, address_of, go_on
from tenders.models import Contract

VERDICTS = {
    "approve": LineStatus.APPROVED,
    "return": LineStatus.RETURNED,
    "reject": LineStatus.REJECTED,
}
#: The button that is no verdict: it opens the evidence beside what was filled in.
OPEN_EVIDENCE = "evidence"
LONGEST_SAID = 1000


@requires(access.may_see_work_list)
@require_GET
def verification(request: WorkRequest) -> HttpResponse:
    """What waits, by contract. On a wide screen the first entry stands open beside it."""
    screen = Screen(request)
    if screen.views.redirect:
        return HttpResponseRedirect(screen.views.redirect)
    first = screen.first()
    if first is not None and first.kind == Kind.REVALUATION:
        screen.open(first.kind, lines_of(request.acting, first.kind).filter(pk=first.id).first(), alone=False)
    elif first is not None:
        screen.open(first.kind, screen.line(first.id), alone=False)
    return screen.show()


@requires(access.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_deployment(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """One person's line with the months that wait; by pseudonym and year of birth."""
    if request.method != "POST":
        screen = Screen(request, holding=(Kind.PERSON, deployment_id))
        return screen.open_line(Kind.PERSON, screen.line(deployment_id))
    deployment = get_object_or_404(lines_of(request.acting, Kind.PERSON), pk=deployment_id)
    chosen = Chosen(
        deployment.pk,
        with_deployment="deployment" in request.POST,
        statement_ids=tuple(dict.fromkeys(_uuids(request.POST.getlist("statement")))),
        shown=_shown(request),
    )
    said, by, at = _said(request), _verifier(request, deployment.contract), timezone.now()
    if _asks_for_evidence(request):
        return _with_evidence(request, Kind.PERSON, deployment, at=at)
    try:
        match _verdict(request):
            case LineStatus.APPROVED:
                verdicts.approve(chosen, by=by, at=at)
            case LineStatus.RETURNED:
                verdicts.return_with_question(chosen, question=said, by=by, at=at)
            case LineStatus.REJECTED:
                verdicts.reject(chosen, reason=said, by=by, at=at)
    except Refused as refused:
        screen = Screen(request, holding=(Kind.PERSON, deployment_id))
        return screen.open_line(Kind.PERSON, screen.line(deployment_id), refused=refused.sentence, **_filled(request))
    _say_if_unheard(request, deployment)
    return go_on(request, done=(Kind.PERSON, deployment.pk))


@requires(access.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_contribution(request: WorkRequest, contribution_id: Any) -> HttpResponse:
    """One contribution that is not a person at work."""
    if request.method != "POST":
        screen = Screen(request, holding=(Kind.CONTRIBUTION, contribution_id))
        return screen.open_line(Kind.CONTRIBUTION, screen.line(contribution_id))
    contribution = get_object_or_404(lines_of(request.acting, Kind.CONTRIBUTION), pk=contribution_id)
    said, by, at = _said(request), _verifier(request, contribution.contract), timezone.now()
    if _asks_for_evidence(request):
        return _with_evidence(request, Kind.CONTRIBUTION, contribution, at=at)
    try:
        to = _verdict(request)
        verdicts.judge_contribution(contribution.pk, to=to, said=said, by=by, at=at, as_shown=_shown(request))
    except Refused as refused:
        screen = Screen(request, holding=(Kind.CONTRIBUTION, contribution_id))
        return screen.open_line(
            Kind.CONTRIBUTION, screen.line(contribution_id), refused=refused.sentence, **_filled(request)
        )
    _say_if_unheard(request, contribution)
    return go_on(request, done=(Kind.CONTRIBUTION, contribution.pk))


@requires(access.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_revaluation(request: WorkRequest, task_id: Any) -> HttpResponse:
    """An approved month that is worth something else now: a reversal and a new line carry it over."""
    task = get_object_or_404(lines_of(request.acting, Kind.REVALUATION), pk=task_id)
    if request.method != "POST":
        return Screen(request, holding=(Kind.REVALUATION, task_id)).open_line(Kind.REVALUATION, task)
    by = _verifier(request, task.statement.deployment.contract)
    try:
        renewed = verdicts.resolve_revaluation(task.pk, by=by, at=timezone.now(), as_shown=_shown(request))
    except Refused as refused:
        task = get_object_or_404(lines_of(request.acting, Kind.REVALUATION), pk=task_id)
        return Screen(request, holding=(Kind.REVALUATION, task_id)).open_line(
            Kind.REVALUATION, task, refused=refused.sentence
        )
    _say_revised(request, renewed)
    return go_on(request)


@requires(access.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_year(request: WorkRequest, year_line_id: Any) -> HttpResponse:
    """One year of uneven months: judged as any line; or, once a month changed, carried over to what it gives now."""
    if request.method != "POST":
        screen = Screen(request, holding=(Kind.YEAR, year_line_id))
        return screen.open_line(Kind.YEAR, screen.line(year_line_id))
    line = get_object_or_404(lines_of(request.acting, Kind.YEAR), pk=year_line_id)
    said, by, at = _said(request), _verifier(request, line.contract), timezone.now()
    try:
        to = _verdict(request)
        if line.value_now is not None and to == LineStatus.APPROVED:
            _say_revised(request, year_lines.renew(line.pk, by=by, at=at, as_shown=_shown(request)))
            return go_on(request)
        year_lines.judge(line.pk, to=to, said=said, by=by, at=at, as_shown=_shown(request))
    except Refused as refused:
        screen = Screen(request, holding=(Kind.YEAR, year_line_id))
        return screen.open_line(Kind.YEAR, screen.line(year_line_id), refused=refused.sentence, **_filled(request))
    _say_if_unheard(request, line.deployment)
    return go_on(request, done=(Kind.YEAR, line.pk))


@requires(access.may_verify)
@require_POST
def verification_undo(request: WorkRequest, kind: str, line_id: Any) -> HttpResponse:
    """Take the last verdict of this verifier about a line back."""
    line = get_object_or_404(lines_of(request.acting, kind, live_only=False), pk=line_id)
    by, at = _verifier(request, line.contract), timezone.now()
    try:
        if kind == Kind.PERSON:
            verdicts.undo_last(line.pk, by=by, at=at)
        elif kind == Kind.YEAR:
            line = year_lines.undo(line.pk, by=by, at=at)
        else:
            line = verdicts.undo_contribution(line.pk, by=by, at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Teruggedraaid. De regel wacht weer op een oordeel."))
    return HttpResponseRedirect(address_of(request, kind, line.pk))


@requires(access.may_verify)
@require_POST
def verification_identity(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """Show who it is, with a reason: the answer holds the name, and the read log a line."""
    lines = lines_of(request.acting, Kind.PERSON).select_related("person")
    deployment = get_object_or_404(lines, pk=deployment_id)
    _verifier(request, deployment.contract)
    screen = Screen(request, holding=(Kind.PERSON, deployment_id))
    filled = _filled(request)
    try:
        reason = check_reason(request.POST.get("reason", ""), otherwise=_("Vul in waarom u de naam wilt zien."))
    except Refused as refused:
        answer = screen.open_line(Kind.PERSON, deployment, reason_error=refused.sentence, **filled)
        answer["HX-Push-Url"] = "false"  # this address only takes a reason
        return answer
    whose = [(deployment.region_id, deployment.person_id)]
    log_seen(request.acting, Seen.PERSON, whose, reason=reason, at=timezone.now(), request=request.reference)
    answer = screen.open_line(Kind.PERSON, deployment, person=deployment.person, opened="name", **filled)
    answer["HX-Push-Url"] = "false"
    return answer


def _asks_for_evidence(request: WorkRequest) -> bool:
    return request.POST.get("verdict") == OPEN_EVIDENCE


def _with_evidence(request: WorkRequest, kind: Kind, line: Deployment | Contribution, *, at: datetime) -> HttpResponse:
    """Open the evidence beside what is being judged. It is no verdict: what was filled in so far stays."""
    refused = ""
    try:
        reason = request.POST.get("evidence_reason", "")
        evidence.open_all(request.acting, line, reason=reason, at=at, request=request.reference)
    except Refused as error:
        refused = error.sentence
    screen = Screen(request, holding=(kind, line.pk))
    return screen.open_evidence(kind, screen.line(line.pk), refused=refused, **_filled(request))


def _verifier(request: WorkRequest, contract: Contract) -> Acting:
    if not access.verifies(request.acting, contract):
        raise PermissionDenied
    return request.acting


def _verdict(request: WorkRequest) -> LineStatus:
    to = VERDICTS.get(request.POST.get("verdict", ""))
    if to is None:
        raise Refused(_("Kies een oordeel."))
    return to


def _say_revised(request: WorkRequest, renewed: HoursStatement | YearLine | None) -> None:
    if renewed is not None and renewed.status == LineStatus.SUBMITTED:
        text = _("De oude regel is teruggedraaid. De nieuwe wacht op een tweede beoordelaar en telt tot dan niet mee.")
    else:
        text = _("De oude regel is teruggedraaid en er staat een nieuwe met de waarde van nu.")
    messages.success(request, text)


def _say_if_unheard(request: WorkRequest, line: Deployment | Contribution) -> None:
    """A question of which nobody at the company gets a mail: the verifier hears it now."""
    if VERDICTS.get(request.POST.get("verdict", "")) == LineStatus.RETURNED:
        words = questions.unheard(request.acting, line)
        if words:
            messages.warning(request, words)


def _said(request: WorkRequest) -> str:
    """What was typed, after the ready sentence that was chosen; without JavaScript the two come apart."""
    ready, typed = request.POST.get("ready", "").strip(), request.POST.get("said", "").strip()
    return "\n".join(one for one in (ready, typed) if one)[:LONGEST_SAID]


def _filled(request: WorkRequest) -> dict[str, Any]:
    """What the form of the verdict held, for the page that shows it again."""
    chosen = {*request.POST.getlist("deployment"), *request.POST.getlist("statement")}
    return {
        "chosen": chosen if "shown" in request.POST else None,
        "said": request.POST.get("said", ""),
        "ready": request.POST.get("ready", ""),
    }


def _shown(request: WorkRequest) -> shown.Shown:
    """What stood on the page that the verdict was given on."""
    return shown.from_fields(request.POST.getlist("shown"))


def _uuids(texts: list[str]) -> list[uuid.UUID]:
    return [uuid_or_404(text) for text in texts]
