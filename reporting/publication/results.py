"""What everybody may read of a region: its public documents and the stories that may be told.

Call these inside ``tenancy.public``: then nothing else exists, whatever is asked here.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reporting.choices import Edition, FileFormat, ReportKind
from reporting.models import ReportFile, ReportPublication, Story
from reporting.periods import Period


@dataclass(frozen=True)
class Result:
    """A published report: its newest version with a public document."""

    report_id: uuid.UUID
    kind: ReportKind
    period: Period
    version: int
    published_at: dt.datetime
    content: bytes
    sha256: str

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.kind.value}-{self.period}"

    @property
    def title(self) -> str:
        return f"{self.kind.label} {self.period.label}"

    @cached_property
    def document(self) -> Mapping[str, Any]:
        return json.loads(self.content)


def results_of(region_id: uuid.UUID) -> list[Result]:
    """Return the region's public reports, the newest period first, of each its newest version."""
    published = ReportPublication.objects.filter(region_id=region_id, edition=Edition.PUBLIC)
    documents = {
        one.report_id: one
        for one in ReportFile.objects.filter(
            report_id__in=published.values("report_id"), edition=Edition.PUBLIC, format=FileFormat.JSON
        )
    }
    newest: dict[tuple[str, str], Result] = {}
    for one in published.order_by("version"):
        file = documents.get(one.report_id)
        if file is not None:
            newest[one.kind, one.period] = Result(
                report_id=one.report_id,
                kind=ReportKind(one.kind),
                period=Period.parse(one.period),
                version=one.version,
                published_at=one.published_at,
                content=bytes(file.content),
                sha256=file.sha256,
            )
    # On one day the shortest period comes first: what is newest is asked for most.
    return sorted(newest.values(), key=lambda one: (one.period.last_day, -one.period.length, one.kind), reverse=True)


def chosen(results: Sequence[Result], key: str) -> Result | None:
    """Return the report that an address asks for; the newest without one."""
    if not key:
        return results[0] if results else None
    return next((one for one in results if one.key == key), None)


def files_of(result: Result) -> list[ReportFile]:
    """Return the files of the public edition, without what is in them."""
    files = ReportFile.objects.filter(report_id=result.report_id, edition=Edition.PUBLIC).defer("content")
    order = list(FileFormat)
    return sorted(files, key=lambda file: order.index(FileFormat(file.format)))


def file_of(result: Result, file_format: str) -> ReportFile | None:
    return ReportFile.objects.filter(report_id=result.report_id, edition=Edition.PUBLIC, format=file_format).first()


def stories_of(region_id: uuid.UUID, *, on: dt.date) -> list[Story]:
    """Return the stories that may be told on this day, the newest first."""
    return list(Story.objects.filter(region_id=region_id).told(on=on).newest_first())
