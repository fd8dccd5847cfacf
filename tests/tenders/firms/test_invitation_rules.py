"""Whom to invite, from the inside out: cases at each border, and what holds of any register."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenders.invitation_rules import (
    LOCAL,
    MULTIPLE,
    SINGLE,
    Asked,
    CpvMatch,
    Firm,
    Ring,
    Rule,
    check,
    cpv_match,
    demand_of,
    judge,
    needs_reason,
    ring_of,
    suggest,
)

TODAY = dt.date(2026, 11, 22)
OWN, PRIORITY, REGION, FAR = "GM0014", "GM1966", "GM0106", "GM0363"
SEATS = {
    Ring.OWN: ({OWN}, ""),
    Ring.PRIORITY: ({PRIORITY}, ""),
    Ring.REGION: ({REGION}, ""),
    Ring.NORTH: (set(), "fryslan"),
    Ring.ELSEWHERE: (set(), "utrecht"),
}


def asked(procedure=MULTIPLE, **values):
    return Asked(
        **{
            "procedure": procedure,
            "own": frozenset({OWN}),
            "priority": frozenset({OWN, PRIORITY}),
            "region": frozenset({OWN, PRIORITY, REGION}),
            "cpv_codes": ("45442100",),
        }
        | values
    )


def firm(name, ring=Ring.OWN, **values):
    seats, province = SEATS[ring]
    defaults = {"seats": frozenset(seats), "province": province, "cpv_codes": ("45442100",)}
    return Firm(key=name, name=name, **(defaults | values))


def names(candidates):
    return [one.firm.name for one in candidates]


@pytest.mark.parametrize(
    ("seats", "province", "ring"),
    [
        ({OWN}, "", Ring.OWN),
        ({PRIORITY}, "", Ring.PRIORITY),
        ({REGION}, "", Ring.REGION),
        ({REGION, OWN}, "", Ring.OWN),
        (set(), "groningen", Ring.NORTH),
        (set(), "drenthe", Ring.NORTH),
        (set(), "fryslan", Ring.NORTH),
        (set(), "overijssel", Ring.ELSEWHERE),
        ({FAR}, "", Ring.ELSEWHERE),
        (set(), "", Ring.ELSEWHERE),
        ({OWN}, "utrecht", Ring.OWN),
    ],
)
def test_the_innermost_ring_counts(seats, province, ring):
    assert ring_of(seats, province, asked()) == ring


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("45442100", "45442100", CpvMatch.SAME),
        ("45000000", "45442100", CpvMatch.WITHIN),
        ("45442100", "45440000", CpvMatch.WITHIN),
        ("45442100", "45443000", CpvMatch.GROUP),
        ("45442100", "45430000", CpvMatch.GROUP),
        ("45442100", "45310000", CpvMatch.DIVISION),
        ("45442100", "77310000", CpvMatch.NONE),
        # A division that ends in a zero is not the one without it.
        ("90000000", "98000000", CpvMatch.NONE),
        ("30000000", "30190000", CpvMatch.WITHIN),
        ("90000000", "90910000", CpvMatch.WITHIN),
    ],
)
def test_how_near_two_codes_are(one, other, match):
    assert cpv_match(one, other) == cpv_match(other, one) == match


def test_from_the_inside_out_then_who_was_asked_longest_ago_then_by_name():
    firms = [
        firm("Ver weg", Ring.ELSEWHERE),
        firm("Noord", Ring.NORTH),
        firm("Regio", Ring.REGION),
        firm("Voorrang", Ring.PRIORITY),
        firm("B nooit"),
        firm("A nooit"),
        firm("Lang geleden", last_invited=dt.date(2024, 1, 1)),
        firm("Pas", last_invited=dt.date(2026, 1, 1)),
    ]
    found = suggest(asked(), firms, on=TODAY)
    order = ["A nooit", "B nooit", "Lang geleden", "Pas", "Voorrang", "Regio", "Noord", "Ver weg"]
    assert names(found.able) == order
    assert names(found.first) == order[:5]
    assert names(suggest(asked(SINGLE), firms, on=TODAY).first) == order[:3]


@pytest.mark.parametrize("procedure", ["open_national", "open_european", "restricted", "reserved", "other", ""])
def test_where_whoever_wants_may_offer_nobody_is_invited(procedure):
    assert demand_of(procedure) is None
    assert suggest(asked(procedure), [firm("A")], on=TODAY) is None


def test_who_does_other_work_is_not_suggested():
    found = suggest(asked(), [firm("Groen", cpv_codes=("77310000",)), firm("Schilder")], on=TODAY)
    assert names(found.able) == ["Schilder"]
    assert names(found.others) == ["Groen"]


def test_the_occupation_alone_is_enough():
    found = suggest(
        asked(occupations=frozenset({"schilder"})),
        [firm("A", cpv_codes=(), occupations=frozenset({"schilder", "timmerman"}))],
        on=TODAY,
    )
    assert names(found.able) == ["A"]
    reasons = {one.rule: one for one in found.able[0].reasons}
    assert (reasons[Rule.CPV].met, reasons[Rule.OCCUPATION].met) == (False, True)
    assert reasons[Rule.OCCUPATION].codes == ("schilder",)


def test_a_tender_that_does_not_say_what_the_work_is_leaves_all():
    found = suggest(asked(cpv_codes=()), [firm("A", cpv_codes=("77310000",))], on=TODAY)
    assert names(found.able) == ["A"]
    assert {one.rule: one.met for one in found.able[0].reasons}[Rule.CPV] is None


@pytest.mark.parametrize(
    ("until", "met"), [(None, None), (TODAY, True), (TODAY - dt.timedelta(days=1), False), (dt.date.max, True)]
)
def test_a_label_counts_up_to_its_last_day(until, met):
    judged = judge(asked(), firm("A", label_until=until), on=TODAY)
    assert {one.rule: one.met for one in judged.reasons}[Rule.LABEL] is met


@pytest.mark.parametrize(
    ("procedure", "rings", "short", "short_local"),
    [
        (MULTIPLE, [], 3, 2),
        (MULTIPLE, [Ring.OWN], 2, 1),
        (MULTIPLE, [Ring.OWN, Ring.REGION], 1, 0),
        (MULTIPLE, [Ring.OWN, Ring.NORTH, Ring.ELSEWHERE], 0, 1),
        (MULTIPLE, [Ring.OWN, Ring.PRIORITY, Ring.NORTH], 0, 0),
        (SINGLE, [], 1, 1),
        (SINGLE, [Ring.NORTH], 0, 1),
        (SINGLE, [Ring.REGION], 0, 0),
    ],
)
def test_it_says_when_the_register_has_too_few(procedure, rings, short, short_local):
    firms = [firm(f"F{place}", ring) for place, ring in enumerate(rings)]
    found = check(suggest(asked(procedure), firms, on=TODAY), {})
    assert (found.short, found.short_local) == (short, short_local)


@pytest.mark.parametrize(
    ("register", "invited", "short", "short_local"),
    [
        ([Ring.OWN], {"a": Ring.OWN, "b": Ring.REGION}, 0, 0),
        ([], {"a": Ring.OWN, "b": Ring.REGION}, 1, 0),
        ([Ring.OWN], {"F0": Ring.OWN}, 2, 1),
        ([Ring.OWN], {"F0": Ring.OWN, "b": Ring.NORTH}, 1, 1),
        ([Ring.OWN], {"F0": Ring.OWN, "b": Ring.OWN, "c": Ring.ELSEWHERE}, 0, 0),
    ],
)
def test_who_was_invited_is_not_short_any_more(register, invited, short, short_local):
    firms = [firm(f"F{place}", ring) for place, ring in enumerate(register)]
    found = check(suggest(asked(), firms, on=TODAY), invited)
    assert (found.short, found.short_local) == (short, short_local)


@pytest.mark.parametrize(
    ("rings", "enough", "local_enough"),
    [
        ([], False, False),
        ([Ring.OWN, Ring.OWN], False, True),
        ([Ring.OWN, Ring.NORTH, Ring.NORTH], True, False),
        ([Ring.OWN, Ring.REGION, Ring.ELSEWHERE], True, True),
    ],
)
def test_three_of_which_two_are_local(rings, enough, local_enough):
    found = suggest(asked(), [], on=TODAY)
    checked = check(found, {str(place): ring for place, ring in enumerate(rings)})
    assert (checked.is_enough, checked.is_local_enough) == (enough, local_enough)


def test_a_single_procedure_asks_one():
    found = suggest(asked(SINGLE), [], on=TODAY)
    assert check(found, {"a": Ring.OWN}).too_many == 0
    assert check(found, {"a": Ring.OWN, "b": Ring.OWN}).too_many == 1
    assert check(suggest(asked(), [], on=TODAY), dict.fromkeys("abcdef", Ring.OWN)).too_many == 0


class TestPassingOver:
    near = (firm("Dichtbij"), firm("Ook dichtbij", Ring.REGION))

    def found(self, procedure=MULTIPLE, firms=near):
        return suggest(asked(procedure), firms, on=TODAY)

    def test_the_third_may_come_from_anywhere(self):
        before = {"Dichtbij": Ring.OWN, "Ook dichtbij": Ring.REGION}
        assert needs_reason(self.found(), before, {"x": Ring.ELSEWHERE}) == ()

    def test_the_first_from_away_leaves_room_for_two_near_ones(self):
        assert needs_reason(self.found(), {}, {"x": Ring.NORTH}) == ()

    def test_the_second_from_away_does_not(self):
        passed = needs_reason(self.found(), {"x": Ring.NORTH}, {"y": Ring.NORTH})
        assert names(passed) == ["Dichtbij", "Ook dichtbij"]

    def test_both_at_once_do_not_either(self):
        assert needs_reason(self.found(), {}, {"x": Ring.NORTH, "y": Ring.ELSEWHERE})

    def test_a_local_one_is_never_asked_why(self):
        assert needs_reason(self.found(), {"x": Ring.NORTH, "y": Ring.NORTH}, {"Dichtbij": Ring.OWN}) == ()

    def test_where_no_local_firm_can_nobody_is_passed_over(self):
        assert needs_reason(self.found(firms=()), {}, {"x": Ring.NORTH, "y": Ring.NORTH}) == ()

    def test_in_a_single_procedure_one_from_away_passes_over_at_once(self):
        assert names(needs_reason(self.found(SINGLE), {}, {"x": Ring.NORTH})) == ["Dichtbij", "Ook dichtbij"]

    def test_who_does_other_work_is_not_passed_over(self):
        other = (firm("Groen", cpv_codes=("77310000",)),)
        assert needs_reason(self.found(SINGLE, firms=other), {}, {"x": Ring.NORTH}) == ()


firms_of_any_kind = st.lists(
    st.builds(
        firm,
        st.integers(0, 999).map(str),
        st.sampled_from(Ring),
        cpv_codes=st.lists(st.sampled_from(["45442100", "45000000", "77310000", "45443000"]), max_size=3).map(tuple),
        last_invited=st.none() | st.dates(dt.date(2018, 1, 1), TODAY),
        label_until=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(firms_of_any_kind, st.sampled_from([SINGLE, MULTIPLE]))
def test_nobody_is_lost_and_nobody_comes_before_a_nearer_one(firms, procedure):
    found = suggest(asked(procedure), firms, on=TODAY)
    assert sorted(names((*found.able, *found.others))) == sorted(one.name for one in firms)
    rings = [one.ring for one in found.able]
    assert rings == sorted(rings)
    for one, after in zip(found.able, found.able[1:], strict=False):
        if one.ring == after.ring and after.firm.last_invited is None:
            assert one.firm.last_invited is None
    assert len(found.first) <= found.demand.suggested
    assert {one.rule for candidate in found.able for one in candidate.reasons} <= set(Rule)


@given(firms_of_any_kind, st.randoms())
def test_the_order_in_which_the_register_is_read_does_not_matter(firms, random):
    shuffled = list(firms)
    random.shuffle(shuffled)
    assert suggest(asked(), firms, on=TODAY) == suggest(asked(), shuffled, on=TODAY)


@given(firms_of_any_kind)
def test_following_the_suggestion_never_asks_for_a_reason(firms):
    found = suggest(asked(), firms, on=TODAY)
    invited = {}
    for one in found.first[: found.demand.least]:
        adding = {one.firm.key: one.ring}
        assert needs_reason(found, invited, adding) == ()
        invited |= adding
    local = sum(one.is_local for one in found.able)
    assert sum(ring in LOCAL for ring in invited.values()) >= min(found.demand.local, local)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_match_of_codes_is_mutual(one, other):
    assert cpv_match(one, other) == cpv_match(other, one)
    assert cpv_match(one, one) == CpvMatch.SAME
