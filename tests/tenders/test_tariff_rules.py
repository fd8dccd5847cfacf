"""What two versions of the tariff do differently, and what a version must have right."""

from dataclasses import replace
from decimal import Decimal

from tenders.tariff_rules import BlockFacts, differences, twice_asked

WAJONG = BlockFacts("wajong", "Wajong", "full_time_year", Decimal(40000), Decimal(36), Decimal(12), situation="wajong")
BONUS = BlockFacts("bonus_50", "50+", "bonus", Decimal(5000), min_age=50)


def test_equal_versions_differ_in_nothing():
    assert differences([WAJONG, BONUS], [BONUS, WAJONG]) == []


def test_each_difference_names_its_fields_and_whether_it_is_in_value():
    dearer = replace(WAJONG, value=Decimal(45000), label="Wajong nieuw")
    only_words = replace(BONUS, explanation="Vanaf 50 jaar.")
    new = BlockFacts("training", "Scholing", "actual_cost", Decimal(1))
    first, second, third = differences([WAJONG, BONUS], [dearer, only_words, new])
    assert (first.changed, first.in_value) == (("label", "value"), True)
    assert (second.changed, second.in_value) == (("explanation",), False)
    assert (third.now, third.block, third.in_value) == (None, new, True)
    (gone,) = differences([WAJONG, BONUS], [WAJONG])
    assert (gone.now, gone.then, gone.block, gone.in_value) == (BONUS, None, BONUS, True)
    (renamed,) = differences([WAJONG], [replace(WAJONG, label="Wajong (UWV)")])
    assert not renamed.in_value


def test_two_blocks_for_one_answer_are_named():
    other = replace(WAJONG, code="wajong_2", label="Wajong 2")
    assert twice_asked([WAJONG, other, BONUS]) == {"wajong": ["Wajong", "Wajong 2"]}
    assert twice_asked([WAJONG, BONUS, replace(BONUS, code="bonus_55")]) == {}
