"""Erasing a person: asked for or at the end of the term, carried out by a worker, and written down without a name.

What goes and what stays follows from the registry (``organisations.data_kinds``): one function of the database does it
(organisations 0013). Before that, apps move days within their month; beside it, they throw away files that name the
person, which the database cannot read. All in one transaction: somebody is erased everywhere or nowhere. It is short:
files are read before it, a few at a time, and what takes too long is undone and tried again.
"""

import json
import logging
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from organisations import retention, tenancy
from organisations.choices import ErasureCause, Purpose
from organisations.data_kinds import Part, Subject
from organisations.models import Erasure, Membership, RetentionMark
from organisations.outbox import queue_job, queue_mails
from organisations.sought_names import SoughtNames
from organisations.tenancy import Acting
from organisations.upkeep import Chore

logger = logging.getLogger(__name__)

TASK = "organisations.tasks.erase"
_MESSAGES = "_messages"
#: Nobody waits longer for a row of the person than this, and the worker not for anybody else.
_PATIENCE = "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '5s'"
_FILES_AT_ONCE = 20
#: What is not done by then failed: the worker needs minutes at most, also where it tries several times.
_USUALLY_DONE = timedelta(hours=1)
#: By then the worker gave it up (``outbox.ATTEMPTS``).
_GIVEN_UP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day that moves within its month: ``field`` as in the registry (``app.Model.field``)."""

    field: str
    row_id: uuid.UUID
    day: date


#: ``days(subject_ids)`` tells which days move before a person of this kind is erased.
Days = Callable[[Sequence[uuid.UUID]], Iterable[MovedDay]]
#: ``forget(region_id, names)`` throws away what names the person; returns how many.
Forget = Callable[[uuid.UUID, SoughtNames], int]


@dataclass(frozen=True, slots=True)
class Files:
    """Files that take long to look into, and that do not change.

    ``keys(region_id)`` are all of them; ``naming(keys, names)`` those that name the person; ``remove(keys)`` throws
    them away and returns how many.
    """

    keys: Callable[[uuid.UUID], Collection[uuid.UUID]]
    naming: Callable[[Sequence[uuid.UUID], SoughtNames], Collection[uuid.UUID]]
    remove: Callable[[Collection[uuid.UUID]], int]


@dataclass(slots=True)
class _Looked:
    """Which files were looked into before the person is erased, and which of them name him."""

    names: SoughtNames
    seen: set[uuid.UUID] = field(default_factory=set)
    naming: set[uuid.UUID] = field(default_factory=set)

    def into(self, files: Files, keys: Sequence[uuid.UUID]) -> None:
        self.naming.update(files.naming(keys, self.names))
        self.seen.update(keys)


_days: dict[Subject, Days] = {}
_forget: dict[str, Forget] = {}
_files: dict[str, Files] = {}


def register_days(subject: Subject, days: Days) -> None:
    """Called once by the app that knows which days of such a person may move."""
    _days[subject] = days


def register_copies(name: str, forget: Forget) -> None:
    """Called once by each app that keeps copies which the database cannot look into."""
    _forget[name] = forget


def register_files(name: str, files: Files) -> None:
    """Called once by each app that keeps files which only reading them tells whom they name."""
    _files[name] = files


@transaction.atomic
def ask(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    subject: Subject,
    subject_ids: Sequence[uuid.UUID],
    cause: ErasureCause,
    asked_on: date,
    at: datetime,
) -> Erasure:
    """Have a person erased now: the worker takes it up as soon as this is committed."""
    erasure = Erasure.objects.create(
        region_id=region_id,
        subject=subject,
        part=Part.PERSON,
        subject_ids=list(subject_ids),
        cause=cause,
        asked_on=asked_on,
        asked_by_id=acting.user_id,
        organisation_id=acting.organisation_id,
        asked_at=at,
    )
    _queue(erasure)
    return erasure


def erasures_of(acting: Acting) -> QuerySet[Erasure]:
    """The proof of what went in the member's regions, newest first."""
    found = Erasure.objects.filter(region_id__in=acting.region_ids).select_related("asked_by")
    return found.order_by("-asked_at", "-pk")


def has_failed(erasure: Erasure, *, at: datetime) -> bool:
    """Not done while it should have been: it is tried again (``try_again``)."""
    return erasure.done_at is None and erasure.asked_at < at - _USUALLY_DONE


def try_again(*, region_id: uuid.UUID, on: date) -> int:  # noqa: ARG001 - a chore is told the day
    """A chore of every day: whom the worker gave up to erase is queued again, until it is done; returns how many."""
    given_up = Erasure.objects.filter(
        region_id=region_id, done_at=None, asked_at__lt=timezone.now() - _GIVEN_UP
    ).order_by("asked_at", "pk")
    for erasure in given_up:
        _queue(erasure)
    return len(given_up)


def at_term(
    *, region_id: uuid.UUID, subject: Subject, part: Part, subject_ids: Sequence[uuid.UUID], at: datetime
) -> Erasure:
    """Have a person, or a part of what is kept of him, erased because the term is over. As ``system(UPKEEP)``."""
    erasure = Erasure.objects.create(
        region_id=region_id,
        subject=subject,
        part=part,
        subject_ids=list(subject_ids),
        cause=ErasureCause.TERM,
        asked_at=at,
    )
    _queue(erasure)
    return erasure


def asked_by_oneself(
    *, region_id: uuid.UUID, subject: Subject, subject_ids: Sequence[uuid.UUID], on: date, at: datetime
) -> Erasure:
    """Have a person erased who asked for it himself, and of whom nothing has to be looked at first. As ``system(UPKEEP)``."""
    erasure = Erasure.objects.create(
        region_id=region_id,
        subject=subject,
        part=Part.PERSON,
        subject_ids=list(subject_ids),
        cause=ErasureCause.ASKED,
        asked_on=on,
        asked_at=at,
    )
    _queue(erasure)
    return erasure


