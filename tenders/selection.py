"""The contracts somebody chose in the list: those he ticked, or all that his filters find."""

from collections.abc import Iterable

from django.http import QueryDict

from organisations.column_choice import COLUMNS, SORT

#: Names in an address: which contracts are ticked, whether all found are meant, and a page shown ticked.
TICKED = "contract"
WHICH = "welke"
ALL_FOUND = "alle"
TICK_PAGE = "kies"
_NOT_FILTERS = {TICKED, WHICH, TICK_PAGE, "page", SORT, COLUMNS}


def means_all(query: QueryDict) -> bool:
    return query.get(WHICH) == ALL_FOUND


def filters_in(query: QueryDict) -> list[tuple[str, str]]:
    """What narrows the list, as pairs for hidden fields: without the choice itself, the page and the order."""
    return [(name, value) for name, value in _pairs(query) if value and name not in _NOT_FILTERS]


def _pairs(query: QueryDict) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in query.lists() for value in values)
