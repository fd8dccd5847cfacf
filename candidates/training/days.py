"""On which days training of a region can begin; what lies outside them was typed wrongly."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from organisations.refused import Refused

#: Training is agreed on before it begins, but not further ahead than this many days.
DAYS_AHEAD = 731
FIRST_DAY = date(2000, 1, 1)


class WrongDay(Refused):
    """No training of this region begins on that day."""


def check_first_day(started_on: date, on: date) -> None:
    if started_on > on + timedelta(days=DAYS_AHEAD):
        raise WrongDay(_("Deze dag ligt te ver vooruit. Kijk of het jaar klopt."))
    if started_on < FIRST_DAY:
        raise WrongDay(_("Deze dag is te lang geleden. Kijk of het jaar klopt."))
