"""A proposal ends without a no: coach or candidate takes it back, the vacancy is over, or somebody stops looking."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.choices import CandidateState, TaskKind
from candidates.models import Candidate
from candidates.working import coaches, to_do
from candidates.working.call_day import working_day
from organisations.refused import Refused, check_free_text, check_said
from organisations.tenancy import Acting
from placements.mediation import following, telling
from placements.mediation.moves import Party
from placements.mediation.proposals import bring, hold
from placements.models import Placement, Proposal, ProposalFile, Vacancy
from placements.vacancy_choices import DeclineReason, ProposalState, TakenBack, VacancyState

#: What one can still take back of somebody: what runs, and work that has no placement yet.
STANDING = Q(state__in=ProposalState.running()) | Q(state=ProposalState.HIRED, placement=None)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a proposal is taken back. What ``note`` says is for who works the file, never for the employer."""

    choice: str
    note: str = ""

    def checked(self) -> "Why":
        note = " ".join(self.note.split())
        if self.choice not in TakenBack.values:
            raise Refused(_("Kies waarom u het voorstel intrekt."))
        if self.choice == TakenBack.OTHER:
            note = check_said(note, otherwise=_("Schrijf op waarom u het voorstel intrekt."))
        check_free_text(note)
        return Why(self.choice, note[:300])


@transaction.atomic
def withdraw(acting: Acting, proposal_id: uuid.UUID, *, why: Why, on: date, at: datetime) -> Proposal:
    """Take the proposal back; an employer who knew of it hears that it does not go on, and sees nobody any more."""
    proposal = hold(acting, proposal_id)
    _end(proposal, why.checked(), by=Party.COACH, at=at)
    following.settle(acting, proposal.candidate_id, on=on, at=at)
    following.queue(proposal, by=Party.COACH)
    return proposal


@transaction.atomic
def withdraw_several(
    acting: Acting, candidate: Candidate, proposal_ids: Collection[uuid.UUID], *, why: Why, on: date, at: datetime
) -> int:
    """Take these proposals of one candidate back for one reason; how many. What ended meanwhile is left as it is."""
    why = why.checked()
    of_candidate = Proposal.objects.filter(STANDING, candidate=candidate, pk__in=proposal_ids).order_by("pk")
    chosen = list(of_candidate.values_list("pk", flat=True))
    if not chosen:
        raise Refused(_("Kies welke voorstellen u intrekt."))
    return sum(withdraw(acting, one, why=why, on=on, at=at).state == ProposalState.WITHDRAWN for one in chosen)


@transaction.atomic
def change_mind(proposal_id: uuid.UUID, *, reason: str, note: str = "", at: datetime) -> Proposal:
    """The candidate takes his yes back, inside the link of his own page. From then on the employer sees nobody."""
    rows: Any = Proposal.objects.select_for_update(of=("self",), no_key=True)
    proposal: Proposal = rows.get(pk=proposal_id)
    if reason not in DeclineReason.values:
        raise Refused(_("Kies waarom niet."))
    note = " ".join(note.split())[:300]
    check_free_text(note)
    if proposal.state == ProposalState.WITHDRAWN:
        # The same once more, of a button that was pressed twice.
        return proposal
    if proposal.placement_id is not None:
        raise Refused(_("U werkt er al. Wilt u stoppen? Zeg het dan tegen uw werkcoach."))
    _end(proposal, Why(TakenBack.CHANGED_MIND), by=Party.CANDIDATE, at=at)
    ProposalFile.objects.filter(proposal_id=proposal.pk).update(decline_reason=reason, decline_note=note)
    following.queue(proposal, by=Party.CANDIDATE)
    return proposal


@transaction.atomic
def after_stop(candidate_id: uuid.UUID, *, origin: str, on: date, at: datetime) -> None:
    """Somebody stopped, or is away for a while. As ``system(UPKEEP)``, once for each such step: ``origin`` names it.

    The database ended what ran of who stopped: the employers who knew him hear it. What stands is for his coach to look at.
    """
    candidate = Candidate.objects.standing().filter(pk=candidate_id).first()
    if candidate is None:
        return
    own = Proposal.objects.filter(candidate=candidate).select_related("vacancy", "candidate", "region")
    ended = own.filter(state=ProposalState.WITHDRAWN, file__withdrawn_because=TakenBack.STOPPED)
    for one in ended.filter(answered_at__isnull=False, file__employer_told_at=None).order_by("pk"):
        telling.tell_employer_gone(one, on=on, at=at, call=True)
    standing = own.filter(STANDING).count()
    if not standing or candidate.state not in CandidateState.with_reason() or candidate.anonymised_at is not None:
        return
    by = coaches.taken_up_by(candidate)
    if by is None:
        return
    what = ngettext(
        "Zoekt nu geen werk, maar er loopt nog %(n)s voorstel. Trek het in of laat het staan, bij Werk",
        "Zoekt nu geen werk, maar er lopen nog %(n)s voorstellen. Trek ze in of laat ze staan, bij Werk",
        standing,
    )
    task = to_do.Task(
        what=what % {"n": standing},
        due_on=working_day(on),
        organisation_id=by[0],
        user_id=by[1],
        kind=TaskKind.OTHER,
        origin=origin,
    )
    to_do.add(None, candidate, task, at=at)


