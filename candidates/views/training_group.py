"""One group on one screen: fill its seats, keep the answers, start it, and write down how it ended for everybody."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from candidates import access
from candidates.benefit.kept import PastLimit
from candidates.file.pages import name_of
from candidates.filters.training import GroupFilter
from candidates.forms.training_group import CancelForm, GroupForm, OfferForm, ResultForm, renewed, result_forms
from candidates.models import Enrolment, TrainingGroup
from candidates.tables.training import GroupTable
from candidates.training import groups, programmes, running, seats
from candidates.training.days import WrongDay
from candidates.training.pages import tabs
from candidates.training_choices import GroupState, SeatState
from candidates.views.training_group_page import Typed, group_page
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed

PER_PAGE = 25


@requires(access.works_with_candidates)
@require_GET
def group_list(request: WorkRequest) -> HttpResponse:
    """All groups, the newest first; what is being filled or runs stands out by its state."""
    acting = request.acting
    found = GroupFilter(request.GET, queryset=programmes.groups_of(acting).select_related("programme"))
    table = GroupTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "groups"),
        "may_edit": access.may_run_back_office(acting),
    }
    return render(request, "candidates/group_list.html", context)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def group_create(request: WorkRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Plan a group of a programme."""
    acting = request.acting
    programme = get_object_or_404(programmes.programmes_of(acting), pk=programme_id)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = groups.add(acting, programme.pk, entry=form.entered(), on=timezone.localdate())
        except WrongDay as wrong:
            form.add_error("starts_on", wrong.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("De groep staat klaar. Kies wie een plaats krijgt."))
            return HttpResponseRedirect(_url(request, made))
    led_to = programmes.occupations_led_to(programme)
    context = {
        "form": form,
        "programme": programme,
        "expected": programmes.demand_for(acting, programme, led_to, on=timezone.localdate()),
        "tabs": tabs(acting, "groups"),
    }
    return render(request, "candidates/group_form.html", context, status=422 if form.errors else 200)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def group_edit(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """Other days, another place, more or fewer seats; or the group does not go on."""
    acting = request.acting
    group = _group(request, group_id)
    form = GroupForm(request.POST if request.method == "POST" else None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            groups.change(
                acting,
                group.pk,
                entry=form.entered(),
                benefit_reason=form.cleaned_data["benefit_reason"],
                on=timezone.localdate(),
                at=timezone.now(),
                shown=form.was_shown,
            )
        except Changed as changed:
            say_changed(changed, form)
        except PastLimit as past:
            form.add_error("benefit_reason", past.sentence)
        except WrongDay as wrong:
            form.add_error("starts_on", wrong.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(_url(request, group))
    return _edit_page(request, group, form, CancelForm())


@requires(access.may_run_back_office)
@require_POST
def group_cancel(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """The group does not go on, with a reason; or after all it does."""
    acting = request.acting
    group = _group(request, group_id)
    form = CancelForm(request.POST)
    try:
        if group.state == GroupState.CANCELLED:
            groups.take_up_again(acting, group.pk)
            messages.success(request, _("De groep gaat weer door. Bied de plaatsen opnieuw aan."))
        elif form.is_valid():
            groups.cancel(acting, group.pk, reason=form.cleaned_data["reason"])
            messages.success(request, _("De groep gaat niet door. Wie een plaats had, wacht weer."))
        else:
            return _edit_page(request, group, GroupForm(group=group), form)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(_url(request, group))


@requires(access.works_with_candidates)
@require_GET
def group_detail(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """The group, with what is to be done now. ``?eerste`` ticks who comes first, ``?alle`` shows every sector."""
    return group_page(request, _group(request, group_id))


@requires(access.may_work_with_candidates)
@require_POST
def group_offer(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """The coordination point hands out seats; a Werkplein puts its people on the waiting list."""
    acting, at = request.acting, timezone.now()
    group = _group(request, group_id)
    form = OfferForm(request.POST)
    chosen = _keys(request.POST.getlist("candidate"))
    over: list[Any] = []
    if not form.is_valid():
        return group_page(request, group, Typed(offer_form=form, chosen=chosen))
    try:
        if acts_for_coordination_point(acting):
            offered, waiting = seats.offer(acting, group.pk, candidate_ids=chosen, reason=form.given(), at=at)
            _say_offered(request, offered, waiting)
        else:
            _put_forward(request, group, chosen)
        return HttpResponseRedirect(_url(request, group))
    except seats.PassedOverWithoutReason as passed:
        form.add_error("reason", passed.sentence)
        over = passed.people
    except Refused as refused:
        form.add_error(None, refused.sentence)
    return group_page(request, group, Typed(offer_form=form, chosen=chosen, passed_over=over))


@requires(access.may_work_with_candidates)
@require_POST
def group_answer(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """What people said about their seat, all at once. ``iedereen``: who was offered a seat, comes.

    ``candidate``: asked in the file of this one, who is no longer put forward; it goes back there.
    """
    group = _group(request, group_id)
    listed = list(seats.seats_of(group))
    everybody, said_of = "iedereen" in request.POST, request.POST.get("candidate", "")
    of_file = next((seat.candidate_id for seat in listed if str(seat.candidate_id) == said_of), None)
    answers = {}
    for seat in listed:
        said = request.POST.get(f"seat-{seat.pk}", "")
        if everybody and seat.state == SeatState.OFFERED:
            said = SeatState.ACCEPTED
        if said in SeatState.values:
            answers[seat.pk] = said
    try:
        changed = seats.answer(request.acting, group.pk, answers=answers, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        answered = (
            ngettext("%(n)s antwoord bewaard.", "%(n)s antwoorden bewaard.", changed) % {"n": changed}
            if changed
            else _("Er was niets veranderd.")
        )
        messages.success(request, _("Niet meer voorgedragen.") if of_file and changed else answered)
    if of_file:
        address = [request.acting.organisation_id, of_file]
        return HttpResponseRedirect(reverse("candidates:candidate_training", args=address))
    return HttpResponseRedirect(_url(request, group))


@requires(access.may_run_back_office)
@require_POST
def group_start(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """Everybody who comes takes part from the first day on."""
    group = _group(request, group_id)
    reason = request.POST.get("benefit_reason", "")
    try:
        made = running.start(
            request.acting, group.pk, on=timezone.localdate(), at=timezone.now(), benefit_reason=reason
        )
    except PastLimit as past:
        typed = Typed(start_refused=past.sentence, benefit_reason=reason, asks_benefit=True)
        return group_page(request, group, typed)
    except Refused as refused:
        return group_page(request, group, Typed(start_refused=refused.sentence, benefit_reason=reason))
    messages.success(
        request,
        ngettext("De groep is begonnen met %(n)s deelnemer.", "De groep is begonnen met %(n)s deelnemers.", len(made))
        % {"n": len(made)},
    )
    return HttpResponseRedirect(_url(request, group))


@requires(access.may_run_back_office)
@require_POST
def group_close(request: WorkRequest, group_id: uuid.UUID) -> HttpResponse:
    """How it ended for everybody, in one go; whoever goes on, keeps the group open."""
    on = timezone.localdate()
    group = _group(request, group_id)
    enrolments = (
        Enrolment.objects.standing().filter(group=group).select_related("group", "candidate__identity").order_by("pk")
    )
    forms: list[ResultForm] = result_forms(enrolments, on=on, data=request.POST)
    # Every form is asked, so that all errors show at once.
    wrong = [form for form in forms if not form.is_valid()]
    if wrong:
        return group_page(request, group, Typed(results=forms))
    try:
        closed = running.close(
            request.acting, group.pk, results=[form.result() for form in forms], on=on, at=timezone.now()
        )
    except running.SomeChanged as changed:
        messages.error(request, changed.sentence)
        return group_page(request, group, Typed(results=renewed(forms, changed.keys, on=on)))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return group_page(request, group, Typed(results=forms, results_refused=True))
    _say_closed(request, closed)
    if closed.reopened:
        who = ", ".join(name_of(one.candidate) for one in enrolments if one.pk in closed.reopened)
        messages.success(request, _("Weer heropend: de deelname van %(who)s.") % {"who": who})
    return HttpResponseRedirect(_url(request, group))


def _put_forward(request: WorkRequest, group: TrainingGroup, chosen: list[uuid.UUID]) -> None:
    if not chosen:
        raise Refused(_("Kies wie u voordraagt."))
    own = access.candidates_of(request.acting).filter(pk__in=chosen)
    for candidate_id in own.order_by("pk").values_list("pk", flat=True):
        seats.put_forward(request.acting, group.pk, candidate_id=candidate_id, at=timezone.now())
    messages.success(request, _("Voorgedragen. Het Coördinatiepunt Social Return verdeelt de plaatsen."))


def _say_offered(request: WorkRequest, offered: int, waiting: int) -> None:
    if offered:
        words = ngettext("%(n)s plaats aangeboden.", "%(n)s plaatsen aangeboden.", offered) % {"n": offered}
        messages.success(request, words)
    if waiting:
        words = ngettext(
            "Er was geen plaats meer vrij: %(n)s kandidaat staat op de wachtlijst.",
            "Er was geen plaats meer vrij: %(n)s kandidaten staan op de wachtlijst.",
            waiting,
        )
        messages.warning(request, words % {"n": waiting})


def _say_closed(request: WorkRequest, closed: running.Closed) -> None:
    if closed.going_on:
        words = ngettext(
            "Bewaard. %(ended)s klaar, %(on)s gaat nog door.",
            "Bewaard. %(ended)s klaar, %(on)s gaan nog door.",
            closed.going_on,
        )
        messages.success(request, words % {"ended": closed.ended, "on": closed.going_on})
    else:
        messages.success(request, _("De groep is afgerond."))
    if closed.stayed:
        words = ngettext(
            "Van %(n)s deelnemer past de stand van het dossier misschien niet meer bij de uitkomst. Kijk dat na.",
            "Van %(n)s deelnemers past de stand van het dossier misschien niet meer bij de uitkomst. Kijk dat na.",
            closed.stayed,
        )
        messages.warning(request, words % {"n": closed.stayed})


def _keys(values: list[str]) -> list[uuid.UUID]:
    """What of these are keys; whatever else was sent is nobody."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def _group(request: WorkRequest, group_id: uuid.UUID) -> TrainingGroup:
    return get_object_or_404(programmes.groups_of(request.acting).select_related("programme"), pk=group_id)


def _edit_page(request: WorkRequest, group: TrainingGroup, form: GroupForm, cancel: CancelForm) -> HttpResponse:
    context = {
        "form": form,
        "cancel_form": cancel,
        "group": group,
        "programme": group.programme,
        "tabs": tabs(request.acting, "groups"),
    }
    failed = form.errors or cancel.errors
    return render(request, "candidates/group_form.html", context, status=422 if failed else 200)


def _url(request: WorkRequest, group: TrainingGroup) -> str:
    return reverse("candidates:group_detail", args=[request.acting.organisation_id, group.pk])
