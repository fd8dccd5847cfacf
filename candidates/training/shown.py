"""What a form about an enrolment is bound to: a short fingerprint of it as it stood on the screen."""

from candidates.models import Enrolment
from organisations import shown

_TYPED = (
    "pk",
    "started_on",
    "ended_on",
    "outcome",
    "dropout_reason",
    "attendance",
    "certificate_name",
    "benefit_kept",
    "training_cost",
    "guidance_cost",
    "voucher",
    "removed_at",
)


def version(enrolment: Enrolment) -> str:
    """The same as long as nothing changed of what somebody fills in."""
    return shown.version(enrolment, _TYPED)