@transaction.atomic
def placed(acting: Acting, proposal_id: uuid.UUID, placement: Placement, *, on: date, at: datetime) -> Proposal:
    """The work that came of a proposal stands in the portal; what else ran for this candidate ends."""
    proposal = hold(acting, proposal_id)
    if proposal.state in {ProposalState.AGREED, ProposalState.MEETING}:
        bring(proposal, ProposalState.HIRED, by=Party.COACH, at=at, employer_answered_at=at)
        following.queue(proposal, by=Party.COACH)
    if proposal.state == ProposalState.HIRED and proposal.candidate_id == placement.candidate_id:
        proposal.placement = placement
        proposal.save(update_fields=["placement"])
    others = Proposal.objects.filter(candidate_id=proposal.candidate_id, state__in=ProposalState.running())
    for other in others.exclude(pk=proposal.pk).order_by("pk"):
        held = hold(acting, other.pk)
        if held.state in ProposalState.running():
            _end(held, Why(TakenBack.OTHER_WORK), by=Party.COACH, at=at)
            following.queue(held, by=Party.COACH)
    following.settle(acting, proposal.candidate_id, on=on, at=at)
    return proposal


def end_of_vacancy(vacancy_id: uuid.UUID, *, on: date, at: datetime) -> int:
    """As ``system(UPKEEP)``: end what runs for a vacancy that is open no more; how many that were."""
    rows: Any = Vacancy.objects.select_for_update(of=("self",), no_key=True)
    vacancy = rows.filter(pk=vacancy_id).exclude(state__in=VacancyState.sought()).first()
    if vacancy is None:
        return 0
    return _end_all(Proposal.objects.filter(vacancy=vacancy), TakenBack.VACANCY, on=on, at=at)


def work_off(*, region_id: uuid.UUID, on: date) -> int:
    """Every day: end what runs for vacancies that are over, and of files that were merged; how many that were."""
    at = timezone.now()
    own = Proposal.objects.filter(region_id=region_id)
    gone = Q(candidate__merged_into__isnull=False) | Q(candidate__state=CandidateState.WITHDRAWN)
    over = ~Q(vacancy__state__in=VacancyState.sought())
    ended = _end_all(own.filter(over), TakenBack.VACANCY, on=on, at=at)
    return ended + _end_all(own.filter(gone), TakenBack.STOPPED, on=on, at=at)


def _end_all(found: Any, because: TakenBack, *, on: date, at: datetime) -> int:
    """End each that still runs, and tell candidate and coach of it."""
    ended = 0
    keys = found.filter(state__in=ProposalState.running()).order_by("pk").values_list("pk", "candidate_id")
    candidates: Any = Candidate.objects.select_for_update(of=("self",), no_key=True)
    rows: Any = Proposal.objects.select_for_update(of=("self",), no_key=True)
    for key, candidate_id in list(keys):
        # In the order in which coaches lock them.
        candidate = candidates.get(pk=candidate_id)
        proposal = rows.select_related("vacancy", "region").get(pk=key)
        if proposal.state not in ProposalState.running():
            continue
        was, proposal.candidate = proposal.state, candidate
        _end(proposal, Why(because), by=Party.COACH, at=at)
        ended += 1
        following.settle(None, candidate_id, on=on, at=at)
        if proposal.answered_at is not None:
            following.queue(proposal, by=Party.COACH)
        is_gone = candidate.merged_into_id or candidate.anonymised_at or candidate.state == CandidateState.WITHDRAWN
        if was == ProposalState.SHORTLISTED or is_gone:
            continue
        if telling.to_candidate(proposal, "proposal_over", at=at) is None:
            what = _("Vertel de kandidaat dat dit niet doorgaat: %(work)s")
            telling.have_called(None, proposal, what % {"work": proposal.vacancy.title}, about="over", on=on, at=at)
    return ended


def _end(proposal: Proposal, why: Why, *, by: Party, at: datetime) -> None:
    """When they would have met stays: an employer who knows nobody any more has to know which meeting is off."""
    bring(proposal, ProposalState.WITHDRAWN, by=by, at=at)
    ProposalFile.objects.filter(proposal_id=proposal.pk).update(
        withdrawn_because=why.choice, **({"withdrawn_reason": why.note} if why.note else {})
    )
