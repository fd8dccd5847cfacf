"""What candidate and employer answer through the link in their mail, and what follows from both answers.

The link may do no more than answer once; what that is worth is weighed afterwards, as the portal itself.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.outbox import queue_job
from organisations.refused import Refused, check_free_text
from placements.at_work import Said, Weight, weigh
from placements.choices import AskedOf, KnownBy, WorkAnswer
from placements.follow_ups import calling, known
from placements.follow_ups.asking import lock
from placements.follow_ups.known import Outcome
from placements.models import FollowUp, FollowUpQuestion

WEIGH = "placements.tasks.weigh_answers"


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the page behind a link knows. ``name`` is empty where it may not say who it is about."""

    asked: AskedOf
    is_answered: bool
    expires_at: datetime
    is_known: bool
    months: int
    employer: str
    starts_on: date
    hours_per_week: Decimal
    name: str
    asked_by: str

    def is_open(self, at: datetime) -> bool:
        return not self.is_answered and not self.is_known and at < self.expires_at


def find() -> Asked | None:
    """What the link asks; inside ``tenancy.link(token)``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_follow_up_of_link()")
        row = cursor.fetchone()
    if row is None:
        return None
    _question_id, asked, *rest, _region = row
    return Asked(AskedOf(asked), *rest)


@transaction.atomic
def answer(token: str, *, said: WorkAnswer, place: str, at: datetime) -> None:
    """Keep the answer and have it weighed; inside ``tenancy.link(token)``. It is given once."""
    rows: Any = FollowUpQuestion.objects.select_for_update(of=("self",), no_key=True)
    question: FollowUpQuestion | None = rows.filter(token_hash=tenancy.hash_token(token)).first()
    asked = find()
    if question is None or asked is None or not asked.is_open(at):
        raise Refused(_("Deze vraag is al beantwoord."))
    check_free_text(place)
    question.said, question.said_at = said, at
    question.said_place = place.strip() if said == WorkAnswer.ELSEWHERE else ""
    question.save(update_fields=["said", "said_at", "said_place"])
    queue_job(WEIGH, follow_up_id=question.follow_up_id, region_id=question.region_id)


@transaction.atomic
def weigh_answers(follow_up_id: uuid.UUID, *, on: date, at: datetime) -> None:
    """Settle it where both answers agree, and give it to a coach where they do not; as ``system(UPKEEP)``."""
    found = FollowUp.objects.filter(pk=follow_up_id).first()
    if found is None:
        return
    follow_up = lock(found)
    if follow_up.at_work is not None:
        return
    answers = answers_of(follow_up)
    found_out = weigh(*said_by(follow_up, answers, on=on))
    if found_out.weight == Weight.DIFFERENT:
        calling.call_for([follow_up], on=on, at=at)
    if found_out.weight != Weight.AGREED or found_out.at_work is None:
        return
    last = max(one.said_at for one in answers.values() if one.said_at)
    known.write(
        follow_up,
        Outcome(
            at_work=found_out.at_work,
            workplace=found_out.workplace or "",
            workplace_name=place_of(answers) if found_out.workplace == "other" else "",
            checked_on=max(timezone.localdate(last), follow_up.due_on),
        ),
        known_by=KnownBy.ANSWERS,
        by=None,
        at=at,
    )


def answers_of(follow_up: FollowUp) -> dict[str, FollowUpQuestion]:
    """The questions that were answered, by who was asked."""
    return {one.asked: one for one in follow_up.questions.all() if one.said}


def said_by(follow_up: FollowUp, answers: dict[str, FollowUpQuestion], *, on: date) -> tuple[Said | None, Said | None]:
    """What candidate and employer said. A placement that ended before then was answered for by the employer already."""
    said = {asked: Said(one.said) for asked, one in answers.items()}
    ended_on = follow_up.placement.ended_on
    of_employer = said.get(AskedOf.EMPLOYER)
    if of_employer is None and ended_on is not None and ended_on < min(follow_up.due_on, on):
        of_employer = Said.GONE
    return said.get(AskedOf.CANDIDATE), of_employer


def place_of(answers: dict[str, FollowUpQuestion]) -> str:
    of_candidate = answers.get(AskedOf.CANDIDATE)
    return of_candidate.said_place if of_candidate else ""
