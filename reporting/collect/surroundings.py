"""What stands around the people: organisations, municipalities, targets, and the words of partners."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality, Organisation
from reporting.choices import EffortState
from reporting.figures import facts
from reporting.models import PartnerEffort, Target
from reporting.periods import Length, Period

#: An organisation that is not at work in the region (any more).
UNKNOWN_NAME = "onbekend"


@dataclass(frozen=True)
class Named:
    code: str
    name: str


def named(region_id: uuid.UUID) -> dict[uuid.UUID, Named]:
    """The organisations of a region, with the code that the region knows them by."""
    rows = Organisation.objects.filter(organisation_regions__region_id=region_id).order_by("pk")
    return {pk: Named(code, name) for pk, code, name in rows.values_list("pk", "organisation_regions__code", "name")}


def name_of(organisations: Mapping[uuid.UUID, Named], key: uuid.UUID | None) -> str:
    found = None if key is None else organisations.get(key)
    return UNKNOWN_NAME if found is None else found.name


def municipalities_of(region_id: uuid.UUID) -> dict[str, facts.Municipality]:
    """All municipalities, as people may register from anywhere, with what became of them. Three queries."""
    successors: dict[str, list[str]] = defaultdict(list)
    links = Municipality.successors.through.objects.order_by("from_municipality_id", "to_municipality_id")
    for code, successor in links.values_list("from_municipality_id", "to_municipality_id"):
        successors[code].append(successor)
    areas: dict[str, set[str]] = defaultdict(set)
    rows = AreaMunicipality.objects.filter(region_id=region_id).order_by("municipality_id")
    for code, area in rows.values_list("municipality_id", "area"):
        areas[code].add(area)
    return {
        code: facts.Municipality(
            code=code,
            name=name,
            in_region=Area.REGION in areas[code],
            in_priority=Area.PRIORITY in areas[code],
            ended_on=valid.upper,
            successors=tuple(successors[code]),
        )
        for code, name, valid in Municipality.objects.order_by("code").values_list("code", "name", "valid")
    }


def milestones_of(region_id: uuid.UUID, *, on: date) -> tuple[facts.Milestone, ...]:
    """The programme's targets by the newest decision of or before this day, milestone by milestone."""
    rows = (
        Target.objects.filter(region_id=region_id, version_on__lte=on)
        .order_by("kind", "on", "-version_on")
        .distinct("kind", "on")
        .values_list("kind", "on", "value", "source")
    )
    return tuple(facts.Milestone(kind=kind, on=day, count=value, source=source) for kind, day, value, source in rows)


def efforts_of(
    region_id: uuid.UUID, period: Period, organisations: Mapping[uuid.UUID, Named]
) -> tuple[facts.Effort, ...]:
    """What partners sent in about the quarters of the period."""
    quarter = Period.containing(period.first_day, Length.QUARTER)
    quarters = []
    while quarter.last_day <= period.last_day:
        quarters.append(str(quarter))
        quarter = quarter.next()
    sent = PartnerEffort.objects.filter(region_id=region_id, state=EffortState.SUBMITTED, period__in=quarters)
    return tuple(
        facts.Effort(partner=name_of(organisations, partner), text=text, period=own)
        for partner, text, own in sent.order_by("period", "pk").values_list("partner_id", "text", "period")
    )
