"""Candidates come on the list of a vacancy: inside-out, and never past somebody without a reason."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates import lifecycle
from candidates.access import candidates_of
from candidates.choices import CandidateState
from candidates.models import Candidate
from organisations.models import new_id
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.mediation.passing_over import Reason, check_passed_over
from placements.models import Proposal, ProposalFile, Vacancy
from placements.vacancy_choices import ProposalState, VacancyState

#: Still being worked on, or led to work: somebody stands at a vacancy once.
STANDING = (*ProposalState.running(), ProposalState.HIRED)


@transaction.atomic
def shortlist(
    acting: Acting, vacancy_id: uuid.UUID, candidate_ids: Collection[uuid.UUID], *, reason: Reason, at: datetime
) -> list[Proposal]:
    """Put these candidates on the list of the vacancy, with the rules as they are now and who was passed over.

    Refused, and nobody comes on the list, when the vacancy is not open, when one stands there already or looks for no
    work; ``PassedOverWithoutReason`` when somebody who comes first was not chosen and there is no reason.
    """
    vacancy = lock_open(vacancy_id)
    ids = sorted(set(candidate_ids))
    if not ids:
        raise Refused(_("Kies wie u voorstelt."))
    people = [_lock_candidate(acting, vacancy, one) for one in ids]
    _refuse_doubles(vacancy, ids)
    fits = check_passed_over(acting, vacancy, ids, reason=reason)
    return [_add(acting, vacancy, one, fits[one.pk], at=at) for one in people]


def lock_open(vacancy_id: uuid.UUID) -> Vacancy:
    """The vacancy, held until the end of the transaction; refused when nobody is sought for it any more."""
    found: Any = Vacancy.objects.select_for_update(of=("self",), no_key=True)
    vacancy: Vacancy = found.get(pk=vacancy_id)
    check_sought(vacancy)
    return vacancy


def check_sought(vacancy: Vacancy) -> None:
    if vacancy.state != VacancyState.OPEN:
        raise Refused(
            _("Voor deze vacature wordt niemand meer gezocht. De stand is: %(state)s.")
            % {"state": VacancyState(vacancy.state).label.lower()}
        )
    if places_left(vacancy) <= 0:
        raise Refused(
            ngettext(
                "De enige plaats van deze vacature is vervuld.",
                "Alle %(n)s plaatsen van deze vacature zijn vervuld.",
                vacancy.places,
            )
            % {"n": vacancy.places}
        )


def places_left(vacancy: Vacancy) -> int:
    """How many places nobody was hired for yet. One query; only as far as the reader sees the proposals."""
    return vacancy.places - Proposal.objects.filter(vacancy=vacancy, state=ProposalState.HIRED).count()


def _lock_candidate(acting: Acting, vacancy: Vacancy, candidate_id: uuid.UUID) -> Candidate:
    """Held, so that nobody stops or merges him meanwhile; a candidate of whom one reads no more than a line is not there."""
    if not candidates_of(acting).filter(pk=candidate_id, region_id=vacancy.region_id).exists():
        raise Refused(_("Een kandidaat die u koos, is er niet meer. Kijk de lijst opnieuw na."))
    try:
        candidate = lifecycle.lock(candidate_id)
    except Candidate.DoesNotExist as error:
        raise Refused(_("U werkt niet aan het dossier van een kandidaat die u koos.")) from error
    if candidate.state not in CandidateState.looking():
        raise Refused(
            _("Kandidaat %(number)s zoekt nu geen werk. De stand is: %(state)s.")
            % {"number": candidate.reference, "state": CandidateState(candidate.state).label.lower()}
        )
    return candidate


def _refuse_doubles(vacancy: Vacancy, ids: list[uuid.UUID]) -> None:
    there = Proposal.objects.filter(vacancy=vacancy, candidate__in=ids, state__in=STANDING)
    double = there.order_by("candidate__reference").values_list("candidate__reference", flat=True).first()
    if double is not None:
        raise Refused(_("Kandidaat %(number)s staat al bij deze vacature.") % {"number": double})


def _add(acting: Acting, vacancy: Vacancy, candidate: Candidate, fit: Any, *, at: datetime) -> Proposal:
    proposal = Proposal(
        id=new_id(),
        region_id=candidate.region_id,
        vacancy=vacancy,
        candidate=candidate,
        made_by_id=acting.user_id,
        made_at=at,
        state_at=at,
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        if "proposal_once" in str(error):
            raise Refused(_("Deze kandidaat staat al bij deze vacature.")) from error
        raise
    ProposalFile(
        proposal=proposal,
        ring=fit.ring,
        rules=dict(fit.rules),
        passed_over=fit.passed_over,
        pass_over_reason=fit.reason.choice,
        pass_over_text=fit.reason.text,
    ).save(force_insert=True)
    return proposal
