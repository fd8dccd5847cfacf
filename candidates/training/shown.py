"""What a form about an enrolment is bound to: a short fingerprint of it as it stood on the screen."""

from candidates.models import Enrolment
from organisations.shown import version_of

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
    return version_of(enrolment, _TYPED)
