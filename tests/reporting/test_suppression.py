"""The public edition: nothing about a few persons, and nothing from which it could be computed."""

import copy
import json
import random

import pytest

from reporting.figures import canonical
from reporting.suppression import OutOfOrderError, Publication, make_public, splits, totals
from tests.reporting.attacker import Attack
from tests.reporting.random_reports import region

SEEDS = range(12)


def published(reports):
    known: list[Publication] = []
    for exact in reports:
        known.append(Publication(exact, make_public(exact, known)))
    return known


def attacked(known):
    return Attack([one.exact for one in known], [one.public for one in known])


def of_seed(seed):
    chance = random.Random(seed)  # noqa: S311 -- repeatable data, no secret
    return region(chance, years=chance.choice((1, 1, 2)), busy=chance.choice((3, 6, 12, 30, 80)))


def of_busy():
    return region(random.Random(1), years=2, busy=400)  # noqa: S311 -- as above


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_can_be_computed(seed):
    attack = attacked(published(of_seed(seed)))
    assert len(attack.hidden()) > 50
    assert attack.computed() == []


def test_the_attacker_does_find_what_only_primary_suppression_leaves(monkeypatch):
    monkeypatch.setattr(splits, "exposed", lambda *_args, **_named: set())
    assert any(attacked(published(of_seed(seed))).computed() for seed in SEEDS)


def test_the_attacker_does_find_what_the_totals_give_away(monkeypatch):
    monkeypatch.setattr(totals, "is_safe", lambda _standings: True)
    assert any(attacked(published(of_seed(seed))).computed() for seed in range(40))


def test_the_attacker_does_find_what_each_report_by_itself_leaves():
    """Through time: every report safe by itself, together they are not."""
    reports = of_seed(3)
    alone = [Publication(exact, make_public(exact)) for exact in reports]
    assert attacked(alone).computed()


def test_the_same_report_gives_the_same_document_and_a_digest_of_its_own():
    reports = of_seed(5)
    one, other = published(reports), published(copy.deepcopy(reports))
    assert [item.public for item in one] == [item.public for item in other]
    assert all(canonical.is_intact(item.public) for item in one)


def test_most_of_a_busy_region_can_be_read():
    for item in published(of_busy()):
        for topic in ("registrations", "training_started", "employments"):
            assert item.public[topic]["cumulative"]["total"] == item.exact[topic]["cumulative"]["total"]
        assert (
            item.public["targets"]["sustained_outflow"]["actual"]
            == item.exact["targets"]["sustained_outflow"]["actual"]
        )


def test_an_earlier_report_is_not_published_after_a_later_one():
    reports = of_seed(0)
    later = Publication(reports[-1], make_public(reports[-1]))
    with pytest.raises(OutOfOrderError):
        make_public(reports[0], [later])


def test_texts_rows_and_single_contracts_stay_inside():
    exact = of_seed(0)[0] | {
        "sha256": "ab" * 32,
        "rows_sha256": "cd" * 32,
        "partner_efforts": [{"partner": "UWV", "text": "Sprak met Jan."}],
        "judgements": [{"group": "uwv", "text": "Oneens."}],
        "changes": [{"path": "registrations.period.total", "before": 3, "after": 4}],
        "sroi": {
            "precalculated": {"period": "100.00", "cumulative": "600.00"},
            "realised": {"period": "10.00", "cumulative": "20.00"},
            "expected": "5.00",
            "by_authority": [{"authority": "Gemeente Groningen", "contracts": 1}],
            "contracts": [
                {"reference": f"OP-{at}", "precalculated_period": "0.00", "precalculated_cumulative": "100.00"}
                for at in range(6)
            ],
        },
        "finance": {
            "by_category": {},
            "cost_per_programme": {"LAS": "17.00"},
            "cost_per_sustained": "12.34",
            "tracks": 3,
        },
    }
    exact["sustained_outflow"]["cumulative"]["total"] = 3
    public = make_public(exact)
    text = json.dumps(public)
    for secret in (
        "Jan",
        "Oneens",
        "Wsw vonden werk",
        "OP-1",
        "Gemeente Groningen",
        "abab",
        "cdcd",
        "17.00",
        "12.34",
        "tracks",
    ):
        assert (secret in text) == (secret == "tracks"), secret
    assert public["finance"] == {"by_category": {}, "cost_per_sustained": "x"}
    assert public["sroi"]["realised"] == {"period": "10.00", "cumulative": "20.00"}
    assert "finance.tracks" in public["left_out"]


@pytest.mark.parametrize(("awarded", "shown"), [(0, "600.00"), (1, "x"), (5, "600.00")])
def test_what_a_few_new_contracts_owe_is_not_told(awarded, shown):
    contracts = [
        {"precalculated_period": "1.00" if at < awarded else "0.00", "precalculated_cumulative": "1.00"}
        for at in range(6)
    ]
    amounts = {"period": "100.00", "cumulative": "600.00"}
    sroi = {"precalculated": amounts, "realised": amounts, "expected": None, "by_authority": [], "contracts": contracts}
    assert make_public(of_seed(0)[0] | {"sroi": sroi})["sroi"]["precalculated"]["cumulative"] == shown


def standing(total, period, ends_on="2019-06-30", starts_on="2019-04-01"):
    return totals.Standing(ends_on, starts_on, from_the_start=False, total=total, in_period=period)


def test_a_few_in_the_period_hide_the_count_so_far_as_well():
    first = totals.decide([], standing(20, 20, "2019-03-31", "2019-01-01"))
    second = totals.decide([first], standing(23, 3))
    assert (second.shown_period, second.shown_total) == ("<5", "x")
    third = totals.decide([first, second], standing(40, 17, "2019-09-30", "2019-07-01"))
    assert (third.shown_period, third.shown_total) == ("x", 40)


def test_who_came_in_late_is_not_told_by_the_difference():
    first = totals.decide([], standing(20, 20, "2019-03-31", "2019-01-01"))
    # Of the 30, two belong to the earlier quarter and were not known then.
    second = totals.decide([first], standing(30, 8))
    assert (second.shown_period, second.shown_total) == ("x", 30)


def test_a_split_of_which_little_is_left_is_left_out():
    counts = {"a": 40, "b": 1, "c": 2, "d": 3}
    new = splits.division([], "2019-03-31", 46, counts, None)
    assert splits.decide([], new).shown is None
    readable = splits.division([], "2019-03-31", 66, {"a": 40, "b": 10, "c": 2, "e": 14}, None)
    shown = splits.decide([], readable).shown
    assert shown is not None
    assert {name: value for name, value in shown.items() if name} == {"a": 40, "b": "x", "c": "<5", "e": 14}
