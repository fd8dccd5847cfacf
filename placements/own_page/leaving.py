"""Somebody asks to be erased: at once where nobody helped him yet, and else by the coordination point, by a day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates import lifecycle
from candidates.choices import CandidateState, Source, TaskKind
from candidates.file_choices import ContactResult
from candidates.keeping.terms import rows_of_person
from candidates.models import BenefitPeriod, Candidate, ContactMoment, Enrolment, OwnPage, TrainingSeat
from candidates.working import to_do
from candidates.working.call_day import working_day
from organisations import erasing
from organisations.choices import OrganisationKind
from organisations.data_kinds import Subject
from organisations.models import Erasure, OrganisationRegion
from organisations.outbox import queue_mail
from organisations.refused import Refused
from placements.models import Placement, Proposal
from placements.own_page.opened import follow

#: By then it is done, or he hears why not; the law gives a month.
DAYS_TO_ERASE = 14
ASKED_TO_ERASE = _("Vraagt om alle gegevens te wissen")
_JUST_REGISTERED = (CandidateState.REGISTERED, CandidateState.WITHDRAWN)


def promised_day(on: date) -> date:
    return working_day(on + timedelta(days=DAYS_TO_ERASE))


def asked_on(known: dict[str, Any]) -> bool:
    """Whether it was asked and nobody did it yet; ``known`` as ``stored.read_stored`` gives it."""
    return any(one["what"] == str(ASKED_TO_ERASE) and not one["done_at"] for one in known.get("tasks", ()))


def at_once(candidate: Candidate, known: dict[str, Any]) -> bool:
    """He came by himself, and nobody helped him yet: then nothing has to be looked at first."""
    met = any(one["result"] == ContactResult.SPOKEN for one in known.get("contacts", ()))
    helped = met or any(known.get(name) for name in ("placements", "training", "seats", "benefit", "proposals"))
    return candidate.source == Source.SELF and candidate.state in _JUST_REGISTERED and not helped


@transaction.atomic
def ask(page: OwnPage, known: dict[str, Any]) -> None:
    """Ask it, inside the link; a worker does what follows."""
    if asked_on(known):
        raise Refused(str(_("U vroeg dit al. Wij zijn ermee bezig.")))
    follow(page, "erase")


@transaction.atomic
def carry_on(candidate: Candidate, *, on: date, at: datetime) -> bool:
    """Have him erased now, or ask the coordination point to; as ``system(UPKEEP)``. Whether it is now.

    Asked twice before a worker came, it is done and told once.
    """
    lifecycle.lock(candidate.pk)
    now = _nobody_helped(candidate)
    if _was_taken_up(candidate):
        return now
    day = promised_day(on)
    if candidate.identity.email:
        context = {"name": candidate.identity.first_name, "region": candidate.region.name, "day": day, "now": now}
        queue_mail("own_page_erase", to=candidate.identity.email, context=context)
    if now:
        erasing.asked_by_oneself(
            region_id=candidate.region_id,
            subject=Subject.CANDIDATE,
            subject_ids=rows_of_person([candidate.pk]),
            on=on,
            at=at,
        )
        return True
    points = OrganisationRegion.objects.filter(
        region_id=candidate.region_id, organisation__kind=OrganisationKind.COORDINATION_POINT
    )
    point = points.order_by("code").values_list("organisation_id", flat=True).first()
    if point is not None:
        task = to_do.Task(
            what=str(ASKED_TO_ERASE),
            due_on=day,
            organisation_id=point,
            kind=TaskKind.OTHER,
            origin=f"erase:{on.isoformat()}",
        )
        to_do.add(None, candidate, task, at=at)
    return False


def _was_taken_up(candidate: Candidate) -> bool:
    erasures = Erasure.objects.filter(region_id=candidate.region_id, subject=Subject.CANDIDATE, done_at=None)
    asked = candidate.tasks.filter(what=str(ASKED_TO_ERASE), done_at=None)
    return erasures.filter(subject_ids__contains=[candidate.pk]).exists() or asked.exists()


def _nobody_helped(candidate: Candidate) -> bool:
    if candidate.source != Source.SELF or candidate.state not in _JUST_REGISTERED:
        return False
    files = rows_of_person([candidate.pk])
    met = ContactMoment.objects.filter(candidate__in=files, result=ContactResult.SPOKEN)
    others = (Placement, Enrolment, TrainingSeat, BenefitPeriod, Proposal)
    return not met.exists() and not any(model.objects.filter(candidate__in=files).exists() for model in others)
