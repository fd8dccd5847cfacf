"""An authority reads the exact amounts of a contract only when its end is settled; each time is written down."""

from datetime import datetime

from organisations.access import acts_for_authority
from organisations.choices import Seen
from organisations.seen import log_seen
from organisations.tenancy import Acting
from tenders.models import Contract


def log_exact_totals(acting: Acting, *contracts: Contract, at: datetime, request: str = "") -> None:
    """Write down that exact totals are shown, before they are. For others than an authority they are no secret.

    Lists and sums show an authority bands, settled or not, so that it reads an amount where it asked for it.
    """
    if not acts_for_authority(acting):
        return
    whose = [(contract.region_id, contract.pk) for contract in contracts]
    log_seen(acting, Seen.TOTALS, whose, reason="Afrekening", at=at, request=request)
