"""When mails do not settle it, somebody calls: a task for the coach, and one mail to him about all of them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.choices import TaskKind
from candidates.working import coaches, to_do
from placements.follow_ups.known import origin_of
from placements.follow_ups.words import title_of
from placements.models import FollowUp

#: So long somebody has for the call.
DAYS_TO_CALL = 7


def call_for(follow_ups: Iterable[FollowUp], *, on: date, at: datetime) -> int:
    """Make these, which are held, a matter for a person; what was one already stays as it is. How many there were new."""
    fresh = [one for one in follow_ups if one.called_for_on is None and one.at_work is None]
    told = []
    for follow_up in fresh:
        follow_up.called_for_on = on
        follow_up.save(update_fields=["called_for_on"])
        candidate = follow_up.placement.candidate
        taken_up_by = coaches.taken_up_by(candidate)
        if taken_up_by is None:
            continue
        organisation_id, user_id = taken_up_by
        task = to_do.Task(
            what=_("%(what)s: bel de kandidaat of de werkgever") % {"what": title_of(follow_up.months)},
            due_on=on + timedelta(days=DAYS_TO_CALL),
            organisation_id=organisation_id,
            user_id=user_id,
            kind=TaskKind.FOLLOW_UP,
            origin=origin_of(follow_up),
        )
        to_do.add(None, candidate, task, at=at)
        told.append(candidate)
    coaches.tell("follow_up_call", told, link_for=_round)
    return len(fresh)


def _round(organisation_id: object) -> str:
    return urljoin(settings.PUBLIC_URL, reverse("placements:follow_up_round", args=[organisation_id]))
