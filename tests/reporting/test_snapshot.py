import datetime as dt
import hashlib
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.canonical import digest, is_intact
from reporting.differences import differences
from reporting.periods import Kind, Period, PeriodError
from reporting.snapshot import Amounts, Snapshot, SnapshotError, Sroi
from tests.reporting.snapshots import CHANGES, CONTRACTS, contract, snapshot, target

PROMISED = {
    "schema_version", "region", "kind", "period", "from", "to", "version", "sha256",
    "registrations", "training_started", "training_completed", "employments", "sustained_outflow", "sroi_jobs",
    "half_year_at_work", "at_work_after", "programmes_developed", "partner_efforts", "finance", "sroi", "calendar",
    "targets",
}  # fmt: skip
NOT_BUILT = {
    "registrations", "training_started", "training_completed", "employments", "sustained_outflow",
    "half_year_at_work", "at_work_after", "programmes_developed", "partner_efforts", "finance", "calendar",
}  # fmt: skip


def test_the_document_has_every_promised_key() -> None:
    document = snapshot().to_json_dict()

    assert document.keys() >= PROMISED
    assert (document["region"], document["kind"], document["period"]) == ("groningen", "quarterly", "2019-Q2")
    assert (document["from"], document["to"], document["version"]) == ("2019-04-01", "2019-06-30", 1)


def test_what_is_not_built_is_null_and_never_zero() -> None:
    document = snapshot().to_json_dict()

    assert {key for key in PROMISED if document[key] is None} == NOT_BUILT
    assert document["sroi"]["expected"] is None
    assert document["sroi_jobs"] == {
        "period": {"from_programme": None, "other": 3},
        "cumulative": {"from_programme": None, "other": 17},
    }


def test_a_topic_without_figures_is_null_too() -> None:
    document = snapshot(sroi=None, sroi_jobs=None, targets=None).to_json_dict()

    assert [document[key] for key in ("sroi", "sroi_jobs", "targets")] == [None, None, None]
    assert Snapshot.from_json(document) == snapshot(sroi=None, sroi_jobs=None, targets=None)


def test_an_obligation_counts_on_the_day_of_its_award() -> None:
    """OP-1 and OP-2 stand on both ends of the quarter, OP-3 on the first day of the money, OP-4 a day too early."""
    sroi = snapshot().to_json_dict()["sroi"]

    assert sroi["precalculated"] == {"period": "20000.55", "cumulative": "40000.55"}
    assert sroi["realised"] == {"period": "1343.43", "cumulative": "5464.54"}
    assert [row["obligation"] for row in sroi["contracts"] if row["reference"] == "OP-4"] == ["99999.99"]


def test_an_award_after_the_period_does_not_count_yet() -> None:
    late = contract("OP-9", dt.date(2019, 7, 1), "500.00", ("1.00", "1.00"))

    sroi = snapshot(sroi=Sroi((late,))).to_json_dict()["sroi"]

    assert sroi["precalculated"] == {"period": "0.00", "cumulative": "0.00"}
    assert sroi["realised"] == {"period": "1.00", "cumulative": "1.00"}


cents = st.integers(0, 10**9).map(lambda number: Decimal(number).scaleb(-2))
lines = st.builds(
    lambda awarded_on, obligation, period, earlier, authority: contract(
        "OP", awarded_on, str(obligation), (str(period), str(period + earlier)), authority=authority
    ),
    st.dates(dt.date(2016, 1, 1), dt.date(2020, 1, 1)),
    cents,
    cents,
    cents,
    st.sampled_from(["Gemeente Assen", "Gemeente Groningen", "Nijestee"]),
)


@given(st.lists(lines, max_size=12))
def test_totals_are_the_sums_of_the_contracts_and_of_the_authorities(contracts: list) -> None:  # type: ignore[type-arg]
    sroi = snapshot(sroi=Sroi(tuple(contracts))).to_json_dict()["sroi"]

    for figure in ("precalculated", "realised"):
        for span in ("period", "cumulative"):
            total = Decimal(sroi[figure][span])
            assert total == sum(Decimal(row[f"{figure}_{span}"]) for row in sroi["contracts"])
            assert total == sum(Decimal(row[figure][span]) for row in sroi["by_authority"])


