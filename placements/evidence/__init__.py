"""Evidence of a line: sent by its company, checked by a worker, opened by the verifier with a reason, and gone in time.

``line`` is a deployment or another contribution everywhere; evidence of a deployment may be of one month of it.
"""

from organisations.inspection.look import LARGEST
from placements.evidence.checking import QUARANTINE
from placements.evidence.counting import with_evidence
from placements.evidence.keeping import remove_old
from placements.evidence.opening import note_fetched, open_all
from placements.evidence.reading import CompanyLine, may_open, may_send, seen_of, standing_of
from placements.evidence.sending import MOST_FILES, Sent, may_remove, remove, send
from placements.evidence.signed import (
    SignedForm,
    is_for_company,
    missing_sentence,
    months_without_form,
    signed_forms_among,
)

__all__ = [
    "LARGEST",
    "MOST_FILES",
    "QUARANTINE",
    "CompanyLine",
    "Sent",
    "SignedForm",
    "is_for_company",
    "may_open",
    "may_remove",
    "may_send",
    "missing_sentence",
    "months_without_form",
    "note_fetched",
    "open_all",
    "remove",
    "remove_old",
    "seen_of",
    "send",
    "signed_forms_among",
    "standing_of",
    "with_evidence",
]
