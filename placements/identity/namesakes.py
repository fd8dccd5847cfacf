"""People of one name in one list, who are told apart by their date of birth."""

from collections import defaultdict
from collections.abc import Iterable

from placements.models import DeployedPerson


def tell_apart(listed: Iterable[DeployedPerson]) -> None:
    """Give these people their date of birth beside their name (``listed_name``) where somebody here has the same name."""
    people = list(listed)
    born = defaultdict(set)
    for person in people:
        born[person.normalised_name].add(person.birth_date)
    for person in people:
        person.has_namesake = len(born[person.normalised_name]) > 1
