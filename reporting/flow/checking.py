"""What is incomplete behind the figures of a report, counted by a worker, and what the manager says of it.

The programme bureau does not see the rows of candidates and lines, so that the counting is a worker's: as
``system(REPORT)``, one query a warning. Each warning is seen or explained before the report can be frozen.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.access import works_with_candidates
from candidates.models import Candidate, Enrolment
from organisations.access import Predicate, acts_for_coordination_point, acts_for_programme_bureau, is_member
from organisations.form_fields import Words
from organisations.models import Municipality, OrganisationRegion, Region
from organisations.months import add_months, first_of_month
from organisations.outbox import queue_job
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement
from reporting.choices import EffortState, SpendingState
from reporting.flow.sealing import check_open, locked
from reporting.models import PartnerEffort, Report, ReportWarning, SpendingLine
from reporting.periods import FIRST_YEAR, Length, Period
from tenders.choices import SroiDecision, TenderStatus
from tenders.models import Tender

TASK = "reporting.tasks.count_warnings"
_DECIDED_LATE = (TenderStatus.PUBLISHED, TenderStatus.AWARDED, TenderStatus.IN_EXECUTION, TenderStatus.COMPLETED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which region and period is counted; counts since the start of the programme begin on ``since``."""

    region_id: uuid.UUID
    period: Period
    since: dt.date
    #: The topic of that name in the snapshot.
    at_work_after: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of incomplete data. ``mend`` names the page where it is mended, for whom ``may_mend`` says; ``by`` says who."""

    code: str
    title: Words
    effect: Words
    count: Callable[[Asked], int]
    by: Words
    mend: str = ""
    may_mend: Predicate = is_member


def _without_group(asked: Asked) -> int:
    return _registered(asked).filter(target_group="").count()


def _unknown_municipality(asked: Asked) -> int:
    in_force = Municipality.objects.filter(code=OuterRef("municipality"), valid__contains=OuterRef("registered_on"))
    return _registered(asked).exclude(Exists(in_force)).count()


def _registered(asked: Asked):
    return Candidate.objects.standing().filter(
        region_id=asked.region_id, registered_on__gte=asked.since, registered_on__lte=asked.period.last_day
    )


def _without_outcome(asked: Asked) -> int:
    return Enrolment.objects.filter(
        region_id=asked.region_id,
        removed_at=None,
        outcome="",
        ended_on__gte=asked.since,
        ended_on__lte=asked.period.last_day,
        candidate__merged_into=None,
    ).count()


def _follow_ups(asked: Asked) -> int:
    """As the report itself says: due by the end of the period, and no answer dated by then."""
    return sum(int(one["unknown"]) for one in asked.at_work_after.values())


def _lines_waiting(asked: Asked) -> int:
    waits = Q(status__in=[LineStatus.SUBMITTED, LineStatus.RETURNED], reversed_at=None)
    first, last = asked.period.first_day, asked.period.last_day
    return (
        Deployment.objects.filter(waits, region_id=asked.region_id, starts_on__lte=last, ends_on__gte=first).count()
        + Contribution.objects.filter(waits, region_id=asked.region_id, date__range=(first, last)).count()
    )


def _hours_waiting(asked: Asked) -> int:
    return HoursStatement.objects.filter(
        deployment__region_id=asked.region_id,
        status__in=[LineStatus.SUBMITTED, LineStatus.RETURNED],
        reversed_at=None,
        month__range=(asked.period.first_day, asked.period.last_day),
    ).count()


def _hours_missing(asked: Asked) -> int:
    """Months of the period in which somebody was at work, without a statement; 'nothing this month' is one."""
    missing, month = 0, first_of_month(asked.period.first_day)
    at_work = Deployment.objects.live().approved().filter(region_id=asked.region_id)
    while month <= asked.period.last_day:
        following = add_months(month, 1)
        stated = HoursStatement.objects.filter(deployment=OuterRef("pk"), month=month, reversed_at=None)
        stated = stated.exclude(status__in=[LineStatus.CONCEPT, LineStatus.REJECTED])
        missing += at_work.filter(~Exists(stated), starts_on__lt=following, ends_on__gte=month).count()
        month = following
    return missing


def _spending(asked: Asked) -> int:
    return SpendingLine.objects.filter(
        region_id=asked.region_id, state=SpendingState.ENTERED, on__lte=asked.period.last_day
    ).count()


def _efforts(asked: Asked) -> int:
    """Quarters of the period for which a partner sent in nothing."""
    partners = OrganisationRegion.objects.filter(region_id=asked.region_id, covenant_partner=True).count()
    quarters = _quarters(asked.period)
    there = PartnerEffort.objects.filter(region_id=asked.region_id, period__in=quarters).exclude(
        state=EffortState.DRAFT
    )
    return max(partners * len(quarters) - there.count(), 0)


def _quarters(period: Period) -> list[str]:
    quarter, found = Period.containing(period.first_day, Length.QUARTER), []
    while quarter.first_day <= period.last_day:
        found.append(str(quarter))
        quarter = quarter.next()
    return found


def _undecided(asked: Asked) -> int:
    return Tender.objects.filter(
        region_id=asked.region_id,
        status__in=_DECIDED_LATE,
        sroi=SroiDecision.OPEN,
        on_calendar_since__lte=asked.period.last_day,
    ).count()


_BACK_OFFICE = gettext_lazy("Werkplein of Coördinatiepunt Social Return")
_VERIFIER = gettext_lazy("Coördinatiepunt Social Return")
_BUREAU = gettext_lazy("programmabureau")

CHECKS = (
    Check(
        "no_group",
        gettext_lazy("Aangemeld zonder doelgroep"),
        gettext_lazy("Zij tellen in het totaal, maar in geen van de groepen."),
        _without_group,
        _BACK_OFFICE,
        "candidates:candidate_list",
        works_with_candidates,
    ),
    Check(
        "no_municipality",
        gettext_lazy("Aangemeld met een onbekende gemeente"),
        gettext_lazy(
            "Zij tellen niet als inwoner van de regio of het voorrangsgebied, en nooit als duurzaam aan het werk."
        ),
        _unknown_municipality,
        _BACK_OFFICE,
        "candidates:candidate_list",
        works_with_candidates,
    ),
    Check(
        "no_outcome",
        gettext_lazy("Scholing afgelopen zonder uitkomst"),
        gettext_lazy("Zij tellen niet bij de certificaten en niet bij wie stopte."),
        _without_outcome,
        _BACK_OFFICE,
        "candidates:group_list",
        works_with_candidates,
    ),
    Check(
        "follow_ups",
        gettext_lazy("Nazorg zonder antwoord"),
        gettext_lazy("Van deze mensen staat er ‘onbekend’ bij werk na 6, 12 of 24 maanden."),
        _follow_ups,
        _BACK_OFFICE,
        "placements:follow_up_list",
        works_with_candidates,
    ),
    Check(
        "lines_waiting",
        gettext_lazy("Ingediende inzet en andere invulling, nog niet beoordeeld"),
        gettext_lazy("Zij tellen pas na goedkeuring en staan later als nagekomen."),
        _lines_waiting,
        _VERIFIER,
        "placements:verification",
        acts_for_coordination_point,
    ),
    Check(
        "hours_waiting",
        gettext_lazy("Ingediende uren, nog niet beoordeeld"),
        gettext_lazy("Zij tellen pas na goedkeuring en staan later als nagekomen."),
        _hours_waiting,
        _VERIFIER,
        "placements:verification",
        acts_for_coordination_point,
    ),
    Check(
        "hours_missing",
        gettext_lazy("Maanden waarover nog geen uren zijn doorgegeven"),
        gettext_lazy("De goedgekeurde social return van deze periode is daardoor te laag."),
        _hours_missing,
        _VERIFIER,
        "placements:chase_list",
        acts_for_coordination_point,
    ),
    Check(
        "spending",
        gettext_lazy("Uitgaven waarover nog niet is besloten"),
        gettext_lazy("Alleen goedgekeurde uitgaven tellen."),
        _spending,
        _BUREAU,
        "reporting:spending_list",
        acts_for_programme_bureau,
    ),
    Check(
        "efforts",
        gettext_lazy("Teksten over de inzet van partners die nog ontbreken"),
        gettext_lazy("Eén tekst per partner en per kwartaal. Wat ontbreekt, staat niet in het rapport."),
        _efforts,
        _BUREAU,
        "reporting:effort_list",
        acts_for_programme_bureau,
    ),
    Check(
        "undecided",
        gettext_lazy("Aanbestedingen zonder besluit over social return"),
        gettext_lazy("Zij tellen niet bij de verwachte verplichting."),
        _undecided,
        gettext_lazy("de opdrachtgever"),
    ),
)
BY_CODE = {check.code: check for check in CHECKS}


@dataclass(frozen=True, slots=True)
class Said:
    """What the manager says of a warning; ``count`` is the number that stood on the page, None without a page."""

    seen: bool
    explanation: str = ""
    count: int | None = None


def count(report: Report, region: Region, *, at: dt.datetime) -> int:
    """Count every warning of a report anew; as ``system(REPORT)``. What was said of another count is to be seen again."""
    if report.is_frozen or report.known_on is not None:
        return 0
    asked = Asked(
        region.pk,
        Period.parse(report.period),
        region.programme_start or dt.date(FIRST_YEAR, 1, 1),
        json.loads(report.snapshot).get("at_work_after") or {},
    )
    found = {check.code: check.count(asked) for check in CHECKS}
    there = {one.code: one for one in ReportWarning.objects.filter(report=report)}
    for code, number in found.items():
        known = there.pop(code, None)
        if known is None:
            if number:
                ReportWarning.objects.create(region_id=region.pk, report=report, code=code, count=number, counted_at=at)
        elif not number:
            known.delete()
        else:
            if known.count != number:
                known.at, known.by = None, None
            known.count, known.counted_at = number, at
            known.save(update_fields=["count", "counted_at", "at", "by"])
    for gone in there.values():
        gone.delete()
    return sum(1 for number in found.values() if number)


def count_now(report: Report) -> int:
    """Count while it is made: a report that is ready has its warnings, however it was made."""
    return count(report, report.region, at=timezone.now())


def unseen(report: Report) -> int:
    """How many warnings nobody said anything of."""
    return report.warnings.filter(at=None).count()


@transaction.atomic
def see(acting: Acting, report_id: uuid.UUID, *, said: Mapping[str, Said], at: dt.datetime) -> int:
    """Keep which warnings were seen, and what was said of them; returns how many are left.

    What a colleague saw stays his, and what was counted anew since the page was shown is still to be seen.
    """
    report = locked(acting, report_id)
    check_open(report)
    waiting = ReportWarning.objects.select_for_update(of=("self",), no_key=True).filter(report=report)
    own = Q(by=None) | Q(by_id=acting.user_id)
    for warning in waiting.filter(own, code__in=said).order_by("pk"):
        one = said[warning.code]
        is_seen = one.seen or bool(one.explanation)
        is_as_it_was = (is_seen, one.explanation) == (warning.at is not None, warning.explanation)
        if is_as_it_was or one.count not in {None, warning.count}:
            continue
        warning.explanation = one.explanation
        warning.at, warning.by_id = (at, acting.user_id) if is_seen else (None, None)
        warning.save(update_fields=["explanation", "at", "by"])
    return unseen(report)


@transaction.atomic
def count_again(acting: Acting, report_id: uuid.UUID) -> None:
    """Have the warnings counted anew."""
    report = locked(acting, report_id)
    if report.is_frozen:
        raise Refused(_("Dit rapport is vastgesteld."))
    queue_job(TASK, report_id=report.pk, region_id=report.region_id)
