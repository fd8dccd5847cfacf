"""Mail, texts and jobs that must happen once their transaction has committed: none lost, none half.

A row in the table is the truth; Redis only hints that there is something to look at. A worker claims a
row: that commits an attempt and a lease, which a heartbeat renews as long as the work lasts. Whatever
lapses is taken up again by the sweep.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import redis
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.template import Context
from django.template.loader import get_template
from kombu.exceptions import OperationalError

from organisations import mail_choices, reference, tenancy, text_messages
from organisations.choices import MailRhythm, OutboxKind, Purpose
from organisations.log_words import without_persons
from organisations.mail_topics import topic_of
from organisations.models import HeldMail, OutboxMessage, new_id
from organisations.region_words import as_begun

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
HEARTBEAT_SECONDS = 20
SWEEP_SECONDS = 10
SWEEP_ROWS = 500
#: After so many attempts a row is given up. A job that kills its worker must not do so for ever.
ATTEMPTS = {OutboxKind.MAIL: 8, OutboxKind.JOB: 5, OutboxKind.SMS: 8}
LONGEST_PAUSE = timedelta(hours=1)
WORKER_LOST = "the worker was lost during the last attempt"

DELIVER_MAIL = "organisations.tasks.deliver_mail"
DELIVER_SMS = "organisations.tasks.deliver_sms"


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a row. ``attempt`` counts from 1 and fences off an earlier worker that woke up late."""

    id: uuid.UUID
    kind: OutboxKind
    name: str
    payload: dict[str, Any]
    message_id: str
    attempt: int
    #: Of the request that queued it; the work is done under it.
    reference: str = ""

    @property
    def is_last(self) -> bool:
        return self.attempt >= ATTEMPTS[self.kind]


GivenUp = Callable[[Claim, str], None]


def queue_mail(template: str, *, to: str, context: dict[str, Any]) -> None:
    """Queue ``templates/mail/<template>.txt`` with its subject, worded now, sent after the commit.

    When its reader wants that: about some topics he chose to read once a week, or never (``mail_choices``). Of a mail
    that somebody can end, ``unsubscribe_url`` in the context says where: his mail program shows it, and sends a POST there
    by itself when he presses it (RFC 8058).
    """
    queue_mails(template, [(to, context)])


def queue_mails(template: str, mails: Iterable[tuple[str, dict[str, Any]]]) -> int:
    """Queue one mail for each address and context, as ``queue_mail`` does, in few statements; returns how many go."""
    topic = topic_of(template)
    given = list(mails)
    links = [(to, str(told.get("link", ""))) for to, told in given]
    answers = mail_choices.wanted(topic, links) if topic else [mail_choices.Wanted()] * len(given)
    rows, held = [], []
    for (to, told), (_to, link), answer in zip(given, links, answers, strict=True):
        if answer.rhythm == MailRhythm.NEVER:
            continue
        page = mail_choices.page_in(link) if topic else ""
        context = {"portal_url": settings.PUBLIC_URL, "mail_choices_url": page, **told}
        subject = " ".join(_worded(f"mail/{template}.subject.txt", context).split())
        if answer.rhythm == MailRhythm.WEEKLY:
            held.append(_held(template, answer, subject=subject, link=link))
        else:
            row = _mail(template, to=to, subject=subject, text=_worded(f"mail/{template}.txt", context))
            if unsubscribe := told.get("unsubscribe_url"):
                row.payload["unsubscribe"] = str(unsubscribe)
            rows.append(row)
    HeldMail.objects.bulk_create(held)
    OutboxMessage.objects.bulk_create(rows)
    for row in rows:
        transaction.on_commit(partial(_hint, row.pk, DELIVER_MAIL))
    return len(rows)


def queue_text(name: str, *, to: str, subject: str, text: str) -> OutboxMessage:
    """Queue a mail that has been worded already; ``name`` says in the table what it was."""
    return _queue(_mail(name, to=to, subject=subject, text=text))


