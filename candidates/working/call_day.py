"""On which days a call can be promised: today or later, and no further away than somebody means; and working days."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from organisations.refused import Refused

MOST_DAYS_AHEAD = 366
_SATURDAY = 5


def wrong_day(day: date | None, *, on: date) -> str:
    """What is wrong with this day, for who fills it in; nothing when it is a good one or none."""
    if day is not None and day < on:
        return _("Deze dag is voorbij. Kies vandaag of later.")
    if day is not None and day > on + timedelta(days=MOST_DAYS_AHEAD):
        return _("Deze dag ligt meer dan een jaar vooruit. Controleer het jaartal.")
    return ""


def working_day(day: date) -> date:
    """The day itself, or the first one after it that is no Saturday or Sunday."""
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def check_day(day: date | None, *, on: date) -> None:
    if said := wrong_day(day, on=on):
        raise Refused(said)
