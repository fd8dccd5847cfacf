"""Who at a company hears of its lines, and the mail that the verifier has a question. Names nobody."""

from django.conf import settings
from django.db.models import Case, IntegerField, Q, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from organisations.models import User
from organisations.outbox import queue_mail
from organisations.tenancy import Acting
from placements.models import Contribution, Deployment, Transition
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
    """Nobody at all can be mailed: then the question only stands on the screen, and ``unheard`` says so."""
    for name, email in answers_for(line):
        context = {"name": name, "contract": line.contract, "about": about, "link": f"{settings.PUBLIC_URL}{path}"}
        queue_mail("question", to=email, context=context)


def answers_for(line: Deployment | Contribution | Agreement, *, asked_by: User | None = None) -> list[tuple[str, str]]:
    """Names and addresses at the company whose line it is: who was named on the contract.

    Nobody named: who asked; else who of the company was the last to enter something on the line, or on another line
    of this contract. Who its members are is the company's own: a verifier knows only who left his mark.
    """
    named = _named(line)
    if named:
        return named
    user = asked_by if asked_by is not None and asked_by.is_active else _entered_last(line)
    return [(user.name, user.email)] if user is not None and user.email else []


def unheard(
    acting: Acting, line: Deployment | Contribution | Agreement, *, asked_by: User | None = None
) -> SafeString | None:
    """What to say to who would think that the company got a mail; nothing when somebody there did."""
    if answers_for(line, asked_by=asked_by):
        return None
    return format_html(
        _(
            "Niemand bij {} kan een mail krijgen, dus er is geen mail verstuurd. "
            "Leg op de pagina van het contract vast wie het is: {}."
        ),
        line.contractor.name,
        format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>',
            reverse("placements:contract_detail", args=[acting.organisation_id, line.contract_id]),
            line.contract.title,
        ),
    )


def _named(line: Deployment | Contribution | Agreement) -> list[tuple[str, str]]:
    if line.contractor_id == line.contract.contractor_id:
        named = Responsible.objects.filter(contract_id=line.contract_id, side=Side.CONTRACTOR)
        return list(named.values_list("name", "email"))
    parties = ContractParty.objects.filter(contract_id=line.contract_id, organisation_id=line.contractor_id)
    return list(parties.exclude(contact_email="").values_list("contact_name", "contact_email"))


def _entered_last(line: Deployment | Contribution | Agreement) -> User | None:
    """Who of the company took the last step, with this line if anybody did; what others did for it does not count."""
    on_contract = Q(deployment__contract=line.contract_id) | Q(contribution__contract=line.contract_id)
    steps = Transition.objects.filter(
        on_contract, organisation_id=line.contractor_id, user__is_active=True
    ).select_related("user")
    own = Q(pk=None)
    if isinstance(line, Deployment | Contribution):
        own = Q(deployment=line) if isinstance(line, Deployment) else Q(contribution=line)
    with_line = steps.annotate(of_line=Case(When(own, then=0), default=1, output_field=IntegerField()))
    last = with_line.order_by("of_line", "-at", "-pk").first()
    return last.user if last is not None else None
