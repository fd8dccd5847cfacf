"""What came of a call or a meeting, noted in one press: the next promise is made at once, and can be taken back."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.access import asked_of, candidates_of
from candidates.choices import CandidateState
from candidates.file_choices import Channel, ContactResult
from candidates.models import Candidate, ContactMoment
from candidates.working import to_do
from candidates.working.call_day import check_day, working_day
from candidates.working.queues import promised
from organisations.models import new_id
from organisations.refused import Refused, check_free_text
from organisations.tenancy import Acting

#: After so many calls in a row without an answer, a letter or a pause does more than another call.
CALLS_IN_VAIN = 3
_AGAIN_AFTER = timedelta(hours=1)
_SAME_WITHIN = timedelta(minutes=10)
_UNREACHED = (ContactResult.NO_ANSWER, ContactResult.WRONG_NUMBER)


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody notes. Without ``call_by``: no new promise, or of who did not answer the next working day."""

    result: ContactResult
    channel: Channel = Channel.PHONE
    note: str = ""
    call_by: date | None = None


def contacts_of(candidate: Candidate) -> QuerySet[ContactMoment]:
    """The contacts in a file, newest first."""
    return ContactMoment.objects.filter(candidate=candidate).select_related("by", "organisation").order_by("-at", "-pk")


@transaction.atomic
def record(
    acting: Acting, candidate_id: uuid.UUID, contact: Contact, *, at: datetime, contact_id: uuid.UUID | None = None
) -> ContactMoment:
    """Note a contact. A form that is sent twice notes it once, by the ``contact_id`` it was given.

    Sent again with another day to call, as by the way back in the browser: that day holds.
    """
    candidate = lifecycle.lock(candidate_id)
    made = ContactMoment.objects.filter(pk=contact_id, candidate=candidate).first() if contact_id else None
    check_free_text(contact.note)
    if (again := made or _noted_already(acting, candidate, contact, at=at)) is not None:
        if again.by_id != acting.user_id or contact.call_by in {None, again.call_by}:
            return again
        candidate = take_back(acting, again.pk, at=at)
    on = timezone.localdate(at)
    moment = ContactMoment(
        id=contact_id or new_id(),
        region_id=candidate.region_id,
        candidate=candidate,
        at=at,
        by_id=acting.user_id,
        organisation_id=acting.organisation_id,
        channel=contact.channel,
        result=contact.result,
        note=contact.note.strip(),
        call_by=_promise(contact, on=on),
        call_by_before=candidate.call_by,
        last_contact_before=candidate.last_contact_on,
    )
    _write(moment)
    candidate.call_by = _still_promised(candidate, moment)
    if contact.result == ContactResult.SPOKEN:
        candidate.last_contact_on = on
        to_do.finish_calls(acting, candidate, at=at)
    candidate.save(update_fields=["call_by", "last_contact_on"])
    return moment


def _write(moment: ContactMoment) -> None:
    """A key that a contact of another file has is no more than a form that does not work."""
    try:
        with transaction.atomic():
            moment.save(force_insert=True)
    except IntegrityError as taken:
        if "contactmoment_pkey" not in str(taken):
            raise
        raise Refused(
            _("Dit formulier kan niet nog eens. Kijk of het contact er al staat, of begin opnieuw.")
        ) from taken


@transaction.atomic
def take_back(acting: Acting, contact_id: uuid.UUID, *, at: datetime) -> Candidate:
    """Take one's own last contact away, noted today: it was somebody else's, or not what happened."""
    found = ContactMoment.objects.filter(pk=contact_id, by_id=acting.user_id).get()
    candidate = lifecycle.lock(found.candidate_id)
    if not can_take_back(acting, contacts_of(candidate).first(), contact_id=contact_id, at=at):
        raise Refused(_("Dit contact is niet meer het laatste. Terugdraaien kan niet meer."))
    if candidate.call_by == _still_promised(candidate, found):
        candidate.call_by = found.call_by_before
    if found.result == ContactResult.SPOKEN:
        candidate.last_contact_on = found.last_contact_before
        to_do.open_calls_again(acting, candidate, done_at=found.at)
    candidate.save(update_fields=["call_by", "last_contact_on"])
    found.delete()
    return candidate


def can_take_back(acting: Acting, newest: ContactMoment | None, *, contact_id: uuid.UUID, at: datetime) -> bool:
    """Whether this contact is the newest of its file, and noted by this member on this day."""
    return (
        newest is not None
        and newest.pk == contact_id
        and newest.by_id == acting.user_id
        and timezone.localdate(newest.at) == timezone.localdate(at)
    )


def calls_in_vain(newest_first: list[ContactMoment]) -> int:
    """How many times in a row nobody could be reached."""
    count = 0
    for one in newest_first:
        if one.result not in _UNREACHED:
            break
        count += 1
    return count


def next_to_call(acting: Acting, *, on: date, at: datetime) -> Candidate | None:
    """Whom this member calls now: promised for today or earlier, own candidates first, the longest waiting first.

    Who was called within the last hour is not called again at once, whatever came of it.
    """
    due = candidates_of(acting).filter(promised(on)).exclude(contacts__at__gt=at - _AGAIN_AFTER)
    own = due.filter(coach_id=acting.user_id)
    others = due.filter(asked_of(acting), coach__isnull=True)
    in_order = ("call_by", "registered_on", "pk")
    return own.order_by(*in_order).first() or others.order_by(*in_order).first()


def next_working_day(day: date) -> date:
    """The first day after this one that is no Saturday or Sunday."""
    return working_day(day + timedelta(days=1))


def _noted_already(acting: Acting, candidate: Candidate, contact: Contact, *, at: datetime) -> ContactMoment | None:
    """The newest contact, when it is this one again: the way back in the browser shows a form that was sent already."""
    newest = contacts_of(candidate).filter(at__gt=at - _SAME_WITHIN).first()
    said = (contact.result, contact.channel, contact.note.strip())
    # Twice in a row no answer happens, also within minutes.
    tells = bool(contact.note.strip()) or contact.result != ContactResult.NO_ANSWER
    if newest is None or not tells or newest.by_id != acting.user_id:
        return None
    return newest if (newest.result, newest.channel, newest.note) == said else None


def _promise(contact: Contact, *, on: date) -> date | None:
    check_day(contact.call_by, on=on)
    if contact.call_by is None and contact.result == ContactResult.CALL_BACK:
        raise Refused(_("Kies wanneer u terugbelt."))
    if contact.call_by is None and contact.result == ContactResult.NO_ANSWER:
        return next_working_day(on)
    return contact.call_by


def _still_promised(candidate: Candidate, moment: ContactMoment) -> date | None:
    """By when somebody calls after this contact; what was sent, or a wrong number, fulfils no promise."""
    if candidate.state == CandidateState.WITHDRAWN:
        return None
    if moment.call_by is None and moment.result in {ContactResult.SENT, ContactResult.WRONG_NUMBER}:
        return moment.call_by_before
    return moment.call_by
