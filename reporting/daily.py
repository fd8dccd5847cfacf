"""What is done for reports every day, in each region."""

from organisations.upkeep import Chore
from reporting import standings
from reporting.covenant import reminders
from reporting.flow import evaluating, judging, planning

CHORES = (
    Chore("reporting.standings", standings.count_by_itself),
    Chore("reporting.drafts", planning.plan),
    Chore("reporting.judgements", judging.remind),
    Chore("reporting.evaluations", evaluating.remind),
    *reminders.CHORES,
)
