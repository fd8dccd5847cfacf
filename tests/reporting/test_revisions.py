"""What changed and what came in late, in words that a reader knows."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from reporting.figures.tree import leaves
from reporting.render.figures import Report
from reporting.render.pdf import render_html
from reporting.render.revisions import where
from reporting.render.source import Source
from tests.reporting.full_document import PERIODS, full_document

CHANGES = [
    {"path": "sroi.contracts[OP-1].realised_period", "before": "900.10", "after": "1000.10"},
    {"path": "sroi.realised.period", "before": "1243.43", "after": "1343.43", "came": 2, "went": 1},
]
#: Somebody registered under a code that the portal does not know.
WITHOUT_A_NAME = {"name": "GM0003", "in_region": False, "in_priority_area": False, "now": "GM0003"}
#: Words that are the same in the JSON as in Dutch, or somebody's own.
SAME = {"accountant", "code", "partner", "vervoer"}
#: What is about the version is not compared.
NOT_COMPARED = ("judgements", "werkpleinen.", "programmes.")


def keys_of(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield key
            yield from keys_of(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from keys_of(below)


def test_a_new_version_lists_what_changed_but_for_single_contracts() -> None:
    html = render_html(full_document(version=2, changes=CHANGES)).replace("\N{NO-BREAK SPACE}", " ")

    assert "Wat er in versie 2 van" in html
    assert "Social return: berekend en goedgekeurd › goedgekeurd › in de periode" in html
    assert "€ 1.243,43" in html
    assert "2 erbij, 1 eraf" in html
    assert "OP-1<" not in html
    assert "Er zijn ook gegevens van losse opdrachten veranderd." in html


def test_werkpleinen_programmes_and_municipalities_stand_under_their_names() -> None:
    changes = [
        {"path": f"employments.cumulative.by_{one}", "before": 3, "after": 4}
        for one in ("werkplein.wp-oost", "municipality.GM0014")
    ]
    municipalities = full_document()["municipalities"] | {"GM0003": WITHOUT_A_NAME}
    html = render_html(full_document("half_yearly", version=2, changes=changes, municipalities=municipalities))

    assert "Werkplein Oost" in html
    assert "Metselen" in html
    assert "Buiten de regio (GM0003)" in html
    for code in ("wp-oost", "METSEL-1", ">GM0003", "GM0014"):
        assert code not in html
    assert "Dienstverbanden › tot en met de periode › Werkplein Oost" in html


@pytest.mark.parametrize("kind", PERIODS)
def test_a_figure_that_changed_is_named_in_words(kind: str) -> None:
    document = full_document(kind)
    names = Source(Report.read(document)).names
    keys = {key for key in keys_of(document) if re.fullmatch("[a-z_]+", key)} - SAME
    with translation.override("nl"):
        told = {
            path: where(path, names=names)
            for path, _figure in leaves(document)
            if path.partition(".")[2] and not path.startswith(NOT_COMPARED)
        }

    assert len(told) > 300
    assert {path: words for path, words in told.items() if keys & set(words.split(" › ")[1:])} == {}
    assert [words for words, count in Counter(told.values()).items() if count > 1] == []


def test_a_reason_without_social_return_is_called_by_its_category_or_its_own_words() -> None:
    assert where("tender_reasons.little_labour").endswith("Er is bijna geen arbeid bij nodig")
    assert where("tender_reasons.other").endswith("Iets anders")
    assert where("tender_reasons.Kleine opdracht").endswith("Kleine opdracht")
    assert where("tender_reasons.unknown").endswith("Onbekend")
