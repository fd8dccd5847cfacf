"""The demo: two regions from their packages, and the cast that logs in without a password."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from exchange import (
    demo_contact,
    demo_covenant,
    demo_firms,
    demo_money,
    demo_oneself,
    demo_promising,
    demo_proposals,
    demo_reports,
    demo_speed_dates,
    demo_vacancies,
    demo_wishes,
)
from exchange.demo_back_office import furnish, member_of
from exchange.landing import Outcome, land_package
from exchange.package import read_package
from exchange.regions import create_region
from organisations import tenancy
from organisations.choices import Purpose
from organisations.demo_cast import CAST, CastMember
from organisations.models import Membership, Organisation, OrganisationRegion, Region, User
from organisations.operator import operator_organisation
from tenders.choices import Side
from tenders.models import Contract, Responsible

REGION = "groningen"
OTHER_REGION = ("noordermeer", "Noordermeer")
FOLDER = Path(settings.BASE_DIR) / "demo"
#: Who answers for the contracts of his organisation, by the side it stands on.
_RESPONSIBLE = {"alice": Side.AUTHORITY, "bram": Side.CONTRACTOR, "carla": Side.WERKPLEIN}


class DemoRefusedError(Exception):
    """The demo cannot be loaded here; the text is for who asked."""


def is_loaded() -> bool:
    region = Region.objects.get(code=REGION)
    with tenancy.system(Purpose.IMPORT, region_id=region.pk):
        return Contract.objects.filter(region=region).exists()


@transaction.atomic
def load_demo(*, at: datetime, on: date) -> dict[str, Outcome]:
    """Load both packages and the cast; gives what landed by region code. Loading it again changes nothing."""
    if not settings.DEMO_LOGIN:
        raise DemoRefusedError(_("De demo is alleen te laden waar de demo-accounts mogen inloggen, niet in productie."))
    code, name = OTHER_REGION
    regions = {REGION: Region.objects.get(code=REGION)}
    regions[code] = Region.objects.filter(code=code).first() or create_region(code=code, name=name, is_demo=True)
    folders = {REGION: FOLDER, code: FOLDER / code}
    outcomes = {
        key: land_package(read_package(folders[key]), region_id=region.pk, at=at, on=on)
        for key, region in regions.items()
    }
    if any(outcome.faults for outcome in outcomes.values()):
        transaction.set_rollback(True)
    else:
        _engage_cast(regions)
        _name_responsibles(regions[REGION])
        furnish(regions[REGION], on=on, at=at)
        demo_contact.furnish(regions[REGION], acting_as=member_of(regions[REGION]), at=at)
        demo_wishes.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_covenant.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_firms.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_money.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_oneself.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_vacancies.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        # After the vacancies: the list is proposed from them.
        demo_promising.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_proposals.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_speed_dates.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
        demo_reports.furnish(regions[REGION], acting_as=member_of(regions[REGION]), on=on, at=at)
    return outcomes


def _engage_cast(regions: dict[str, Region]) -> None:
    for member in CAST:
        region = regions.get(member.region_code or "")
        with tenancy.system(Purpose.SETUP, region_id=region.pk if region else None):
            organisation = _organisation_of(member, region)
            user = User.objects.filter(email=member.email).first()
            if user is None:
                user = User.objects.create_user(member.email, member.name)
            Membership.objects.get_or_create(
                user=user, organisation=organisation, ended_at=None, defaults={"role": member.role}
            )


def _organisation_of(member: CastMember, region: Region | None) -> Organisation:
    if region is None:
        return operator_organisation()
    link = OrganisationRegion.objects.select_related("organisation").get(region=region, code=member.organisation_code)
    return link.organisation


def _name_responsibles(region: Region) -> None:
    """Each side that has someone of the cast names him on its contracts; what is named already stays."""
    people = {member.key: member for member in CAST}
    with tenancy.system(Purpose.IMPORT, region_id=region.pk):
        links = OrganisationRegion.objects.filter(region=region)
        organisations: dict[str, Any] = dict(links.values_list("code", "organisation_id"))
        named = set(Responsible.objects.filter(contract__region=region).values_list("contract_id", "side"))
        Responsible.objects.bulk_create(
            Responsible(contract_id=contract_id, side=side, name=people[key].name, email=people[key].email)
            for key, side in _RESPONSIBLE.items()
            for contract_id in Contract.objects.filter(
                region=region, **{side.value: organisations[people[key].organisation_code]}
            )
            .order_by("reference")
            .values_list("pk", flat=True)
            if (contract_id, side) not in named
        )
