"""What is done for vacancies every day: ask whether they stand, take down what nobody confirmed, forget contacts."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from candidates.back_office import policy_of
from placements.models import Vacancy, VacancyFile
from placements.vacancies import mails
from placements.vacancies.firm import PROVE_WITHIN
from placements.vacancies.keeping import end, has_begun
from placements.vacancies.lifecycle import Step
from placements.vacancy_choices import ClosedBecause, VacancyState

#: How long after its end somebody can be asked about a vacancy; then nobody's name is kept.
KEEP_CONTACT_DAYS = 365
_AT_ONCE = 500
_CONTACT = {"contact_name": "", "contact_email": "", "contact_phone": "", "token_hash": ""}


def close_over(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Close what nobody can answer any more by its own last day, and tell its employer."""
    over = _some(_open_in(region_id).filter(closes_on__lt=on))
    for vacancy in over:
        _take_down(vacancy, ClosedBecause.OVER)
    return len(over)


def ask_whether_they_stand(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Ask employers who said nothing for so long; and of expected work, once its first day has come."""
    before = on - dt.timedelta(days=policy_of(region_id).vacancy_ask_days)
    began = Q(is_expected=True, starts_on__lte=on, confirmed_at__date__lt=F("starts_on"))
    due = _open_in(region_id).filter(Q(confirmed_at__date__lte=before) | began, asked_at=None)
    asked = _some(due)
    for vacancy in asked:
        vacancy.asked_at = timezone.now()
        vacancy.save(update_fields=["asked_at"])
        mails.tell(
            vacancy,
            vacancy.file,
            "vacancy_still_right",
            days=policy_of(region_id).vacancy_answer_days,
            has_begun=has_begun(vacancy, on=on),
        )
    return len(asked)


def take_down_unanswered(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Take down what was asked about and not confirmed, and tell its employer how to put it back."""
    before = on - dt.timedelta(days=policy_of(region_id).vacancy_answer_days)
    silent = _some(_open_in(region_id).filter(asked_at__date__lte=before))
    for vacancy in silent:
        _take_down(vacancy, ClosedBecause.NO_ANSWER)
    return len(silent)


def forget(*, region_id: uuid.UUID, on: dt.date) -> int:
    """End what no firm ever proved to be its own, and keep nobody's name of what ended long ago."""
    unproven = Vacancy.objects.filter(
        region_id=region_id,
        state=VacancyState.SUBMITTED,
        created_by=None,
        file__email_confirmed_at=None,
        created_at__date__lt=on - PROVE_WITHIN,
    )
    ended = _some(unproven)
    for vacancy in ended:
        end(vacancy, Step.CLOSE, because=ClosedBecause.NO_ANSWER, at=timezone.now())
    long_ago = on - dt.timedelta(days=KEEP_CONTACT_DAYS)
    files = VacancyFile.objects.filter(region_id=region_id).exclude(**_CONTACT)
    over = Q(vacancy__closed_at__date__lt=long_ago, vacancy__state__in=[VacancyState.CLOSED, VacancyState.FILLED])
    refused = Q(decided_at__date__lt=long_ago, vacancy__state=VacancyState.REJECTED)
    never_proved = Q(vacancy__in=[one.pk for one in ended])
    # By keys: rows that are changed cannot be found by what another table says in the same statement.
    known = list(files.filter(over | refused | never_proved).values_list("pk", flat=True))
    return len(ended) + VacancyFile.objects.filter(pk__in=known).update(**_CONTACT)


def _open_in(region_id: uuid.UUID) -> QuerySet[Vacancy]:
    return Vacancy.objects.filter(region_id=region_id, state=VacancyState.OPEN)


def _some(vacancies: QuerySet[Vacancy]) -> list[Any]:
    """As many as one day can do; the rest is for tomorrow."""
    rows: Any = vacancies.select_related("file").select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("confirmed_at", "pk")[:_AT_ONCE])


def _take_down(vacancy: Vacancy, because: ClosedBecause) -> None:
    end(vacancy, Step.CLOSE, because=because, at=timezone.now())
    mails.tell(vacancy, vacancy.file, "vacancy_taken_down", is_over=because == ClosedBecause.OVER)
