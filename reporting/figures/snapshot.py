"""The frozen figures of one report: what is collected once and from then on only rendered.

Pure: the header and a tree of figures in; the JSON, its SHA-256 and the rows behind each figure out. The keys are those
of the documented report interface and of docs/reports.md. Rows do not stand in the JSON, only their SHA-256: what was
realised by one contract, or which candidates stand behind a number, is not for all who read the report.

Schema 1 (before all topics were counted) had ``null`` for a topic that nobody counted yet; such reports can be read,
and are never made any more.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reporting.figures import canonical
from reporting.figures.tree import Tree, to_json, to_rows
from reporting.periods import Kind, Period, parse_for

SCHEMA_VERSION = 2
#: Schemas of stored reports that can be read and rendered.
READABLE_SCHEMAS = frozenset({1, SCHEMA_VERSION})

#: What every report counts.
TOPICS = (
    "registrations",
    "training_started",
    "training_completed",
    "employments",
    "sustained_outflow",
    "sroi_jobs",
    "half_year_at_work",
    "at_work_after",
    "programmes_developed",
    "partner_efforts",
    "finance",
    "sroi",
    "calendar",
    "targets",
)

Json: TypeAlias = dict[str, Any]


class SnapshotError(ValueError):
    """A stored document that is not a snapshot of a known schema, or that was changed after it was frozen."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One report of one region over one period, frozen. `made_at` has a time zone; `version` counts from 1.

    `figures` holds at least all of ``TOPICS``. The texts of partners (`judgements`) come later, while the figures stand.
    """

    region: str
    region_name: str
    programme: str
    programme_started_on: dt.date
    money_since: dt.date
    kind: Kind
    period: Period
    version: int
    made_at: dt.datetime
    figures: Mapping[str, Tree] = field(repr=False)
    manager_text: str = ""
    changes: Sequence[Tree] = ()

    def __post_init__(self) -> None:
        parse_for(self.kind, str(self.period))
        if self.made_at.tzinfo is None:
            message = "made_at needs a time zone"
            raise ValueError(message)
        missing = [topic for topic in TOPICS if topic not in self.figures]
        if missing:
            message = f"no report without {', '.join(missing)}"
            raise ValueError(message)

    def to_json_dict(self) -> Json:
        """Return the whole document with its digest: what is stored, downloaded and rendered."""
        content = self._content()
        return content | {canonical.DIGEST_KEY: canonical.digest(content)}

    def canonical_bytes(self) -> bytes:
        return canonical.canonical_bytes(self._content())

    def sha256(self) -> str:
        return canonical.digest(self._content())

    def rows(self) -> Json:
        """Return the rows behind each figure by its path: references, or references with amounts."""
        return to_rows({**self.figures, "changes": self.changes})

    def _content(self) -> Json:
        return {
            "schema_version": SCHEMA_VERSION,
            "region": self.region,
            "region_name": self.region_name,
            "programme": {
                "name": self.programme,
                "started_on": self.programme_started_on.isoformat(),
                "money_since": self.money_since.isoformat(),
            },
            "kind": self.kind.value,
            "period": str(self.period),
            "from": self.period.first_day.isoformat(),
            "to": self.period.last_day.isoformat(),
            "version": self.version,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "manager_text": self.manager_text,
            "judgements": [],
            "changes": to_json(self.changes),
            "rows_sha256": canonical.digest(self.rows()),
            **to_json(self.figures),
        }
