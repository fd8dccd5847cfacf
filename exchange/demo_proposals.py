"""Proposals in the demo: in every state, over its open vacancies, brought there by the use cases that the screens call.

For each the candidate who comes first is chosen, so that the lists look as a coach would have made them.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import CandidateIdentity
from candidates.working.call_day import working_day
from organisations.models import Region
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.matching import in_order
from placements.mediation import asking, deciding, ending
from placements.mediation.deciding import Meeting
from placements.mediation.ending import Why
from placements.mediation.passing_over import Reason
from placements.mediation.people import FACTS, known, looking, sought
from placements.mediation.proposing import shortlist
from placements.models import Proposal, Vacancy
from placements.vacancy_choices import DeclineReason, MatchPassReason, RefuseReason, VacancyState

_INTRODUCTIONS = (
    "Werkte drie jaar in een magazijn en op de bouw. Staat vroeg op, werkt graag in een ploeg en leert snel van voordoen.",
    "Heeft handigheid en geduld. Deed het afgelopen jaar een korte opleiding en wil nu meters maken op een werkplek.",
    "Was lang eigen baas en weet van aanpakken. Zoekt vast werk met duidelijke uren en fijne collega’s.",
    "Komt uit de zorg voor het eigen gezin terug naar werk. Precies, vriendelijk en op tijd. Begint het liefst rustig.",
    "Sprak twee jaar geleden nog geen Nederlands en nu goed. Had in eigen land een werkplaats en kan lezen van tekeningen.",
)  # fmt: skip
_PLACE = "Kantoor van de werkgever, melden bij de balie"

#: What becomes of each proposal in turn, at whose vacancy, and how many days ago it began.
_COURSE: tuple[tuple[str, str, int], ...] = (
    ("meeting", "bram", 9),
    ("agreed", "bram", 3),
    ("hired", "bram", 16),
    ("refused", "bram", 20),
    ("asked", "bram", 2),
    ("shortlisted", "company", 1),
    ("late", "company", 12),
    ("declined", "company", 8),
    ("met", "firm", 15),
    ("agreed", "firm", 5),
    ("withdrawn", "company", 11),
    ("refused_other", "firm", 18),
    ("shortlisted", "bram", 0),
    ("meeting", "company", 7),
    ("declined_far", "firm", 13),
    ("asked", "firm", 4),
)


def furnish(
    region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], on: date, at: datetime
) -> None:
    """Do nothing when there are any already."""
    with acting_as("bram") as bram:
        own = bram.organisation_id
    with acting_as("dirk") as dirk:
        if Proposal.objects.filter(region=region).exists():
            return
        busy: set[uuid.UUID] = set()
        vacancies = _vacancies(region, own)
        for place, (course, whose, days) in enumerate(_COURSE):
            vacancy_id = next(vacancies[whose], None)
            candidate_id = _first(dirk, vacancy_id, busy) if vacancy_id else None
            if vacancy_id is not None and candidate_id is not None:
                busy.add(candidate_id)
                _make(dirk, vacancy_id, candidate_id, course, place, on=on - timedelta(days=days), today=on, at=at)


def _vacancies(region: Region, own: uuid.UUID) -> dict[str, Iterator[uuid.UUID]]:
    """The open ones that begin now, by turns: of Bram's company, of other companies of the portal, and of other firms."""
    found = Vacancy.objects.filter(region=region, state=VacancyState.OPEN, is_expected=False)
    whose: dict[str, list[uuid.UUID]] = {"bram": [], "company": [], "firm": []}
    for pk, employer in found.order_by("reference").values_list("pk", "employer_organisation_id"):
        whose["bram" if employer == own else "company" if employer else "firm"].append(pk)
    return {key: cycle(rows) for key, rows in whose.items()}


def _first(acting: Acting, vacancy_id: uuid.UUID, busy: set[uuid.UUID]) -> uuid.UUID | None:
    """Who comes first of those who are ready for work; of whom nobody is known by name nobody can be proposed."""
    about = sought(acting, vacancy_id)
    ready = looking(acting, about).filter(state=CandidateState.READY, identity__isnull=False).exclude(pk__in=busy)
    people = [known(row, about.rings) for row in ready.order_by("pk").values_list(*FACTS)]
    return next((one.who.id for one in in_order(about.asked, people) if isinstance(one.who.id, uuid.UUID)), None)


def _make(
    acting: Acting,
    vacancy_id: uuid.UUID,
    candidate_id: uuid.UUID,
    course: str,
    place: int,
    *,
    on: date,
    today: date,
    at: datetime,
) -> None:
    then = at - (today - on)
    reason = Reason(MatchPassReason.NOT_FREE)
    try:
        (one,) = shortlist(acting, vacancy_id, [candidate_id], reason=reason, at=then)
    except Refused:
        # Whoever the demo's own work brought elsewhere meanwhile is proposed for nothing.
        return
    if course == "shortlisted":
        return
    text = _INTRODUCTIONS[place % len(_INTRODUCTIONS)]
    identity = CandidateIdentity.objects.filter(candidate_id=candidate_id).first()
    text = asking.check_introduction(text, identity)
    asking.ask(acting, one.pk, introduction=text, answer_by=asking.first_answer_day(on), on=on, at=then)
    if course in {"asked", "late"}:
        return
    later, then = on + timedelta(days=1), then + timedelta(days=1)
    if course.startswith("declined"):
        why = DeclineReason.TRAVEL if course == "declined_far" else DeclineReason.HOURS
        asking.told(acting, one.pk, wants=False, on=later, at=then, reason=why)
        return
    asking.told(acting, one.pk, wants=True, on=later, at=then)
    if course == "withdrawn":
        ending.withdraw(acting, one.pk, why=Why("other", "Begint toch aan een opleiding."), on=later, at=then)
    elif course in {"meeting", "met"}:
        day = working_day(today + timedelta(days=2)) if course == "meeting" else on + timedelta(days=8)
        meets = timezone.make_aware(datetime.combine(day, time(10 + place % 5)))
        deciding.plan_meeting(acting, one.pk, meeting=Meeting(meets, _PLACE), on=later, at=then)
    elif course == "hired":
        deciding.hire(acting, one.pk, on=later, at=then)
    elif course.startswith("refused"):
        why_not = RefuseReason.START if course == "refused_other" else RefuseReason.EXPERIENCE
        deciding.refuse(acting, one.pk, reason=why_not, note="", on=later, at=then)
