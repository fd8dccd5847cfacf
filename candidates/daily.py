"""What is done for candidates every day, in each region."""

from candidates.benefit import warnings as benefit_warnings
from organisations.upkeep import Chore

CHORES = (Chore("candidates.benefit.warnings", benefit_warnings.warn),)
