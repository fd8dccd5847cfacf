"""The demand of some occupations in few figures, for the pages where training is planned."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from organisations.expected_demand import ExpectedDemand
from organisations.tenancy import Acting
from tenders.calendar.demand import asked_in, read_demand


def expected(acting: Acting, region_id: uuid.UUID, occupations: Sequence[str], on: date) -> ExpectedDemand:
    """As the page of the same address counts it. One query, under the row security of the member."""
    query = QueryDict(mutable=True)
    query.setlist("beroep", list(occupations))
    read = read_demand(region_id, asked_in(query), on=on)
    demand = read.demand
    return ExpectedDemand(
        by_quarter=[(one.label, demand.of_quarter((one.year, one.number))) for one in read.quarters],
        later=demand.later,
        undated=demand.undated,
        tenders=len({one.tender_id for one in read.lines}),
        url=f"{reverse('tenders:demand', args=[acting.organisation_id])}?{read.wanted.query_string}",
    )
