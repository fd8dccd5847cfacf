"""Follow-ups of placements: the list, one of them, and the round in which a coach works them off."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from candidates.access import may_work_with_candidates, works_with_candidates
from candidates.file.pages import name_of
from candidates.names import phone_link
from candidates.reading import log_seen
from organisations import saved_views
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from placements import access
from placements.choices import AskedOf
from placements.filters import FollowUpFilter
from placements.follow_ups import asking, deciding, page
from placements.follow_ups.words import title_of
from placements.forms.follow_up import AgainForm, EmployerContactForm, OutcomeForm, first_values
from placements.models import FollowUp
from placements.placing import overdue
from placements.tables import FollowUpTable
from placements.views.addressed import uuid_or_404

PER_PAGE = 25
#: In the address: this one is worked off in the round; these were passed over in it; this one was just recorded.
ROUND, SKIPPED, DONE = "ronde", "over", "na"
MOST_SKIPPED = 40


@requires(works_with_candidates)
@require_GET
def follow_up_list(request: WorkRequest) -> HttpResponse:
    """Everybody who is followed up, and how many are known of those that were due."""
    acting, on = request.acting, timezone.localdate()
    views = saved_views.opened(acting, "nazorg", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    found = FollowUpFilter(request.GET, queryset=page.shown(access.follow_ups_of(acting)), acting=acting, on=on)
    table = FollowUpTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    rows = [row.record for row in table.page.object_list]
    page.complete(rows, on=on)
    _log(request, rows, _("Lijst van nazorg"))
    context = {
        "table": table,
        "filter": found,
        "views": views,
        "overview": page.overview(acting, on=on),
        "waiting": page.round_of(acting, on=on).count(),
        "round_url": _round_url(request),
        "may_decide": may_work_with_candidates(acting),
    }
    return render(request, "placements/follow_up_list.html", context)


@requires(may_work_with_candidates)
@require_GET
def follow_up_round(request: WorkRequest) -> HttpResponse:
    """The next one that somebody has to find out; when there is none, what was done."""
    on, skipped = timezone.localdate(), _skipped(request)
    following = page.round_of(request.acting, on=on, skipped=skipped).first()
    if following is None:
        list_url = reverse("placements:follow_up_list", args=[request.acting.organisation_id])
        context = {"skipped": len(skipped), "round_url": _round_url(request), "list_url": list_url}
        return render(request, "placements/follow_up_done.html", context | {"undo": _undo_bar(request)})
    query = [(ROUND, "1"), *((SKIPPED, str(one)) for one in skipped)]
    if DONE in request.GET:
        query.append((DONE, request.GET[DONE]))
    return HttpResponseRedirect(f"{_url(request, following)}?{urlencode(query)}")


@requires(works_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_detail(request: WorkRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """One follow-up: who, the answers, and the form to write down what came of it."""
    follow_up = _opened(request, follow_up_id)
    if request.method != "POST":
        form = _outcome_form(follow_up)
        return _show(request, follow_up, form)
    if not may_work_with_candidates(request.acting):
        raise PermissionDenied
    form = _outcome_form(follow_up, request.POST)
    if form.is_valid():
        try:
            deciding.record(
                request.acting,
                follow_up,
                form.outcome(),
                spoke_candidate=form.spoke_candidate,
                at=timezone.now(),
            )
        except Refused as refused:
            if access.follow_ups_of(request.acting).exclude(at_work=None).filter(pk=follow_up.pk).exists():
                messages.error(request, refused.sentence)
                return HttpResponseRedirect(_back(request, follow_up))
            form.add_error(None, refused.sentence)
        else:
            return _go_on(request, follow_up)
    return _show(request, follow_up, form)


@requires(may_work_with_candidates)
@require_POST
def follow_up_again(request: WorkRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Nobody answered the telephone: later again."""
    follow_up = _opened(request, follow_up_id)
    form = AgainForm(request.POST)
    if form.is_valid():
        try:
            later = deciding.not_reached(
                request.acting, follow_up, again_on=form.cleaned_data["again_on"], at=timezone.now()
            )
        except Refused as refused:
            form.add_error("again_on", refused.sentence)
        else:
            day = later.again_on.strftime("%-d-%-m-%Y") if later.again_on else ""
            messages.success(request, _("Genoteerd. U belt weer op %(day)s.") % {"day": day})
            return _go_on(request, follow_up, undo=False)
    return _show(request, follow_up, _outcome_form(follow_up), again=form)


