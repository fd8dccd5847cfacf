"""The mail to the contractor's responsible person that the verifier has a question. Names nobody."""

from django.conf import settings
from django.urls import reverse

from organisations.outbox import queue_mail
from placements.models import Contribution, Deployment
from tenders.choices import Side
from tenders.models import Contract, Responsible


def mail_question(deployment: Deployment) -> None:
    contract = deployment.contract
    path = reverse(
        "placements:deployment_detail",
        kwargs={"organisation_id": contract.contractor_id, "deployment_id": deployment.pk},
    )
    _mail(contract, about=deployment.pseudonym, path=path)


def mail_question_about_contribution(contribution: Contribution) -> None:
    contract = contribution.contract
    path = reverse(
        "placements:contract_detail",
        kwargs={"organisation_id": contract.contractor_id, "contract_id": contract.pk},
    )
    _mail(contract, about=contribution.reference, path=path)


def _mail(contract: Contract, *, about: str, path: str) -> None:
    """Nobody is responsible yet: then the question only stands on the screen."""
    for responsible in Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR):
        context = {
            "name": responsible.name,
            "contract": contract,
            "about": about,
            "link": f"{settings.PUBLIC_URL}{path}",
        }
        queue_mail("question", to=responsible.email, context=context)
