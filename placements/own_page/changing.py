"""Somebody changes his own data by his link; the former address hears it, and links that went there end."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.file.facts import Wishes
from candidates.models import CandidateIdentity, CandidateProfile, OwnPage
from organisations import text_messages
from organisations.outbox import queue_mail, queue_sms
from organisations.refused import Refused, check_free_text
from organisations.shown import check_shown, version_of
from placements.own_page.opened import follow


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is called, and how he is reached."""

    first_name: str
    last_name: str
    phone: str
    email: str


def contact_version(identity: CandidateIdentity) -> str:
    return version_of(identity, Contact.__slots__)


@transaction.atomic
def change_contact(page: OwnPage, contact: Contact, *, shown: str | None = None) -> list[str]:
    """Keep it; returns which fields that changed. Inside the link. What stood there stays in the history."""
    candidate = lifecycle.lock(page.candidate_id)
    rows: Any = CandidateIdentity.objects.select_for_update(of=("self",), no_key=True)
    row: CandidateIdentity = rows.get(candidate=candidate)
    check_shown(contact_version(row), shown)
    if not (contact.phone or contact.email):
        raise Refused(_("Vul een telefoonnummer of een e-mailadres in. Anders kunnen wij u niet bereiken."))
    for text in (contact.first_name, contact.last_name):
        check_free_text(text)
    before = Contact(row.first_name, row.last_name, row.phone, row.email)
    changed = [name for name, value in asdict(contact).items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, getattr(contact, name))
    row.save(update_fields=changed)
    _tell_former(page, before, contact)
    follow(page, "changed", moved="yes" if {"phone", "email"} & set(changed) else "")
    return changed


@transaction.atomic
def change_wishes(page: OwnPage, wishes: Wishes, *, wanted_work: str, wants_call: bool, at: datetime) -> None:
    """Keep what somebody wants and can; ``wishes`` were checked by the form against the list of the region."""
    candidate = lifecycle.lock(page.candidate_id)
    check_free_text(wanted_work)
    for name in wishes.certificates:
        check_free_text(name)
    candidate.wanted_work, candidate.wants_call = wanted_work, wants_call
    candidate.save(update_fields=["wanted_work", "wants_call"])
    profile = CandidateProfile.objects.filter(candidate=candidate).first() or CandidateProfile(
        candidate=candidate, region_id=candidate.region_id
    )
    for name, value in asdict(wishes).items():
        setattr(profile, name, value)
    profile.saved_at, profile.saved_by_id = at, None
    profile.save()


def _tell_former(page: OwnPage, before: Contact, now: Contact) -> None:
    """Whoever reads along at the former address or number hears that it is not used any more; it may be the owner."""
    region = page.candidate.region.name
    if before.email and before.email.lower() != now.email.lower():
        queue_mail("own_page_changed", to=before.email, context={"name": before.first_name, "region": region})
    number = text_messages.mobile_number(before.phone)
    if number and number != text_messages.mobile_number(now.phone) and text_messages.is_offered():
        queue_sms("own_page_changed", to=number, context={"sender": region})
