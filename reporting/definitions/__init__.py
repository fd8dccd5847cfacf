"""What every figure of a report means: what counts, on which date, and where that was agreed.

Pure: one registry for screens and documents. A figure is named by its path in the snapshot, such as
``registrations.period.by_group.ww``. The first words of the path give the topic, the last ones narrow it down; names
that are data (a municipality, a programme) come from the caller. Sources: covenant and plan of action of 5 March 2018.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reporting.definitions.kinds import Rows, Topic
from reporting.definitions.money import MONEY
from reporting.definitions.people import PEOPLE, PROGRESS
from reporting.definitions.words import CLASSES, NAMED, NOTES, WORDS

__all__ = ["TOPICS", "Definition", "Rows", "Topic", "define", "steps"]


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One figure in plain Dutch. ``parts`` narrows the topic down, from wide to narrow; ``notes`` explains those words."""

    path: str
    title: str
    parts: tuple[str, ...]
    counts: str
    dated: str
    notes: tuple[str, ...]
    source: str
    rows: Rows
    in_euros: bool

    @property
    def name(self) -> str:
        """Title and parts in one line: ``Aanmeldingen: sinds de start, WW``."""
        return f"{self.title}: {', '.join(self.parts)}" if self.parts else self.title


#: By the first words of a path; the one that says most wins.
TOPICS: Mapping[str, Topic] = {**PEOPLE, **PROGRESS, **MONEY}
_STEP = re.compile(r"((?:\\.|[^.\[\\])+)(?:\[([^\]]*)\])?\.?")


def steps(path: str) -> tuple[str, ...]:
    """Split a path into its steps; a dot inside a step is escaped, an item of a list stands in brackets."""
    found: list[str] = []
    for match in _STEP.finditer(path):
        found.append(re.sub(r"\\(.)", r"\1", match[1]))
        if match[2] is not None:
            found.append(match[2])
    return tuple(found)


def define(path: str, names: Mapping[str, str] | None = None) -> Definition | None:
    """Return what the figure at this path means, or None when no topic has it.

    ``names`` are the words for what is data: municipalities, programmes and Werkpleinen by their code.
    """
    way = steps(path)
    found = _topic(way)
    if found is None:
        return None
    topic, own = found
    parts = tuple(
        word for position in range(1, len(way)) if position not in own and (word := _word(way, position, names or {}))
    )
    return Definition(
        path=path,
        title=topic.title,
        parts=parts,
        counts=topic.counts,
        dated=topic.dated,
        notes=tuple(NOTES[step] for step in way if step in NOTES),
        source=topic.source,
        rows=topic.rows,
        in_euros=topic.in_euros,
    )


def _topic(way: tuple[str, ...]) -> tuple[Topic, frozenset[int]] | None:
    """The topic of the most words, with the places of those words: its title says them already."""
    best: tuple[Topic, frozenset[int]] | None = None
    for pattern, topic in TOPICS.items():
        words = pattern.split(".")
        if len(words) <= len(way) and all(word in {"*", step} for word, step in zip(words, way, strict=False)):
            own = frozenset(position for position, word in enumerate(words) if word != "*")
            if best is None or len(own) > len(best[1]):
                best = topic, own
    return best


def _word(way: tuple[str, ...], position: int, names: Mapping[str, str]) -> str:
    step, above = way[position], way[position - 1]
    if above in NAMED:
        return names.get(step, step)
    return CLASSES.get(above, {}).get(step, WORDS.get(step, names.get(step, step)))
