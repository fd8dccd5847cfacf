"""The mail to the contractor's responsible person that the verifier has a question. Names nobody."""

from django.conf import settings
from django.urls import reverse

from organisations.outbox import queue_mail
from placements.models import Contribution, Deployment
from tenders.choices import Side
from tenders.models import Agreement, ContractParty, Responsible


def mail_question(deployment: Deployment) -> None:
    path = reverse(
        "placements:deployment_detail",
        kwargs={"organisation_id": deployment.contractor_id, "deployment_id": deployment.pk},
    )
    _mail(deployment, about=deployment.pseudonym, path=path)


def mail_question_about_contribution(contribution: Contribution) -> None:
    path = reverse(
        "placements:contribution_detail",
        kwargs={"organisation_id": contribution.contractor_id, "contribution_id": contribution.pk},
    )
    _mail(contribution, about=contribution.reference, path=path)


def _mail(line: Deployment | Contribution, *, about: str, path: str) -> None:
    """Nobody is responsible yet: then the question only stands on the screen."""
    for name, email in answers_for(line):
        context = {"name": name, "contract": line.contract, "about": about, "link": f"{settings.PUBLIC_URL}{path}"}
        queue_mail("question", to=email, context=context)


def answers_for(line: Deployment | Contribution | Agreement) -> list[tuple[str, str]]:
    """Names and addresses at the company whose line it is."""
    if line.contractor_id == line.contract.contractor_id:
        named = Responsible.objects.filter(contract_id=line.contract_id, side=Side.CONTRACTOR)
        return list(named.values_list("name", "email"))
    parties = ContractParty.objects.filter(contract_id=line.contract_id, organisation_id=line.contractor_id)
    return list(parties.exclude(contact_email="").values_list("contact_name", "contact_email"))
