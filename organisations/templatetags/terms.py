"""Words of the field with what they mean, where they first stand on a screen (``organisations.glossary``)."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from django import template
from django.forms import BoundField

from organisations.glossary import spotted, term_of

register = template.Library()

#: What the parts of one page have in common: how many words were explained so far.
_SHOWN = "terms_shown"


@register.inclusion_tag("components/term.html", takes_context=True)
def term(context: template.Context, key: str, word: str = "", *, sign: bool = False) -> dict[str, Any]:
    """A word with what it means, by hover, focus and press. ``KeyError`` for a word nobody explained.

    ``word`` is how it is said here; with ``sign`` only a question mark stands there, for beside a label. It is a button
    of its own, so not inside a label, a link or another button.
    """
    # One word can stand on a page more than once, and each opens its own explanation.
    number = next(_numbers(context))
    return _explained(key, word, place=str(number), sign=sign)


@register.inclusion_tag("components/terms_line.html", takes_context=True)
def terms_line(context: template.Context, keys: str) -> dict[str, Any]:
    """The words of this page in one line, for where they stand in answers or figures themselves."""
    numbers = _numbers(context)
    return {"terms": [_explained(key, "", place=str(next(numbers)), sign=False) for key in keys.split()]}


@register.inclusion_tag("components/terms_line.html", takes_context=True)
def terms_in(context: template.Context, texts: str | Iterable[str]) -> dict[str, Any]:
    """The words that are explained among what somebody typed, such as the name of a certificate; nothing for none."""
    text = texts if isinstance(texts, str) else " ".join(texts)
    return terms_line(context, " ".join(one.key for one in spotted(text)))


@register.inclusion_tag("components/term.html")
def term_at(key: str, place: str) -> dict[str, Any]:
    """A question mark beside something that is drawn apart from its page; ``place`` is its own on that page."""
    return _explained(key, "", place=place, sign=True)


@register.filter
def term_of_field(field: BoundField) -> str:
    """The word that the form explains beside this field (``field_terms`` of the form); empty for none."""
    return getattr(field.form, "field_terms", {}).get(field.name, "")


def _numbers(context: template.Context) -> Iterator[int]:
    kept: Any = context.render_context
    numbers: Iterator[int] = kept.setdefault(_SHOWN, count(1))
    return numbers


def _explained(key: str, word: str, *, place: str, sign: bool) -> dict[str, Any]:
    known = term_of(key)
    return {"term": known, "word": word or known.word, "sign": sign, "id": f"begrip-{key}-{place}"}
