"""What a contract can ask of somebody: the queues of a start page and the filter of the list, under one definition.

A queue that counts seven thus leads to a list of seven.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from organisations.access import (
    Predicate,
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_programme_bureau,
    acts_for_werkplein,
)
from organisations.months import add_months
from organisations.tenancy import Acting
from tenders.choices import LadderKind, OptionState, StepState
from tenders.models import Agreement, Document, HandOver, LadderStep, Message, OptionYear, Plan, ReadMark, Responsible
from tenders.progress import Standing

#: The standings in which something must be done.
SLIPPING = (Standing.AT_RISK, Standing.BEHIND)
ENDS_SOON_MONTHS = 3
#: An option is a subject from this many days before it must be decided.
OPTION_DAYS = 60
LETTER_DAYS = 30
_EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Work(models.TextChoices):
    """What is to be done; the value stands in addresses."""

    HAND_OVER = "overdracht", _("Aan mij overgedragen")
    NO_CONTACT = "contact", _("Eerste contact nog niet gelegd")
    BEHIND = "achter", _("Contracten die achterlopen")
    STEP_DUE = "stap", _("Stap die deze week moet")
    LINES_WAITING = "regels", _("Regels die wachten op beoordeling")
    MESSAGE = "bericht", _("Berichten die op antwoord wachten")
    PLAN = "plan", _("Plan om op te antwoorden")
    AGREEMENT = "maatwerk", _("Maatwerk om op te antwoorden")
    VIEW = "zienswijze", _("Zienswijze gevraagd")
    LETTER = "brief", _("Brieven van de laatste 30 dagen")
    OPTION = "optie", _("Besluit over verlenging")
    ENDS_SOON = "einde", _("Loopt af binnen 3 maanden")
    TO_SETTLE = "afrekenen", _("Afgelopen en nog niet afgerekend")


def _awards_or_coordinates(acting: Acting) -> bool:
    return acts_for_authority(acting) or acts_for_coordination_point(acting)


def _everyone(acting: Acting) -> bool:  # noqa: ARG001 - a predicate like the others
    return True


def _converses(acting: Acting) -> bool:
    return not acts_for_programme_bureau(acting)


def _plans(acting: Acting) -> bool:
    return _awards_or_coordinates(acting) or acts_for_contractor(acting)


def _agrees(acting: Acting) -> bool:
    return acts_for_contractor(acting) or acts_for_coordination_point(acting) or acting.verifies_own


@dataclass(frozen=True, slots=True)
class _Kind:
    """For whom this is work, which contracts ask it, and in which order their rows come."""

    is_for: Predicate
    asked: Callable[[Acting, dt.date], Q]
    order: tuple[str, ...]


def kinds_for(acting: Acting) -> list[Work]:
    """What this member can be asked, in the order of a start page."""
    return [work for work in Work if _KINDS[work].is_for(acting)]


def asking(work: Work, *, acting: Acting, on: dt.date) -> Q:
    """The contracts that ask this. Those that are behind stand among contracts from ``with_standing`` only."""
    return _KINDS[work].asked(acting, on)


def order_of(work: Work) -> tuple[str, ...]:
    """The order in which contracts that ask this are dealt with."""
    return _KINDS[work].order


def looked_after_by(acting: Acting) -> Q:
    """The member's own contracts: he is named on one of their sides, as first or stand-in, or is the accountmanager."""
    email = acting.user_email
    named = Responsible.objects.filter(
        Q(email__iexact=email) | Q(stand_in_email__iexact=email), contract_id=OuterRef("pk")
    )
    return Q(coordinator_id=acting.user_id) | Q(Exists(named))


def _open() -> Q:
    return Q(settled_on__isnull=True)


def _no_contact(_acting: Acting, on: dt.date) -> Q:
    """Only where social return was asked; that can be of nothing yet, with a framework agreement."""
    return _open() & Q(first_contact_on__isnull=True, ends_on__gte=on, percentage__gt=0)


def _behind(_acting: Acting, _on: dt.date) -> Q:
    return Q(standing__in=SLIPPING)


def _ends_soon(_acting: Acting, on: dt.date) -> Q:
    return _open() & Q(ends_on__gte=on, ends_on__lte=add_months(on, ENDS_SOON_MONTHS))


def _to_settle(_acting: Acting, on: dt.date) -> Q:
    return _open() & Q(ends_on__lt=on)


def _lines_waiting(_acting: Acting, _on: dt.date) -> Q:
    return Q(band__submitted_lines__gt=0)


