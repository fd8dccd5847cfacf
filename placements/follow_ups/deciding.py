"""What a coach finds out by telephone, or decides where two answers differ; each with a way back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.file import contacts
from candidates.file.contacts import Contact
from candidates.file_choices import ContactResult
from organisations.refused import Refused, check_free_text
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from placements.at_work import MONTHS, due_on
from placements.choices import KnownBy
from placements.follow_ups import known
from placements.follow_ups.asking import lock
from placements.follow_ups.known import Outcome
from placements.follow_ups.words import title_of
from placements.models import EmployerContact, FollowUp, Placement


@transaction.atomic
def record(acting: Acting, follow_up: FollowUp, outcome: Outcome, *, spoke_candidate: bool, at: datetime) -> FollowUp:
    """Write what somebody found out; a talk with the candidate stands in his file as well.

    Raises Refused where a colleague was first, or on a day that cannot be.
    """
    locked = lock(follow_up)
    if locked.at_work is not None:
        raise Refused(_("Dit is intussen al vastgelegd. Kijk eerst wat er staat."))
    _check_day(locked, outcome.checked_on, on=timezone.localdate(at))
    check_free_text(outcome.workplace_name)
    known.write(locked, outcome, known_by=KnownBy.COACH, by=acting, at=at)
    if spoke_candidate:
        spoken = Contact(ContactResult.SPOKEN, note=title_of(locked.months))
        contacts.record(acting, locked.placement.candidate_id, spoken, at=at)
    return locked


@transaction.atomic
def undo(acting: Acting, follow_up: FollowUp, *, at: datetime) -> FollowUp:
    """Nobody knows it any more; the history keeps what stood there.

    The talk that was noted with it goes from the file too, as long as it is the last one and this member's own of today.
    """
    locked = lock(follow_up)
    if locked.at_work is None or locked.known_at is None:
        raise Refused(_("Dit staat al weer open."))
    noted = contacts.contacts_of(locked.placement.candidate).first()
    if noted and noted.at == locked.known_at and contacts.can_take_back(acting, noted, contact_id=noted.pk, at=at):
        contacts.take_back(acting, noted.pk, at=at)
    known.clear(locked)
    return locked


@transaction.atomic
def not_reached(acting: Acting, follow_up: FollowUp, *, again_on: date | None, at: datetime) -> FollowUp:
    """Nobody answered: the call is noted in the file, and the question comes back on a later day."""
    locked = lock(follow_up)
    on = timezone.localdate(at)
    if locked.at_work is not None:
        raise Refused(_("Dit is intussen al vastgelegd. Kijk eerst wat er staat."))
    if again_on is not None and again_on <= on:
        raise Refused(_("Kies een dag na vandaag."))
    promised = contacts.next_working_day(on) if again_on is None else again_on
    contact = Contact(ContactResult.NO_ANSWER, note=title_of(locked.months), call_by=promised)
    contacts.record(acting, locked.placement.candidate_id, contact, at=at)
    locked.again_on = promised
    locked.save(update_fields=["again_on"])
    return locked


@transaction.atomic
def open_for(placement: Placement, months: int, *, on: date) -> FollowUp:
    """The check of a placement after so many months, also where the portal did not ask by itself."""
    due = due_on(placement.starts_on, months)
    if months not in MONTHS or due is None or due > on:
        raise Refused(_("Deze nazorg is nog niet aan de beurt."))
    rows: Any = FollowUp.objects
    found, _made = rows.get_or_create(
        placement=placement, months=months, defaults={"region_id": placement.region_id, "due_on": due}
    )
    return found


@transaction.atomic
def keep_contact(
    acting: Acting, placement: Placement, *, name: str, email: str, phone: str, at: datetime
) -> EmployerContact:
    """Whom to ask at the employer. Of the last two who change it at once, the last one holds."""
    values = {"name": name, "email": email, "phone": phone, "changed_by_id": acting.user_id, "changed_at": at}
    contact, _made = EmployerContact.objects.update_or_create(
        placement=placement, defaults={"region_id": placement.region_id, **values}
    )
    return contact


def contact_known_at(placement: Placement) -> EmployerContact | None:
    """Whom one asked before at the same employer, as a start for the form. One query."""
    same = EmployerContact.objects.filter(region_id=placement.region_id)
    if placement.employer_organisation_id:
        same = same.filter(placement__employer_organisation_id=placement.employer_organisation_id)
    else:
        same = same.filter(placement__employer=placement.employer)
    return same.order_by("-changed_at", "-pk").first()


def _check_day(follow_up: FollowUp, day: date, *, on: date) -> None:
    if day > on:
        raise Refused(_("Deze dag komt nog. Kies vandaag of een eerdere dag."))
    if day < follow_up.due_on:
        raise Refused(
            _("De vraag gaat over %(day)s. Kies die dag, of een dag daarna.") % {"day": day_nl(follow_up.due_on)}
        )
