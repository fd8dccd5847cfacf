"""The statement of account of a contract: frozen when it is asked for, from what this member sees, to the cent.

A company sees its own persons by name, the coordination point all of them by pseudonym. Where several companies carry
out a contract, each has its own part exactly; the lead also has the whole as a band.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Region
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, day_nl, euro, hours, percentage
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution
from placements.pages.contract_page import PersonLine, person_lines, without_concepts
from tenders import access, documents
from tenders.choices import DocumentKind
from tenders.explanations import band_of_obligation, terms_trace
from tenders.models import Contract, Document
from tenders.outlook import Outlook, Totals, outlook
from tenders.progress import ProgressPolicy

_NOTHING = Decimal("0.00")

Facts = list[tuple[str, str]]


@transaction.atomic
def ask_account(acting: Acting, *, contract_id: uuid.UUID, at: datetime) -> Document:
    """Freeze the statement as it is now, and have a worker make it. Http404 for a contract that is not the member's."""
    on = timezone.localdate(at)
    contracts = access.contracts_of(acting).with_parties().with_policy(on=on)
    contracts = contracts.with_own_part(acting.organisation_id).select_related("totals", "band")
    contract = get_object_or_404(contracts, pk=contract_id)
    title = _("Overzicht van %(day)s") % {"day": day_nl(on)}
    content = account_of(acting, contract, on=on, at=at)
    return documents.ask(acting, contract=contract, kind=DocumentKind.ACCOUNT, title=title, content=content, at=at)


def account_of(acting: Acting, contract: Contract, *, on: date, at: datetime) -> dict[str, Any]:
    """What the statement says, in words and amounts as they are printed. Six queries."""
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    lines = person_lines(acting, contract, on=on)
    coming = sum((line.to_come for line in lines), _NOTHING)
    totals = access.sees_totals(acting)
    standing = outlook(contract, on=on, totals=totals, policy=policy, persons_to_come=coming)
    persons, concepts = without_concepts(acting, lines)
    others = _others(acting, contract)
    return {
        "kind": DocumentKind.ACCOUNT.value,
        "kind_name": str(DocumentKind.ACCOUNT.label),
        "region": Region.objects.get(pk=contract.region_id).name,
        "asked_by": {"organisation": acting.organisation_name, "name": acting.user_name},
        "on": on.isoformat(),
        "made_at": at.isoformat(),
        "contract": _contract(contract),
        "obligation": _obligation(contract) if standing.is_whole else [],
        "versions": _versions(contract) if standing.is_whole else [],
        "plan": [[date_nl(step.by), euro(step.total)] for step in standing.plan] if standing.is_whole else [],
        "standing": _standing(standing) if standing.is_whole else [],
        "own": _exact(standing.own) if standing.own is not None else [],
        "persons": [_person(line) for line in persons],
        "persons_total": _sums(persons),
        "concepts": _concepts(concepts),
        "others": [_other(line) for line in others],
        "others_total": {
            "approved": _sum(line.value for line in others if line.status == LineStatus.APPROVED),
            "waiting": _sum(line.value for line in others if line.status == LineStatus.SUBMITTED),
        },
    }


def _contract(contract: Contract) -> dict[str, Any]:
    period = _("%(first)s tot en met %(last)s") % {
        "first": day_nl(contract.starts_on),
        "last": day_nl(contract.ends_on),
    }
    facts: Facts = [
        (_("Opdrachtgever"), contract.authority.name),
        (_("Opdrachtnemer"), contract.contractor.name),
        (_("Gegund op"), day_nl(contract.awarded_on)),
        (_("Looptijd"), period),
    ]
    return {"title": contract.title, "reference": contract.reference, "facts": facts}


def _obligation(contract: Contract) -> list[dict[str, Any]]:
    lines = terms_trace({name: getattr(contract, name) for name in Contract.TERMS})
    return [{"what": str(line["what"]), "out": line["out"], "is_sum": bool(line.get("is_sum"))} for line in lines]


