"""What is done for contracts every day, in this order: terms first, then what people are told about them."""

from functools import partial

from organisations.upkeep import Chore
from tenders.calendar.digest import send_digests
from tenders.calendar.following import CALENDAR
from tenders.calendar.lifecycle import follow_contracts
from tenders.departures import end_access
from tenders.firms.chores import ask_whether_it_holds, forget, remind_of_labels
from tenders.following import forget as forget_followers
from tenders.following import mail_followers
from tenders.ladder_reminders import remind_behind, remind_plans
from tenders.reminders import remind_first_contact, remind_options
from tenders.terms import apply_due_versions

CHORES = (
    Chore("tenders.due_versions", apply_due_versions),
    Chore("tenders.steps_of_tenders", follow_contracts),
    Chore("tenders.departures", end_access),
    Chore("tenders.first_contact", remind_first_contact),
    Chore("tenders.options", remind_options),
    Chore("tenders.behind", remind_behind),
    Chore("tenders.recovery_plans", remind_plans),
    Chore("tenders.calendar_digest", send_digests),
    Chore("tenders.calendar_news", partial(mail_followers, CALENDAR)),
    Chore("tenders.followers_forgotten", forget_followers),
    Chore("tenders.firms_asked", ask_whether_it_holds),
    Chore("tenders.firm_labels", remind_of_labels),
    Chore("tenders.firms_forgotten", forget),
)