@requires(may_work_with_candidates)
@require_POST
def follow_up_undo(request: WorkRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """What was written down is open again."""
    follow_up = _opened(request, follow_up_id)
    try:
        deciding.undo(request.acting, follow_up, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Teruggedraaid. De vraag staat weer open."))
    query = f"?{ROUND}=1" if ROUND in request.GET else ""
    return HttpResponseRedirect(_url(request, follow_up) + query)


@requires(may_work_with_candidates)
@require_POST
def follow_up_ask(request: WorkRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Send candidate or employer the question, once more or for the first time."""
    follow_up = _opened(request, follow_up_id)
    try:
        asked = AskedOf(request.POST.get("asked", ""))
        asking.ask_again(follow_up, asked=asked, at=timezone.now())
    except ValueError:
        messages.error(request, _("Kies aan wie u de vraag stuurt."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        words = {
            AskedOf.CANDIDATE: _("De kandidaat krijgt een mail."),
            AskedOf.EMPLOYER: _("De werkgever krijgt een mail."),
        }
        messages.success(request, words[asked])
    return HttpResponseRedirect(_back(request, follow_up))


@requires(may_work_with_candidates)
@require_POST
def follow_up_contact(request: WorkRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """Keep whom to ask at the employer."""
    follow_up = _opened(request, follow_up_id)
    form = EmployerContactForm(request.POST)
    if not form.is_valid():
        return _show(request, follow_up, _outcome_form(follow_up), contact=form)
    deciding.keep_contact(request.acting, follow_up.placement, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Bewaard. De volgende vraag aan de werkgever gaat naar %(name)s.") % form.cleaned_data)
    return HttpResponseRedirect(_back(request, follow_up))


@requires(may_work_with_candidates)
@require_POST
def follow_up_open(request: WorkRequest, placement_id: uuid.UUID, months: int) -> HttpResponse:
    """Begin a check that the portal did not ask by itself, as of a placement of years ago."""
    placements = access.placements_of(request.acting).filter(candidate__anonymised_at=None)
    placement = get_object_or_404(placements, pk=placement_id)
    try:
        follow_up = deciding.open_for(placement, months, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("placements:follow_up_list", args=[request.acting.organisation_id]))
    return HttpResponseRedirect(_url(request, follow_up))


def _opened(request: WorkRequest, follow_up_id: uuid.UUID) -> FollowUp:
    """The row, once it is written down that its candidate is seen."""
    known = page.shown(access.follow_ups_of(request.acting))
    follow_up: FollowUp = get_object_or_404(known, pk=follow_up_id)
    _log(request, [follow_up], title_of(follow_up.months))
    if request.method == "POST" and follow_up.placement.candidate.anonymised_at is not None:
        raise Http404
    return follow_up


def _log(request: WorkRequest, rows: list[FollowUp], purpose: str) -> None:
    seen = {one.placement.candidate_id: one.placement.candidate for one in rows}
    log_seen(request.acting, seen.values(), purpose=purpose, at=timezone.now(), request=request.reference)


def _outcome_form(follow_up: FollowUp, data: Any = None) -> OutcomeForm:
    on = timezone.localdate()
    proposed = page.weighed(follow_up, on=on)
    initial = first_values(on)
    if proposed.at_work is not None:
        initial |= {"at_work": proposed.workplace if proposed.at_work else "no", "spoke": OutcomeForm.NOBODY}
        initial["workplace_name"] = next((one.said_place for one in follow_up.questions.all() if one.said_place), "")
    return OutcomeForm(data, employer=follow_up.placement.employer, initial=initial)


def _show(
    request: WorkRequest,
    follow_up: FollowUp,
    form: OutcomeForm,
    *,
    again: AgainForm | None = None,
    contact: EmployerContactForm | None = None,
) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    placement = follow_up.placement
    kept = getattr(placement, "employer_contact", None)
    known = kept or deciding.contact_known_at(placement)
    values = {"name": known.name, "email": known.email, "phone": known.phone} if known else {}
    in_round = ROUND in request.GET
    may_write = may_work_with_candidates(acting) and placement.candidate.anonymised_at is None
    identity = getattr(placement.candidate, "identity", None)
    faulty = any(one is not None and one.errors for one in (form, again, contact))
    context = {
        "follow_up": follow_up,
        "placement": placement,
        "candidate": placement.candidate,
        "identity": identity,
        "phone_link": phone_link(identity.phone) if identity else "",
        "contact_link": phone_link(kept.phone) if kept else "",
        "name": name_of(placement.candidate),
        "title": title_of(follow_up.months),
        "state": page.state_of(follow_up, on=on),
        "answers": page.answers(follow_up, on=on),
        "outcome": page.outcome_of(follow_up),
        "known_by": page.known_by(follow_up),
        "is_odd": page.is_odd(follow_up),
        "asks_end": may_write and follow_up.at_work is not None and overdue.is_left(placement),
        "form": form,
        "again": again or AgainForm(),
        "contact": kept,
        "contact_form": contact or EmployerContactForm(initial=values),
        "contact_open": contact is not None,
        "may_decide": may_write and follow_up.at_work is None and follow_up.due_on <= on,
        "may_undo": may_write and follow_up.at_work is not None,
        "may_write": may_write,
        "query": f"?{request.GET.urlencode()}" if in_round else "",
        "in_round": in_round,
        "is_faulty": faulty,
        "left": page.round_of(acting, on=on).count() if in_round else 0,
        "skip_url": _skip_url(request, follow_up) if in_round else "",
        "undo": _undo_bar(request),
    }
    return render(request, "placements/follow_up_detail.html", context, status=422 if faulty else 200)


def _undo_bar(request: WorkRequest) -> dict[str, Any] | None:
    """What ``?na=`` names, as long as it stands as it was written; not beside what was refused of somebody else."""
    if DONE not in request.GET or request.method == "POST":
        return None
    known = page.shown(access.follow_ups_of(request.acting).exclude(at_work=None))
    done = known.filter(pk=uuid_or_404(request.GET[DONE])).first()
    if done is None or done.decided_by_id != request.acting.user_id:
        return None
    _log(request, [done], title_of(done.months))
    words = _("Bewaard: %(name)s is aan het werk.") if done.at_work else _("Bewaard: %(name)s is niet aan het werk.")
    here = request.acting.organisation_id
    url = reverse("placements:follow_up_undo", args=[here, done.pk])
    bar = {"what": words % {"name": name_of(done.placement.candidate)}, "url": f"{url}?{ROUND}=1"}
    if overdue.is_left(done.placement):
        bar |= {"more": "placements/_end_link.html", "placement": done.placement}
    return bar


def _go_on(request: WorkRequest, follow_up: FollowUp, *, undo: bool = True) -> HttpResponse:
    """In the round to the next one, else back to this one."""
    if ROUND not in request.GET:
        if undo:
            messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(_url(request, follow_up))
    query = [(SKIPPED, str(one)) for one in _skipped(request)] + ([(DONE, str(follow_up.pk))] if undo else [])
    return HttpResponseRedirect(_round_url(request) + (f"?{urlencode(query)}" if query else ""))


def _skipped(request: WorkRequest) -> list[uuid.UUID]:
    return [uuid_or_404(one) for one in request.GET.getlist(SKIPPED)[-MOST_SKIPPED:]]


def _skip_url(request: WorkRequest, follow_up: FollowUp) -> str:
    skipped = [*_skipped(request), follow_up.pk]
    return f"{_round_url(request)}?{urlencode([(SKIPPED, str(one)) for one in skipped])}"


def _url(request: WorkRequest, follow_up: FollowUp) -> str:
    return reverse("placements:follow_up_detail", args=[request.acting.organisation_id, follow_up.pk])


def _back(request: WorkRequest, follow_up: FollowUp) -> str:
    query = request.GET.urlencode()
    return _url(request, follow_up) + (f"?{query}" if query else "")


def _round_url(request: WorkRequest) -> str:
    return reverse("placements:follow_up_round", args=[request.acting.organisation_id])
