"""Erasing a candidate who asks for it: at once, all his files, and without a way back."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.access import candidates_of
from candidates.keeping.terms import rows_of_person
from candidates.models import Candidate
from organisations import erasing
from organisations.choices import ErasureCause
from organisations.data_kinds import Subject
from organisations.models import Erasure
from organisations.refused import Refused
from organisations.tenancy import Acting


@transaction.atomic
def erase(acting: Acting, candidate_id: uuid.UUID, *, cause: ErasureCause, asked_on: date, at: datetime) -> Erasure:
    """Have everything that says who this candidate is erased; the worker takes it up as soon as this is committed."""
    mine = candidates_of(acting).filter(merged_into=None)
    # Before the lock: while the worker is at it, nobody waits to hear so.
    _refuse_twice(mine.get(pk=candidate_id), at=at)
    candidate = mine.select_for_update(of=("self",), no_key=True).get(pk=candidate_id)
    _refuse_twice(candidate, at=at)
    return erasing.ask(
        acting,
        region_id=candidate.region_id,
        subject=Subject.CANDIDATE,
        subject_ids=rows_of_person([candidate.pk]),
        cause=cause,
        asked_on=asked_on,
        at=at,
    )


def _refuse_twice(candidate: Candidate, *, at: datetime) -> None:
    if candidate.anonymised_at is not None:
        raise Refused(_("Deze persoon is al gewist."))
    asked = Erasure.objects.filter(subject_ids__contains=[candidate.pk], part="person", done_at=None).first()
    if asked is not None and erasing.has_failed(asked, at=at):
        raise Refused(_("Deze persoon wissen is nog niet gelukt. Het portaal probeert het elke dag opnieuw."))
    if asked is not None:
        raise Refused(_("Deze persoon wordt al gewist. Dat duurt een paar tellen."))
