"""Money in the demo that is no file: who keeps it, what the State paid, and payments that wait for a colleague."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal

from candidates.models import TrainingProgramme
from organisations.models import OrganisationRegion, Region
from organisations.tenancy import Acting
from reporting.choices import MoneySource, SpendingCategory
from reporting.models import SpendingLine
from reporting.spending.lines import SpendingEntry, correct, enter
from reporting.spending.plan import choose_centre, receive

CENTRE = "gem-groningen"
_LETTER = "Brief van het ministerie (demonstratie)"
_RECEIVED = {2018: 1_900_000, 2019: 1_900_000, 2020: 1_250_000}
#: Who enters it, days ago, category, amount, description.
_WAITING = (
    ("alice", 9, SpendingCategory.TRAINING, 4250, "Lesplaatsen groep najaar"),
    ("alice", 6, SpendingCategory.BACK_OFFICE, 9800, "Backoffice vorige maand"),
    ("esra", 3, SpendingCategory.SROI_PROCUREMENT, 750, "Bijeenkomst voor inkopers"),
)


def furnish(
    region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], on: date, at: datetime
) -> None:
    """Do nothing when it is there already."""
    with acting_as("esra") as esra:
        if SpendingLine.objects.filter(region=region).waiting().exists():
            return
        centre = OrganisationRegion.objects.get(region=region, code=CENTRE)
        choose_centre(region.pk, centre.organisation_id)
        for year, amount in _RECEIVED.items():
            receive(esra, region_id=region.pk, year=year, amount=Decimal(amount), source=_LETTER, at=at)
        programme = TrainingProgramme.objects.filter(region=region).order_by("code").first()
    for who, days, category, amount, description in _WAITING:
        day = on - timedelta(days=days)
        is_training = category == SpendingCategory.TRAINING
        entry = SpendingEntry(
            on=day,
            year=day.year,
            category=category,
            amount=Decimal(amount),
            source=MoneySource.MUNICIPALITIES,
            programme_id=programme.pk if programme and is_training else None,
            description=description,
        )
        with acting_as(who) as acting:
            enter(acting, region_id=region.pk, entry=entry, at=at)
    with acting_as("alice") as acting:
        line = SpendingLine.objects.filter(region=region, category=SpendingCategory.SECRETARY).counted().latest("on")
        right = SpendingEntry(
            on=line.on,
            year=line.year,
            category=line.category,
            amount=line.amount + 125,
            source=line.source,
            description=line.description,
        )
        correct(acting, line.pk, entry=right, reason="Het bedrag op de factuur is hoger dan wat er stond", at=at)
