"""Every figure can be explained: what counts, on which date, and who agreed on that."""

import pytest

from reporting.definitions import Rows, define, steps


@pytest.mark.parametrize(
    ("path", "name", "rows"),
    [
        ("registrations.period.by_group.ww", "Aanmeldingen: in de periode, WW", Rows.CANDIDATES),
        (
            "registrations.cumulative.by_group_and_source.ww.uwv",
            "Aanmeldingen: sinds de start, WW, via UWV",
            Rows.CANDIDATES,
        ),
        (
            "training_started.cumulative.by_municipality.GM0014",
            "Gestart met scholing: sinds de start, woonplaats bij aanmelding, Groningen",
            Rows.ENROLMENTS,
        ),
        ("training_completed.period.dropouts.short", "Gestopt met scholing: in de periode, short", Rows.ENROLMENTS),
        ("employments.period.by_duration.12", "Dienstverbanden: in de periode, 12 maanden", Rows.PLACEMENTS),
        ("sroi_jobs.period.other", "Banen via social return, buiten het programma: in de periode", Rows.DEPLOYMENTS),
        (
            "sustained_outflow.period.by_sector.other",
            "Duurzaam aan het werk: in de periode, andere sectoren",
            Rows.PLACEMENTS,
        ),
        ("finance.by_category.cumulative.training", "Uitgaven: sinds de start, scholing", Rows.SPENDING),
        ("sroi.expected", "Social return verwacht", Rows.TENDERS),
    ],
)
def test_a_figure_has_a_name_and_rows(path, name, rows):
    found = define(path, {"GM0014": "Groningen"})
    assert found is not None
    assert (found.name, found.rows) == (name, rows)
    assert found.counts
    assert found.dated
    assert found.source


def test_the_most_precise_topic_explains():
    dropouts = define("training_completed.period.dropouts.unknown")
    completed = define("training_completed.period.total")
    assert dropouts is not None
    assert completed is not None
    assert dropouts.counts != completed.counts


def test_a_division_is_explained():
    now = define("registrations.cumulative.by_municipality_now.GM1966", {"GM1966": "Het Hogeland"})
    assert now is not None
    assert any("gemeenten van nu" in note for note in now.notes)


def test_no_topic_no_definition():
    assert define("manager_text") is None
    assert define("") is None


def test_a_dot_in_a_name_is_no_step():
    assert steps(r"finance.cost_per_programme.A\.1/b") == ("finance", "cost_per_programme", "A.1/b")
    assert steps("registrations.series[2019-03-31].count") == ("registrations", "series", "2019-03-31", "count")