def queue_sms(template: str, *, to: str, context: dict[str, Any]) -> OutboxMessage:
    """Queue ``templates/sms/<template>.txt`` for a telephone: ``to`` as ``text_messages.mobile_number`` gives it."""
    text = " ".join(_worded(f"sms/{template}.txt", {"portal_url": settings.PUBLIC_URL, **context}).split())
    return _queue(_row(OutboxKind.SMS, template, {"to": to, "text": text}))


def queue_job(task: str, **ids: object) -> OutboxMessage:
    """Queue the Celery task of this name; it gets ``outbox_id`` and finds the ids in ``Claim.payload``."""
    return _queue(_row(OutboxKind.JOB, task, {name: str(value) for name, value in ids.items()}))


@contextmanager
def claimed(outbox_id: uuid.UUID | str, *, given_up: GivenUp | None = None) -> Iterator[Claim | None]:
    """Hold the row while the block works, however long that takes; done when the block ends well.

    The block and all it writes and logs carry the reference of the request that queued the row.

    Yields None when there is nothing to do: done already, given up, or at work elsewhere. An error in the
    block frees the row for a later attempt and goes on to the caller. ``given_up`` is called once, when no
    attempt is left, with the claim and the error. Call it outside any transaction.
    """
    claim = _claim(outbox_id)
    with as_begun(), reference.referring_to(claim.reference or reference.new() if claim else reference.current()):
        if claim is not None and claim.attempt > ATTEMPTS[claim.kind]:
            _give_up(claim, WORKER_LOST, given_up)
            claim = None
        if claim is None:
            yield None
            return
        with _worked_at(claim, given_up):
            yield claim


@contextmanager
def _worked_at(claim: Claim, given_up: GivenUp | None) -> Iterator[None]:
    """What becomes of the row when the block ends, well or not."""
    logger.info("%s %s: attempt %s", claim.name, claim.id, claim.attempt)
    try:
        with _heartbeat(claim):
            yield
    except Exception as error:
        said = without_persons(f"{type(error).__name__}: {error}")[:300]
        if claim.is_last:
            _give_up(claim, said, given_up)
        else:
            _update(claim, error=said, leased_until=Now() + _pause(claim.attempt))
        raise
    if _update(claim, done_at=Now(), payload={}, leased_until=None, error=""):
        logger.info("%s %s: done", claim.name, claim.id)
    else:
        logger.warning("%s %s was done, but its lease had gone to another worker", claim.name, claim.id)


def deliver(claim: Claim) -> None:
    """Send a claimed mail. Sent twice, both carry the same Message-ID, so that mailboxes can tell."""
    headers = {"Message-ID": claim.message_id, "Auto-Submitted": "auto-generated"}
    if unsubscribe := claim.payload.get("unsubscribe"):
        headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(
        subject=claim.payload["subject"],
        body=claim.payload["text"],
        to=[claim.payload["to"]],
        headers=headers,
    ).send()


def deliver_sms(claim: Claim) -> None:
    """Give a claimed text to the gateway. Given twice, both carry the same key."""
    text_messages.send(to=claim.payload["to"], text=claim.payload["text"], key=str(claim.id))


def hint_waiting() -> int:
    """Hint again at everything that waits; returns at how many rows."""
    with tenancy.system(Purpose.SWEEP):
        rows = list(
            OutboxMessage.objects.waiting(at=Now())
            .order_by("created_at", "id")
            .values_list("id", "kind", "name")[:SWEEP_ROWS]
        )
    for count, (outbox_id, kind, name) in enumerate(rows):
        # A worker that is busy until the next sweep needs no pile of old hints.
        if not _hint(outbox_id, _task_of(kind, name), expires=SWEEP_SECONDS):
            return count
    return len(rows)


def _queue(row: OutboxMessage) -> OutboxMessage:
    row.save(force_insert=True)
    transaction.on_commit(partial(_hint, row.pk, _task_of(row.kind, row.name)))
    return row


def _mail(name: str, *, to: str, subject: str, text: str) -> OutboxMessage:
    payload = {"to": to, "subject": " ".join(subject.split()), "text": text.strip() + "\n"}
    return _row(OutboxKind.MAIL, name, payload)


