"""Which mail somebody wants, and when: a choice for each topic, for him at one organisation.

A choice never hides work: what waits stands on the start page whatever he chose.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from organisations.choices import MailRhythm, MailTopic
from organisations.models import HeldMail, MailChoice
from organisations.tenancy import Acting

_WORKSPACE = re.compile(r"/werk/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How somebody wants this mail. ``user_id`` is empty for an address without a choice."""

    rhythm: MailRhythm = MailRhythm.AT_ONCE
    user_id: uuid.UUID | None = None


def choices_of(acting: Acting) -> dict[MailTopic, MailRhythm]:
    """The member's choice for every topic."""
    chosen = MailChoice.objects.filter(user_id=acting.user_id, organisation_id=acting.organisation_id)
    rhythms = {MailTopic(topic): MailRhythm(rhythm) for topic, rhythm in chosen.values_list("topic", "rhythm")}
    return {topic: rhythms.get(topic, MailRhythm.AT_ONCE) for topic in MailTopic}


@transaction.atomic
def choose(acting: Acting, *, rhythms: Mapping[MailTopic, MailRhythm]) -> None:
    """Keep these choices; of two at the same moment the last one holds."""
    MailChoice.objects.bulk_create(
        [
            MailChoice(user_id=acting.user_id, organisation_id=acting.organisation_id, topic=topic, rhythm=rhythm)
            for topic, rhythm in rhythms.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "organisation", "topic"],
        update_fields=["rhythm"],
    )


def waiting_for(acting: Acting) -> int:
    """How many mails wait for the member's weekly one."""
    return HeldMail.objects.filter(user_id=acting.user_id, organisation_id=acting.organisation_id).count()


def workspace_in(link: str) -> uuid.UUID | None:
    """For which organisation a link opens its page."""
    found = _WORKSPACE.search(link)
    return uuid.UUID(found[1]) if found else None


def page_in(link: str) -> str:
    """Where the reader of a mail with this link chooses his mail; empty outside a workspace."""
    organisation_id = workspace_in(link)
    if organisation_id is None:
        return ""
    return urljoin(settings.PUBLIC_URL, reverse("organisations:mail_choices", args=[organisation_id]))


def wanted(topic: MailTopic, mails: Sequence[tuple[str, str]]) -> list[Wanted]:
    """For each address and link how its reader wants it. One query, that answers whoever asks (organisations 0011)."""
    workspaces = [workspace_in(link) for _to, link in mails]
    answers = [Wanted()] * len(mails)
    if not any(workspaces):
        return answers
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, user_id, rhythm FROM organisations_mail_wanted(%s, %s, %s)",
            [[to for to, _link in mails], workspaces, topic.value],
        )
        for place, user_id, rhythm in cursor.fetchall():
            answers[place - 1] = Wanted(MailRhythm(rhythm), user_id)
    return answers
