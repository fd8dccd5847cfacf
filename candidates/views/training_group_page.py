"""What the page of a group shows, whether it is opened or something on it was not right."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import access
from candidates.file.pages import name_of
from candidates.forms.training_group import OfferForm, ResultForm, result_forms
from candidates.models import Enrolment, TrainingGroup, TrainingSeat
from candidates.reading import log_seen
from candidates.training import programmes, seats
from candidates.training.costs import costs_of
from candidates.training.pages import tabs
from candidates.training.seat_order import Ring
from candidates.training_choices import GroupState, SeatState
from organisations.access import WorkRequest, acts_for_coordination_point
from organisations.tenancy import Acting

#: So many of those who wait are shown at first; each person shown is a line in the read log.
SHOWN = 30
RINGS: dict[int, str | Promise] = {
    Ring.PRIORITY: gettext_lazy("Voorrangsgebied"),
    Ring.REGION: gettext_lazy("Regio"),
    Ring.OUTSIDE: gettext_lazy("Buiten de regio"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed or chose that is not right yet."""

    offer_form: OfferForm | None = None
    chosen: Collection[uuid.UUID] | None = None
    passed_over: Collection[Any] = ()
    results: list[ResultForm] | None = None
    #: A message says why the results were not kept.
    results_refused: bool = False
    start_refused: str = ""
    benefit_reason: str = ""
    #: Somebody would pass the limit of time with benefit kept.
    asks_benefit: bool = False


def group_page(request: WorkRequest, group: TrainingGroup, typed: Typed | None = None) -> HttpResponse:
    """The group as it stands; with what was typed and is not right, as a 422."""
    typed = typed or Typed()
    acting, on = request.acting, timezone.localdate()
    hands_out = acts_for_coordination_point(acting)
    listed = list(seats.seats_of(group))
    shows_pool = _shows_pool(request, group, typed)
    pool, more = _pool(request, group, typed.chosen) if shows_pool else ([], 0)
    busy = _busy(group, [row["candidate"].pk for row in pool] + [seat.candidate_id for seat in listed])
    for row in pool:
        row["busy"] = row["candidate"].pk in busy
    every = _enrolments(group)
    enrolments = [one for one in every if one.removed_at is None]
    removed = [one for one in every if one.removed_at is not None]
    forms = typed.results or (result_forms(enrolments, on=on) if hands_out else [])
    by_key = {form.enrolment.pk: form for form in forms}
    shown = {one.pk: one for one in [row["candidate"] for row in pool]}
    shown |= {seat.candidate_id: seat.candidate for seat in listed}
    shown |= {one.candidate_id: one.candidate for one in every}
    shown |= {one.pk: one for one in typed.passed_over}
    log_seen(
        acting,
        shown.values(),
        purpose=_("Scholingsgroep %(name)s")[:200] % {"name": group.name},
        at=timezone.now(),
        request=request.reference,
    )
    named = list(typed.passed_over)
    seat_by = {seat.candidate_id: seat for seat in listed}
    waiting = [seat for seat in listed if seat.state == SeatState.WAITING]
    given = [seat for seat in listed if seat.state not in {SeatState.WAITING, SeatState.DECLINED}]
    context = {
        "group": group,
        "programme": group.programme,
        "expected": programmes.demand_for(
            acting, group.programme, programmes.occupations_led_to(group.programme), on=on
        ),
        "tabs": tabs(acting, "groups"),
        "hands_out": hands_out,
        "may_edit": access.may_run_back_office(acting),
        "may_work": access.may_work_with_candidates(acting),
        "is_open": group.state == GroupState.OPEN,
        "seats": [_seat_row(acting, seat, busy) for seat in given],
        "waiting": [_seat_row(acting, seat, busy) for seat in waiting],
        "declined": [_seat_row(acting, seat, busy) for seat in listed if seat.state == SeatState.DECLINED],
        "unanswered": sum(seat.state == SeatState.OFFERED for seat in listed),
        "coming": sum(seat.state == SeatState.ACCEPTED for seat in listed),
        "may_start": group.starts_on <= on,
        "shows_pool": shows_pool,
        "pool": pool,
        "more": more,
        "all_sectors": "alle" in request.GET,
        "offer_form": typed.offer_form or OfferForm(),
        "passed_over": [{"candidate": one, "name": name_of(one), "ring": RINGS[one.ring]} for one in named],
        "enrolments": [
            {
                "enrolment": one,
                "name": name_of(one.candidate),
                "form": by_key.get(one.pk),
                "seat": seat_by.get(one.candidate_id),
            }
            for one in enrolments
        ],
        "removed": [{"candidate": one.candidate, "name": name_of(one.candidate)} for one in removed],
        "result_forms": forms,
        "cost": costs_of(acting).filter(group=group).counting().total() if hands_out else None,
        "start_refused": typed.start_refused,
        "benefit_reason": typed.benefit_reason,
        "asks_benefit": typed.asks_benefit,
    }
    failed = (
        typed.start_refused
        or typed.results_refused
        or (typed.offer_form and typed.offer_form.errors)
        or any(form.errors or form.is_newer for form in forms)
    )
    return render(request, "candidates/group_detail.html", context, status=422 if failed else 200)


