"""Rows about the covenant of a region: two partners, of which somebody acts for one, and the ministry."""

import datetime as dt

from organisations.choices import OrganisationKind, Role
from organisations.models import Organisation, OrganisationRegion, Region
from reporting.choices import EffortState
from reporting.models import (
    CovenantAction,
    CovenantDuty,
    CovenantMeeting,
    CovenantPartner,
    CovenantReminder,
    CovenantRisk,
    DutyProgress,
    MeetingPresence,
    PartnerEffort,
    PlanActivity,
)
from tests.cast import Person
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory

DAY = dt.date(2026, 3, 2)


def partner_of(region: Region, name: str = "Uma", kind: str = OrganisationKind.UNION, **member: object) -> Person:
    """Somebody who acts for an organisation that signed the covenant."""
    organisation = OrganisationFactory(kind=kind, region=region)
    sign(region, organisation)
    user = UserFactory(name=name)
    MembershipFactory(user=user, organisation=organisation, **({"role": Role.MEMBER} | member))
    return Person(user=user, organisation=organisation)


def sign(region: Region, organisation: Organisation) -> None:
    OrganisationRegion.objects.filter(region=region, organisation=organisation).update(covenant_partner=True)


def ministry_of(region: Region) -> Person:
    organisation = OrganisationFactory(kind=OrganisationKind.MINISTRY, region=region)
    user = UserFactory(name="Mina")
    MembershipFactory(user=user, organisation=organisation, role=Role.MEMBER)
    return Person(user=user, organisation=organisation)


def covenant_rows(region: Region) -> list[Person]:
    """One row of each table, of what is a partner's own one of each partner; the partner and the ministry."""
    union, other = partner_of(region), partner_of(region, "Ulla", OrganisationKind.ASSOCIATION)
    duty = CovenantDuty.objects.create(region=region, group="unions", article="99a", text="Geheime plicht")
    meeting = CovenantMeeting.objects.create(region=region, kind="board", on=DAY, agenda="Geheime agenda")
    PlanActivity.objects.create(
        region=region, part="result", title="Geheime activiteit", from_quarter="2026-Q1", to_quarter="2026-Q1"
    )
    CovenantRisk.objects.create(region=region, title="Geheim risico", chance=2, impact=3)
    CovenantReminder.objects.create(region=region, key="actions 2026-03-02")
    for one in (union, other):
        partner = one.organisation
        CovenantPartner.objects.create(region=region, partner=partner, group="unions", contact_name="Geheim contact")
        DutyProgress.objects.create(region=region, duty=duty, partner=partner, note=f"Notitie van {partner.name}")
        MeetingPresence.objects.create(meeting=meeting, partner=partner)
        CovenantAction.objects.create(
            region=region, meeting=meeting, partner=partner, text=f"Actie van {partner.name}", due_on=DAY
        )
        PartnerEffort.objects.create(
            region=region,
            partner=partner,
            period="2026-Q1",
            text=f"Inzet van {partner.name}",
            state=EffortState.SUBMITTED,
            written_for=partner,
            written_by=one.user,
            written_at=dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC),
        )
    return [union, other, ministry_of(region)]
