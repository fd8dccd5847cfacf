"""Which names are suggested as one person's, for two who share a date of birth."""

import pytest

from placements.identity.likeness import Likeness, likeness
from placements.identity.persons import normalise


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("José de Vries", "Jose de Vries", Likeness.ACCENTS),
        ("Jan de-Vries", "Jan de Vries", Likeness.ACCENTS),
        ("Vries, Jan de", "Jan de Vries", Likeness.ORDER),
        ("J. de Vries", "Jan de Vries", Likeness.INITIAL),
        ("Jan Vries", "Jan de Vries", Likeness.PART),
        ("Jan Jansen", "Jan Janssen", Likeness.SPELLING),
        ("Fatima el Amrani", "Fatima el Armani", Likeness.SPELLING),
        ("Jan de Vries", "Jan de Vries", None),
        ("Jan", "Jan de Vries", None),
        ("K. de Vries", "Jan de Vries", None),
        ("Piet Smit", "Jan de Vries", None),
        ("Li Wu", "Le Xu", None),
    ],
)
def test_rules(one, other, rule):
    assert likeness(normalise(one), normalise(other)) == rule
    assert likeness(normalise(other), normalise(one)) == rule
