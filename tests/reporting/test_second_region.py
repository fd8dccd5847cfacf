"""A second region with a tariff, words and colour of its own: from somebody at work to the figures of its report.

The amounts are worked out by hand (domain rules, section 5) and stand beside those of Groningen for the same work.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Region
from placements import settlement
from placements.choices import LineStatus
from placements.settlement import Decision
from placements.verifying import verification
from reporting.collect import collect
from reporting.periods import Kind, Period
from tenders.choices import Side
from tenders.models import Block, Contract, ContractTotals, Responsible, Settlement, Tariff
from tests.cast import Cast, Person
from tests.database import owner
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory
from tests.june import TODAY
from tests.placements.test_verification import approve, both
from tests.placements.workspace import APRIL, MARCH, act, logged, seen, stated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mid_june")]

BORN = {"older": dt.date(1973, 6, 14), "younger": dt.date(1990, 5, 17)}


@dataclass(frozen=True)
class Worked:
    """What one region made of the same work."""

    contract: Contract
    forecast: Decimal
    older: tuple[Decimal, Decimal]
    younger: Decimal
    other: Decimal
    settled: Settlement


@pytest.fixture
def fryslan(cast: Cast) -> Region:
    """The other region of the cast, with 38 hours for a full week, at least 16, 18 months and amounts of its own."""
    with owner():
        region = cast.other_region
        for name, value in {
            "name": "Fryslân",
            "accent": "#004b93",
            "werkplein_label": "Werkcentrum",
            "werkplein_plural": "Werkcentra",
            "programme_start": dt.date(2026, 1, 1),
            "money_start": dt.date(2026, 1, 1),
        }.items():
            setattr(region, name, value)
        region.save()
        tariff = Tariff.objects.create(region=region, valid_from=dt.date(2025, 1, 1))
        Block.objects.bulk_create(
            [
                Block(
                    tariff=tariff,
                    code="pw_gt2",
                    label="Participatiewet",
                    kind="full_time_year",
                    value=37_000,
                    norm_hours=38,
                    min_hours=16,
                    max_months=18,
                ),
                Block(tariff=tariff, code="bonus_50", label="50+", kind="bonus", value=6_200, min_age=50),
                Block(
                    tariff=tariff, code="social_activity", label="Activiteit", kind="per_hour", value=Decimal("62.50")
                ),
            ]
        )
    return region


def works(region: Region, *, buyer: Person, company: Person, verifier: Person) -> Worked:
    """Somebody of 52 for 30 hours a week and somebody of 35 for 14, an activity of 13 hours, and the settlement."""
    with owner():
        contract = ContractFactory(
            region=region,
            authority=buyer.organisation,
            contractor=company.organisation,
            ends_on=dt.date(2026, 5, 31),
            contract_sum=Decimal("480000.00"),
            percentage=Decimal("2.0000"),
        )
        Responsible.objects.create(contract=contract, side=Side.CONTRACTOR, name="Iemand", email="iemand@demo.example")
    older = logged(company, contract, block_code="pw_gt2", hours_per_week=Decimal(30), birth_date=BORN["older"])
    younger = logged(
        company, contract, block_code="pw_gt2", hours_per_week=Decimal(14), birth_date=BORN["younger"], name="B. Twee"
    )
    months = [stated(company, older, MARCH, 120), stated(company, older, APRIL, 170)]
    short = stated(company, younger, MARCH, 50)
    approve(verifier, both(older, *months))
    approve(verifier, both(younger, short))
    with owner():
        other = ContributionFactory(
            contract=contract, date=dt.date(2026, 4, 10), quantity=Decimal(13), submitted_at=timezone.now()
        )
    with act(verifier) as acting:
        verification.judge_contribution(other.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
    with act(verifier) as acting:
        drawn = settlement.draw_up(acting, contract_id=contract.pk, at=timezone.now())
        short_of = drawn.shortfall
        drawn = settlement.decide(
            acting,
            contract_id=contract.pk,
            decision=Decision(withheld=short_of, waived=Decimal(0), reason="Er bleef een vacature open."),
            on=TODAY,
        )
    return Worked(
        contract=contract,
        forecast=seen(older).forecast,
        older=(seen(months[0]).value, seen(months[1]).value),
        younger=seen(short).value,
        other=seen(other).value,
        settled=drawn,
    )


def sroi_of(region: Region, period: str) -> dict[str, dict[str, str]]:
    at = dt.datetime(2026, 7, 26, 8, 0, tzinfo=dt.UTC)
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        made = collect(
            region, kind=Kind.QUARTERLY, period=Period.parse(period), version=1, manager_text="", at=at, on=at.date()
        ).to_json_dict()["sroi"]
    return {name: made[name] for name in ("precalculated", "realised")}


def test_each_region_values_settles_and_reports_by_its_own_tariff(cast, fryslan):
    there = works(
        fryslan,
        buyer=cast.strangers["municipality"],
        company=cast.strangers["contractor"],
        verifier=cast.frank,
    )
    before = sroi_of(cast.region, "2026-Q2")
    here = works(cast.region, buyer=cast.alice, company=cast.bram, verifier=cast.dirk)

    # Fryslân: (37 000 + 6 200) × 120 / (52 × 38), and the whole month of 43 200 / 12 where 170 hours pass it.
    assert there.older == (Decimal("2623.48"), Decimal("3600.00"))
    # Three months of the contract: 43 200 × 30 / 38 × 3 / 12.
    assert there.forecast == Decimal("8526.32")
    assert there.younger == 0, "14 hours a week is less than its 16"
    assert there.other == Decimal("812.50")
    # Groningen: (40 000 + 5 000) × 120 / (52 × 36), 45 000 / 12; 40 000 × 50 / (52 × 36); 13 × 100.
    assert here.older == (Decimal("2884.62"), Decimal("3750.00"))
    assert here.forecast == Decimal("9375.00")
    assert here.younger == Decimal("1068.38")
    assert here.other == Decimal("1300.00")

    assert (there.contract.obligation, there.settled.shortfall) == (Decimal("9600.00"), Decimal("2564.02"))
    assert (here.contract.obligation, here.settled.shortfall) == (Decimal("9600.00"), Decimal("597.00"))
    with owner():
        totals = ContractTotals.objects.get(contract=there.contract)
    assert totals.persons_approved + totals.others_approved == Decimal("7035.98")

    assert before == {
        "precalculated": {"period": "0.00", "cumulative": "0.00"},
        "realised": {"period": "0.00", "cumulative": "0.00"},
    }, "nothing of Fryslân"
    assert sroi_of(fryslan, "2026-Q1") == {
        "precalculated": {"period": "9600.00", "cumulative": "9600.00"},
        "realised": {"period": "2623.48", "cumulative": "2623.48"},
    }
    assert sroi_of(fryslan, "2026-Q2")["realised"] == {"period": "4412.50", "cumulative": "7035.98"}
    assert sroi_of(cast.region, "2026-Q2")["realised"] == {"period": "5050.00", "cumulative": "9003.00"}


@pytest.mark.parametrize("path", ["", "vacatures/", "kalender/", "zo-werkt-het/", "rekenhulp/"])
def test_its_open_pages_speak_and_look_its_own_way(cast, fryslan, client, path):
    page = client.get(f"/{fryslan.code}/{path}")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Fryslân" in text
    assert "/stijl/004b93.css" in text
    assert "Werkplein" not in text
    assert "Groningen" not in text
    assert "/stijl/" not in client.get(f"/{cast.region.code}/{path}").content.decode()
