"""A small report whose every figure can be checked by hand."""

import datetime as dt
from decimal import Decimal

from reporting.periods import Kind, Period
from reporting.snapshot import Amounts, Change, ContractLine, Milestone, Snapshot, Sroi, SroiJobs, Target, Targets

MADE_AT = dt.datetime(2019, 7, 26, 8, 30, tzinfo=dt.UTC)


def target(*counts: int, actual: int | None = None) -> Target:
    milestones = tuple(Milestone(dt.date(year, 1, 1), count) for year, count in enumerate(counts, start=2019))
    return Target(milestones=milestones, source="Plan van aanpak, hoofdstuk 1", actual=actual)


def contract(
    reference: str, awarded_on: dt.date, obligation: str, realised: tuple[str, str], **names: str
) -> ContractLine:
    return ContractLine(
        reference=reference,
        authority=names.get("authority", "Gemeente Groningen"),
        contractor=names.get("contractor", "Bouwbedrijf Łukasz B.V."),
        awarded_on=awarded_on,
        obligation=Decimal(obligation),
        realised=Amounts(Decimal(realised[0]), Decimal(realised[1])),
    )


CONTRACTS = (
    contract("OP-1", dt.date(2019, 4, 1), "12500.00", ("1000.10", "1000.10")),
    contract("OP-3", dt.date(2017, 1, 1), "20000.00", ("333.33", "4444.44")),
    contract("OP-4", dt.date(2016, 12, 31), "99999.99", ("10.00", "20.00")),
    contract("OP-2", dt.date(2019, 6, 30), "7500.55", ("0.00", "0.00"), authority="Provincie Groningen"),
)
CHANGES = (
    Change("sroi.contracts[OP-1].realised_period", "900.10", "1000.10"),
    Change("sroi.realised.period", "1243.43", "1343.43"),
)


def snapshot(**changed: object) -> Snapshot:
    """Return the second quarter of 2019 of Groningen, with what the test is about changed."""
    values: dict[str, object] = {
        "region": "groningen",
        "region_name": "Arbeidsmarktregio Groningen",
        "programme": "1.000-banenplan",
        "programme_started_on": dt.date(2018, 1, 1),
        "money_since": dt.date(2017, 1, 1),
        "kind": Kind.QUARTERLY,
        "period": Period.parse("2019-Q2"),
        "version": 1,
        "made_at": MADE_AT,
        "sroi_jobs": SroiJobs(3, 17),
        "sroi": Sroi(CONTRACTS),
        "targets": Targets(
            sustained_outflow=target(150, 450, 750, 1000),
            intake=target(480, 960, 1280, 1600),
            started=target(300, 600, 800, 1000),
        ),
    }
    return Snapshot(**(values | changed))  # type: ignore[arg-type]
