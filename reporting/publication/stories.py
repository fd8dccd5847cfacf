"""Stories for the public page: written by one member of the bureau, approved by another, gone with the consent."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_free_text
from organisations.tenancy import Acting
from reporting.choices import ConsentHow
from reporting.models import Story
from reporting.querysets import StoryQuerySet


@dataclass(frozen=True, kw_only=True)
class Told:
    """A story as it is filled in, with the consent of whoever it is about."""

    title: str
    text: str
    consent_given_on: dt.date
    consent_how: ConsentHow
    consent_ends_on: dt.date | None


def stories_of(acting: Acting) -> StoryQuerySet:
    """The stories of the member's regions, also those that nobody else reads."""
    return Story.objects.filter(region_id__in=acting.region_ids)


@transaction.atomic
def write(acting: Acting, told: Told, *, on: dt.date, at: dt.datetime) -> Story:
    """Keep a new story; nobody reads it before somebody else approved it."""
    if acting.region is None:
        raise Refused(_("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio."))
    _check(told, on=on)
    return Story.objects.create(
        region_id=acting.region.id, written_by_id=acting.user_id, written_at=at, **_values(told)
    )


@transaction.atomic
def rewrite(acting: Acting, story_id: uuid.UUID, told: Told, *, on: dt.date, at: dt.datetime) -> Story:
    """Change a story; it leaves the public page until somebody else approves it again."""
    story = _locked(acting, story_id)
    _check(told, on=on)
    values = _values(told)
    if all(getattr(story, name) == value for name, value in values.items()):
        return story
    for name, value in values.items():
        setattr(story, name, value)
    story.written_by_id, story.written_at = acting.user_id, at
    story.approved_by_id = story.approved_at = None
    story.save()
    return story


@transaction.atomic
def approve(acting: Acting, story_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Let everybody read it. Who wrote it cannot."""
    story = _locked(acting, story_id)
    if story.approved_at is not None:
        raise Refused(_("Dit verhaal is al goedgekeurd."))
    if story.written_by_id == acting.user_id:
        raise Refused(_("U schreef dit verhaal. Vraag een collega om het goed te keuren."))
    story.approved_by_id, story.approved_at = acting.user_id, at
    story.save(update_fields=["approved_by", "approved_at"])


@transaction.atomic
def withdraw(acting: Acting, story_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Take the consent back: the story is gone from the page at once, and its words for good."""
    story = _locked(acting, story_id)
    story.withdrawn_at, story.title, story.text = at, "", ""
    story.approved_by_id = story.approved_at = None
    story.save()


def _locked(acting: Acting, story_id: uuid.UUID) -> Story:
    story = stories_of(acting).select_for_update(of=("self",), no_key=True).get(pk=story_id)
    if story.withdrawn_at is not None:
        raise Refused(_("De toestemming voor dit verhaal is ingetrokken."))
    return story


def _check(told: Told, *, on: dt.date) -> None:
    for words in (told.title, told.text):
        check_free_text(words)
    if told.consent_given_on > on:
        raise Refused(_("Toestemming kan niet in de toekomst zijn gegeven."))


def _values(told: Told) -> dict[str, object]:
    return {
        "title": told.title,
        "text": told.text,
        "consent_given_on": told.consent_given_on,
        "consent_how": told.consent_how,
        "consent_ends_on": told.consent_ends_on,
    }
