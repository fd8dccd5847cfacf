"""Money of one region for the oracle: lines that these people entered, one of them taken over from an invoice."""

import datetime as dt

from candidates.models import Candidate, TrainingCost
from organisations.models import OrganisationRegion, Region
from reporting.choices import SpendingCategory
from reporting.models import BudgetLine, ContributionShare, SpendingLine, Target
from tests.cast import Person


def spending_rows(region: Region, centre: Person, *people: Person) -> None:
    """``centre`` becomes the municipality that keeps the money; it and these people each entered a line."""
    OrganisationRegion.objects.filter(region=region, organisation=centre.organisation).update(centre=True)
    candidate = Candidate.objects.filter(region=region).order_by("pk").first()
    for place, person in enumerate([centre, *people]):
        SpendingLine.objects.create(
            region=region,
            reference=f"UIT-{place}",
            on=dt.date(2026, 3, 2),
            year=2026,
            category=SpendingCategory.TRAINING,
            amount=100 + place,
            candidate=candidate,
            entered_by=person.user,
        )
    cost = TrainingCost.objects.filter(region=region).order_by("pk").first()
    SpendingLine.objects.create(
        region=region,
        reference="UIT-factuur",
        on=dt.date(2026, 3, 3),
        year=2026,
        category=SpendingCategory.TRAINING,
        amount=cost.amount,
        training_cost=cost,
        entered_by=people[-1].user,
    )
    ContributionShare.objects.get_or_create(
        region=region,
        position=100,
        defaults={"kind": "total", "name": "Totaal", "inhabitants": 10, "stated": 100, "source": "Plan"},
    )


def decided_anew(region: Region, *people: Person) -> None:
    """A target and an amount of the plan that each of these people wrote down, whether they may or not."""
    for place, person in enumerate(people):
        day = dt.date(2026, 3, 2 + place)
        written = {"region": region, "version_on": day, "source": "Brief", "entered_by": person.user}
        Target.objects.create(kind="jobs", on=day, value=10, **written)
        BudgetLine.objects.create(side="spending", category="training", year=2026, amount=1, **written)
