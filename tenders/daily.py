"""What is done for contracts every day, in this order: terms first, then what people are told about them."""

from organisations.upkeep import Chore
from tenders.departures import end_access
from tenders.ladder_reminders import remind_behind, remind_plans
from tenders.reminders import remind_first_contact, remind_options
from tenders.terms import apply_due_versions

CHORES = (
    Chore("tenders.due_versions", apply_due_versions),
    Chore("tenders.departures", end_access),
    Chore("tenders.first_contact", remind_first_contact),
    Chore("tenders.options", remind_options),
    Chore("tenders.behind", remind_behind),
    Chore("tenders.recovery_plans", remind_plans),
)