def _shows_pool(request: WorkRequest, group: TrainingGroup, typed: Typed) -> bool:
    """Whoever can get a seat is shown while there is one, or when asked for the waiting list: no more are seen."""
    asked = group.seats_free > 0 or "lijst" in request.GET or typed.chosen is not None
    return asked and group.state == GroupState.OPEN and access.may_work_with_candidates(request.acting)


def _pool(
    request: WorkRequest, group: TrainingGroup, chosen: Collection[uuid.UUID] | None
) -> tuple[list[dict[str, Any]], int]:
    """Who can get a seat, in order, and how many more there are than are shown."""
    people = seats.waiting_for(group, all_sectors="alle" in request.GET)
    if not acts_for_coordination_point(request.acting):
        people = [one for one in people if not one.waits_here]
    most = len(people) if "meer" in request.GET else max(SHOWN, group.seats_free)
    ticked = set(chosen or ())
    if "eerste" in request.GET and chosen is None:
        ticked = {one.pk for one in people[: group.seats_free]}
    listed = [one for place, one in enumerate(people) if place < most or one.pk in ticked]
    rows = [
        {
            "candidate": one,
            "name": name_of(one),
            "ring": RINGS[one.ring],
            "is_ticked": one.pk in ticked,
        }
        for one in listed
    ]
    return rows, len(people) - len(listed)


def _busy(group: TrainingGroup, keys: list[uuid.UUID]) -> set[uuid.UUID]:
    """Whoever of these candidates follows something else in the same period; accepted, and flagged."""
    others = Enrolment.objects.overlapping(group.starts_on, group.ends_on).exclude(group=group)
    return set(others.filter(candidate__in=keys).values_list("candidate_id", flat=True))


def _enrolments(group: TrainingGroup) -> list[Enrolment]:
    """Also those that were taken away as a mistake."""
    found = Enrolment.every.standing().filter(group=group).select_related("group", "candidate__identity")
    return list(found.order_by("candidate__identity__normalised_name", "pk"))


def _seat_row(acting: Acting, seat: TrainingSeat, busy: Collection[uuid.UUID]) -> dict[str, Any]:
    """One line of the list, with the answers that fit."""
    fitting = [SeatState(seat.state), *seats.answers_to(acting, seat)]
    return {
        "seat": seat,
        "candidate": seat.candidate,
        "name": name_of(seat.candidate),
        "ring": RINGS[seat.ring],
        "answers": [(one.value, one.label) for one in fitting],
        "busy": seat.candidate_id in busy,
    }
