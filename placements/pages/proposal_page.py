"""Proposals as somebody may know them: the rows of a list, what each waits for in words, and the page of one."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Trim
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.access import works_with_candidates
from candidates.choices import CandidateState
from candidates.models import Candidate, CandidateIdentity
from candidates.names import phone_link
from organisations.access import acts_for_contractor
from organisations.templatetags.formatting import date_nl, moment_nl
from organisations.tenancy import Acting
from placements.mediation.moves import Party, may_become
from placements.mediation.proposals import proposals_of
from placements.mediation.proposing import places_left
from placements.models import Proposal, ProposalFile, SpeedDateMeeting, VacancyFile
from placements.speed_dates.said_yes import talk_of, talks_with_yes
from placements.vacancy_choices import AnsweredBy, MatchPassReason, ProposalState, Rule, VacancyState

#: In this order a list stands: what the reader does now, what waits for somebody else, what is over.
NOW, WAITS, OVER = 0, 1, 2


def with_who(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with ``who`` (empty where one may not know it), ``number`` (only for who works files) and ``is_named``.

    Row security gives the identity to who may see it, and the candidate to who works his file: nothing is joined that
    an employer cannot read.
    """
    identity = CandidateIdentity.objects.filter(candidate_id=OuterRef("candidate_id"))
    name = Trim(Concat("first_name", Value(" "), "last_name", output_field=CharField()))
    candidate = Candidate.objects.filter(pk=OuterRef("candidate_id"))
    empty = Value("", output_field=CharField())
    return proposals.annotate(
        is_named=Exists(identity),
        who=Coalesce(Subquery(identity.annotate(full=name).values("full")), empty),
        number=Coalesce(Subquery(candidate.values("reference")), empty),
    )


def with_state(proposals: QuerySet[Proposal], *, at: datetime, for_employer: bool) -> QuerySet[Any]:
    """Proposals with ``shown_state``, a key of ``{% status %}``, and ``turn``: whether it waits for the reader."""
    on = timezone.localdate(at)
    met = Q(state=ProposalState.MEETING, meeting_at__lt=at)
    late = Q(state=ProposalState.ASKED, answer_by__lt=on)
    to_place = Q(state=ProposalState.HIRED, placement=None)
    of_employer = Q(state=ProposalState.AGREED) | met
    mine = of_employer if for_employer else Q(state=ProposalState.SHORTLISTED) | late | to_place | met
    waits = Q(state__in=ProposalState.running()) | to_place
    states = {
        ProposalState.SHORTLISTED: "proposal_shortlisted",
        ProposalState.ASKED: "proposal_asked",
        ProposalState.AGREED: "proposal_agreed",
        ProposalState.MEETING: "proposal_meeting",
        ProposalState.HIRED: "proposal_hired",
        ProposalState.DECLINED: "proposal_declined",
        ProposalState.REFUSED: "proposal_refused",
    }
    return proposals.annotate(
        shown_state=Case(
            When(met, then=Value("proposal_met")),
            When(late, then=Value("proposal_late")),
            *([] if for_employer else [When(_said_yes(on), then=Value("proposal_said_yes"))]),
            When(state=ProposalState.HIRED, placement__isnull=False, then=Value("proposal_placed")),
            *(When(state=state, then=Value(key)) for state, key in states.items()),
            default=Value("proposal_left" if for_employer else "proposal_ended"),
            output_field=CharField(),
        ),
        turn=Case(
            When(mine, then=Value(NOW)),
            When(waits, then=Value(WAITS)),
            default=Value(OVER),
            output_field=IntegerField(),
        ),
    )


def _said_yes(on: date) -> Q:
    """On the list, and the candidate said yes to this employer at a speed date: nobody asks that again."""
    return Q(
        Exists(talks_with_yes(OuterRef("candidate_id"), OuterRef("vacancy_id"), on=on)), state=ProposalState.SHORTLISTED
    )


def proposal_rows(acting: Acting, *, at: datetime) -> QuerySet[Any]:
    """The proposals of a list, what waits for the reader on top, the oldest first."""
    rows = with_state(with_who(proposals_of(acting)), at=at, for_employer=acts_for_contractor(acting))
    rows = rows.select_related("vacancy")
    if works_with_candidates(acting):
        rows = rows.filter(candidate__merged_into=None).select_related("candidate__coach")
    return rows.order_by("turn", "state_at", "pk")


