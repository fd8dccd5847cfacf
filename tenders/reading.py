"""An authority reads the exact amounts of a contract only when its end is settled; each time is written down."""

from datetime import datetime

from organisations.access import acts_for_authority
from organisations.models import ReadLog
from organisations.tenancy import Acting
from tenders.models import Contract

SUBJECT = "contract_totals"


def log_exact_totals(acting: Acting, *contracts: Contract, at: datetime, request: str = "") -> None:
    """Write down that exact totals are shown, before they are. For others than an authority they are no secret.

    Lists and sums show an authority bands, settled or not, so that it reads an amount where it asked for it.
    """
    if not acts_for_authority(acting):
        return
    # Not by save(): a reader may add to the log, and read nothing back.
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                region_id=contract.region_id,
                organisation_id=acting.organisation_id,
                user_id=acting.user_id,
                at=at,
                subject=SUBJECT,
                subject_id=contract.pk,
                reason="Afrekening",
                request=request,
            )
            for contract in contracts
        ]
    )
