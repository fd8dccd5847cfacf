"""A search of a public list as it stands in an address: read strictly, and written again in one way only.

Two addresses that ask the same have the same ``query_string``: by that a search is kept, cached and told apart.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from django.db import models
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

MOST_TYPED = 100
_MOST_CHOSEN = 40


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked; each field by the name that it has in an address, with what it is by itself as its default."""

    zoek: str = ""
    #: By name, what could not be read and was left out, as a sentence.
    refused: dict[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def query_string(self) -> str:
        """The one way to write this down: names in order, no defaults."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of all that is not as it is by itself."""
        pairs: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "refused" or value == one.default or self._says_nothing(one.name):
                continue
            pairs += [(one.name, self._written(each)) for each in (value if isinstance(value, tuple) else (value,))]
        return pairs

    def without(self, name: str, value: str = "") -> Self:
        """As this, without one choice; without a value all of that name."""
        left: Any = next(one.default for one in fields(self) if one.name == name)
        now = getattr(self, name)
        if value and isinstance(now, tuple):
            left = tuple(one for one in now if one != value)
        return self.with_(**{name: left})

    def with_(self, **values: Any) -> Self:
        return replace(self, **values)

    def _says_nothing(self, name: str) -> bool:  # noqa: ARG002 - for searches in which one field needs another
        """Whether this field says nothing beside the others as they are."""
        return False

    @staticmethod
    def _written(value: Any) -> str:
        return str(value)


class Reader:
    """Reads an address field by field. What cannot be read is left out, and said in ``refused``."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.refused: dict[str, str] = {}

    def typed(self, name: str) -> str:
        """The words to look for, as many as are looked for."""
        words = " ".join(self.query.get(name, "").replace("\x00", "").split())
        if len(words) > MOST_TYPED:
            self.refused[name] = _("Zoek met ten hoogste %(count)s tekens. De rest is weggelaten.") % {
                "count": MOST_TYPED
            }
        return words[:MOST_TYPED].strip()

    def chosen(self, name: str, allowed: Callable[[str], bool]) -> tuple[str, ...]:
        """Every choice once, in one order."""
        given = list(dict.fromkeys(value.strip() for value in self.query.getlist(name) if value.strip()))
        right = sorted(value for value in given if allowed(value))[:_MOST_CHOSEN]
        if len(right) < len(given):
            self.refused[name] = _("Een deel van deze keuze kennen wij niet. Dat deel is weggelaten.")
        return tuple(right)

    def one_of(self, name: str, choices: type[models.TextChoices], default: str = "") -> str:
        value = self.query.get(name, "").strip()
        if value and value not in choices.values:
            self.refused[name] = _("Deze keuze kennen wij niet. Kies er een uit de lijst.")
        return value if value in choices.values else default


def one_in(values: Iterable[str]) -> Callable[[str], bool]:
    known = frozenset(values)
    return lambda one: one in known


def address(path: str, search: Search, *, page: int = 1) -> str:
    query = search.query_string
    if page > 1:
        query += f"{'&' if query else ''}page={page}"
    return f"{path}?{query}" if query else path


def groups_of(
    search: Search,
    sorts: Iterable[tuple[str, str, bool]],
    choices_of: Callable[[str], Iterable[tuple[str, str, int]]],
) -> list[dict[str, Any]]:
    """The choices with their counts, in order. A choice that nothing has is left out, unless it is chosen.

    ``sorts``: name, label, and whether it is open before anything is chosen in it; of each ``choices_of`` gives value,
    label and count.
    """
    return [
        {
            "name": name,
            "label": label,
            "error": search.refused.get(name, ""),
            "choices": choices,
            "is_open": is_open or bool(getattr(search, name)) or name in search.refused,
        }
        for name, label, is_open in sorts
        if (choices := list(_choices(name, getattr(search, name), choices_of(name))))
    ]


def _choices(name: str, chosen: tuple[str, ...], choices: Iterable[tuple[str, str, int]]) -> Iterator[dict[str, Any]]:
    for place, (value, label, count) in enumerate(choices):
        if count or value in chosen:
            yield {
                "id": f"{name}-{place}",
                "value": value,
                "label": label,
                "count": count,
                "is_chosen": value in chosen,
            }