def standing_of(acting: Acting, candidate: Candidate, *, at: datetime) -> list[Any]:
    """What is proposed of somebody and can still be taken back. One query."""
    return list(proposal_rows(acting, at=at).filter(candidate=candidate, turn__lt=OVER))


def what_now(row: Any, *, on: date, for_employer: bool) -> tuple[str, str]:
    """What a proposal waits for, and since when or until when."""
    days = (on - timezone.localdate(row.state_at)).days
    waits = _("sinds vandaag") if days <= 0 else ngettext("al %(n)s dag", "al %(n)s dagen", days) % {"n": days}
    words = {
        "proposal_shortlisted": (_("Vraag de kandidaat"), waits),
        "proposal_said_yes": (_("Leg het ja van de speeddate vast"), waits),
        "proposal_asked": (_("Kandidaat antwoordt"), _until(row.answer_by)),
        "proposal_late": (
            _("Bel de kandidaat"),
            _("antwoord was voor of op %(day)s") % {"day": date_nl(row.answer_by)},
        ),
        "proposal_agreed": (_("Plan een kennismaking") if for_employer else _("Werkgever antwoordt"), waits),
        "proposal_meeting": (_("Kennismaking"), moment_nl(row.meeting_at)),
        "proposal_met": (_("Zeg hoe het ging") if for_employer else _("Vraag hoe het ging"), moment_nl(row.meeting_at)),
        "proposal_hired": (
            _("De werkcoach maakt het in orde") if for_employer else _("Leg de plaatsing vast"),
            waits,
        ),
    }
    return words.get(row.shown_state, ("", date_nl(timezone.localdate(row.state_at))))


