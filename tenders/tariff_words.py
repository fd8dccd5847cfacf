"""A block of the tariff in words, for a table of what two versions do differently."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.templatetags.formatting import euro, hours, number
from tenders.choices import BlockKind, EvidenceKind, Situation
from tenders.tariff_rules import BlockFacts, Difference

KIND_NOTES = {
    BlockKind.FULL_TIME_YEAR: gettext_lazy("Een bedrag voor iemand die een jaar voltijd werkt."),
    BlockKind.BONUS: gettext_lazy("Komt bij het bedrag per jaar: voor een leeftijd of een vast contract."),
    BlockKind.PER_HOUR: gettext_lazy("Bijvoorbeeld een activiteit in de wijk."),
    BlockKind.INVOICE_SHARE: gettext_lazy("Bijvoorbeeld inkoop bij een sociale onderneming."),
    BlockKind.ONE_OFF: gettext_lazy("Een vast bedrag per keer."),
    BlockKind.ACTUAL_COST: gettext_lazy("Wat het kostte, na goedkeuring. Bijvoorbeeld scholing."),
}
_NAMES = {
    "label": gettext_lazy("Naam"),
    "kind": gettext_lazy("Soort"),
    "value": gettext_lazy("Waarde"),
    "norm_hours": gettext_lazy("Voltijd"),
    "min_hours": gettext_lazy("Telt vanaf"),
    "max_months": gettext_lazy("Hoe lang"),
    "min_age": gettext_lazy("Vanaf leeftijd"),
    "permanent": gettext_lazy("Alleen vast contract"),
    "situation": gettext_lazy("Antwoord op de vragen"),
    "evidence": gettext_lazy("Bewijs"),
    "explanation": gettext_lazy("Uitleg"),
}


def compared(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Rows for the page: the block, what became of it, and each thing that differs with both readings."""
    return [
        {
            "label": one.block.label,
            "kind": BlockKind(one.block.kind).label,
            "state": "new" if one.now is None else "gone" if one.then is None else "changed",
            "in_value": one.in_value,
            "details": [
                {"name": _NAMES[name], "now": in_words(one.now, name), "then": in_words(one.then, name)}
                for name in (one.changed or ("value",))
            ],
        }
        for one in found
    ]


def in_words(block: BlockFacts | None, name: str) -> str:
    """One thing that a block says, as people read it."""
    if block is None:
        return "–"
    if name == "value":
        return worth(block)
    value = getattr(block, name)
    said = _SAID.get(name)
    return (said(value) if said else str(value or "")) or "–"


def worth(block: BlockFacts) -> str:
    """What a block gives, in a few words."""
    if block.kind == BlockKind.INVOICE_SHARE:
        return _("%(factor)s × de factuur zonder btw") % {"factor": number(block.value)}
    if block.kind == BlockKind.ACTUAL_COST:
        return _("de werkelijke kosten")
    per = {
        BlockKind.PER_HOUR: _("%(value)s per uur"),
        BlockKind.ONE_OFF: _("%(value)s per keer"),
    }.get(BlockKind(block.kind), _("%(value)s per jaar"))
    return per % {"value": euro(block.value)}


def _months(value: int | None) -> str:
    return ngettext("%(n)s maand", "%(n)s maanden", value) % {"n": value} if value else _("onbeperkt")


_SAID: dict[str, Callable[[Any], str]] = {
    "kind": lambda value: str(BlockKind(value).label),
    "norm_hours": hours,
    "min_hours": hours,
    "max_months": _months,
    "permanent": lambda value: _("ja") if value else _("nee"),
    "situation": lambda value: str(Situation(value).label) if value else "",
    "evidence": lambda value: ", ".join(str(EvidenceKind(one).label) for one in value),
}
