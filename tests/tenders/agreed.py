"""Contracts whose terms tests change, and the changes as a browser posts them."""

import datetime as dt
from decimal import Decimal

from tenders.choices import Basis
from tenders.models import CallOff, Contract, OptionYear, Turnover
from tests.database import owner
from tests.factories.tenders import ContractFactory

FRAMEWORK_SUM = Decimal("2000000.00")


def contract_with(cast, **values) -> Contract:
    """Bram's contract for Alice's municipality, with Carla's Werkplein: a million at 5 %, 1-2-2026 to 31-1-2028."""
    with owner():
        return ContractFactory(
            **{
                "authority": cast.alice.organisation,
                "contractor": cast.bram.organisation,
                "werkplein": cast.carla.organisation,
                **values,
            }
        )


def framework_with(cast, **values) -> Contract:
    """A framework agreement of at most two million under which nothing was called off yet."""
    return contract_with(
        cast,
        **{
            "is_framework": True,
            "contract_sum": FRAMEWORK_SUM,
            "basis_amount": Decimal("0.00"),
            **values,
        },
    )


def by_turnover(cast, **values) -> Contract:
    return contract_with(cast, **{"basis": Basis.INVOICED_TURNOVER, "basis_amount": Decimal("0.00"), **values})


def terms_posted(number=1, **changes) -> dict[str, str]:
    return {
        "number": str(number),
        "valid_from": "2026-06-01",
        "starts_on": "2026-02-01",
        "ends_on": "2028-01-31",
        "contract_sum": "1.000.000,00",
        "basis": "contract_sum",
        "basis_stated": "1.000.000,00",
        "percentage": "5",
        "reason": "Meerwerk in de tweede fase",
    } | changes


def call_off_posted(**changes) -> dict[str, str]:
    return {
        "title": "Groenonderhoud Beijum",
        "reference": "DO-1",
        "awarded_on": "2026-03-01",
        "starts_on": "2026-03-01",
        "ends_on": "2026-12-31",
        "amount": "123.456,78",
    } | changes


def turnover_posted(**changes) -> dict[str, str]:
    return {"from_on": "2026-02-01", "to_on": "2026-02-28", "amount": "10.000,10", "note": "F-1"} | changes


def option_posted(**changes) -> dict[str, str]:
    return {
        "starts_on": "2028-02-01",
        "ends_on": "2029-01-31",
        "extra_sum": "500.000,00",
        "decide_by": "2027-11-01",
    } | changes


def option_of(contract: Contract, **values) -> OptionYear:
    with owner():
        return OptionYear.objects.create(
            contract=contract,
            **{
                "starts_on": contract.ends_on + dt.timedelta(days=1),
                "ends_on": contract.ends_on.replace(year=contract.ends_on.year + 1),
                "extra_sum": Decimal("500000.00"),
                "decide_by": contract.ends_on - dt.timedelta(days=90),
                **values,
            },
        )


def call_offs_of(contract: Contract) -> list[CallOff]:
    with owner():
        return list(CallOff.objects.filter(contract=contract).order_by("made_at"))


def turnovers_of(contract: Contract) -> list[Turnover]:
    with owner():
        return list(Turnover.objects.filter(contract=contract).order_by("made_at"))


def standing(contract: Contract) -> Contract:
    """The row as it stands, past row security."""
    with owner():
        return Contract.objects.get(pk=contract.pk)


def numbered(contract: Contract) -> list[tuple]:
    """The versions: number, first day, cause, basis amount, obligation."""
    with owner():
        return list(
            contract.versions.order_by("number").values_list(
                "number", "valid_from", "cause", "basis_amount", "obligation"
            )
        )
