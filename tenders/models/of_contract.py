from django.contrib.postgres.fields import ArrayField
from django.db import models

from organisations.models import Identified


class OfContract(Identified):
    """A row about one contract. A trigger copies the audiences of the contract that fit this table (tenders 0007)."""

    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        abstract = True
