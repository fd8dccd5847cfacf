"""What a verifier checks about a line with its waiting months, each as met, as a note, or as a flag with its rule."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from organisations.data_kinds import ERASED
from organisations.months import add_months, last_of_month
from organisations.templatetags.formatting import date_nl, euro, hours, month_nl
from placements.choices import LineStatus
from placements.evidence import SignedForm, signed_forms_among
from placements.identity.candidate_numbers import NumberAnswer, look_up
from placements.identity.cautions import OLDEST, YOUNGEST
from placements.models import Contribution, Deployment, EvidenceFile, HoursStatement
from placements.stating.hours import many_in_all
from placements.valuation.months import days_within
from placements.valuation.trace import Step
from placements.verifying.flags import FAR_ABOVE, NEAR_LIMIT_MONTHS, Flag
from tenders.choices import EvidenceKind


@dataclass(frozen=True, slots=True)
class Looked:
    """A person's line with its months, or another contribution, and what stands out."""

    line: Any
    checks: list[dict[str, Any]]
    statements: tuple[HoursStatement, ...] = ()

    @property
    def waiting(self) -> list[HoursStatement]:
        return [one for one in self.statements if one.status == LineStatus.SUBMITTED]

    @property
    def lines(self) -> list[Any]:
        """What waits for a verdict: the line itself, its months, or both."""
        own = [self.line] if self.line.status == LineStatus.SUBMITTED else []
        return [*own, *self.waiting]

    @property
    def flags(self) -> list[Flag]:
        return list(dict.fromkeys(check["flag"] for check in self.checks if check["state"] == "flag"))


def look_at(deployments: Iterable[Any] = (), contributions: Iterable[Any] = ()) -> dict[uuid.UUID, Looked]:
    """These lines with their months and checks, by id. The same few queries for one line and for a hundred.

    Deployments come ``with_contracts_beside`` and ``participation.with_participation``; all with contract and block.
    """
    persons, others = list(deployments), list(contributions)
    statements: dict[uuid.UUID, list[HoursStatement]] = defaultdict(list)
    if persons:
        rows = HoursStatement.objects.live().filter(deployment__in=[one.pk for one in persons])
        for one in rows.order_by("month", "pk"):
            statements[one.deployment_id].append(one)
    waiting = [one.pk for months in statements.values() for one in months if one.status == LineStatus.SUBMITTED]
    many = many_in_all(waiting) if waiting else set()
    months_of_all = [one for months in statements.values() for one in months]
    evidence, signed = _evidence_of([*persons, *others], months_of_all)
    numbers = look_up(one for one in persons if one.status == LineStatus.SUBMITTED)
    found = {}
    for line in persons:
        months = statements[line.pk]
        checks = _checks_of(line, months, many=many, evidence=evidence[line.pk])
        checks += _known(line, numbers.get(line.pk)) if line.status == LineStatus.SUBMITTED else []
        checks += _signed(Looked(line, checks, tuple(months)).lines, signed)
        found[line.pk] = Looked(line, checks, tuple(months))
    for line in others:
        checks = _checks_of_contribution(line, evidence=evidence[line.pk])
        found[line.pk] = Looked(line, [*checks, *_signed([line], signed)])
    return found


def _checks_of_contribution(
    contribution: Contribution, *, evidence: Collection[tuple[str, Any]]
) -> list[dict[str, Any]]:
    contract, day = contribution.contract, date_nl(contribution.date)
    within = contract.starts_on <= contribution.date <= contract.ends_on
    checks = [
        _met(_("Datum binnen de looptijd van het contract"), day)
        if within
        else _flag(Flag.OUTSIDE, _("Datum buiten de looptijd van het contract"), day)
    ]
    if 0 < contract.obligation < contribution.value:
        value = _("%(worth)s, de verplichting is %(owed)s")
        figures = {"worth": euro(contribution.value), "owed": euro(contract.obligation)}
        checks.append(_flag(Flag.MORE_THAN_OWED, _("Meer waard dan de hele verplichting"), value % figures))
    if contribution.block is not None:
        checks += _evidence(contribution.block.evidence, {kind for kind, _month in evidence})
    return checks


def _checks_of(
    deployment: Any,
    statements: Iterable[HoursStatement],
    *,
    many: Collection[uuid.UUID],
    evidence: Collection[tuple[str, Any]],
) -> list[dict[str, Any]]:
    """Checks of a line with its waiting months. ``many``: statements above 48 hours a week over all contracts.

    ``evidence``: what kinds of it are there, each with its month or None.
    """
    waiting = [one for one in statements if one.status == LineStatus.SUBMITTED]
    checks = [_least_hours(deployment), _within_contract(deployment), *_within_limit(deployment, waiting)]
    checks += [*_taking_part(deployment), *_beside(deployment, deployment.contracts_beside), *_age(deployment)]
    if deployment.status == LineStatus.SUBMITTED:
        checks += _evidence(deployment.block.evidence, {kind for kind, _month in evidence})
    for statement in waiting:
        checks += [
            *_month_taking_part(deployment, statement),
            *_of_month(deployment, statement, is_many=statement.pk in many),
            *_payslip(deployment, statement, evidence),
        ]
    return checks


