"""What is done for lines every day, in each region."""

import uuid
from datetime import date
from functools import partial

from django.utils import timezone

from organisations.upkeep import Chore
from placements import evidence, year_lines
from placements.follow_ups import planning
from placements.identity import asking
from placements.kansrijk.following import WORK
from placements.mediation import ending
from placements.own_page import persons
from placements.reminders import chasing
from placements.vacancies import stale
from tenders.following import mail_followers


def _propose_year_lines(*, region_id: uuid.UUID, on: date) -> int:
    return year_lines.propose_ended(region_id=region_id, on=on, at=timezone.now())


CHORES = (
    Chore("placements.old_evidence", evidence.remove_old),
    Chore("placements.year_lines", _propose_year_lines),
    Chore("placements.reminders", chasing.remind_by_itself),
    Chore("placements.askings", asking.forget_askings),
    Chore("placements.follow_ups", planning.work_off),
    Chore("placements.vacancies_over", stale.close_over),
    Chore("placements.vacancies_unanswered", stale.take_down_unanswered),
    Chore("placements.vacancies_asked", stale.ask_whether_they_stand),
    Chore("placements.vacancies_forgotten", stale.forget),
    Chore("placements.proposals", ending.work_off),
    Chore("placements.person_requests_forgotten", persons.forget_unanswered),
    Chore("placements.work_news", partial(mail_followers, WORK)),
)
