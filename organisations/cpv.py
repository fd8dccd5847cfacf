"""The list of CPV codes: found by word or by code, with their labels and what lies above and under them.

A word is found as it stands in a label, as the beginning of a longer word and inside one; in its singular and its plural;
as a compound of two words; and, when nothing else is found, with a typing error. Works and services come before
supplies: social return is about work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When, Window
from django.utils.translation import gettext as _

from organisations.cpv_codes import above, beginnings, halves, shapes, significant, words_of
from organisations.models import CpvCode

MOST_SHOWN = 20
MOST_TYPED = 100
#: With so few found, compounds are tried as well.
_FEW = 5
#: What is so much less like what was typed than the best is left out (a word is 100 at most).
_WORSE = 15
_SHORTEST_INSIDE = 4
#: What a word is worth: as it stands, in another form, at the beginning of a longer word, inside one, as a compound.
_WHOLE, _OTHER_FORM, _BEGINS, _OTHER_BEGINS, _INSIDE, _APART = 100, 90, 80, 70, 40, 50
_WORKS_FROM, _WORKS, _NAMED_FIRST = "45", 30, 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave, best first."""

    codes: tuple[CpvCode, ...] = ()
    #: How many there are in all; ``codes`` holds the first of them.
    count: int = 0
    #: Nothing is called exactly so; these are alike.
    is_guess: bool = False


def search(text: str, *, most: int = MOST_SHOWN) -> Found:
    """The codes that a text asks for, by digits or by words."""
    text = text[:MOST_TYPED]
    if digits := beginnings(text):
        return _by_digits(digits, most)
    words = tuple(word for word in words_of(text) if len(word) > 1)
    if not words:
        return Found()
    forms = {word: _forms_of(word) for word in words}
    found = _first(_ranked(forms), most)
    if found.count < _FEW and (apart := _compounds(words)):
        found = _first(_ranked({word: each + apart.get(word, []) for word, each in forms.items()}), most)
    if found.codes:
        return found
    alike = _alike(words, most) or (_ranked(forms, combined=or_)[:most] if len(words) > 1 else ())
    return Found(tuple(alike), len(alike), is_guess=True)


def labels_of(codes: Iterable[str]) -> dict[str, str]:
    """The labels of these codes; one that is not on the list has none."""
    return dict(CpvCode.objects.filter(code__in=list(codes)).values_list("code", "label"))


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """These codes in their order, each with its label, to be shown; one that is not on the list says so."""
    codes = tuple(codes)
    labels = labels_of(codes) if codes else {}
    return [(code, labels.get(code, _("Staat niet in de CPV-lijst"))) for code in codes]


def ancestors(code: str) -> list[CpvCode]:
    """What a code falls under, the division first. Also of a code that is not on the list."""
    return list(CpvCode.objects.filter(code__in=above(code)).order_by("code"))


def divisions() -> QuerySet[CpvCode]:
    """The broadest codes, to choose from in a filter."""
    return CpvCode.objects.filter(code__endswith="000000").order_by("code")


def within(field: str, code: str) -> Q:
    """The condition that an array of codes has this code, or one under it."""
    under = CpvCode.objects.filter(code__startswith=significant(code)).order_by().values("code")
    return Q(**{f"{field}__overlap": ArraySubquery(under)}) | Q(**{f"{field}__contains": [code]})


def _by_digits(digits: tuple[str, ...], most: int) -> Found:
    found = CpvCode.objects.filter(reduce(or_, (Q(code__startswith=one) for one in digits))).order_by("code")
    if codes := tuple(found[:most]):
        return Found(codes, found.count())
    # Of a code that does not exist: what it would fall under, the nearest first.
    over = {code for one in digits for code in above(one)}
    near = tuple(CpvCode.objects.filter(code__in=over).order_by("-code")[:most])
    return Found(near, len(near), is_guess=True)


#: Ways in which a word can stand in a label, each with what it is worth; the best that holds counts.
_Forms = list[tuple[Q, int]]


