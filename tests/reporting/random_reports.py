"""Exact reports of a region that never was: counts of random events, so that everything adds up as it does for real."""

import random
from collections import Counter
from typing import Any

from reporting.periods import Kind, Period

GROUPS = ("participatiewet", "ww", "wsw", "work_to_work")
DETAIL = {
    "participatiewet": ("participatiewet", "nuo"),
    "ww": ("ww", "uwv_other"),
    "wsw": ("wsw",),
    "work_to_work": ("work_to_work",),
}
SOURCES = ("self", "municipality", "uwv", "sw_company", "school", "temp_agency")
MUNICIPALITIES = tuple(f"GM{number:04}" for number in (14, 1952, 1966, 1979, 1895, 765, 37, 47))
WERKPLEINEN = ("Werkplein A", "Werkplein B", "Werkplein C")
DURATIONS, HOURS = ("<6", "6-<12", "12", ">12"), ("0-11", "12-23", "24-31", "32+")
AFTER = ("6", "12", "24")
FIRST_YEAR = 2018

Event = dict[str, Any]


def region(chance: random.Random, *, years: int = 1, busy: int = 12) -> list[dict[str, Any]]:
    """The reports of the first years in the order in which they are published; ``busy``: registrations a quarter."""
    events = {topic: _events(chance, topic, years * 4, busy) for topic in ("registrations", *_KEYS)}
    return [_report(kind, period, events) for kind, period in _periods(years)]


def _periods(years: int) -> list[tuple[Kind, Period]]:
    found = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        for quarter in range(1, 5):
            found.append((Kind.QUARTERLY, Period.parse(f"{year}-Q{quarter}")))
            if quarter % 2 == 0:
                found.append((Kind.HALF_YEARLY, Period.parse(f"{year}-H{quarter // 2}")))
        found.append((Kind.YEARLY, Period.parse(str(year))))
    return found


_KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "training_started": {"by_form": ("intensive", "short", "comparable")},
    "training_completed": {"by_form": ("intensive", "short", "comparable")},
    "employments": {"by_duration": DURATIONS, "by_hours": HOURS, "by_werkplein": WERKPLEINEN},
    "sustained_outflow": {"by_municipality": MUNICIPALITIES, "by_sector": ("construction", "engineering", "other")},
}
_SHARE = {"registrations": 1.0, "training_started": 0.8, "training_completed": 0.5, "employments": 0.6}


def _events(chance: random.Random, topic: str, quarters: int, busy: int) -> list[Event]:
    weights = [chance.choice((1, 2, 8, 20)) for _group in GROUPS]
    found = []
    for quarter in range(quarters):
        most = max(1, int(busy * _SHARE.get(topic, 0.3)))
        for _event in range(chance.randint(0, 2 * most)):
            group = chance.choices(GROUPS, weights)[0]
            event: Event = {
                "quarter": quarter,
                "group": group if chance.random() < 0.95 else "",
                "detail": chance.choice(DETAIL[group]),
                "source": chance.choices(SOURCES, (9, 5, 4, 1, 1, 1))[0],
                "priority": chance.random() < 0.6,
                "sroi": chance.random() < 0.3,
                "followed": chance.random() < 0.4,
            }
            for name, values in _KEYS.get(topic, {}).items():
                event[name] = chance.choices(values, [2 ** (len(values) - at) for at in range(len(values))])[0]
            found.append(event)
    return found


def _report(kind: Kind, period: Period, events: dict[str, list[Event]]) -> dict[str, Any]:
    first = (period.year - FIRST_YEAR) * 4 + (period.number - 1) * (int(period.length) // 3)
    last = first + int(period.length) // 3
    report: dict[str, Any] = {
        "schema_version": 2,
        "region": "verzonnen",
        "region_name": "Verzonnen",
        "programme": {"name": "Plan", "started_on": f"{FIRST_YEAR}-01-01", "money_since": "2017-01-01"},
        "kind": kind.value,
        "period": str(period),
        "from": period.first_day.isoformat(),
        "to": period.last_day.isoformat(),
        "version": 1,
        "made_at": f"{period.year + 1}-01-26T08:00:00+00:00",
        "manager_text": "Drie mensen uit de Wsw vonden werk.",
        "changes": [],
        "calendar": {"included": 3, "open": 1},
        "programmes_developed": [],
        "partner_efforts": [],
        "sroi": None,
        "finance": None,
    }
    for topic, own in events.items():
        report[topic] = {
            "period": _counts(topic, [one for one in own if first <= one["quarter"] < last]),
            "cumulative": _counts(topic, [one for one in own if one["quarter"] < last]),
        }
    jobs = report["employments"]
    report["sroi_jobs"] = {
        when: {"from_programme": jobs[when]["sroi"], "other": jobs[when]["not_sroi"] // 2} for when in jobs
    }
    report["sroi_jobs"]["cumulative"]["other"] = 0
    report["sroi_jobs"]["period"]["other"] = 0
    report["half_year_at_work"] = {when: report["sustained_outflow"][when]["total"] for when in jobs}
    report["at_work_after"] = {
        months: _after([one for one in events["employments"] if one["quarter"] < last - int(months) // 3])
        for months in AFTER
    }
    report["targets"] = _targets(report)
    return report


def _counts(topic: str, events: list[Event]) -> dict[str, Any]:
    counts: dict[str, Any] = {"total": len(events)}
    if topic != "sustained_outflow":
        counts["by_group"] = _by(events, "group")
    else:
        counts["by_group_detail"] = _by(events, "detail")
    if topic == "registrations":
        counts["by_group_and_source"] = {
            group: _by([one for one in events if one["group"] == group], "source") for group in GROUPS
        }
    if topic == "employments":
        counts["sroi"] = sum(one["sroi"] for one in events)
        counts["not_sroi"] = len(events) - counts["sroi"]
    if topic == "training_completed":
        counts["followed_by_sustained"] = sum(one["followed"] for one in events)
    if topic in {"training_started", "employments"}:
        counts["priority_area"] = sum(one["priority"] for one in events)
    return counts | {name: _by(events, name) for name in _KEYS.get(topic, {})}


def _by(events: list[Event], name: str) -> dict[str, int]:
    return dict(sorted(Counter(one[name] for one in events if one[name]).items()))


def _after(events: list[Event]) -> dict[str, int]:
    at_work = sum(one["followed"] for one in events)
    not_at_work = sum(one["sroi"] and not one["followed"] for one in events)
    return {
        "due": len(events),
        "at_work": at_work,
        "not_at_work": not_at_work,
        "unknown": len(events) - at_work - not_at_work,
    }


def _targets(report: dict[str, Any]) -> dict[str, Any]:
    forms = report["training_started"]["cumulative"]["by_form"]
    actual = {
        "sustained_outflow": report["sustained_outflow"]["cumulative"]["total"],
        "intake": report["registrations"]["cumulative"]["total"],
        "started": forms.get("intensive", 0) + forms.get("short", 0),
    }
    return {
        name: {"target": 100, "actual": count, "deviation": count - 100, "milestone_on": "2019-01-01", "milestones": []}
        for name, count in actual.items()
    }
