"""The words of the field, each explained once: for the page with all of them, and for where a word first stands on a screen.

A word is said in one or two short sentences that anybody can follow; what only somebody of the trade asks stands in
``more``. A page or form that asks for a word nobody explained is an error (``term_of``).
"""

import re
from collections.abc import Iterable, Iterator

from organisations.glossary.term import Term
from organisations.glossary.words import TERMS

__all__ = ["TERMS", "Term", "by_letter", "found", "in_order", "related", "spotted", "term_of"]

_BY_KEY = {one.key: one for one in TERMS}


def term_of(key: str) -> Term:
    """``KeyError`` for a word nobody explained."""
    return _BY_KEY[key]


def in_order(terms: Iterable[Term] = TERMS) -> list[Term]:
    """By their words, as a dictionary has them."""
    return sorted(terms, key=lambda one: str(one.word).casefold())


def found(text: str) -> list[Term]:
    """Those with each of these words in what they are called or how they are explained; called so first."""
    words = text.casefold().split()
    named = [one for one in in_order() if _has(f"{one.word} {one.also}", words)]
    return named + [one for one in in_order() if one not in named and _has(f"{one.says} {one.more}", words)]


def spotted(text: str) -> list[Term]:
    """Those that stand in a text as a word of its own."""
    return [one for one in in_order() if re.search(rf"(?<!\w){re.escape(str(one.word))}(?!\w)", text, re.IGNORECASE)]


def by_letter(terms: Iterable[Term]) -> Iterator[tuple[str, list[Term]]]:
    """The letters that have words, each with its words."""
    kept: dict[str, list[Term]] = {}
    for one in terms:
        kept.setdefault(one.letter, []).append(one)
    yield from sorted(kept.items())


def related(term: Term) -> list[Term]:
    return [term_of(key) for key in term.see]


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
