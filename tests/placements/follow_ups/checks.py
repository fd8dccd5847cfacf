"""What tests of follow-ups begin with: a placement of half a year ago, the daily round, and the links in the mails."""

import re
from datetime import timedelta

from django.utils import timezone

from organisations import upkeep
from organisations.models import OutboxMessage
from organisations.months import add_months
from placements.models import EmployerContact, FollowUp
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory

LINK = re.compile(r"http://\S+/nazorg/(\S+)/")


def today():
    return timezone.localdate()


def placed(cast, *, months=6, contact="chef@bakkerij.example", candidate=None, email="testje@demo.example", **values):
    """A candidate of Carla's Werkplein, coached by her, placed so long ago that the check is due today."""
    with owner():
        who = {"werkplein": cast.carla.organisation, "coach": cast.carla.user, "state": "placed"} | (candidate or {})
        start = {"registered_on": add_months(today(), -30), "state_since": add_months(today(), -months)}
        placement = PlacementFactory(
            candidate=CandidateFactory(**start | who, identity__email=email),
            **{"starts_on": add_months(today(), -months)} | values,
        )
        if contact:
            EmployerContact.objects.create(
                region=placement.region, placement=placement, name="Ina de Vries", email=contact
            )
    return placement


def daily(cast, *, days=0, region=None):
    """The daily round, so many days from now."""
    return upkeep.do("placements.follow_ups", region_id=(region or cast.region).pk, on=today() + timedelta(days=days))


def checks_of(placement):
    with owner():
        return list(FollowUp.objects.filter(placement=placement).select_related("placement").order_by("months"))


def check_of(placement):
    (found,) = checks_of(placement)
    return found


def mails(name):
    with owner():
        return [one.payload for one in OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")]


def token_in(mail):
    return LINK.search(mail["text"])[1]


def weigh_all():
    """What a worker does with the answers that came in."""
    from placements.tasks import weigh_answers  # noqa: PLC0415 -- workers load it by themselves

    with owner():
        waiting = [
            one.pk
            for one in OutboxMessage.objects.filter(name="placements.tasks.weigh_answers", done_at=None).order_by("pk")
        ]
    for pk in waiting:
        weigh_answers(outbox_id=str(pk))
