"""What the tests of the public calendar share."""

import datetime as dt
import html
import re

from django.test import Client
from django.utils import timezone

from organisations import open_forms
from organisations.models import OutboxMessage
from tenders.models import SearchFollower, TenderStep, TenderValue
from tests.database import owner
from tests.factories.tenders import TenderFactory

PAGE = "/groningen/kalender/"
FOLLOW = PAGE + "volgen/"
LINK = re.compile(r"/kalender/volgen/([\w-]{43})/")
TODAY = timezone.localdate()
NEXT_YEAR = TODAY.year + 1


def on_calendar(authority, *, amount=None, is_confidential=False, **values):
    """A planned tender of next year on the calendar, unless told otherwise."""
    with owner():
        tender = TenderFactory(
            authority=authority,
            **{
                "status": "planned",
                "on_calendar_since": TODAY - dt.timedelta(days=30),
                "planned_publication": dt.date(NEXT_YEAR, 2, 10),
                "starts_on": dt.date(NEXT_YEAR, 6, 1),
                **values,
            },
        )
        if amount is not None:
            TenderValue.objects.create(tender=tender, amount=amount, is_confidential=is_confidential)
    return tender


def take(tender, *statuses, on, begin=""):
    """The steps of a tender, one after the other, all on one day."""
    with owner():
        for status in statuses:
            TenderStep.objects.create(tender=tender, from_status=begin, to_status=status, on=on)
            begin = status


def text_of(answer) -> str:
    """The words of a page, with single spaces."""
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split()))


def page(query="", **headers):
    return Client().get(f"{PAGE}?{query}" if query else PAGE, headers=headers)


def ask(query="", **given):
    """Send the form that asks for mail, filled in well unless told otherwise."""
    data = {"email": "volger@demo.example", "rhythm": "daily", "page_made": open_forms.stamp()} | given
    return Client().post(f"{FOLLOW}?{query}" if query else FOLLOW, data)


def followers():
    with owner():
        return list(SearchFollower.objects.order_by("asked_at", "pk"))


def mails(name):
    with owner():
        return [one.payload for one in OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")]


def step(token, which, **given):
    return Client().post(f"{FOLLOW}{token}/", {"step": which} | given)
