from decimal import Decimal

from django.db import models
from django.db.models import Q

from organisations.models import Identified, Region
from placements.models.contribution import Contribution
from placements.models.deployment import Deployment
from placements.models.hours import HoursStatement
from tenders.models import Contract


class OfLine(Identified):
    """Something about one line: a person at work, one month of his, or another contribution.

    ``deployment`` is filled for a month too. ``region`` and ``contract`` are the line's (kept by a trigger).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, related_name="%(class)ss")
    statement = models.ForeignKey(HoursStatement, on_delete=models.PROTECT, null=True, related_name="%(class)ss")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(deployment__isnull=False, contribution__isnull=True)
                | Q(deployment__isnull=True, statement__isnull=True, contribution__isnull=False),
                name="%(class)s_of_one_line",
            ),
        ]

    @property
    def line(self) -> Deployment | HoursStatement | Contribution:
        """The line itself, as it was when this was asked."""
        found = self.statement or self.deployment or self.contribution
        if found is None:
            raise ValueError("about no line")
        return found

    @property
    def company_line(self) -> Deployment | Contribution:
        """What says whose line it is."""
        found = self.deployment or self.contribution
        if found is None:
            raise ValueError("about no line")
        return found

    @property
    def title(self) -> str:
        """What a list calls the line: the pseudonym, or the kind of effort."""
        if self.deployment is not None:
            return self.deployment.pseudonym
        if self.contribution is None:
            return ""
        block = self.contribution.block
        return block.label if block else str(self.contribution.get_kind_display())

    @property
    def value(self) -> Decimal:
        """What the line was worth, in euros; of a person at work what is expected of him."""
        if self.statement is not None:
            return self.statement.value
        return (
            self.deployment.forecast
            if self.deployment
            else self.contribution.value
            if self.contribution
            else Decimal(0)
        )
