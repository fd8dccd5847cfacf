"""What a contract is worth, line by line, as `value_contract` promises it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement, YearLine
from placements.worth.appraisal import Worth, value_now, value_of_contribution
from tenders.models import Contract

_NOTHING = Decimal("0.00")


def contract_values(contract: Contract) -> dict[str, Any]:
    """Obligation, forecast and realised value of a contract with all its lines; amounts are strings with two decimals.

    What is approved stands as it was fixed; every other month, and every forecast, is computed now.
    """
    deployments = list(Deployment.objects.live().filter(contract=contract).order_by("reference"))
    worths = value_now(Deployment.objects.live().filter(contract=contract))
    statements = defaultdict(list)
    for statement in HoursStatement.objects.live().filter(deployment__in=deployments).order_by("month"):
        statements[statement.deployment_id].append(statement)
    lines, forecast, realised = [], _NOTHING, _NOTHING
    for deployment in deployments:
        worth = worths[deployment.pk]
        months, approved = [], _NOTHING
        for statement in statements[deployment.pk]:
            is_fixed = statement.status == LineStatus.APPROVED
            value = statement.value if is_fixed else worth.months[statement.pk].value
            if is_fixed and deployment.status == LineStatus.APPROVED:
                approved += value
            months.append(
                {
                    "month": f"{statement.month:%Y-%m}",
                    "paid_hours": _text(statement.paid_hours),
                    "status": statement.status,
                    "value": _text(value),
                }
            )
        forecast += worth.forecast.value
        realised += approved
        lines.append(
            {
                "reference": deployment.reference,
                "status": deployment.status,
                "forecast": _text(worth.forecast.value),
                "realised": _text(approved),
                "months": months,
            }
        )
    years = _years(contract, worths)
    for year, value in years:
        if year.status == year.deployment.status == LineStatus.APPROVED:
            realised += value
    others = _contributions(contract)
    for row, value in others:
        forecast += value if row.status != LineStatus.REJECTED else _NOTHING
        realised += value if row.status == LineStatus.APPROVED else _NOTHING
    return {
        "contract": contract.reference,
        "obligation": _text(contract.obligation),
        "tariff_valid_from": contract.tariff.valid_from.isoformat(),
        "forecast": _text(forecast),
        "realised": _text(realised),
        "deployments": lines,
        "contributions": [
            {"reference": row.reference, "status": row.status, "value": _text(value)} for row, value in others
        ],
        "settlements": [
            {
                "deployment": row.deployment.reference,
                "year": row.year,
                "status": row.status,
                "value": _text(value),
            }
            for row, value in years
        ],
    }


def _years(contract: Contract, worths: Mapping[uuid.UUID, Worth]) -> list[tuple[YearLine, Decimal]]:
    """Lines that settle a year, with the value that they have or would have; a proposal that gives nothing is none."""
    rows = (
        YearLine.objects.live()
        .filter(deployment__contract=contract, deployment__reversed_at__isnull=True)
        .select_related("deployment")
        .order_by("deployment__reference", "year")
    )
    found = [
        (row, row.value if row.status == LineStatus.APPROVED else worths[row.deployment_id].years[row.pk].value)
        for row in rows
    ]
    return [(row, value) for row, value in found if value or row.status != LineStatus.CONCEPT]


def _contributions(contract: Contract) -> list[tuple[Contribution, Decimal]]:
    rows = Contribution.objects.live().filter(contract=contract).select_related("block").order_by("reference")
    return [(row, row.value if row.status == LineStatus.APPROVED else value_of_contribution(row).value) for row in rows]


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