def _row(kind: OutboxKind, name: str, payload: dict[str, Any]) -> OutboxMessage:
    row_id = new_id()
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    asked_by = reference.current() if reference.current() != reference.NONE_YET else ""
    return OutboxMessage(
        id=row_id, kind=kind, name=name, payload=payload, message_id=f"<{row_id}@{host}>", reference=asked_by
    )


def _held(template: str, answer: mail_choices.Wanted, *, subject: str, link: str) -> HeldMail:
    """Without the text: until it is read, what it is about may have changed. Who chose has an account and a workspace."""
    reader: Any = answer.user_id
    workspace: Any = mail_choices.workspace_in(link)
    return HeldMail(
        user_id=reader,
        organisation_id=workspace,
        template=template,
        subject=subject[:300],
        link=link[:500],
    )


def _task_of(kind: str, name: str) -> str:
    return {OutboxKind.MAIL: DELIVER_MAIL, OutboxKind.SMS: DELIVER_SMS}.get(OutboxKind(kind), name)


def _hint(outbox_id: uuid.UUID, task: str, *, expires: int | None = None) -> bool:
    """Tell a worker to look; without Redis the sweep does so later, and nothing is lost."""
    try:
        current_app.send_task(task, kwargs={"outbox_id": str(outbox_id)}, expires=expires)
    except (OperationalError, redis.RedisError, OSError) as error:
        logger.warning("no hint for %s %s: %s", task, outbox_id, error)
        return False
    return True


def _worded(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing is escaped for HTML."""
    compiled: Any = get_template(template)
    return compiled.template.render(Context(context, autoescape=False))


def _claim(outbox_id: uuid.UUID | str) -> Claim | None:
    with transaction.atomic(durable=True), tenancy.system(Purpose.SWEEP):
        rows = OutboxMessage.objects.waiting(at=Now()).select_for_update(skip_locked=True)
        row = rows.filter(pk=outbox_id).first()
        if row is None:
            return None
        attempt = row.attempts + 1
        OutboxMessage.objects.filter(pk=row.pk).update(attempts=attempt, leased_until=Now() + LEASE)
    return Claim(
        id=row.pk,
        kind=OutboxKind(row.kind),
        name=row.name,
        payload=row.payload,
        message_id=row.message_id,
        attempt=attempt,
        reference=row.reference,
    )


def _update(claim: Claim, **values: Any) -> bool:
    """Change the row if this claim still holds it."""
    with tenancy.system(Purpose.SWEEP):
        held = OutboxMessage.objects.filter(
            pk=claim.id, attempts=claim.attempt, done_at__isnull=True, given_up_at__isnull=True
        )
        return held.update(**values) == 1


def _give_up(claim: Claim, error: str, given_up: GivenUp | None) -> None:
    """The payload goes as well: a link that was never delivered must not lie around."""
    if not _update(claim, given_up_at=Now(), error=error, payload={}, leased_until=None):
        return
    logger.error("gave up %s %s after %s attempts: %s", claim.name, claim.id, claim.attempt, error)
    if given_up is not None:
        given_up(claim, error)


def _pause(attempt: int) -> timedelta:
    """Wait longer after each failure: 15 s, 30 s, 1 min, … up to an hour."""
    return min(timedelta(seconds=15 * 2 ** (attempt - 1)), LONGEST_PAUSE)


@contextmanager
def _heartbeat(claim: Claim) -> Iterator[None]:
    stop = threading.Event()
    beat = threading.Thread(target=_renew_until, args=(claim, stop), name=f"lease {claim.id}", daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()


def _renew_until(claim: Claim, stop: threading.Event) -> None:
    """Renew the lease on a connection of this thread's own, because the work may be in a transaction."""
    while not stop.wait(HEARTBEAT_SECONDS):
        try:
            if not _update(claim, leased_until=Now() + LEASE):
                return
        except DatabaseError as error:
            logger.warning("lease of %s %s not renewed: %s", claim.name, claim.id, error)
        finally:
            connection.close()
