"""What of reports is found from anywhere in the portal: by their kind and by their period, as people say them."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.finding import Source
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import ReportKind
from reporting.models import Report
from reporting.periods import MONTHS_IN_YEAR, Length, Period

_KINDS = {one.value: str(one.label).casefold() for one in ReportKind}
_KIND = Case(
    *(When(kind=key, then=Value(label.capitalize())) for key, label in _KINDS.items()), output_field=CharField()
)
_VERSION = Concat(Value("versie "), "version", output_field=CharField())


def _by_words(reports: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Each word in the kind or in the period: ``jaar``, ``2026``, ``2026-Q2``, ``2e``, ``kwartaal``."""
    for word in text.casefold().split():
        kinds = [key for key, label in _KINDS.items() if word in label]
        endings = [ending for ending, said in _PARTS.items() if word in said]
        found = Q(kind__in=kinds) | Q(period__icontains=word)
        for ending in endings:
            found |= Q(period__endswith=ending)
        reports = reports.filter(found)
    return reports


def _parts() -> dict[str, str]:
    """How each part of a year ends in a period, and how it is said: ``-Q2``, ``2e kwartaal``."""
    periods = [
        Period(2000, length, number)
        for length in (Length.QUARTER, Length.HALF_YEAR)
        for number in range(1, MONTHS_IN_YEAR // length + 1)
    ]
    return {str(one).removeprefix("2000"): one.label.removesuffix("2000").strip() for one in periods}


_PARTS = _parts()
_PART = Case(
    *(When(period__endswith=ending, then=Value(f"{said} ")) for ending, said in _PARTS.items()),
    default=Value(""),
    output_field=CharField(),
)
_NAME = Concat(_KIND, Value(" "), _PART, Substr("period", 1, 4))


def _list(acting: Acting, text: str) -> str:
    """The list of reports, by the kind and the year that were asked for."""
    words = text.casefold().split()
    kinds = [key for key, label in _KINDS.items() if any(word in label for word in words)]
    years = [word for word in words if word.isdecimal()]
    asked = {"kind": kinds[0]} if len(kinds) == 1 else {}
    asked |= {"jaar": years[0]} if years else {}
    return f"{reverse('reporting:report_list', args=[acting.organisation_id])}?{urlencode(asked)}"


def reads_published_only(acting: Acting) -> bool:
    return access.sees_figures_published(acting) and not access.may_read_reports(acting)


def _reports_of(acting: Acting) -> QuerySet[Report]:
    reports: QuerySet[Report] = access.reports_of(acting).filter(known_on=None)
    return reports


SOURCES = (
    Source(
        code="reports",
        name_of_all=_("Rapporten"),
        is_for=access.may_read_reports,
        rows=_reports_of,
        narrowed=_by_words,
        page="reporting:report_detail",
        name=_NAME,
        beside=_VERSION,
        state="stage",
        like=(_NAME,),
        whole=_list,
    ),
    Source(
        code="published",
        name_of_all=_("Rapporten"),
        is_for=reads_published_only,
        rows=access.published_for,
        narrowed=_by_words,
        page="reporting:published_detail",
        name=_NAME,
        beside=_VERSION,
        like=(_NAME,),
        whole=lambda acting, _text: reverse("reporting:published_list", args=[acting.organisation_id]),
    ),
)
