"""What changed since the version before, in words a reader knows: the path in the JSON, translated part by part."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.notation import dutch_number
from organisations.templatetags.formatting import euro
from reporting.render.topics import heading_of

_PARTS = {
    "precalculated": gettext_lazy("berekend"),
    "realised": gettext_lazy("goedgekeurd"),
    "expected": gettext_lazy("verwacht"),
    "by_authority": gettext_lazy("opdrachtgever"),
    "contracts": gettext_lazy("opdracht"),
    "period": gettext_lazy("in de periode"),
    "cumulative": gettext_lazy("tot en met de periode"),
    "precalculated_period": gettext_lazy("berekend in de periode"),
    "precalculated_cumulative": gettext_lazy("berekend tot en met de periode"),
    "realised_period": gettext_lazy("goedgekeurd in de periode"),
    "realised_cumulative": gettext_lazy("goedgekeurd tot en met de periode"),
    "obligation": gettext_lazy("SROI-verplichting"),
    "authority": gettext_lazy("opdrachtgever"),
    "contractor": gettext_lazy("opdrachtnemer"),
    "awarded_on": gettext_lazy("gegund op"),
    "reference": gettext_lazy("kenmerk"),
    "other": gettext_lazy("buiten het programma"),
    "from_programme": gettext_lazy("uit het programma"),
    "sustained_outflow": gettext_lazy("duurzaam aan het werk"),
    "intake": gettext_lazy("aangemeld"),
    "started": gettext_lazy("gestart met scholing"),
    "target": gettext_lazy("doel"),
    "actual": gettext_lazy("bereikt"),
    "deviation": gettext_lazy("verschil"),
    "milestones": gettext_lazy("mijlpaal"),
    "count": gettext_lazy("aantal"),
    "source": gettext_lazy("bron"),
}
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
# A name between brackets may hold a point itself.
_PART = re.compile(r"(?P<key>[^.\[]+)(?:\[(?P<name>.*)\](?=\.|$))?\.?")


# What one contract or one authority gained can tell which benefit a person had: the portal and the JSON show it, a
# file that is passed on does not.
_CONFIDENTIAL = ("sroi.contracts[", "sroi.by_authority[")


@dataclass(frozen=True)
class Revision:
    where: str
    before: str
    after: str
    is_confidential: bool


def revisions_of(changes: Iterable[Mapping[str, Any]]) -> list[Revision]:
    """Return the snapshot's changes as lines of a table."""
    return [
        Revision(
            where=_where(change["path"]),
            before=_written(change["before"]),
            after=_written(change["after"]),
            is_confidential=change["path"].startswith(_CONFIDENTIAL),
        )
        for change in changes
    ]


def _where(path: str) -> str:
    words: list[str] = []
    for position, part in enumerate(_PART.finditer(path)):
        key = part["key"]
        words.append(heading_of(key) if position == 0 else str(_PARTS.get(key, key)))
        if part["name"]:
            words.append(part["name"])
    return " › ".join(words)


def _written(value: str | int | None) -> str:
    if value is None:
        return _("niets")
    if isinstance(value, int):
        return dutch_number(value)
    return euro(Decimal(value)) if _AMOUNT.fullmatch(value) else value
