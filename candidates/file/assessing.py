"""Intake and diagnosis: begun with the answers of the last time, kept while somebody talks, and finished for good."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.choices import CandidateState
from candidates.file.facts import wishes_version
from candidates.models import Assessment, Candidate, CandidateProfile
from candidates.questions import Answers, carried_over, cleaned, current, known_income, target_group
from organisations.refused import Refused
from organisations.shown import digest
from organisations.tenancy import Acting

#: The state in which somebody is while this is done.
STATE_OF = {"intake": CandidateState.INTAKE, "diagnosis": CandidateState.DIAGNOSIS}
_BEFORE = {
    "intake": (CandidateState.REGISTERED,),
    "diagnosis": (CandidateState.REGISTERED, CandidateState.INTAKE),
}


def first_answers(candidate: Candidate, kind: str, *, previous: Assessment | None) -> dict[str, str | list[str]]:
    """With what a new one begins: the answers of the last time, and for an intake what the file knows already."""
    asked = current(kind)
    known = known_income(candidate.target_group) if kind == "intake" else {}
    return carried_over(asked, {**(previous.answers if previous else {}), **known})


def version(assessments: Iterable[Assessment], profile: CandidateProfile | None) -> str:
    """The same as long as nobody kept or finished one of these, or changed what is asked on the same page."""
    rows = {str(one.pk): (one.is_closed, one.answers) for one in assessments}
    return digest(rows | {"wishes": wishes_version(profile)})


def finished_already(
    acting: Acting, candidate: Candidate, kind: str, *, answers: Answers, on: date
) -> Assessment | None:
    """The last one, when this member finished it today with these answers: a form that is sent twice."""
    last = Assessment.objects.filter(candidate=candidate, kind=kind).order_by("-begun_at", "-pk").first()
    if last is None or not last.is_closed or (last.done_on, last.done_by_id) != (on, acting.user_id):
        return None
    return last if last.answers == cleaned(current(kind), answers) else None


@transaction.atomic
def keep(
    acting: Acting, candidate_id: uuid.UUID, kind: str, *, answers: Answers, on: date, at: datetime, close: bool
) -> Assessment:
    """Keep the answers so far; ``close`` finishes it. There is one open at a time, whoever of both began it.

    Finished twice it is one. A finished intake tells the target group where nobody knew it yet. Who was only registered
    is at intake from now on, and so with a diagnosis.
    """
    candidate = lifecycle.lock(candidate_id)
    if close and (again := finished_already(acting, candidate, kind, answers=answers, on=on)) is not None:
        return again
    kept = cleaned(current(kind), answers)
    if not kept:
        raise Refused(_("Kies minstens één antwoord."))
    mine = Assessment.objects.filter(candidate=candidate, kind=kind)
    row = mine.filter(closed_at__isnull=True).order_by("-begun_at").first()
    if row is None:
        previous = mine.filter(closed_at__isnull=False).order_by("-closed_at", "-pk").first()
        row = Assessment(region_id=candidate.region_id, candidate=candidate, kind=kind, follows=previous, begun_at=at)
    row.version, row.answers = current(kind).version, kept
    row.done_on, row.done_by_id, row.organisation_id = on, acting.user_id, acting.organisation_id
    row.closed_at = at if close else None
    row.save()
    if close and kind == "intake" and not candidate.target_group and (group := target_group(kept)):
        candidate.target_group = group
        candidate.save(update_fields=["target_group"])
    if candidate.state in _BEFORE[kind] and on >= candidate.state_since:
        lifecycle.move(acting, candidate.pk, to=STATE_OF[kind], on=on, at=at)
    return row
