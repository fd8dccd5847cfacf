"""Targets with their versions: what was agreed, where and when. A later agreement is a version beside the earlier one."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting.choices import TargetKind
from reporting.models import Target


@dataclass(frozen=True, slots=True)
class Milestone:
    """What should be reached by a day, with every version that was agreed, the one in force first."""

    on: date
    versions: tuple[Target, ...]

    @property
    def in_force(self) -> Target:
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class KindOfTarget:
    kind: str
    label: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sources that give another number for the same."""

    about: str
    statements: tuple[tuple[int, str, str], ...]


def targets_of(region_id: uuid.UUID) -> list[KindOfTarget]:
    """Every kind of target of the region with its days and versions, in one query."""
    rows = Target.objects.filter(region_id=region_id).select_related("entered_by")
    found: dict[str, dict[date, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for one in rows.order_by("kind", "on", "-version_on", "-entered_at"):
        found[one.kind][one.on].append(one)
    known = [kind.value for kind in TargetKind]
    kinds = [*known, *sorted(found.keys() - set(known))]
    return [
        KindOfTarget(
            kind=kind,
            label=str(TargetKind(kind).label) if kind in known else kind,
            milestones=tuple(Milestone(day, tuple(versions)) for day, versions in found[kind].items()),
        )
        for kind in kinds
        if kind in found
    ]


@transaction.atomic
def agree(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    kind: str,
    on: date,
    value: int,
    source: str,
    version_on: date,
    at: datetime,
) -> Target:
    """Write down what was agreed later; what was agreed before stays as it was."""
    target = Target(
        region_id=region_id,
        kind=kind,
        on=on,
        value=value,
        source=source.strip(),
        version_on=version_on,
        entered_by_id=acting.user_id,
        entered_at=at,
    )
    try:
        with transaction.atomic():
            target.save(force_insert=True)
    except IntegrityError as error:
        if "target_once_per_version" in str(error):
            raise Refused(
                _("Van die dag is er al een besluit over dit doel. Kies de dag waarop het nieuwe besluit is genomen.")
            ) from error
        raise
    return target


#: Targets of which the parts should add up to the whole.
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sustained_outflow", ("sustained_participatiewet", "sustained_ww", "sustained_nuo")),
    ("sustained_outflow", ("sustained_construction_engineering", "sustained_other")),
    ("started", ("start_intensive", "start_short")),
)


def differences(kinds: list[KindOfTarget]) -> Iterator[Difference]:
    """Where what is in force does not fit together: parts that make another whole, and a year that asks something else."""
    in_force = {(kind.kind, one.on): one.in_force for kind in kinds for one in kind.milestones}
    days = sorted({on for _kind, on in in_force})
    for whole, parts in _PARTS:
        for on in days:
            found = [in_force[part, on] for part in parts if (part, on) in in_force]
            target = in_force.get((whole, on))
            if target is None or len(found) < len(parts) or target.value == sum(one.value for one in found):
                continue
            yield Difference(
                _("%(what)s op %(day)s") % {"what": TargetKind(whole).label, "day": f"{on:%d-%m-%Y}"},
                (
                    (target.value, _("is het doel"), target.source),
                    (sum(one.value for one in found), _("is de som van de onderdelen"), found[0].source),
                ),
            )
    milestones = [on for on in days if ("sustained_outflow", on) in in_force]
    for on in days:
        minimum, target = in_force.get(("sustained_year_minimum", on)), in_force.get(("sustained_outflow", on))
        if minimum is None or target is None:
            continue
        before = [one for one in milestones if one < on]
        grows = target.value - (in_force["sustained_outflow", before[-1]].value if before else 0)
        if grows != minimum.value:
            yield Difference(
                _("Duurzame uitstroom in %(year)s") % {"year": on.year - 1},
                (
                    (grows, _("is wat het doel in dat jaar groeit"), target.source),
                    (minimum.value, _("is het minimum van dat jaar"), minimum.source),
                ),
            )
