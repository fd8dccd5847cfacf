import datetime as dt
import hashlib
import json
from typing import Any

import pytest

from reporting.figures.canonical import digest, is_intact
from reporting.figures.differences import differences
from reporting.figures.snapshot import TOPICS, Snapshot
from reporting.periods import Kind, Period, PeriodError
from tests.reporting.snapshots import CONTRACTS, contract, snapshot, stored_in_schema_1

PROMISED = {
    "schema_version", "region", "kind", "period", "from", "to", "version", "sha256",
    "registrations", "training_started", "training_completed", "employments", "sustained_outflow", "sroi_jobs",
    "half_year_at_work", "at_work_after", "programmes_developed", "partner_efforts", "finance", "sroi", "calendar",
    "targets",
}  # fmt: skip


def test_the_document_has_every_promised_key_and_nothing_unknown() -> None:
    document = snapshot().to_json_dict()

    assert document.keys() >= PROMISED
    assert (document["region"], document["kind"], document["period"]) == ("groningen", "quarterly", "2019-Q2")
    assert (document["from"], document["to"], document["version"]) == ("2019-04-01", "2019-06-30", 1)
    assert [topic for topic in TOPICS if document[topic] is None] == []
    assert (document["schema_version"], document["judgements"]) == (2, [])


def test_a_report_leaves_no_topic_out() -> None:
    figures = {topic: value for topic, value in snapshot().figures.items() if topic != "finance"}

    with pytest.raises(ValueError, match="finance"):
        Snapshot(**{key: getattr(snapshot(), key) for key in vars(snapshot())} | {"figures": figures})


def test_the_rows_stand_apart_and_only_their_digest_in_the_document() -> None:
    document = snapshot().to_json_dict()
    rows = snapshot().rows()

    assert document["rows_sha256"] == digest(rows)
    assert rows["sroi.realised.period"] == {"OP-1": "1000.10", "OP-3": "333.33", "OP-4": "10.00"}
    assert rows["registrations.period.total"] == ["K-2", "K-3"]
    assert "K-2" not in json.dumps(document)
    other = snapshot(contracts=(contract("OP-1", dt.date(2019, 4, 1), "12500.00", ("1000.00", "1000.10")),))
    assert other.to_json_dict()["rows_sha256"] != document["rows_sha256"]


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


def test_an_older_document_is_still_intact() -> None:
    assert is_intact(stored_in_schema_1())


def test_the_order_of_collecting_does_not_show() -> None:
    facts: dict[str, Any] = {"contracts": CONTRACTS[::-1]}

    assert snapshot(**facts).sha256() == snapshot().sha256()


def test_a_document_that_was_touched_shows_it() -> None:
    document = snapshot().to_json_dict()
    document["sroi"]["realised"]["period"] = "999999.00"

    assert not is_intact(document)


def test_a_report_has_the_period_of_its_kind() -> None:
    with pytest.raises(PeriodError):
        snapshot(kind=Kind.QUARTERLY, period=Period.parse("2019-H1"))


def test_a_moment_without_a_time_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        snapshot(made_at=dt.datetime(2019, 7, 26, 8, 30))  # noqa: DTZ001 -- that is what the test is about


def test_a_new_version_lists_each_figure_that_changed() -> None:
    before = snapshot()
    more = contract("OP-1", dt.date(2019, 4, 1), "12500.00", ("1500.10", "1500.10"))
    after = snapshot(
        version=2, made_at=before.made_at + dt.timedelta(days=9), contracts=(more, *CONTRACTS[1:]), calendar={"open": 9}
    )

    changes = differences(
        before.to_json_dict(), after.to_json_dict(), rows_before=before.rows(), rows_after=after.rows()
    )

    assert {(change["path"], change["before"], change["after"]) for change in changes} == {
        ("calendar.included", 2, None),
        ("calendar.open", 1, 9),
        ("sroi.realised.cumulative", "5464.54", "5964.54"),
        ("sroi.realised.period", "1343.43", "1843.43"),
    }


def test_the_same_figures_are_no_change() -> None:
    one = snapshot()
    assert not differences(
        one.to_json_dict(), snapshot(version=2).to_json_dict(), rows_before=one.rows(), rows_after=one.rows()
    )


def test_another_name_for_a_code_changes_no_figure() -> None:
    before, after = snapshot(werkpleinen={}), snapshot(werkpleinen={"WP-GRO": "Werkplein Groningen"})
    assert before.to_json_dict()["werkpleinen"] == {}
    assert not differences(before.to_json_dict(), after.to_json_dict(), rows_before={}, rows_after={})


def test_a_version_without_rows_can_still_be_compared() -> None:
    before, after = snapshot(), snapshot(version=2, calendar={"open": 9})
    (gone, more) = differences(before.to_json_dict(), after.to_json_dict(), rows_before={}, rows_after=after.rows())
    assert gone == {"path": "calendar.included", "before": 2, "after": None}
    assert more == {"path": "calendar.open", "before": 1, "after": 9}