def keep_terms(*, region_id: uuid.UUID, on: date) -> int:
    """A chore of every day: announce whose data will go, have those erased whose day came; returns how many of both."""
    at = timezone.now()
    new, coaches = retention.mark_due(region_id, on=on, at=at)
    if new:
        queue_mails(
            "retention_warning",
            [
                (member.user.email, _warning(member, number, first=min(mark.due_on for mark in new)))
                for member, number in retention.readers_of(new, coaches).items()
            ],
        )
    over = retention.over(region_id, on=on)
    for mark in over:
        at_term(
            region_id=region_id,
            subject=Subject(mark.subject),
            part=Part(mark.part),
            subject_ids=mark.subject_ids,
            at=at,
        )
    # Who is being erased is not marked a second time tomorrow.
    RetentionMark.objects.filter(pk__in=[mark.pk for mark in over]).delete()
    return len(new) + len(over)


def _warning(member: Membership, number: int, *, first: date) -> dict[str, Any]:
    page = reverse("organisations:retention_list", args=[member.organisation_id])
    return {
        "name": member.user.name,
        "number": number,
        "first": first,
        "link": urljoin(settings.PUBLIC_URL, page),
    }


def carry_out(erasure_id: uuid.UUID, *, region_id: uuid.UUID) -> dict[str, int]:
    """Erase; returns how many rows of which table. Done before, it does nothing. Call it outside any context."""
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        erasure = Erasure.objects.get(pk=erasure_id)
        if erasure.done_at is not None:
            return erasure.counts
        names = _names_of(erasure)
    looked = {name: _look_into(files, region_id=region_id, names=names) for name, files in _files.items()}
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        _rows(_PATIENCE)
        counts = _erase(erasure, looked)
        RetentionMark.objects.filter(
            region_id=region_id, subject=erasure.subject, subject_id__in=erasure.subject_ids
        ).filter(**({} if erasure.part == Part.PERSON else {"part": erasure.part})).delete()
    logger.info("erased %s of %s %s: %s", erasure.part, erasure.subject, erasure.pk, sum(counts.values()))
    return counts


def _queue(erasure: Erasure) -> None:
    queue_job(TASK, erasure_id=erasure.pk, region_id=erasure.region_id)


def _names_of(erasure: Erasure) -> SoughtNames:
    if erasure.part != Part.PERSON:
        return SoughtNames(())
    return SoughtNames.of(_rows("SELECT kind, words FROM organisations_names_to_erase(%s)", erasure.pk))


def _look_into(files: Files, *, region_id: uuid.UUID, names: SoughtNames) -> _Looked:
    """Read the files of the region a few at a time, and hold nothing meanwhile."""
    looked = _Looked(names)
    if not names.known:
        return looked
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        keys = list(files.keys(region_id))
    for place in range(0, len(keys), _FILES_AT_ONCE):
        with tenancy.system(Purpose.UPKEEP, region_id=region_id):
            looked.into(files, keys[place : place + _FILES_AT_ONCE])
    return looked


def _forget_files(region_id: uuid.UUID, names: SoughtNames, looked: dict[str, _Looked]) -> dict[str, int]:
    """Throw away the files that name him, also those that were made while the others were read."""
    told = {}
    for name, files in _files.items():
        # Who got another name meanwhile is looked for again.
        before = looked[name] if looked[name].names == names else _Looked(names)
        before.into(files, [key for key in files.keys(region_id) if key not in before.seen])
        if number := files.remove(before.naming):
            told[name] = number
    return told


def _erase(erasure: Erasure, looked: dict[str, _Looked]) -> dict[str, int]:
    names = _names_of(erasure)
    told: dict[str, int] = {}
    if erasure.part == Part.PERSON:
        days = _days.get(Subject(erasure.subject))
        moved = [
            {"field": one.field, "id": str(one.row_id), "day": one.day.isoformat()}
            for one in (days(erasure.subject_ids) if days else [])
        ]
        _rows("SELECT organisations_move_days(%s, %s)", erasure.pk, json.dumps(moved))
        told = {name: number for name, forget in _forget.items() if (number := forget(erasure.region_id, names))}
        if names.known:
            told |= _forget_files(erasure.region_id, names, looked)
        if number := forget_messages(names):
            told["sessions.Session"] = number
    rows = _rows(
        "SELECT organisations_erase(%s, %s, %s, %s)",
        erasure.pk,
        names.pattern,
        names.search_pattern,
        json.dumps(told),
    )
    counted = rows[0][0]
    return cast("dict[str, int]", json.loads(counted) if isinstance(counted, str) else counted)


def forget_messages(names: SoughtNames) -> int:
    """Drop what pages were yet to tell somebody about this person: it stands inside sessions. Returns how many."""
    sessions = Session.objects.order_by("pk").iterator()
    return sum(1 for session in sessions if _forget_message(session, names))


def _forget_message(session: Session | None, names: SoughtNames) -> bool:
    """Whether it went. Its owner may write to the session, or leave, meanwhile: then what he left is looked at anew."""
    while session is not None:
        kept: dict[str, Any] = session.get_decoded()
        waiting = kept.pop(_MESSAGES, None)
        if not (waiting and names.in_text(str(waiting))):
            return False
        as_read = Session.objects.filter(pk=session.pk, session_data=session.session_data)
        if as_read.update(session_data=SessionStore().encode(kept)):
            return True
        session = Session.objects.filter(pk=session.pk).first()
    return False


def _rows(sql: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


CHORE = Chore("organisations.retention", keep_terms)
TRY_AGAIN = Chore("organisations.erasing", try_again)
