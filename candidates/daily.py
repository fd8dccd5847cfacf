"""What is done for candidates every day, in each region."""

from candidates import benefit_warnings
from organisations.upkeep import Chore

CHORES = (Chore("candidates.benefit_warnings", benefit_warnings.warn),)
