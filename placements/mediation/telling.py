"""Who is told of a step with a proposal, and how. What goes to an employer names nobody: that stands behind his log-in."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.choices import OwnPageWay, TaskKind
from candidates.models import CandidateIdentity, CandidateTask
from candidates.own_page import links
from candidates.working import coaches, to_do
from candidates.working.call_day import working_day
from organisations import text_messages
from organisations.models import Membership
from organisations.outbox import queue_mail, queue_mails, queue_sms
from organisations.tenancy import Acting
from placements.mediation.moves import Party
from placements.models import Proposal, ProposalFile, VacancyFile
from placements.vacancy_choices import ProposalState

#: The address in the workspace of an organisation.
LinkFor = Callable[[uuid.UUID], str]


def way_to(identity: CandidateIdentity | None) -> OwnPageWay | None:
    """How a link reaches this person; None: only a call does."""
    if identity is None:
        return None
    if identity.email:
        return OwnPageWay.MAIL
    reached = text_messages.is_offered() and text_messages.mobile_number(identity.phone)
    return OwnPageWay.SMS if reached else None


def to_candidate(
    proposal: Proposal, template: str, *, at: datetime, made_by_id: uuid.UUID | None = None, **told: Any
) -> OwnPageWay | None:
    """Mail or text him with a link to his own page; None where neither reaches him."""
    identity = CandidateIdentity.objects.filter(candidate_id=proposal.candidate_id).first()
    way = way_to(identity)
    if identity is None or way is None:
        return None
    token = links.new_link(proposal.candidate_id, region_id=proposal.region_id, way=way, at=at, made_by_id=made_by_id)
    context = {
        "name": identity.first_name or identity.name,
        "vacancy": proposal.vacancy,
        "proposal": proposal,
        "sender": proposal.region.name,
        "link": urljoin(settings.PUBLIC_URL, reverse("placements:own_page", args=[token])),
        "until": timezone.localdate(at + links.WORKS_FOR[way]),
        **told,
    }
    if way == OwnPageWay.SMS:
        queue_sms(template, to=text_messages.mobile_number(identity.phone), context=context)
    else:
        queue_mail(template, to=identity.email, context=context)
    return way


def have_called(
    acting: Acting | None,
    proposal: Proposal,
    what: str,
    *,
    about: str,
    on: date,
    at: datetime,
    kind: TaskKind = TaskKind.CALL,
) -> CandidateTask | None:
    """No mail or text does this: a person does. ``about`` makes the task once for this step.

    A task to call is done by any call with the candidate: who has to call somebody else gets another ``kind``.
    """
    by = coaches.taken_up_by(proposal.candidate)
    if by is None:
        return None
    task = to_do.Task(
        what=what[:200],
        due_on=working_day(on),
        organisation_id=by[0],
        user_id=by[1],
        kind=kind,
        origin=f"proposal:{proposal.pk}:{about}",
    )
    return to_do.add(acting, proposal.candidate, task, at=at)


def tell(proposal: Proposal, *, by: Party, on: date, at: datetime) -> None:
    """Tell the others of the state that the proposal came into; as ``system(UPKEEP)``."""
    state = ProposalState(proposal.state)
    if by in {Party.EMPLOYER, Party.CANDIDATE}:
        coaches.tell("proposal_news", [proposal.candidate], link_for=_page_of(proposal))
    if by == Party.CANDIDATE and state == ProposalState.WITHDRAWN:
        what = _("Wil toch niet: %(work)s. Kijk of er nog iets moet") % _work(proposal)
        have_called(None, proposal, what, about="changed_mind", on=on, at=at, kind=TaskKind.OTHER)
    if state == ProposalState.WITHDRAWN and proposal.answered_at is not None:
        tell_employer_gone(proposal, on=on, at=at, call=by == Party.CANDIDATE)
    elif state == ProposalState.MEETING:
        if to_candidate(proposal, "proposal_meeting", at=at) is None:
            about = f"meeting:{proposal.meeting_at:%Y%m%d%H%M}"
            what = _("Vertel de kandidaat waar en wanneer de kennismaking is: %(work)s") % _work(proposal)
            have_called(None, proposal, what, about=about, on=on, at=at)
    elif by == Party.EMPLOYER and state == ProposalState.REFUSED:
        what = _("Vertel de kandidaat dat de werkgever nee zegt: %(work)s") % _work(proposal)
        have_called(None, proposal, what, about="refused", on=on, at=at)
    elif by == Party.EMPLOYER and state == ProposalState.HIRED:
        what = _("Aangenomen. Bel de kandidaat en leg de plaatsing vast: %(work)s") % _work(proposal)
        have_called(None, proposal, what, about="hired", on=on, at=at)


def tell_employer(proposal: Proposal, *, on: date, at: datetime) -> None:
    """Somebody is proposed to him; an employer whom no mail reaches in the portal is called. As ``system(UPKEEP)``."""
    if to_employer(proposal, "proposal_for_employer", link_for=_page_of(proposal)):
        return
    what = _("Zei ja. Bel de werkgever en stel voor: %(work)s") % _work(proposal)
    have_called(None, proposal, what, about="employer", on=on, at=at, kind=TaskKind.OTHER)


def tell_employer_gone(proposal: Proposal, *, on: date, at: datetime, call: bool) -> None:
    """He who knew the candidate hears once that he does not come; never why. As ``system(UPKEEP)``.

    ``call``: an employer whom no mail reaches is called, where it was the candidate who left.
    """
    told = ProposalFile.objects.filter(proposal_id=proposal.pk, employer_told_at=None)
    if not told.update(employer_told_at=at):
        return
    if not to_employer(proposal, "proposal_over_employer", link_for=_page_of(proposal)) and call:
        what = _("Vertel de werkgever dat deze kandidaat niet komt: %(work)s") % _work(proposal)
        have_called(None, proposal, what, about="gone", on=on, at=at, kind=TaskKind.OTHER)


def to_employer(proposal: Proposal, template: str, *, link_for: LinkFor) -> int:
    """Mail whoever works for the employer in the portal, and the contact of the vacancy; how many people.

    None where nobody there can log in: then a mail leads nowhere.
    """
    employer_id = proposal.employer_organisation_id
    if employer_id is None:
        return 0
    members = Membership.objects.current().filter(organisation_id=employer_id, user__is_active=True)
    people = {email.lower(): name for name, email in members.order_by("pk").values_list("user__name", "user__email")}
    if not people:
        return 0
    contact = VacancyFile.objects.filter(vacancy_id=proposal.vacancy_id).values_list("contact_name", "contact_email")
    for name, email in contact:
        if email:
            people.setdefault(email.lower(), name)
    context = {"vacancy": proposal.vacancy, "proposal": proposal, "link": link_for(employer_id)}
    queue_mails(template, [(email, {**context, "name": name}) for email, name in sorted(people.items())])
    return len(people)


def _page_of(proposal: Proposal) -> LinkFor:
    def page(organisation_id: uuid.UUID) -> str:
        return urljoin(settings.PUBLIC_URL, reverse("placements:proposal_detail", args=[organisation_id, proposal.pk]))

    return page


def _work(proposal: Proposal) -> dict[str, str]:
    return {"work": f"{proposal.vacancy.title}, {proposal.vacancy.employer}"}
