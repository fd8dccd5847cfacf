"""What the screens of follow-ups show: where each stands, what was answered, and how many are known of those due."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.file.pages import name_of
from organisations.templatetags.formatting import date_nl, day_nl
from organisations.tenancy import Acting
from placements.access import follow_ups_of, placements_of
from placements.at_work import MONTHS, Check, Weighed, Weight, due_on, is_after_end, totals, weigh
from placements.choices import AskedOf, KnownBy, WorkAnswer, WorkplaceNow
from placements.follow_ups.answering import answers_of, said_by
from placements.follow_ups.words import title_of
from placements.models import FollowUp, FollowUpQuestion, Placement
from placements.querysets import FollowUpQuerySet

DUE, CALL, DIFFER, ASKED, LATER, AHEAD = (
    "follow_up_due",
    "follow_up_call",
    "follow_up_differ",
    "follow_up_asked",
    "follow_up_later",
    "follow_up_ahead",
)
AT_WORK, NOT_AT_WORK = "at_work", "not_at_work"


def shown(follow_ups: Any) -> FollowUpQuerySet:
    """With all that a row or a page shows; two queries, and one for the questions."""
    questions = Prefetch("questions", FollowUpQuestion.objects.order_by("asked"))
    found: FollowUpQuerySet = follow_ups.select_related(
        "placement__candidate__identity",
        "placement__candidate__coach",
        "placement__candidate__werkplein",
        "placement__employer_organisation",
        "decided_by",
    ).prefetch_related(questions)
    return found


def complete(follow_ups: Iterable[FollowUp], *, on: date) -> None:
    """Give each row what a table shows of it."""
    for one in follow_ups:
        row: Any = one
        candidate = one.placement.candidate
        row.candidate = candidate
        row.shown_name = name_of(candidate)
        row.shown_state = state_of(one, on=on)
        row.title = title_of(one.months)
        row.employer = one.placement.employer_name
        row.coach_name = candidate.coach.name if candidate.coach else _("nog geen coach")


def state_of(follow_up: FollowUp, *, on: date) -> str:
    """One of the keys above."""
    if follow_up.at_work is not None:
        return AT_WORK if follow_up.at_work else NOT_AT_WORK
    if follow_up.due_on > on:
        return AHEAD
    if follow_up.again_on is not None and follow_up.again_on > on:
        return LATER
    if weighed(follow_up, on=on).weight == Weight.DIFFERENT:
        return DIFFER
    if follow_up.called_for_on is not None:
        return CALL
    return ASKED if follow_up.asked_at else DUE


def weighed(follow_up: FollowUp, *, on: date) -> Weighed:
    """What the answers so far say together."""
    return weigh(*said_by(follow_up, answers_of(follow_up), on=on))


def round_of(acting: Acting, *, on: date, skipped: Sequence[uuid.UUID] = ()) -> Any:
    """What this member works off: what mails do not settle before what still waits for an answer.

    Of each his own candidates first, then whoever has no coach, then those of colleagues; and of those what was due
    last: what was due years ago stands in nobody's way.
    """
    own = Q(placement__candidate__coach_id=acting.user_id)
    nobodys = Q(placement__candidate__coach_id=None)
    whose = Case(When(own, then=Value(0)), When(nobodys, then=Value(1)), default=Value(2), output_field=IntegerField())
    waits = Case(
        When(asked_at__isnull=False, called_for_on=None, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    found = follow_ups_of(acting).due(on=on).exclude(pk__in=list(skipped)).alias(whose=whose, waits=waits)
    return found.order_by("waits", "whose", "-due_on", "placement__candidate__reference", "pk")


def answers(follow_up: FollowUp, *, on: date) -> list[dict[str, Any]]:
    """For candidate and employer: when they were asked, and what they said."""
    there = {one.asked: one for one in follow_up.questions.all()}
    return [_answer(asked, there.get(asked), on=on) for asked in AskedOf]


def _answer(asked: AskedOf, question: FollowUpQuestion | None, *, on: date) -> dict[str, Any]:
    found: dict[str, Any] = {"asked": asked, "who": asked.label, "said": "", "sub": "", "may_ask": True}
    if question is None:
        return found | {"said": _("nog niet gevraagd")}
    if question.said:
        said = WorkAnswer(question.said)
        words = str(said.label) + (f": {question.said_place}" if question.said_place else "")
        when = _("antwoord van %(day)s") % {"day": date_nl(_day(question.said_at))}
        return found | {"said": words, "sub": when, "is_answer": True, "may_ask": False}
    sent = _("gevraagd op %(day)s") % {"day": date_nl(_day(question.sent_at))}
    if question.sent > 1:
        sent = _("%(n)s keer gevraagd, laatst op %(day)s") % {
            "n": question.sent,
            "day": date_nl(_day(question.sent_at)),
        }
    if _day(question.expires_at) < on:
        sent = _("%(sent)s; de link is verlopen") % {"sent": sent}
    return found | {"said": _("nog geen antwoord"), "sub": sent}


def outcome_of(follow_up: FollowUp) -> str:
    """What is known, in one sentence."""
    if follow_up.at_work is None or follow_up.checked_on is None:
        return ""
    if not follow_up.at_work:
        return _("Niet aan het werk op %(day)s") % {"day": day_nl(follow_up.checked_on)}
    day = {"day": day_nl(follow_up.checked_on), "place": follow_up.workplace_name}
    if follow_up.workplace_name:
        return _("Aan het werk op %(day)s, bij %(place)s") % day
    if follow_up.workplace == WorkplaceNow.SAME:
        return _("Aan het werk op %(day)s, bij %(place)s") % (day | {"place": follow_up.placement.employer})
    if follow_up.workplace == WorkplaceNow.OTHER:
        return _("Aan het werk op %(day)s, ergens anders") % day
    return _("Aan het werk op %(day)s") % day


def known_by(follow_up: FollowUp) -> str:
    """Who or what it is known by."""
    if follow_up.known_by == KnownBy.COACH and follow_up.decided_by:
        return _("Vastgelegd door %(name)s") % {"name": follow_up.decided_by.name}
    return str(follow_up.get_known_by_display()) if follow_up.known_by else ""


def is_odd(follow_up: FollowUp) -> bool:
    """At work there, though the placement had ended by then."""
    if follow_up.at_work is None or follow_up.checked_on is None:
        return False
    return is_after_end(
        at_work=follow_up.at_work,
        workplace=follow_up.workplace,
        checked_on=follow_up.checked_on,
        ended_on=follow_up.placement.ended_on,
    )


def overview(acting: Acting, *, on: date) -> list[dict[str, Any]]:
    """After 6, 12 and 24 months: due, at work, not, unknown, of the placements since the programme began. Two queries."""
    placements = placements_of(acting).filter(candidate__merged_into__isnull=True)
    starts = list(placements.order_by("pk").values_list("pk", "starts_on", "region__programme_start"))
    known = follow_ups_of(acting).exclude(at_work=None).values_list("placement_id", "months", "checked_on", "at_work")
    found = {(placement, months): (checked, at_work) for placement, months, checked, at_work in known.order_by("pk")}
    figures = []
    for months in MONTHS:
        checks = [
            Check(due, *found.get((pk, months), (None, None)))
            for pk, starts_on, since in starts
            if (due := due_on(starts_on, months)) is not None and (since is None or starts_on >= since)
        ]
        total = totals(checks, by=on)
        figures.append(
            {
                "label": title_of(months),
                "due": total.due,
                "at_work": total.at_work,
                "not_at_work": total.not_at_work,
                "unknown": total.unknown,
            }
        )
    return figures


def of_placement(placement: Placement, *, on: date) -> list[dict[str, Any]]:
    """The three checks of one placement, also those that are still to come. Two queries."""
    there = {one.months: one for one in shown(placement.follow_ups.all()).order_by("months")}
    lines = []
    for months in MONTHS:
        one = there.get(months)
        due = one.due_on if one else due_on(placement.starts_on, months)
        if due is None:
            continue
        state = state_of(one, on=on) if one else (AHEAD if due > on else "follow_up_unasked")
        lines.append(
            {
                "months": months,
                "title": title_of(months),
                "due_on": due,
                "state": state,
                "follow_up": one,
                "outcome": outcome_of(one) if one else "",
                "may_open": one is None and due <= on,
            }
        )
    return lines


def _day(moment: Any) -> date:
    return timezone.localdate(moment)