def _message(acting: Acting, _on: dt.date) -> Q:
    """Somebody else said something after the moment up to which this organisation has dealt with the conversation."""
    dealt_with = ReadMark.objects.filter(contract_id=OuterRef("contract_id"), organisation_id=acting.organisation_id)
    unread = Message.objects.filter(
        contract_id=OuterRef("pk"),
        internal=False,
        at__gt=Coalesce(Subquery(dealt_with.values("read_until")[:1]), Value(_EVER, output_field=DateTimeField())),
    ).exclude(organisation_id=acting.organisation_id)
    return Q(Exists(unread))


def _plan(acting: Acting, _on: dt.date) -> Q:
    """A proposal of the other side: the contractor answers what the authority side proposes, and the other way round."""
    proposals = Plan.objects.filter(contract_id=OuterRef("pk"), agreed_at__isnull=True, declined_at__isnull=True)
    of_contractor = Q(proposed_for_id=OuterRef("contractor_id"))
    theirs = proposals.exclude(of_contractor) if acts_for_contractor(acting) else proposals.filter(of_contractor)
    return _open() & Q(Exists(theirs))


def _agreement(acting: Acting, _on: dt.date) -> Q:
    """Bespoke effort that the other proposes: a company answers who verifies, who verifies answers the company."""
    proposals = Agreement.objects.filter(contract_id=OuterRef("pk"), agreed_at__isnull=True, declined_at__isnull=True)
    if acts_for_contractor(acting):
        own = proposals.filter(contractor_id=acting.organisation_id).exclude(proposed_for_id=acting.organisation_id)
        return _open() & Q(Exists(own))
    verifies = Q(verified_by=f"v:{acting.organisation_id}") if acting.verifies_own else Q(verified_by__startswith="r:")
    return _open() & verifies & Q(Exists(proposals.filter(proposed_for_id=F("contractor_id"))))


def _option(_acting: Acting, on: dt.date) -> Q:
    due = OptionYear.objects.filter(
        contract_id=OuterRef("pk"), state=OptionState.OPEN, decide_by__lte=on + dt.timedelta(days=OPTION_DAYS)
    )
    return _open() & Q(Exists(due))


def _step(_acting: Acting, on: dt.date) -> Q:
    """Planned for a day up to Sunday, also when that day has passed."""
    sunday = on + dt.timedelta(days=6 - on.weekday())
    due = LadderStep.objects.filter(contract_id=OuterRef("pk"), state=StepState.PLANNED, planned_on__lte=sunday)
    return _open() & Q(Exists(due))


def _view(_acting: Acting, _on: dt.date) -> Q:
    hearing = LadderStep.objects.filter(
        contract_id=OuterRef("pk"),
        kind=LadderKind.HEARING,
        state=StepState.PLANNED,
        contractor_view_at__isnull=True,
    )
    return _open() & Q(Exists(hearing))


def _letter(acting: Acting, on: dt.date) -> Q:
    sent = Document.objects.filter(
        contract_id=OuterRef("pk"), sent_at__date__gte=on - dt.timedelta(days=LETTER_DAYS)
    ).exclude(organisation_id=acting.organisation_id)
    return Q(Exists(sent))


def _hand_over(acting: Acting, _on: dt.date) -> Q:
    to_me = HandOver.objects.filter(
        contract_id=OuterRef("pk"),
        to_email__iexact=acting.user_email,
        accepted_at__isnull=True,
        undone_at__isnull=True,
    )
    return Q(Exists(to_me))


_BY_END = ("ends_on", "pk")
_BY_AWARD = ("awarded_on", "pk")
_KINDS = {
    Work.HAND_OVER: _Kind(acts_for_authority, _hand_over, _BY_AWARD),
    Work.NO_CONTACT: _Kind(_everyone, _no_contact, _BY_AWARD),
    Work.BEHIND: _Kind(_everyone, _behind, ("standing_rank", *_BY_END)),
    Work.STEP_DUE: _Kind(_plans, _step, _BY_END),
    Work.LINES_WAITING: _Kind(lambda acting: not acts_for_werkplein(acting), _lines_waiting, _BY_END),
    Work.MESSAGE: _Kind(_converses, _message, _BY_END),
    Work.PLAN: _Kind(_plans, _plan, _BY_END),
    Work.VIEW: _Kind(acts_for_contractor, _view, _BY_END),
    Work.LETTER: _Kind(acts_for_contractor, _letter, _BY_END),
    Work.AGREEMENT: _Kind(_agrees, _agreement, _BY_END),
    Work.OPTION: _Kind(_awards_or_coordinates, _option, _BY_END),
    Work.ENDS_SOON: _Kind(_everyone, _ends_soon, _BY_END),
    Work.TO_SETTLE: _Kind(_everyone, _to_settle, _BY_END),
}
