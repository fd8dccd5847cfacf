"""What the page of one person at work shows: facts, months with their values, questions and history."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.access import acts_for_contractor
from organisations.templatetags.formatting import date_nl, hours, month_nl
from organisations.tenancy import Acting
from placements import access
from placements.choices import CORRECTABLE, LineStatus
from placements.identity.cautions import outside_contract, same_person_of
from placements.models import Contribution, Deployment, HoursStatement, Transition, YearLine

_WAITING = (LineStatus.SUBMITTED, LineStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Question:
    """What the verifier asked, about the line itself or about some months."""

    text: str
    about: str


@dataclass(frozen=True, slots=True)
class DeploymentPage:
    deployment: Deployment
    who: str
    facts: list[tuple[str, Any]]
    statements: list[HoursStatement]
    years: list[YearLine]
    questions: list[Question]
    reasons: list[Question]
    timeline: list[dict[str, Any]]
    may_write: bool
    #: The same person of the same company once more on this contract, on some of the same days.
    twice: Deployment | None
    #: What is odd about its days, as long as its company can do something about it.
    cautions: list[str]

    @property
    def may_correct(self) -> bool:
        return self.may_write and self.deployment.status in CORRECTABLE

    @property
    def may_submit(self) -> bool:
        return self.may_write and self.deployment.status == LineStatus.CONCEPT

    @property
    def may_withdraw(self) -> bool:
        return self.may_write and self.deployment.status in _WAITING

    @property
    def asked_about(self) -> list[uuid.UUID]:
        """The months to which an answer goes."""
        return [one.pk for one in self.statements if one.status == LineStatus.RETURNED]

    @property
    def is_asked(self) -> bool:
        """Whether a question is about the line itself or its months, and not only about a year."""
        return self.deployment.status == LineStatus.RETURNED or bool(self.asked_about)

    @property
    def asked_years(self) -> list[uuid.UUID]:
        """The years to which an answer goes."""
        return [one.pk for one in self.years if one.status == LineStatus.RETURNED]


def deployment_page(acting: Acting, deployment: Deployment) -> DeploymentPage:
    """Collect the page; the deployment comes with contract, authority, contractor and block. Four queries."""
    statements = list(deployment.statements.live().order_by("-month", "pk"))
    years = _years(acting, deployment)
    steps = list(
        Transition.objects.filter(Q(deployment=deployment) | Q(year_line__deployment=deployment))
        .select_related("statement", "year_line", "user", "organisation")
        .order_by("-at", "-pk")
    )
    by_name, may_write = access.sees_identity(acting), access.may_put_to_work(acting)
    return DeploymentPage(
        deployment=deployment,
        who=deployment.person.name if by_name else deployment.pseudonym,
        facts=_facts(deployment, by_name=by_name),
        statements=statements,
        years=years,
        questions=_said(deployment, [*statements, *years], steps, LineStatus.RETURNED),
        reasons=_said(deployment, [*statements, *years], steps, LineStatus.REJECTED),
        timeline=[_item(step) for step in steps] or [added(deployment)],
        may_write=may_write,
        twice=same_person_of(deployment),
        cautions=outside_contract(deployment.contract, deployment.starts_on, deployment.ends_on)
        if may_write and deployment.status in CORRECTABLE
        else [],
    )


def with_facts(deployments: QuerySet[Deployment], acting: Acting) -> QuerySet[Deployment]:
    """All that the page reads of a line in the one query that finds it; the identity only for who may see it."""
    related = ["contract__authority", "contractor", "contract__tariff", "block"]
    return deployments.select_related(*related, *(["person"] if access.sees_identity(acting) else []))


def _years(acting: Acting, deployment: Deployment) -> list[YearLine]:
    """Lines of years, the latest first. A proposal is its company's own business, and one that gives nothing is none."""
    own = acts_for_contractor(acting)
    return [
        one
        for one in deployment.year_lines.live().order_by("-year")
        if one.status != LineStatus.CONCEPT or (own and one.value)
    ]


def _facts(deployment: Deployment, *, by_name: bool) -> list[tuple[str, Any]]:
    contract = deployment.contract
    who = (
        (_("Geboortedatum"), date_nl(deployment.person.birth_date))
        if by_name
        else (_("Geboortejaar"), deployment.birth_year)
    )
    return [
        who,
        (_("Uitkering"), deployment.block.label),
        (_("Periode"), period(deployment)),
        (_("Afgesproken"), _("%(hours)s per week") % {"hours": hours(deployment.hours_per_week)}),
        (_("Vast contract"), _("ja") if deployment.permanent else _("nee")),
        (_("Opdrachtgever"), contract.authority.name),
        (_("Opdrachtnemer"), deployment.contractor.name),
        (_("Kenmerk"), deployment.reference),
    ]


def period(deployment: Deployment) -> str:
    return _("%(first)s tot en met %(last)s") % {
        "first": date_nl(deployment.starts_on),
        "last": date_nl(deployment.ends_on),
    }


def _said(
    deployment: Deployment, parts: list[HoursStatement | YearLine], steps: list[Transition], status: LineStatus
) -> list[Question]:
    """What was last said to lines that stand in this state now; one text about several months stands once."""
    standing: dict[uuid.UUID | None, str] = {one.pk: _name_of(one) for one in parts if one.status == status}
    if deployment.status == status:
        standing[None] = _("deze inzet")
    about: dict[str, list[str]] = {}
    for step in steps:
        part_id = step.statement_id or step.year_line_id
        if step.to_status == status != step.from_status and part_id in standing:
            about.setdefault(step.note, []).append(standing.pop(part_id))
    return [Question(text, ", ".join(reversed(names))) for text, names in about.items()]


def _name_of(part: HoursStatement | YearLine) -> str:
    if isinstance(part, YearLine):
        return _("jaarregel %(year)s") % {"year": part.year}
    return month_nl(part.month)


_TITLES = {
    LineStatus.CONCEPT: lambda what: _("%(what)s: concept") % {"what": what},
    LineStatus.SUBMITTED: lambda what: _("%(what)s: ingediend") % {"what": what},
    LineStatus.RETURNED: lambda what: _("%(what)s: vraag gesteld") % {"what": what},
    LineStatus.APPROVED: lambda what: _("%(what)s: goedgekeurd") % {"what": what},
    LineStatus.REJECTED: lambda what: _("%(what)s: telt niet mee") % {"what": what},
}


def added(line: Deployment | Contribution) -> dict[str, Any]:
    """A line that came with a data package has no steps of its own."""
    return {"when": timezone.localdate(line.created_at), "title": _("Toegevoegd"), "state": "past"}


def item_of(step: Transition, title: str) -> dict[str, Any]:
    """A step on the timeline of its line: what was said, and by whom."""
    note = "" if step.from_status == step.to_status else step.note
    maker = ", ".join(str(one) for one in (step.user, step.organisation) if one)
    return {
        "when": timezone.localdate(step.at),
        "title": title,
        "sub": f"{note} ({maker})" if note and maker else note or maker,
        "state": "past",
    }


def _item(step: Transition) -> dict[str, Any]:
    part = step.statement or step.year_line
    what = _name_of(part).capitalize() if part else _("Inzet")
    title = _TITLES[LineStatus(step.to_status)](what)
    if step.from_status == step.to_status:
        title = f"{what}: {step.note[:1].lower()}{step.note[1:]}"
    return item_of(step, title)
