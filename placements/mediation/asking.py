"""A candidate is asked whether he wants to be proposed: what the employer will read, and by when he answers."""

import re
import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.choices import OwnPageWay
from candidates.models import CandidateIdentity
from candidates.names import normalised_name
from candidates.working.call_day import working_day
from organisations.refused import Refused, check_said, holds_way_to_reach
from organisations.tenancy import Acting
from placements.mediation import answering, following, telling
from placements.mediation.moves import Party
from placements.mediation.proposals import bring, hold
from placements.mediation.proposing import check_sought
from placements.models import Proposal, ProposalFile
from placements.vacancy_choices import AnsweredBy, ProposalState

#: So long somebody gets to think, unless the coach says otherwise; and at most.
DAYS_TO_ANSWER, MOST_DAYS = 5, 60
_SHORTEST_NAME = 3
#: Words of many names that say nothing of whose.
_BETWEEN = frozenset(["aan", "den", "der", "des", "het", "ten", "ter", "uit", "van", "von", "voor"])


def first_answer_day(on: date) -> date:
    return working_day(on + timedelta(days=DAYS_TO_ANSWER))


def check_introduction(text: str, identity: CandidateIdentity | None) -> str:
    """What the employer reads before he opens who it is: no name, and no way to reach him past the coach."""
    text = check_said(text, otherwise=_("Schrijf op wat de werkgever over deze kandidaat leest."))
    if holds_way_to_reach(text):
        raise Refused(
            _(
                "Zet hier geen telefoonnummer, mailadres of website in. De werkgever ziet die na het ja van de kandidaat."
            )
        )
    names = _parts(f"{identity.first_name} {identity.last_name}") if identity else set()
    if any(len(name) >= _SHORTEST_NAME for name in (names & _parts(text)) - _BETWEEN):
        raise Refused(
            _("Zet hier de naam van de kandidaat niet in. De werkgever ziet die pas als de kandidaat ja zei.")
        )
    return text


def _parts(text: str) -> set[str]:
    """The words of a text as names are compared: no capitals, no accents; of ``Anne-Marie`` also both halves."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", normalised_name(text))
    return {part for word in words for part in (word, *re.split(r"[-'’]", word))}


@transaction.atomic
def ask(
    acting: Acting, proposal_id: uuid.UUID, *, introduction: str, answer_by: date, on: date, at: datetime
) -> OwnPageWay | None:
    """Ask by mail or text with a link to his own page. None: nothing reaches him, and a task says to call him."""
    proposal = hold(acting, proposal_id)
    check_sought(proposal.vacancy)
    if not on <= answer_by <= on + timedelta(days=MOST_DAYS):
        raise Refused(_("Kies een dag vanaf vandaag, en niet meer dan twee maanden vooruit."))
    identity = CandidateIdentity.objects.filter(candidate_id=proposal.candidate_id).first()
    text = check_introduction(introduction, identity)
    bring(proposal, ProposalState.ASKED, by=Party.COACH, at=at, introduction=text, asked_at=at, answer_by=answer_by)
    way = telling.to_candidate(proposal, "proposal_asked", at=at, made_by_id=acting.user_id, again=False)
    if way is None:
        what = _("Vraag of dit werk iets is: %(work)s") % {
            "work": f"{proposal.vacancy.title}, {proposal.vacancy.employer}"
        }
        telling.have_called(acting, proposal, what, about="ask", on=on, at=at)
    return way


@transaction.atomic
def remind(acting: Acting, proposal_id: uuid.UUID, *, at: datetime) -> OwnPageWay:
    """Ask once more, and only once: after that somebody calls."""
    proposal = hold(acting, proposal_id)
    if proposal.state != ProposalState.ASKED:
        raise Refused(_("Er is al een antwoord. Herinneren is niet meer nodig."))
    file = ProposalFile.objects.get(proposal=proposal)
    if file.reminded_at is not None:
        raise Refused(_("Deze kandidaat is al herinnerd. Bel nu liever."))
    way = telling.to_candidate(proposal, "proposal_asked", at=at, made_by_id=acting.user_id, again=True)
    if way is None:
        raise Refused(_("Deze kandidaat is niet per mail of sms te bereiken. Bel."))
    file.reminded_at = at
    file.save(update_fields=["reminded_at"])
    return way


@transaction.atomic
def told(
    acting: Acting, proposal_id: uuid.UUID, *, wants: bool, on: date, at: datetime, reason: str = "", note: str = ""
) -> Proposal:
    """The candidate told his coach yes or no, who writes it down."""
    proposal = hold(acting, proposal_id)
    said = answering.answer(proposal_id, wants=wants, by=AnsweredBy.COACH, at=at, reason=reason, note=note)
    following.settle(acting, proposal.candidate_id, on=on, at=at)
    return said
