"""What a form about an enrolment is bound to: a short fingerprint of it as it stood on the screen.

A page can be older than the enrolment. Whoever saves sends back what he saw; what changed since is not written over.
"""

import hashlib

from django.utils.translation import gettext as _

from candidates.models import Enrolment
from organisations.refused import Refused

_DIGITS = 16
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


class Changed(Refused):
    """Somebody else saved this enrolment since it was shown."""

    def __init__(self) -> None:
        super().__init__(_("Deze deelname is intussen gewijzigd door een ander. Hieronder staat wat er nu is."))


def version(enrolment: Enrolment) -> str:
    """The same as long as nothing changed of what somebody fills in."""
    figures = "\n".join(f"{name}={getattr(enrolment, name)}" for name in _TYPED)
    return hashlib.sha256(figures.encode()).hexdigest()[:_DIGITS]


def check(enrolment: Enrolment, shown: str | None) -> None:
    """Refuse when this locked enrolment is not as it stood in the form. None: it does not come out of a form."""
    if shown is not None and shown != version(enrolment):
        raise Changed
