"""Plain questions that lead to where a person came from, so that nobody needs to know what a block is.

A tree: each node asks one question, each answer leads to the next node or to a leaf. A leaf is a code of
``tenders.choices.Situation``; which block of a tariff has it, the tariff says. Words stand in ``situation_words``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

START = "work"


@dataclass(frozen=True, slots=True)
class Next:
    """The answer leads to another question."""

    node: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """The answer tells the situation; None when nobody can tell from it."""

    situation: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A question, by the key of its words, with its answers in the order in which they are shown."""

    asks: str
    answers: Mapping[str, Next | Leaf]


def _register(otherwise: Next | Leaf) -> Node:
    """Who is in the register of the job agreement counts as that, whatever the benefit was."""
    return Node("register", {"yes": Leaf("job_agreement"), "no": otherwise})


TREE: Mapping[str, Node] = {
    "work": Node(
        "work",
        {
            "paid": Next("benefit"),
            "learning": Next("learning"),
            "trial": Leaf("work_experience"),
            "sheltered": Leaf("sheltered"),
        },
    ),
    "benefit": Node(
        "benefit",
        {
            "participatiewet": Next("register_participatiewet"),
            "ww": Next("register_ww"),
            "disability": Next("register_disability"),
            "wajong": Leaf("wajong"),
            "other": Next("register_other"),
            "none": Next("register_none"),
            "unknown": Leaf(None),
        },
    ),
    "register_participatiewet": _register(Next("participatiewet_length")),
    "register_ww": _register(Next("ww_length")),
    "register_disability": _register(Leaf("disability")),
    "register_other": _register(Leaf("other_benefit")),
    "register_none": _register(Leaf("no_benefit")),
    "participatiewet_length": Node(
        "participatiewet_length", {"under_2y": Leaf("pw_under_2y"), "over_2y": Leaf("pw_over_2y")}
    ),
    "ww_length": Node(
        "ww_length",
        {"under_3m": Leaf("ww_under_3m"), "3_12m": Leaf("ww_3_12m"), "over_1y": Leaf("ww_over_1y")},
    ),
    "learning": Node(
        "learning",
        {
            "bbl": Next("bbl_start"),
            "mbo_12": Leaf("intern_mbo_12"),
            "mbo_34_hbo": Leaf("intern_mbo_34_hbo"),
            "vso_pro": Leaf("vso_pro"),
        },
    ),
    "bbl_start": Node("bbl_start", {"new": Leaf("bbl_new"), "existing": Leaf("bbl_existing")}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the way, and the answer that was given, if any."""

    asks: str
    answers: tuple[str, ...]
    given: str | None


@dataclass(frozen=True, slots=True)
class Way:
    """The questions to show, and where they lead: nowhere yet, to a situation, or to 'nobody can tell'."""

    asked: tuple[Asked, ...]
    leaf: Leaf | None

    @property
    def situation(self) -> str | None:
        return self.leaf.situation if self.leaf else None

    @property
    def is_unknown(self) -> bool:
        """Whether the answers end without a situation."""
        return self.leaf is not None and self.leaf.situation is None


def way(answers: Mapping[str, str]) -> Way:
    """Follow these answers, by question; the first question without a known answer is the last one shown."""
    asked: list[Asked] = []
    node = TREE[START]
    while True:
        given = answers.get(node.asks)
        then = node.answers.get(given) if given else None
        asked.append(Asked(node.asks, tuple(node.answers), given if then else None))
        if not isinstance(then, Next):
            return Way(tuple(asked), then)
        node = TREE[then.node]


def answers_to(situation: str) -> dict[str, str]:
    """The answers, by question, that lead to a situation; empty for one that no answer leads to."""
    return _search(START, situation) or {}


def _search(name: str, situation: str) -> dict[str, str] | None:
    node = TREE[name]
    for answer, then in node.answers.items():
        if isinstance(then, Leaf):
            if then.situation == situation:
                return {node.asks: answer}
            continue
        found = _search(then.node, situation)
        if found is not None:
            return {node.asks: answer, **found}
    return None
