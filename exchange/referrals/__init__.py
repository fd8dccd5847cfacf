"""Several people registered at once: a table of whatever shape, read, looked at, and only then in the register."""

from exchange.referrals.keeping import ReferralRefusedError, discard_old_rows, drop, name_columns, start
from exchange.referrals.landing import Said, answer, register_all
from exchange.referrals.preview import Preview, preview_of

__all__ = [
    "Preview",
    "ReferralRefusedError",
    "Said",
    "answer",
    "discard_old_rows",
    "drop",
    "name_columns",
    "preview_of",
    "register_all",
    "start",
]