def test_an_amount_is_text_in_whole_cents() -> None:
    assert Amounts(Decimal(5), Decimal("1E+3")).to_json() == {"period": "5.00", "cumulative": "1000.00"}
    with pytest.raises(ValueError, match="whole cents"):
        Amounts(Decimal("0.005"), Decimal(0)).to_json()


@pytest.mark.parametrize(
    ("actual", "due", "deviation"),
    [(None, 450, None), (450, 450, 0), (388, 450, -62), (500, 450, 50)],
)
def test_the_deviation_is_actual_minus_the_milestone_of_the_next_new_years_day(
    actual: int | None, due: int, deviation: int | None
) -> None:
    figures = target(150, 450, 750, 1000, actual=actual).to_json(dt.date(2020, 1, 1))

    assert (figures["target"], figures["actual"], figures["deviation"]) == (due, actual, deviation)


@pytest.mark.parametrize("year", [2018, 2023])
def test_without_a_milestone_target_and_deviation_are_empty(year: int) -> None:
    figures = target(150, 450, 750, 1000, actual=100).to_json(dt.date(year, 1, 1))

    assert (figures["target"], figures["deviation"]) == (None, None)


def test_the_digest_can_be_repeated_with_a_json_library_alone() -> None:
    document = snapshot(manager_text="Vóór 1 januari: 138 — “nodig”").to_json_dict()

    content = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert document["sha256"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert text.encode("utf-8") == snapshot(manager_text="Vóór 1 januari: 138 — “nodig”").canonical_bytes()
    assert "Łukasz" in text


def test_the_canonical_form_is_fixed_for_good() -> None:
    assert digest({"b": [1, None], "a": "é", "sha256": "ignored"}) == (
        hashlib.sha256('{"a":"é","b":[1,null]}'.encode()).hexdigest()
    )


def test_a_stored_document_reads_back_as_the_same_snapshot() -> None:
    original = snapshot(manager_text="Toelichting", version=2, changes=CHANGES)

    stored = json.loads(json.dumps(original.to_json_dict()))

    assert Snapshot.from_json(stored) == original
    assert Snapshot.from_json(stored).sha256() == stored["sha256"]


def test_the_order_of_collecting_does_not_show() -> None:
    assert snapshot(sroi=Sroi(CONTRACTS[::-1])).sha256() == snapshot().sha256()


def test_a_document_that_was_touched_is_refused() -> None:
    document = snapshot().to_json_dict()
    document["sroi"]["realised"]["period"] = "999999.00"

    assert not is_intact(document)
    with pytest.raises(SnapshotError, match="SHA-256"):
        Snapshot.from_json(document)


def test_a_document_of_another_schema_is_refused() -> None:
    with pytest.raises(SnapshotError):
        Snapshot.from_json(snapshot().to_json_dict() | {"schema_version": 99})


def test_a_report_has_the_period_of_its_kind() -> None:
    with pytest.raises(PeriodError):
        snapshot(kind=Kind.QUARTERLY, period=Period.parse("2019-H1"))


def test_a_moment_without_a_time_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        snapshot(made_at=dt.datetime(2019, 7, 26, 8, 30))  # noqa: DTZ001 -- that is what the test is about


def test_a_new_version_lists_each_figure_that_changed() -> None:
    before = snapshot()
    more = contract("OP-1", dt.date(2019, 4, 1), "12500.00", ("1500.10", "1500.10"))
    after = snapshot(version=2, made_at=before.made_at + dt.timedelta(days=9), sroi=Sroi((more, *CONTRACTS[1:])))

    changes = differences(before.to_json_dict(), after.to_json_dict())

    assert {(change.path, change.before, change.after) for change in changes} == {
        ("sroi.by_authority[Gemeente Groningen].realised.cumulative", "5464.54", "5964.54"),
        ("sroi.by_authority[Gemeente Groningen].realised.period", "1343.43", "1843.43"),
        ("sroi.contracts[OP-1].realised_cumulative", "1000.10", "1500.10"),
        ("sroi.contracts[OP-1].realised_period", "1000.10", "1500.10"),
        ("sroi.realised.cumulative", "5464.54", "5964.54"),
        ("sroi.realised.period", "1343.43", "1843.43"),
    }


def test_the_same_figures_are_no_change() -> None:
    assert differences(snapshot().to_json_dict(), snapshot(version=2).to_json_dict()) == ()
