"""What is mailed to who follows the open list of work: vacancies that became open to everybody, now or soon to begin."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Region
from placements.kansrijk.listing import Listing, new_vacancies
from placements.kansrijk.search_page import rows_of
from placements.kansrijk.wanted import wanted_in
from tenders.following import Line, Section


def news(
    region: Region, queries: Iterable[str], *, first: dt.date, last: dt.date, on: dt.date
) -> dict[str, list[Section]]:
    """What was published on these days and can still be had, for each search that has any of it."""
    asked = sorted(queries)
    found = new_vacancies(
        region.pk,
        [wanted_in(QueryDict(query)) for query in asked],
        since=_start_of(first),
        before=_start_of(last + dt.timedelta(days=1)),
        on=on,
    )
    told = ((query, _lines(one, region, on)) for query, one in zip(asked, found, strict=True))
    return {query: [Section("", lines)] for query, lines in told if lines}


def _lines(found: Listing, region: Region, on: dt.date) -> list[Line]:
    rows = zip(found.found, rows_of(found.found, found, region, on=on), strict=True)
    return [
        Line(
            key=str(one.id),
            title=one.title,
            said=[
                row["by"],
                *([_("Dit werk komt eraan. U kunt zich nu al aanmelden.")] if one.is_expected else []),
                *(f"{label}: {value}" for label, value in row["facts"]),
            ],
            url=settings.PUBLIC_URL + row["url"],
        )
        for one, row in rows
    ]


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