def _until(day: date | None) -> str:
    return _("voor of op %(day)s") % {"day": date_nl(day)} if day else ""


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal. What only who works the file may read is empty for an employer."""

    proposal: Any
    #: The name, the number, or that one may not know.
    who: str
    phone: str
    phone_link: str
    works: bool
    may: frozenset[str]
    file: ProposalFile | None
    contact: VacancyFile | None
    rules: list[tuple[str, str]]
    passed: str
    ring: str
    history: list[dict[str, Any]]
    #: Other proposals that run for this candidate.
    others: list[Any]
    left: int
    is_open: bool
    what: tuple[str, str]
    #: After which the candidate said yes at a speed date, while he was not asked here yet.
    talk: SpeedDateMeeting | None = None

    @property
    def is_unknown(self) -> bool:
        """An employer who said no, or whose candidate left, does not see any more who it was."""
        return not self.works and not self.proposal.is_named

    @property
    def is_first_asked(self) -> bool:
        """There is no yes of a speed date yet: asking is what comes now."""
        return self.talk is None

    @property
    def is_away(self) -> bool:
        """He looks for no work now, and this can still be taken back."""
        stopped = self.works and self.proposal.candidate.state in CandidateState.with_reason()
        return stopped and ProposalState.WITHDRAWN in self.may and not self.proposal.placement_id

    @property
    def leads_on(self) -> bool:
        """It came to nothing: a coach looks for somebody else, or for other work."""
        return self.works and self.proposal.turn == OVER and self.proposal.placement_id is None

    @property
    def is_full(self) -> bool:
        return self.is_open and self.left <= 0


def one_proposal(acting: Acting, *, at: datetime) -> QuerySet[Any]:
    """All that the page reads of a proposal in the one query that finds it."""
    rows = proposal_rows(acting, at=at).select_related("vacancy", "made_by", "placement")
    if works_with_candidates(acting):
        return rows.select_related("candidate__coach", "candidate__region", "file", "vacancy__file")
    return rows.select_related("vacancy__file")


def proposal_page(acting: Acting, proposal: Any, *, at: datetime) -> ProposalPage:
    """Collect the page out of ``one_proposal``. At most five queries."""
    works = works_with_candidates(acting)
    identity = (
        CandidateIdentity.objects.filter(candidate_id=proposal.candidate_id).first() if proposal.is_named else None
    )
    may = {one.value for one in may_become(proposal.state, by=Party.COACH if works else Party.EMPLOYER)}
    file = proposal.file if works else None
    phone = identity.phone if identity else ""
    return ProposalPage(
        proposal=proposal,
        who=proposal.who or proposal.number or _("Kandidaat"),
        phone=phone,
        phone_link=phone_link(phone),
        works=works,
        may=frozenset(may if acting.may_write else ()),
        file=file,
        contact=proposal.vacancy.file,
        rules=_rules(file),
        passed=_passed(file),
        ring=ring_of(file),
        history=_history(proposal) if works else [],
        others=_others(acting, proposal, at=at) if works else [],
        left=places_left(proposal.vacancy),
        is_open=proposal.vacancy.state == VacancyState.OPEN,
        what=what_now(proposal, on=timezone.localdate(at), for_employer=not works),
        talk=_talk(proposal, may, at=at) if works else None,
    )


def _talk(proposal: Any, may: set[str], *, at: datetime) -> SpeedDateMeeting | None:
    return talk_of(proposal, on=timezone.localdate(at)) if ProposalState.ASKED in may else None


def _rules(file: ProposalFile | None) -> list[tuple[str, str]]:
    """Each rule with a key of ``{% status %}``, as it was when the proposal was made."""
    if file is None:
        return []
    return [(str(rule.label), f"rule_{file.rules[rule]}") for rule in Rule if rule in file.rules]


def ring_of(file: ProposalFile | None) -> str:
    """How near the candidate lived when the proposal was made."""
    if file is None:
        return ""
    return [_("Voorranggebied"), _("Rest van de regio"), _("Buiten de regio")][min(file.ring, 2)]


def _passed(file: ProposalFile | None) -> str:
    if file is None or not file.passed_over:
        return ""
    said = ngettext(
        "%(n)s kandidaat uit het voorranggebied overgeslagen",
        "%(n)s kandidaten uit het voorranggebied overgeslagen",
        file.passed_over,
    )
    reason = MatchPassReason(file.pass_over_reason).label if file.pass_over_reason else ""
    return ": ".join(
        [said % {"n": file.passed_over}, ". ".join(str(one) for one in (reason, file.pass_over_text) if one)]
    )


def _others(acting: Acting, proposal: Any, *, at: datetime) -> list[Any]:
    running = proposal_rows(acting, at=at).filter(candidate_id=proposal.candidate_id, turn__lt=OVER)
    return list(running.exclude(pk=proposal.pk))


def _history(proposal: Any) -> list[dict[str, Any]]:
    """Each state with who brought it there, the newest first; out of the history that triggers keep. One query."""
    events = list(Proposal.pgh_event_model.objects.filter(pgh_obj_id=proposal.pk).order_by("pgh_id"))  # type: ignore[attr-defined]
    found = [_happened(events[0], None)] if events else []
    for before, after in pairwise(events):
        if before.state != after.state or before.meeting_at != after.meeting_at:
            found.append(_happened(after, before))
    return found[::-1]


def _happened(event: Any, before: Any) -> dict[str, Any]:
    context = event.pgh_context or {}
    by = ", ".join(one for one in (context.get("name"), context.get("organisation_name")) if one)
    state = ProposalState(event.state)
    moved = before is not None and before.state == event.state
    title = {
        ProposalState.SHORTLISTED: _("Op de lijst gezet"),
        ProposalState.ASKED: _("Gevraagd aan de kandidaat"),
        ProposalState.AGREED: _("De kandidaat zei ja"),
        ProposalState.DECLINED: _("De kandidaat zei nee"),
        ProposalState.MEETING: _("Kennismaking verzet") if moved else _("Kennismaking gepland"),
    }.get(state, str(state.label))
    if not by:
        own = {ProposalState.AGREED, ProposalState.DECLINED}
        own_page = state in own and event.answered_by == AnsweredBy.OWN_PAGE
        by = _("op de eigen pagina") if own_page else _("door het portaal")
    sub = [by, timezone.localtime(event.state_at).strftime("%H.%M")]
    if state == ProposalState.AGREED and event.answered_by == AnsweredBy.SPEED_DATE:
        sub.insert(0, _("bij de speeddate van %(day)s") % {"day": date_nl(timezone.localdate(event.answered_at))})
    if state == ProposalState.MEETING and event.meeting_at:
        sub.insert(0, moment_nl(event.meeting_at))
    return {
        "when": timezone.localdate(event.state_at),
        "title": title,
        "sub": ", ".join(sub),
        "state": "past",
    }
