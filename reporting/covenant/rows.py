"""The rows of the covenant that a member works with. Row security decides; this narrows by an index."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from organisations.choices import OrganisationKind
from organisations.models import OrganisationRegion
from organisations.tenancy import Acting
from reporting.access import reads_whole_covenant
from reporting.choices import ENDED_ACTIONS, ENDED_ACTIVITIES, GROUP_OF_KIND, PartnerGroup, RiskStatus
from reporting.models import (
    CovenantAction,
    CovenantDuty,
    CovenantMeeting,
    CovenantPartner,
    CovenantRisk,
    DutyProgress,
    PlanActivity,
)
from reporting.periods import Length, Period


def region_ids(acting: Acting) -> list[uuid.UUID]:
    """Regions whose covenant this member reads."""
    whole = reads_whole_covenant(acting)
    return [region.id for region in acting.regions if whole or region.covenant_partner]


def group_of(kind: str, chosen: str = "") -> PartnerGroup:
    """What the bureau chose, else what goes with the sort of organisation."""
    return PartnerGroup(chosen) if chosen else GROUP_OF_KIND.get(OrganisationKind(kind), PartnerGroup.REGION)


def partners_of(acting: Acting) -> Any:
    """Every partner, with ``group`` and what the bureau keeps about it (``signed_on``, ``contact_name``, …)."""
    kept = CovenantPartner.objects.filter(region_id=OuterRef("region_id"), partner_id=OuterRef("organisation_id"))
    by_kind = Case(
        *(When(organisation__kind=kind, then=Value(group.value)) for kind, group in GROUP_OF_KIND.items()),
        default=Value(PartnerGroup.REGION.value),
    )
    rows = OrganisationRegion.objects.filter(region_id__in=region_ids(acting), covenant_partner=True)
    return (
        rows.select_related("organisation", "region")
        .annotate(
            **{
                name: Subquery(kept.values(name)[:1])
                for name in ("signed_on", "contact_name", "contact_email", "contact_phone")
            },
            chosen_group=Subquery(kept.values("group")[:1]),
        )
        .annotate(group=Case(When(chosen_group__isnull=False, then=F("chosen_group")), default=by_kind))
    )


def partner_choices(acting: Acting, region_id: uuid.UUID) -> list[tuple[str, str]]:
    """The partners of a region for a list to choose from."""
    rows = OrganisationRegion.objects.filter(region_id=region_id, region_id__in=region_ids(acting))
    found = rows.filter(covenant_partner=True).order_by("organisation__name", "pk")
    return [(str(key), name) for key, name in found.values_list("organisation_id", "organisation__name")]


def sees_promises_of(acting: Acting, partner_id: uuid.UUID) -> bool:
    """What a partner promised and does is for itself and for who reads all."""
    return reads_whole_covenant(acting) or partner_id == acting.organisation_id


def duties_of(acting: Acting) -> QuerySet[CovenantDuty]:
    return CovenantDuty.objects.filter(region_id__in=region_ids(acting))


@dataclass(frozen=True, slots=True)
class PartnerDuty:
    """A duty as it is of one partner."""

    duty: CovenantDuty
    progress: DutyProgress | None

    @property
    def status(self) -> str:
        return self.progress.status if self.progress else "open"

    def is_late(self, on: date) -> bool:
        due_on = self.duty.due_on
        return due_on is not None and due_on < on and self.status != "done"


def duties_of_partner(partner: Any) -> list[PartnerDuty]:
    """What the covenant asks of this partner (a row of ``partners_of``), by article. Two queries."""
    groups = [partner.group, PartnerGroup.ALL]
    duties = CovenantDuty.objects.filter(region_id=partner.region_id, group__in=groups, ended_on=None)
    progress = {
        one.duty_id: one
        for one in DutyProgress.objects.filter(region_id=partner.region_id, partner_id=partner.organisation_id)
    }
    return [PartnerDuty(duty, progress.get(duty.pk)) for duty in sorted(duties, key=lambda one: in_order(one.article))]


def in_order(article: str) -> tuple[int, str]:
    """Articles as they stand in the covenant: 1a.2 before 2b before 10a."""
    digits = article[: next((at for at, one in enumerate(article) if not one.isdigit()), len(article))]
    return int(digits or 0), article


def meetings_of(acting: Acting) -> QuerySet[CovenantMeeting]:
    return CovenantMeeting.objects.filter(region_id__in=region_ids(acting))


def actions_of(acting: Acting, *, on: date) -> Any:
    """Of a partner its own; with ``is_late`` and ``is_open``."""
    rows = CovenantAction.objects.filter(region_id__in=region_ids(acting))
    if not reads_whole_covenant(acting):
        rows = rows.filter(partner_id=acting.organisation_id)
    return with_late(rows, on=on).select_related("partner", "meeting")


def with_late(rows: QuerySet[CovenantAction], *, on: date) -> Any:
    ended = Q(status__in=ENDED_ACTIONS)
    return rows.annotate(
        is_open=_yes(~ended),
        late=_yes(~ended & Q(due_on__lt=on)),
        shown_status=_late_or_status(~ended & Q(due_on__lt=on)),
    )


def activities_of(acting: Acting, *, on: date) -> Any:
    """The plan; late is what should have been done before this quarter."""
    this = str(Period.containing(on, Length.QUARTER))
    late = ~Q(status__in=ENDED_ACTIVITIES) & Q(to_quarter__lt=this)
    return (
        PlanActivity.objects.filter(region_id__in=region_ids(acting))
        .annotate(
            late=_yes(late),
            shown_status=_late_or_status(late),
            who=Coalesce("partner__name", "owner"),
            who_there=Case(When(partner=None, then=Value("")), default=F("owner")),
        )
        .select_related("partner")
    )


def risks_of(acting: Acting) -> Any:
    """With ``heft``, by which they stand in order; what is closed comes last."""
    return CovenantRisk.objects.filter(region_id__in=region_ids(acting)).annotate(
        heft=F("chance") * F("impact"),
        is_closed=Case(When(status=RiskStatus.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003 - SQL


def _late_or_status(late: Q) -> Case:
    return Case(When(late, then=Value("overdue")), default=F("status"))