def _forms_of(word: str) -> _Forms:
    others = shapes(word)[1:]
    forms = [(Q(plain__contains=f" {word} "), _WHOLE)]
    forms += [(Q(plain__contains=f" {other} "), _OTHER_FORM) for other in others]
    forms += [(Q(plain__contains=f" {word}"), _BEGINS)]
    forms += [(Q(plain__contains=f" {other}"), _OTHER_BEGINS) for other in others]
    if len(word) >= _SHORTEST_INSIDE:
        forms += [(Q(plain__contains=word), _INSIDE)]
    return forms


def _compounds(words: tuple[str, ...]) -> dict[str, _Forms]:
    """For words that are made of two words of the list: the labels that have both."""
    options = {word: halves(word) for word in words}
    parts = sorted({part for pairs in options.values() for pair in pairs for part in pair})
    with connection.cursor() as cursor:
        cursor.execute(
            # A part of three letters only when it is a word by itself: the first of verhuizen is none.
            "SELECT part FROM unnest(%s::text[]) AS part"
            " WHERE EXISTS (SELECT FROM organisations_cpvcode"
            "                WHERE plain LIKE '%% ' || part || CASE WHEN length(part) < 4 THEN ' %%' ELSE '%%' END)",
            [parts],
        )
        known = {part for (part,) in cursor.fetchall()}
    found: dict[str, _Forms] = {}
    for word, pairs in options.items():
        for first, second in pairs:
            if first in known and second in known:
                both = _begins(first) & _begins(second)
                found.setdefault(word, []).append((both, _APART))
    return found


def _begins(word: str) -> Q:
    return reduce(or_, (Q(plain__contains=f" {shape}") for shape in shapes(word)))


def _ranked(forms: dict[str, _Forms], *, combined: Any = and_) -> QuerySet[CpvCode]:
    """The codes that have each word (or any, by ``combined``) in one of its forms."""
    has = reduce(combined, (reduce(or_, (form for form, _worth in each)) for each in forms.values()))
    scores = [
        Case(
            *(When(form, then=Value(worth // len(forms))) for form, worth in each),
            default=Value(0),
            output_field=IntegerField(),
        )
        for each in forms.values()
    ]
    return (
        CpvCode.objects.filter(has)
        .annotate(score=reduce(add, [*scores, *_extra(next(iter(forms)))]))
        .order_by("-score", "code")
    )


def _first(found: QuerySet[CpvCode], most: int) -> Found:
    """The first of these, and how many there are, in one look at the list."""
    codes = tuple(found.annotate(total=Window(Count("pk")))[:most])
    return Found(codes, getattr(codes[0], "total", 0) if codes else 0)


def _extra(first_word: str) -> list[Case]:
    return [
        Case(When(condition, then=Value(worth)), default=Value(0), output_field=IntegerField())
        for condition, worth in (
            (Q(code__gte=_WORKS_FROM), _WORKS),
            (Q(plain__startswith=f" {first_word}"), _NAMED_FIRST),
        )
    ]


def _alike(words: tuple[str, ...], most: int) -> Sequence[CpvCode]:
    """The codes of which the label has words like all of these, about as much as the best of them has.

    The operator of ``pg_trgm`` asks the index: 0.3 ms, where its function takes 150 for the list.
    """
    likeness = [TrigramWordSimilarity(word, "plain") * Value(100) for word in words]
    found = (
        CpvCode.objects.filter(reduce(and_, (Q(plain__trigram_word_similar=word) for word in words)))
        .annotate(like=reduce(add, likeness))
        # The label that says little else first.
        .annotate(
            score=reduce(add, [F("like"), *_extra(words[0]), TrigramSimilarity("plain", " ".join(words)) * Value(100)])
        )
        .annotate(best=Window(Max("like")))
        .order_by("-score", "code")
    )
    return [one for one in found if one.like >= one.best - _WORSE * len(words)][:most]
