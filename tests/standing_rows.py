"""The figures of a region as a worker counted them last, as few as a test needs."""

import json

from django.utils import timezone

from organisations.models import Region
from reporting.choices import ReportStatus
from reporting.models import Standing
from reporting.periods import Length, Period


def standing_of(region: Region, *, candidates: list[str], period: Period | None = None) -> Standing:
    """Made as the owner: the quarter of now, in which these candidates registered."""
    at = timezone.now()
    on = timezone.localdate(at)
    period = period or Period.containing(on, Length.QUARTER)
    counted = {"total": len(candidates), "by_municipality": {"GM0014": len(candidates)}}
    document = {
        "region": region.code,
        "region_name": region.name,
        "programme": {"started_on": "2018-01-01", "money_since": "2017-01-01"},
        "period": str(period),
        "from": period.first_day.isoformat(),
        "to": period.last_day.isoformat(),
        "made_at": at.isoformat(timespec="seconds"),
        "registrations": {"period": counted, "cumulative": counted, "series": []},
        "municipalities": {"GM0014": {"name": "Groningen", "in_region": True, "in_priority_area": True}},
    }
    rows = {
        f"registrations.{split}.{figure}": candidates
        for split in ("period", "cumulative")
        for figure in ("total", "by_municipality.GM0014")
    }
    return Standing.objects.create(
        region=region,
        period=str(period),
        status=ReportStatus.READY,
        requested_at=at,
        made_at=at,
        reference_on=min(on, period.last_day),
        document=json.dumps(document),
        rows=json.dumps(rows),
    )