def _met(text: str, value: str = "") -> dict[str, Any]:
    return {"text": text, "value": value, "state": "met"}


def _note(text: str, value: str = "") -> dict[str, Any]:
    return {"text": text, "value": value, "state": "note"}


def _flag(flag: Flag, text: str, value: str = "") -> dict[str, Any]:
    return {"text": text, "value": value, "state": "flag", "flag": flag}


def _least_hours(deployment: Deployment) -> dict[str, Any]:
    least = deployment.block.min_hours
    text, value = _("Minstens %(hours)s per week") % {"hours": hours(least)}, hours(deployment.hours_per_week)
    if least is None or deployment.hours_per_week >= least:
        return _met(text, value)
    return _flag(Flag.FEW_HOURS, text, value)


def _within_contract(deployment: Deployment) -> dict[str, Any]:
    contract = deployment.contract
    value = f"{date_nl(contract.starts_on)} – {date_nl(contract.ends_on)}"
    if contract.starts_on <= deployment.starts_on and deployment.ends_on <= contract.ends_on:
        return _met(_("Binnen de looptijd van het contract"), value)
    return _flag(Flag.OUTSIDE, _("Deels of helemaal buiten de looptijd van het contract"), value)


def _taking_part(deployment: Any) -> list[dict[str, Any]]:
    """Of a company beside the contractor: whether the line begins while it takes part."""
    joined, left, first = deployment.company_joined, deployment.company_left, deployment.starts_on
    if joined is None:
        return []
    value = _days_of_taking_part(deployment)
    if first < joined or (left is not None and first > left):
        return [_flag(Flag.NOT_TAKING_PART, _("Begint buiten de deelname van het bedrijf"), value)]
    if left is not None and deployment.ends_on > left:
        return [_note(_("Loopt door na de deelname van het bedrijf"), value)]
    return [_met(_("Binnen de deelname van het bedrijf"), value)]


def _month_taking_part(deployment: Any, statement: HoursStatement) -> list[dict[str, Any]]:
    joined, left, month = deployment.company_joined, deployment.company_left, statement.month
    if joined is None or (last_of_month(month) >= joined and (left is None or month <= left)):
        return []
    text = _("%(month)s: buiten de deelname van het bedrijf") % {"month": month_nl(month)}
    return [_flag(Flag.NOT_TAKING_PART, text, _days_of_taking_part(deployment))]


def _days_of_taking_part(deployment: Any) -> str:
    if deployment.company_left is None:
        return _("vanaf %(day)s") % {"day": date_nl(deployment.company_joined)}
    return f"{date_nl(deployment.company_joined)} – {date_nl(deployment.company_left)}"


def _within_limit(deployment: Deployment, waiting: list[HoursStatement]) -> list[dict[str, Any]]:
    longest, until = deployment.block.max_months, deployment.counts_until
    if longest is None:
        return []
    if deployment.counts_none or until is None:
        return [_flag(Flag.NO_DAYS, _("Geen dag telt binnen %(n)s maanden") % {"n": longest})]
    value = _("telt tot en met %(day)s") % {"day": date_nl(until)}
    cut = until < min(deployment.ends_on, deployment.contract.ends_on)
    if cut and any(add_months(one.month, NEAR_LIMIT_MONTHS) > until for one in waiting):
        return [_flag(Flag.LIMIT, _("Aan het eind van de %(n)s maanden") % {"n": longest}, value)]
    text = _("Binnen de %(n)s maanden") % {"n": longest}
    return [_note(text, value) if cut else _met(text, value)]


def with_contracts_beside(deployments: QuerySet[Deployment]) -> QuerySet[Any]:
    """Each line with ``contracts_beside``: where else its company has the same person in the same days."""
    beside = (
        Deployment.objects.live()
        .filter(person_id=OuterRef("person_id"), starts_on__lte=OuterRef("ends_on"), ends_on__gte=OuterRef("starts_on"))
        .exclude(pk=OuterRef("pk"))
        .exclude(status__in=(LineStatus.CONCEPT, LineStatus.REJECTED))
    )
    return deployments.annotate(contracts_beside=ArraySubquery(beside.values("contract_id")))


