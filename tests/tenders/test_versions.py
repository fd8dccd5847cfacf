"""Terms through time: which version holds, what a change writes, and a replay day by day that must agree."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tenders.versions import (
    Discount,
    Facts,
    Growth,
    PeriodTurnedAround,
    Terms,
    Version,
    changed_fields,
    derive,
    discount_of,
    holding_on,
    revised,
    segments,
)

AWARDED = dt.date(2026, 1, 5)
TERMS = Terms(
    starts_on=dt.date(2026, 2, 1),
    ends_on=dt.date(2028, 1, 31),
    contract_sum=Decimal("1000000.00"),
    basis="contract_sum",
    basis_stated=Decimal("1000000.00"),
    percentage=Decimal(5),
)
FIRST = Version(1, AWARDED, TERMS)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def after(versions, *, valid_from, facts=Facts(), changes=None, additions=None, effect=None):  # noqa: B008 - frozen
    """The versions with those that the change writes."""
    written = revised(
        versions, valid_from=day(valid_from), facts=facts, changes=changes or {}, additions=additions or {}
    )
    last = max(one.number for one in versions)
    return [
        *versions,
        *(
            Version(last + place, one.valid_from, one.terms, effect if effect and not one.again else one.effect)
            for place, one in enumerate(written, start=1)
        ),
    ]


def on(versions, text) -> Terms:
    return holding_on(versions, day(text)).terms


def sum_to(amount: str) -> dict:
    return {"contract_sum": Decimal(amount), "basis_stated": Decimal(amount)}


# Which version holds


@pytest.mark.parametrize(
    ("asked", "number"),
    [("2025-01-01", 1), ("2026-01-05", 1), ("2026-05-31", 1), ("2026-06-01", 4), ("2026-12-31", 4), ("2027-01-01", 5)],
)
def test_highest_number_among_those_that_started(asked, number):
    versions = [
        FIRST,
        Version(2, day("2027-01-01"), TERMS),
        Version(3, day("2026-09-01"), TERMS),
        Version(4, day("2026-06-01"), TERMS),
        Version(5, day("2027-01-01"), TERMS),
    ]
    assert holding_on(versions, day(asked)).number == number
    assert [one.number for one in segments(reversed(versions))] == [1, 4, 5]


def test_no_versions_is_an_error():
    with pytest.raises(ValueError, match="at least one"):
        holding_on([], AWARDED)


# What a change writes


def test_change_leaves_what_was_before_it():
    versions = after([FIRST], valid_from="2026-06-01", changes=sum_to("1200000.00"))
    assert on(versions, "2026-05-31") == TERMS
    assert on(versions, "2026-06-01").contract_sum == Decimal("1200000.00")


def test_later_segment_keeps_what_it_changed_itself_and_follows_the_rest():
    versions = after([FIRST], valid_from="2027-01-01", changes={"percentage": Decimal(2)})
    versions = after(versions, valid_from="2026-06-01", changes=sum_to("1200000.00") | {"percentage": Decimal(4)})
    assert on(versions, "2026-06-01").percentage == 4
    later = on(versions, "2027-01-01")
    assert (later.percentage, later.contract_sum) == (2, Decimal("1200000.00"))


def test_extension_that_waits_adds_to_a_sum_changed_before_it():
    extension = {"contract_sum": Decimal("500000.00"), "basis_stated": Decimal("500000.00")}
    versions = after([FIRST], valid_from="2027-12-01", changes={"ends_on": day("2029-01-31")}, additions=extension)
    versions = after(versions, valid_from="2026-06-01", changes=sum_to("1200000.00"))
    later = on(versions, "2027-12-01")
    assert (later.contract_sum, later.basis_stated) == (Decimal("1700000.00"), Decimal("1700000.00"))
    assert later.ends_on == day("2029-01-31")


def test_extension_stays_an_addition_when_facts_are_counted_anew_on_its_day():
    extension = {"contract_sum": Decimal("500000.00"), "basis_stated": Decimal("500000.00")}
    versions = after([FIRST], valid_from="2027-12-01", additions=extension)
    versions = after(versions, valid_from="2027-12-01")
    versions = after(versions, valid_from="2026-06-01", changes=sum_to("1200000.00"))
    assert on(versions, "2027-12-01").contract_sum == Decimal("1700000.00")


def test_last_day_of_an_extension_stays_in_what_was_planned_before_it():
    planned = after([FIRST], valid_from="2027-03-01", changes={"ends_on": day("2028-07-31"), "percentage": Decimal(4)})
    extended = after(
        planned,
        valid_from="2026-11-22",
        changes={"ends_on": day("2029-01-31")},
        additions={"contract_sum": Decimal("250000.00"), "basis_stated": Decimal("250000.00")},
    )
    for text, percentage in (("2026-11-22", 5), ("2027-03-01", 4)):
        terms = on(extended, text)
        assert (terms.ends_on, terms.contract_sum, terms.percentage) == (
            day("2029-01-31"),
            Decimal("1250000.00"),
            percentage,
        )
    shorter = after(planned, valid_from="2026-11-22", changes={"ends_on": day("2028-02-28")}, additions=sum_to("1.00"))
    assert on(shorter, "2027-03-01").ends_on == day("2028-07-31")


def test_terms_that_should_have_held_before_replace_what_came_between():
    versions = after([FIRST], valid_from="2026-03-01", changes={"percentage": Decimal(4)})
    versions = after(versions, valid_from="2026-06-01", additions=sum_to("400000.00"))
    written = revised(
        versions,
        valid_from=day("2026-02-01"),
        facts=Facts(),
        changes={**sum_to("1400000.00"), "percentage": Decimal(4)},
        throughout=day("2026-11-22"),
    )
    assert {(one.terms.contract_sum, one.terms.percentage) for one in written} == {(Decimal("1400000.00"), Decimal(4))}
    assert [one.effect for one in written] == ["sets", "sets", "sets"]


def test_amount_of_another_basis_is_not_carried_into_a_new_basis():
    versions = after([FIRST], valid_from="2027-01-01", changes=sum_to("1500000.00"))
    versions = after(
        versions, valid_from="2026-06-01", changes={"basis": "wage_sum", "basis_stated": Decimal("300000.00")}
    )
    later = on(versions, "2027-01-01")
    assert (later.basis, later.basis_stated) == ("wage_sum", Decimal("300000.00"))
    assert later.contract_sum == Decimal("1500000.00")


def test_day_before_the_first_version_counts_as_its_day():
    (written,) = revised([FIRST], valid_from=day("2020-01-01"), facts=Facts(), changes=sum_to("1.00"))
    assert written.valid_from == AWARDED


def test_refuses_to_end_before_starting_now_or_later():
    with pytest.raises(PeriodTurnedAround) as refused:
        revised([FIRST], valid_from=day("2026-06-01"), facts=Facts(), changes={"ends_on": day("2026-01-31")})
    assert refused.value.args == (day("2026-06-01"),)
    versions = after([FIRST], valid_from="2027-01-01", changes={"ends_on": day("2027-06-30")})
    with pytest.raises(PeriodTurnedAround) as refused:
        revised(
            versions,
            valid_from=day("2026-06-01"),
            facts=Facts(),
            changes={"starts_on": day("2027-07-01"), "ends_on": day("2028-07-01")},
        )
    assert refused.value.args == (day("2027-01-01"),)


# What follows from call-offs, turnover and certificates


@pytest.mark.parametrize(
    ("basis", "is_framework", "basis_amount"),
    [
        ("contract_sum", False, "100.00"),
        ("contract_sum", True, "111.10"),
        ("wage_sum", True, "111.10"),
        ("wage_sum", False, "100.00"),
        ("invoiced_turnover", False, "120.02"),
        ("invoiced_turnover", True, "120.02"),
        ("fixed", True, "100.00"),
        ("fixed", False, "100.00"),
    ],
)
def test_what_feeds_each_basis(basis, is_framework, basis_amount):
    facts = Facts(
        is_framework=is_framework,
        call_offs=(Growth(day("2026-03-01"), Decimal("11.10")), Growth(day("2026-04-02"), Decimal("5.55"))),
        turnovers=(Growth(day("2026-04-01"), Decimal("20.02")), Growth(day("2026-04-02"), Decimal("7.00"))),
    )
    terms = replace(TERMS, basis=basis, basis_stated=Decimal("100.00"), percentage=Decimal(10))
    derived = derive(terms, facts, on=day("2026-04-01"))
    assert derived.basis_amount == Decimal(basis_amount)
    assert derived.obligation == (Decimal(basis_amount) / 10).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


def test_turnover_moved_to_a_later_day_counts_from_there_only():
    terms = replace(TERMS, basis="invoiced_turnover", basis_stated=Decimal(0))
    first = Version(1, AWARDED, terms)
    early = Facts(turnovers=(Growth(day("2026-03-31"), Decimal("100.00")),))
    versions = after([first], valid_from="2026-03-31", facts=early)
    late = Facts(turnovers=(Growth(day("2026-06-30"), Decimal("100.00")),))
    written = revised(versions, valid_from=day("2026-03-31"), facts=late)
    assert [(one.valid_from, one.derived.basis_amount) for one in written] == [
        (day("2026-03-31"), Decimal("0.00")),
        (day("2026-06-30"), Decimal("100.00")),
    ]


@pytest.mark.parametrize(
    ("discounts", "off"),
    [
        ([], "0.00"),
        ([("5", "2020-01-01", "2030-12-31")], "2500.00"),
        ([("5", "2026-02-01", "2026-02-01")], "3.42"),  # one of 730 days
        ([("5", "2020-01-01", "2026-01-31")], "0.00"),
        ([("5", "2028-02-01", "2029-01-31")], "0.00"),
        ([("5", "2026-02-01", "2027-01-31"), ("5", "2027-02-01", "2028-01-31")], "2500.00"),
        ([("5", "2020-01-01", "2030-12-31"), ("10", "2020-01-01", "2030-12-31")], "5000.00"),  # not on top of another
        ([("10", "2027-02-01", "2028-01-31"), ("5", "2020-01-01", "2030-12-31")], "3750.00"),
        ([("100", "2020-01-01", "2030-12-31")], "50000.00"),
    ],
)
def test_discount_over_the_days_of_the_certificate(discounts, off):
    rows = [Discount(Decimal(percent), day(first), day(last)) for percent, first, last in discounts]
    assert discount_of(Decimal("50000.00"), TERMS.starts_on, TERMS.ends_on, rows) == Decimal(off)
    derived = derive(TERMS, Facts(discounts=tuple(rows)), on=AWARDED)
    assert (derived.gross, derived.discount) == (Decimal("50000.00"), Decimal(off))
    assert derived.obligation == Decimal("50000.00") - Decimal(off)


def test_cap_comes_before_the_discount():
    facts = Facts(discounts=(Discount(Decimal(10), day("2020-01-01"), day("2030-01-01")),))
    derived = derive(replace(TERMS, cap=Decimal("20000.00")), facts, on=AWARDED)
    assert (derived.gross, derived.discount, derived.obligation) == (
        Decimal("20000.00"),
        Decimal("2000.00"),
        Decimal("18000.00"),
    )


# A replay that knows nothing of segments: one list of days


DAYS = [AWARDED + dt.timedelta(days=number) for number in range(14)]
AMOUNT = st.decimals(min_value=0, max_value=Decimal("99999.99"), places=2)
CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "contract_sum": AMOUNT,
        "basis_stated": AMOUNT,
        "percentage": st.sampled_from([Decimal(2), Decimal(5), Decimal("7.5")]),
        "basis": st.sampled_from(["contract_sum", "invoiced_turnover", "wage_sum", "fixed"]),
        "ends_on": st.sampled_from([day("2027-01-31"), day("2028-06-30"), day("2029-06-30")]),
    },
)
STEP = st.tuples(
    st.sampled_from(range(14)),
    st.one_of(
        st.tuples(st.just("change"), CHANGE),
        st.tuples(st.just("extend"), AMOUNT),
        st.tuples(st.sampled_from(["call_offs", "turnovers"]), AMOUNT),
    ),
)


class Replay:
    """What holds on each day, told day by day; an extension is remembered by its day."""

    def __init__(self, terms):
        self.days = [terms] * len(DAYS)
        self.adding: set[int] = set()

    def change(self, start, changes=None, added=Decimal(0), *, ends_on=None, facts_only=False):
        old, was_adding = list(self.days), start in self.adding
        if not facts_only:
            self.adding.discard(start)
        if added is not None and changes is None and not facts_only:
            sums = [(terms.contract_sum, terms.basis_stated) for terms in old[max(start - 1, 0) : start + 1]]
            if was_adding or (start and sums[0] == sums[1]):
                self.adding.add(start)
            changes = {name: getattr(old[start], name) + added for name in ("contract_sum", "basis_stated")}
            if ends_on is not None:
                changes["ends_on"] = ends_on
        self.days[start] = replace(old[start], **(changes or {}))
        follows_basis = "basis" in (changes or {})
        for number in range(start + 1, len(DAYS)):
            values = {}
            basis_is_own = old[number].basis != old[number - 1].basis
            for name in changed_fields(old[number - 1], old[number]):
                if name == "basis_stated" and follows_basis and not basis_is_own:
                    continue
                values[name] = getattr(old[number], name)
                if name == "ends_on" and ends_on is not None:
                    values[name] = max(values[name], self.days[number - 1].ends_on)
                if number in self.adding and name in {"contract_sum", "basis_stated"}:
                    step = getattr(old[number], name) - getattr(old[number - 1], name)
                    values[name] = getattr(self.days[number - 1], name) + step
            self.days[number] = replace(self.days[number - 1], **values)


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=8), st.booleans())
# An extension on a day on which the amount was set to nothing, and then an earlier change: no negative basis.
@example(
    [
        (1, ("change", {"contract_sum": Decimal("0.00"), "basis_stated": Decimal("0.00")})),
        (1, ("extend", Decimal("0.00"))),
        (0, ("change", {"basis_stated": Decimal("0.00")})),
    ],
    False,  # noqa: FBT003 - as Hypothesis gives it
)
def test_segments_agree_with_a_replay_day_by_day(steps, is_framework):
    versions, replay = [FIRST], Replay(TERMS)
    facts = Facts(is_framework=is_framework)
    amounts = {}
    for start, (kind, what) in steps:
        if kind == "change":
            written = revised(versions, valid_from=DAYS[start], facts=facts, changes=what)
            replay.change(start, what, facts_only=not what)
        elif kind == "extend":
            added = {"contract_sum": what, "basis_stated": what}
            until = day("2029-01-31")
            written = revised(
                versions, valid_from=DAYS[start], facts=facts, changes={"ends_on": until}, additions=added
            )
            replay.change(start, added=what, ends_on=until)
        else:
            facts = replace(facts, **{kind: (*getattr(facts, kind), Growth(DAYS[start], what))})
            written = revised(versions, valid_from=DAYS[start], facts=facts)
            replay.change(start, facts_only=True)
        for place, one in enumerate(written, start=versions[-1].number + 1):
            versions.append(Version(place, one.valid_from, one.terms, one.effect))
            amounts[place] = one.derived
    for number, one_day in enumerate(DAYS):
        version = holding_on(versions, one_day)
        assert version.terms == replay.days[number], (one_day, steps)
        if version.number not in amounts:
            continue
        terms, added = replay.days[number], Decimal(0)
        for growth in facts.turnovers if terms.basis == "invoiced_turnover" else facts.call_offs:
            feeds = terms.basis == "invoiced_turnover" or (is_framework and terms.basis in {"contract_sum", "wage_sum"})
            if feeds and growth.on <= one_day:
                added += growth.amount
        assert amounts[version.number].basis_amount == terms.basis_stated + added
        exact = Fraction(terms.basis_stated + added) * Fraction(terms.percentage) / 100
        assert abs(Fraction(amounts[version.number].obligation) - exact) <= Fraction(1, 200)
