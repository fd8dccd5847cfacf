"""Whose work a start page shows: the contracts a member answers for himself, or all of his organisation."""

from django.db.models import QuerySet

from organisations.tenancy import Acting
from reporting.overviews.contracts import Counts
from tenders.access import contracts_of
from tenders.attention import looked_after_by
from tenders.models import Contract

#: The choice as it stands in addresses, as ``van``.
MINE, ALL = "mij", "alles"


def shows_only_mine(asked: str | None, own: Counts) -> bool:
    """What was asked for; else one's own work as long as one answers for a contract that is not settled."""
    return asked == MINE if asked in (MINE, ALL) else own.total > 0


def shown_to(acting: Acting, *, mine: bool) -> QuerySet[Contract]:
    """The contracts the page is about."""
    contracts = contracts_of(acting)
    return contracts.filter(looked_after_by(acting)) if mine else contracts