def _beside(deployment: Deployment, contracts: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    """One effort counts once: a second line of the same person in the same days is looked at."""
    found = []
    if deployment.contract_id in contracts:
        found.append(_flag(Flag.TWICE, _("Zelfde persoon staat in deze periode al op dit contract")))
    if set(contracts) - {deployment.contract_id}:
        found.append(_note(_("Werkt in deze periode ook op een ander contract van dit bedrijf")))
    return found


def _age(deployment: Deployment) -> list[dict[str, Any]]:
    """By the year of birth alone, which is all that the verifier sees."""
    age = deployment.starts_on.year - deployment.birth_year
    if YOUNGEST <= age <= OLDEST:
        return []
    value = _("ongeveer %(age)s jaar op de eerste werkdag") % {"age": age}
    return [_flag(Flag.AGE, _("Klopt het geboortejaar?"), value)]


def _known(deployment: Deployment, answer: NumberAnswer | None) -> list[dict[str, Any]]:
    """What the register says of the candidate number that the company typed; it typed it, so that proves nothing."""
    number = {"number": deployment.candidate_reference}
    if not deployment.candidate_reference:
        return [_flag(Flag.UNKNOWN_PERSON, _("Geen kandidaatnummer: onbekend bij de backoffice"))]
    if deployment.candidate_reference == ERASED:
        return [_note(_("De gegevens van deze kandidaat zijn gewist"))]
    if answer == NumberAnswer.SAME:
        return [_met(_("Kandidaatnummer %(number)s is van deze persoon") % number)]
    if answer == NumberAnswer.OTHER:
        return [_flag(Flag.OTHER_PERSON, _("Kandidaatnummer %(number)s is van iemand anders") % number)]
    if answer == NumberAnswer.UNNAMED:
        return [_note(_("Kandidaatnummer %(number)s niet te vergelijken: naam of geboortedatum ontbreekt") % number)]
    return [_flag(Flag.UNKNOWN_PERSON, _("Kandidaatnummer %(number)s staat niet in het register") % number)]


def _evidence(asked: Iterable[str], present: Collection[str]) -> list[dict[str, Any]]:
    """What the block asks of a new line; payslips belong to the months."""
    kinds = [EvidenceKind(kind) for kind in asked if kind != EvidenceKind.PAYSLIP]
    if not kinds:
        return []
    missing = [str(kind.label) for kind in kinds if kind not in present]
    if missing:
        return [_flag(Flag.NO_EVIDENCE, _("Bewijs ontbreekt"), ", ".join(missing))]
    return [_met(_("Het gevraagde bewijs is er"), ", ".join(str(kind.label) for kind in kinds))]


def _signed(lines: Iterable[Any], signed: Mapping[uuid.UUID, SignedForm]) -> list[dict[str, Any]]:
    """Of what was entered for its company and waits: whether it rests on a form that was accepted."""
    found = []
    for line in lines:
        if line.pk not in signed:
            continue
        month = month_nl(line.month) if isinstance(line, HoursStatement) else ""
        match signed[line.pk]:
            case SignedForm.ACCEPTED:
                found.append(_met(_("Het ondertekende formulier is er"), month))
            case SignedForm.CHECKING:
                found.append(_flag(Flag.NO_FORM, _("Het ondertekende formulier wordt nog gecontroleerd"), month))
            case SignedForm.MISSING:
                found.append(_flag(Flag.NO_FORM, _("Er is geen ondertekend formulier dat is aangenomen"), month))
    return found


def _payslip(
    deployment: Deployment, statement: HoursStatement, evidence: Collection[tuple[str, Any]]
) -> list[dict[str, Any]]:
    if EvidenceKind.PAYSLIP not in deployment.block.evidence or not statement.paid_hours:
        return []
    if any((EvidenceKind.PAYSLIP, month) in evidence for month in (statement.month, None)):
        return []
    return [_note(_("%(month)s: geen loonstrook") % {"month": month_nl(statement.month)})]


def _evidence_of(
    lines: Collection[Any], months: Collection[HoursStatement]
) -> tuple[dict[uuid.UUID, set[tuple[str, Any]]], dict[uuid.UUID, SignedForm]]:
    """The kinds of evidence on each line that a verifier can rest on, each with its month or None; and signed forms."""
    found: dict[uuid.UUID, set[tuple[str, Any]]] = defaultdict(set)
    ids = [line.pk for line in lines]
    rows = EvidenceFile.objects.usable() | EvidenceFile.objects.filter(kind=EvidenceKind.SIGNED_FORM)
    read = list(rows.filter(Q(deployment__in=ids) | Q(contribution__in=ids)).order_by("pk")) if ids else []
    for file in read:
        line_id = file.deployment_id or file.contribution_id
        if line_id is not None and file.is_usable:
            found[line_id].add((file.kind, file.month))
    return found, signed_forms_among([*lines, *months], read)


def _of_month(deployment: Deployment, statement: HoursStatement, *, is_many: bool) -> list[dict[str, Any]]:
    named, paid = {"month": month_nl(statement.month)}, statement.paid_hours
    found: list[dict[str, Any]] = []
    if is_many:
        text = _("%(month)s: over alle opdrachten samen meer dan gemiddeld 48 uur per week") % named
        found.append(_flag(Flag.MANY_HOURS, text))
    agreed = deployment.hours_per_week * _deployed_days(deployment, statement) / 7
    if paid > agreed * FAR_ABOVE:
        value = _("%(paid)s, afgesproken ongeveer %(agreed)s") % {"paid": hours(paid), "agreed": hours(agreed, 0)}
        found.append(_flag(Flag.FAR_ABOVE, _("%(month)s: veel meer uren dan afgesproken") % named, value))
    if paid and any(line["key"] == Step.NO_COUNTED_DAYS for line in statement.trace):
        found.append(_flag(Flag.NO_DAYS, _("%(month)s: geen dag telt") % named))
    return found


def _deployed_days(deployment: Deployment, statement: HoursStatement) -> int:
    return days_within(statement.month, deployment.starts_on, deployment.ends_on)
