"""Regions out of packages, and their reports as they would be kept."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from exchange.regions import create_region
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Region
from reporting.collect import collect
from reporting.periods import Kind, parse_for
from tests.exchange.packages import imported, write

ON = dt.date(2022, 3, 1)
AT = dt.datetime(2022, 3, 1, 9, 0, tzinfo=dt.UTC)


def brought(folder: Path, files: dict[str, str], code: str = "proef") -> Region:
    """A region as Groningen is, with this package in it."""
    region = create_region(code=code, name=code.title(), like=Region.objects.get(code="groningen"))
    status, lines = imported(write(folder / code, files), region=code)
    assert status == 0, lines
    return region


def made(region: Region, kind: str, period: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report as it is kept, and the rows behind each figure."""
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        snapshot = collect(region, kind=Kind(kind), period=parse_for(Kind(kind), period), at=AT, on=ON)
        return json.loads(json.dumps(snapshot.to_json_dict())), json.loads(json.dumps(snapshot.rows()))