def _versions(contract: Contract) -> list[dict[str, str]]:
    return [
        {
            "number": dutch_number(one.number),
            "valid_from": date_nl(one.valid_from),
            "reason": one.reason,
            "obligation": dutch_number(one.obligation, 2),
        }
        for one in contract.versions.order_by("number")
    ]


def _standing(standing: Outlook) -> Facts:
    word = str(STATUSES[str(standing.standing)].word)
    if standing.percent is not None and standing.owed:
        of_expected = _("hooguit %(percent)s van schema") if standing.banded else _("%(percent)s van schema")
        word += ", " + of_expected % {"percent": percentage(standing.percent)}
    facts: Facts = [
        (_("Stand"), word),
        (_("Verplichting"), euro(standing.owed)),
        (_("Volgens plan vandaag") if standing.plan else _("Volgens schema vandaag"), euro(standing.expected)),
    ]
    if standing.totals is not None:
        facts += _exact(standing.totals)
        facts.append((_("Nog in te vullen"), euro(standing.to_do)))
    elif standing.banded is not None:
        facts += [
            (_("Goedgekeurd voor personen"), band_of_obligation(standing)),
            (_("Goedgekeurd voor andere invulling"), euro(standing.banded.others_approved)),
            (_("Andere invulling wacht op beoordeling"), euro(standing.banded.others_waiting)),
            (_("Nog in te vullen, of minder"), euro(standing.to_do)),
        ]
    return facts


def _exact(known: Totals) -> Facts:
    return [
        (_("Goedgekeurd voor personen"), euro(known.persons_approved)),
        (_("Goedgekeurd voor andere invulling"), euro(known.others_approved)),
        (_("Goedgekeurd in totaal"), euro(known.approved)),
        (_("Wacht op beoordeling"), euro(known.waiting)),
        (_("Verwacht van wat nu is ingevoerd"), euro(known.planned)),
    ]


def _person(line: PersonLine) -> dict[str, str]:
    return {
        "who": line.who,
        "about": _("%(block)s, %(first)s tot en met %(last)s, %(hours)s per week")
        % {
            "block": line.block,
            "first": date_nl(line.starts_on),
            "last": date_nl(line.ends_on),
            "hours": hours(line.hours_per_week),
        },
        "status": str(STATUSES[line.status].word),
        "forecast": dutch_number(line.forecast, 2),
        "approved": dutch_number(line.approved, 2),
        "waiting": dutch_number(line.waiting, 2),
    }


def _sums(lines: list[PersonLine]) -> dict[str, str]:
    return {
        "forecast": _sum(line.forecast for line in lines),
        "approved": _sum(line.approved for line in lines),
        "waiting": _sum(line.waiting for line in lines),
    }


def _concepts(lines: list[PersonLine]) -> str:
    """What the contractor has not submitted yet, as one sum: whose it is, is his own business."""
    if not lines:
        return ""
    return _("Nog niet ingediend: %(count)s, verwacht %(amount)s.") % {
        "count": dutch_number(len(lines)),
        "amount": euro(sum((line.forecast for line in lines), _NOTHING)),
    }


def _others(acting: Acting, contract: Contract) -> list[Contribution]:
    """Other contributions, oldest first: a company its own ones, and nobody another's concepts."""
    lines = Contribution.objects.live().filter(contract=contract).select_related("block").order_by("date", "id")
    if access.sees_totals(acting):
        return list(lines.exclude(status=LineStatus.CONCEPT))
    return list(lines.filter(contractor_id=acting.organisation_id))


def _other(line: Contribution) -> dict[str, str]:
    return {
        "what": line.block.label if line.block else str(ContributionKind(line.kind).label),
        "about": ", ".join(part for part in (date_nl(line.date), line.description) if part),
        "status": str(STATUSES[line.status].word),
        "value": dutch_number(line.value, 2),
    }


def _sum(amounts: Iterable[Decimal]) -> str:
    return dutch_number(sum(amounts, _NOTHING), 2)
