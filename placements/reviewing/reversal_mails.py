"""Mails about a request to take an approved line back: to whoever verifies, and the answer to the company."""

from django.conf import settings
from django.urls import reverse

from organisations.choices import OrganisationKind, Role
from organisations.models import Membership
from organisations.outbox import queue_mail, queue_mails
from organisations.tenancy import Acting
from placements.models import Contribution, ReversalRequest
from placements.models.of_line import OfLine
from placements.questions import answers_for
from tenders.choices import Side
from tenders.models import Contract, Responsible
from tenders.told import Addressee, coordinator_of, people_of


def verifiers_of(contract: Contract) -> list[tuple[Addressee, str]]:
    """Who hears that something waits for the verifier, each with the organisation he works for.

    The coordinator who looks after the contract; without one everybody who verifies at the coordination point. Where an
    authority verifies itself, its contract manager.
    """
    if contract.verified_by.startswith("v:"):
        named = Responsible.objects.filter(contract=contract, side=Side.AUTHORITY).first()
        return [(one, str(contract.authority_id)) for one in people_of(named)]
    members = (
        Membership.objects.filter(
            organisation__kind=OrganisationKind.COORDINATION_POINT,
            organisation__regions=contract.region_id,
        )
        .exclude(role=Role.AUDITOR)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    at = {one.user.email: str(one.organisation_id) for one in members}
    chosen = [one for one in coordinator_of(contract) if one.email in at]
    return [(one, at[one.email]) for one in chosen or [Addressee(one.user.name, one.user.email) for one in members]]


def tell_verifier(request: ReversalRequest, acting: Acting, *, about: str) -> None:
    contract = request.company_line.contract
    mails = []
    for person, organisation_id in verifiers_of(contract):
        path = reverse(
            "placements:verification_reversal", kwargs={"organisation_id": organisation_id, "reversal_id": request.pk}
        )
        told = {
            "name": person.name,
            "contract": contract,
            "company": acting.organisation_name,
            "about": about,
            "link": f"{settings.PUBLIC_URL}{path}",
        }
        mails.append((person.email, told))
    queue_mails("reversal_asked", mails)


def tell_company(request: ReversalRequest, template: str, *, now: object = None) -> None:
    """``now``: the line that stands in the place of the one that was asked about."""
    line = request.company_line
    for name, email in answers_for(line, asked_by=request.asked_by):
        told = {
            "name": name,
            "contract": line.contract,
            "about": about_of(request),
            "answer": request.answer,
            "link": f"{settings.PUBLIC_URL}{path_for_company(request, now=now)}",
        }
        queue_mail(template, to=email, context=told)


def about_of(one: OfLine) -> str:
    """What a mail calls a line: nobody's name."""
    return one.deployment.pseudonym if one.deployment else one.contribution.reference if one.contribution else ""


def path_for_company(one: OfLine, *, now: object = None) -> str:
    """Where the company sees the line, and corrects it; ``now`` as above."""
    here = {"organisation_id": one.company_line.contractor_id}
    if one.deployment is not None:
        return reverse("placements:deployment_detail", kwargs=here | {"deployment_id": one.deployment.pk})
    line_id = now.pk if isinstance(now, Contribution) else one.contribution_id
    return reverse("placements:contribution_detail", kwargs=here | {"contribution_id": line_id})
