import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from candidates.access import candidates_of
from candidates.file.pages import name_of
from candidates.reading import log_seen
from organisations.access import WorkRequest, requires
from organisations.models import new_id
from organisations.refused import Refused
from placements import access
from placements.choices import OutflowCondition
from placements.forms.placement import CheckForm, EndForm, ExtendForm, PlacementForm, TakeAwayForm, first_values
from placements.mediation import ending
from placements.mediation.proposals import proposals_of
from placements.models import Placement
from placements.outflow import outflow_of
from placements.pages import outflow_words
from placements.pages.placement_page import named, placements_beside
from placements.placing import entering, running
from placements.placing.running import After
from placements.vacancy_choices import ProposalState
from placements.views.placement import address_of, found_placement
from tenders.access import contracts_of

Words = str | Promise


@requires(access.may_place)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_create(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Write down that a candidate has work."""
    acting, on = request.acting, timezone.localdate()
    candidates: Any = candidates_of(acting).filter(anonymised_at=None).select_related("identity")
    candidate = get_object_or_404(candidates, pk=candidate_id)
    log_seen(acting, [candidate], purpose=_("Plaatsing maken"), at=timezone.now(), request=request.reference)
    proposal = _proposal(request, candidate.pk)
    initial = {"token": new_id(), "sector": candidate.sector or None, "starts_on": on, "sroi": True}
    if proposal is not None:
        initial |= first_values(proposal, on=on)
    vacancy = proposal.vacancy if proposal is not None else None
    form = _placement_form(request, candidate.region_id, initial=initial, vacancy=vacancy)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                at = timezone.now()
                placement = entering.place(
                    acting,
                    candidate.pk,
                    entry=form.entry(on=on),
                    on=on,
                    at=at,
                    placement_id=form.cleaned_data.get("token"),
                )
                if proposal is not None:
                    ending.placed(acting, proposal.pk, placement, on=on, at=at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Geplaatst. Het dossier van de kandidaat staat op geplaatst."))
            return HttpResponseRedirect(address_of(request, placement))
    return _form_page(request, form, {"candidate": candidate, "who": name_of(candidate), "vacancy": vacancy})


def _proposal(request: WorkRequest, candidate_id: uuid.UUID) -> Any:
    """The proposal of this candidate that the address names, to which an employer said yes; else None."""
    try:
        key = uuid.UUID(request.GET.get("voorstel", ""))
    except ValueError:
        return None
    found = proposals_of(request.acting).filter(
        pk=key, candidate_id=candidate_id, state=ProposalState.HIRED, placement=None
    )
    return found.select_related("vacancy__file", "vacancy__employer_organisation").first()


@requires(access.may_place)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_edit(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Put right what was entered wrongly."""
    placement = _logged(request, placement_id, _("Plaatsing verbeteren"))
    form = _placement_form(request, placement.region_id, placement=placement)
    if request.method == "POST" and form.is_valid():
        on = timezone.localdate()
        try:
            entering.correct(
                request.acting,
                placement.pk,
                entry=form.entry(on=on),
                reason=form.cleaned_data["reason"],
                shown=form.cleaned_data["shown"],
                on=on,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Verbeterd. Wat er stond, blijft te lezen."))
            return HttpResponseRedirect(address_of(request, placement))
    return _form_page(request, form, {"placement": placement, "who": placement.who})


@requires(access.may_place)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_extend(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Agree on a later end."""

    def extend(placement: Placement, form: Any) -> str:
        running.extend(request.acting, placement.pk, on=timezone.localdate(), at=timezone.now(), **form.cleaned_data)
        return _("Verlengd.")

    step = _Step(gettext_lazy("Verlengen"), gettext_lazy("Verlenging vastleggen"), ExtendForm, extend)
    return _take(request, placement_id, step, initial={"agreed_on": timezone.localdate()})


@requires(access.may_place)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_end(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Write down that the work stopped."""

    def end(placement: Placement, form: Any) -> str:
        on = timezone.localdate()
        after = running.end(request.acting, placement.pk, ending=form.ending(), on=on, at=timezone.now())
        return {
            After.LATER: _(
                "Het einde is vastgelegd. Tot de laatste werkdag blijft het dossier zoals het is; dan staat er een taak."
            ),
            After.AT_WORK: _("Het einde is vastgelegd. Er is nog ander werk: het dossier blijft zoals het is."),
        }.get(after, _("Het einde is vastgelegd."))

    step = _Step(gettext_lazy("Beëindigen"), gettext_lazy("Einde vastleggen"), EndForm, end)
    return _take(request, placement_id, step, initial={"ended_on": timezone.localdate(), "then": "ready"})


@requires(access.may_place)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_take_away(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Remove a placement that never was."""
    gone: list[object] = []

    def take_away(placement: Placement, form: Any) -> str:
        reason = form.cleaned_data["reason"]
        on, at = timezone.localdate(), timezone.now()
        gone.append(entering.take_away(request.acting, placement.pk, reason=reason, on=on, at=at))
        return _("De plaatsing is weg.")

    step = _Step(gettext_lazy("Weghalen"), gettext_lazy("Plaatsing weghalen"), TakeAwayForm, take_away)
    answer = _take(request, placement_id, step, initial={})
    if gone:
        here = {"organisation_id": request.acting.organisation_id}
        return HttpResponseRedirect(reverse("placements:placement_list", kwargs=here))
    return answer


@requires(access.may_place)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_check(request: WorkRequest, placement_id: uuid.UUID, condition: str) -> HttpResponse:
    """Keep that one of the four conditions was held against what proves it."""
    if condition not in OutflowCondition.values:
        raise Http404
    on = timezone.localdate()
    placement = _logged(request, placement_id, _("Voorwaarde nakijken"))
    found = outflow_of(placement, placements_beside(request.acting, placement, on=on), on=on)
    weighed = next(one for one in found.weighed if one.finding.condition.value == condition)

    def check(placement: Placement, form: Any) -> str:
        running.check_condition(
            request.acting,
            placement.pk,
            seeing=form.seeing(condition),
            rule_met=weighed.finding.is_met,
            on=on,
            at=timezone.now(),
        )
        return _("Vastgelegd wat u zag.")

    step = _Step(
        OutflowCondition(condition).label,
        gettext_lazy("Vastleggen"),
        CheckForm,
        check,
        intro=_("Volgens het dossier: %(why)s") % {"why": outflow_words.why(weighed.finding)},
        at="#duurzaam",
    )
    initial = {"seen_on": on, "seen": _PROOF[condition]}
    return _take(request, placement_id, step, initial=initial, placement=placement)


#: By what each condition is mostly seen.
_PROOF = {"resident": "address", "training": "certificate", "contract": "contract", "wage": "benefit_decision"}


@dataclass(frozen=True, slots=True)
class _Step:
    """Something done to a placement in a form of its own; ``take`` does it and says what was done."""

    title: Words
    button: Words
    form: type[forms.Form]
    take: Callable[[Placement, Any], str]
    intro: str = ""
    #: Where on the page of the placement one comes back.
    at: str = ""


def _take(
    request: WorkRequest, placement_id: uuid.UUID, step: _Step, *, initial: dict[str, Any], placement: Any = None
) -> HttpResponse:
    placement = placement or _logged(request, placement_id, str(step.title))
    form = step.form(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, step.take(placement, form))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return HttpResponseRedirect(address_of(request, placement) + step.at)
    context = {"form": form, "step": step, "placement": placement, "who": placement.who}
    return render(request, "placements/placement_step.html", context, status=422 if form.errors else 200)


def _placement_form(request: WorkRequest, region_id: uuid.UUID, **kwargs: Any) -> PlacementForm:
    placement = kwargs.get("placement")
    vacancy = kwargs.get("vacancy")
    own = Q(pk=placement.contract_id) if placement is not None and placement.contract_id else Q(pk=None)
    if vacancy is not None and vacancy.file.contract_id:
        own |= Q(pk=vacancy.file.contract_id, settled_on__isnull=True)
    contracts = contracts_of(request.acting).filter(
        own | Q(region_id=region_id, settled_on__isnull=True, ends_on__gte=_lately())
    )
    data = request.POST if request.method == "POST" else None
    return PlacementForm(data, region_id=region_id, contracts=contracts, **kwargs)


def _lately() -> date:
    """Until when a contract is chosen that ended: work may be entered somewhat later."""
    return timezone.localdate() - timedelta(days=running.DAYS_AHEAD)


def _form_page(request: WorkRequest, form: PlacementForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "placements/placement_create.html", {"form": form} | context, status=status)


def _logged(request: WorkRequest, placement_id: uuid.UUID, purpose: str) -> Any:
    placement = found_placement(request, placement_id)
    log_seen(request.acting, named([placement]), purpose=purpose, at=timezone.now(), request=request.reference)
    return placement
