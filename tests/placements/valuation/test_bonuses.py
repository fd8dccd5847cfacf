"""Bonuses by age and for a permanent contract."""

from datetime import date
from decimal import Decimal

import pytest

from placements.valuation import Bonus
from placements.valuation.bonuses import applying_bonuses, has_reached
from tests.placements.valuation.examples import AGE_50, AGE_55, PERMANENT, deployment

START = date(2019, 3, 1)


def labels(*bonuses: Bonus, **facts: object) -> list[str]:
    """The labels of what applies to a deployment that starts on 1 March 2019."""
    return [bonus.label for bonus in applying_bonuses(deployment(START, **facts), bonuses)]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1969, 3, 2), []),  # 50 the day after
        (date(1969, 3, 1), ["50+"]),
        (date(1964, 3, 2), ["50+"]),
        (date(1964, 3, 1), ["55+"]),
        (date(1940, 1, 1), ["55+"]),
    ],
)
def test_only_the_highest_age_reached(born: date, expected: list[str]) -> None:
    """Reached on the day itself, and never two ages together."""
    assert labels(AGE_50, AGE_55, birth_date=born) == expected
    assert labels(AGE_55, AGE_50, birth_date=born) == expected


@pytest.mark.parametrize(
    ("on", "reached"),
    [(date(2019, 2, 27), False), (date(2019, 2, 28), True), (date(2019, 3, 1), True)],
)
def test_born_on_29_february(on: date, *, reached: bool) -> None:
    """In a common year the birthday is 28 February."""
    assert has_reached(55, birth_date=date(1964, 2, 29), on=on) is reached


def test_born_on_29_february_in_a_leap_year() -> None:
    """In a leap year it is 29 February, not a day earlier."""
    assert not has_reached(56, birth_date=date(1964, 2, 29), on=date(2020, 2, 28))
    assert has_reached(56, birth_date=date(1964, 2, 29), on=date(2020, 2, 29))


def test_an_age_that_no_calendar_reaches() -> None:
    """An absurd age in a tariff is simply never reached."""
    assert not has_reached(9_000, birth_date=date(1990, 1, 1), on=START)


def test_age_is_taken_at_the_uncut_start_or_at_the_award() -> None:
    """The deployment's own start counts, not the day its contract begins; a region may take the award date."""
    born = date(1969, 6, 1)
    assert labels(AGE_50, birth_date=born, contract_starts_on=date(2019, 7, 1)) == []
    assert labels(AGE_50, birth_date=born, ages_on=date(2019, 6, 1)) == ["50+"]
    assert labels(AGE_50, birth_date=date(1969, 3, 1), ages_on=date(2019, 2, 28)) == []


def test_permanent_rows_add_up() -> None:
    """All rows for a permanent contract alone, and the age beside them."""
    second = Bonus("Vast en lokaal", Decimal(1_000), permanent=True)
    old = date(1960, 1, 1)
    assert labels(PERMANENT, second, AGE_50, AGE_55, permanent=True, birth_date=old) == [
        "55+",
        "Vast contract",
        "Vast en lokaal",
    ]
    assert labels(PERMANENT, second, AGE_50, permanent=False, birth_date=old) == ["50+"]


@pytest.mark.parametrize(
    ("permanent", "born", "expected"),
    [
        (True, date(1960, 1, 1), ["50+ vast"]),
        (False, date(1960, 1, 1), ["55+"]),
        (True, date(1990, 1, 1), []),
    ],
)
def test_a_row_with_age_and_permanent_needs_both(born: date, expected: list[str], *, permanent: bool) -> None:
    """It competes with the other ages; here its amount is the highest though its age is not."""
    both = Bonus("50+ vast", Decimal(9_000), min_age=50, permanent=True)
    assert labels(AGE_50, AGE_55, both, permanent=permanent, birth_date=born) == expected


def test_a_bonus_for_everyone_is_refused() -> None:
    """Neither an age nor a permanent contract is no bonus."""
    with pytest.raises(ValueError, match="an age, a permanent contract, or both"):
        Bonus("Iedereen", Decimal(1))
