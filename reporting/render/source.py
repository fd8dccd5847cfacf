"""The figures of a report as the sections read them: by key, with the names that belong to the keys."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from candidates.training_choices import DropoutReason
from organisations.templatetags.formatting import date_nl
from reporting.render.content import Table, Value
from reporting.render.figures import Report
from reporting.render.words import ordered, word

Json = Mapping[str, Any]
SPLITS = ("period", "cumulative")


@dataclass(frozen=True)
class Source:
    """A report, read by its sections."""

    report: Report

    def topic(self, key: str) -> Any:
        """Return a topic, or None when the JSON does not have it (yet)."""
        return self.report.document.get(key)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What codes are called: municipalities, Werkpleinen and training programmes."""
        found: dict[str, str] = {}
        for key in ("municipalities", "werkpleinen", "programmes"):
            for code, name in (self.report.document.get(key) or {}).items():
                found[code] = name if isinstance(name, str) else name["name"]
                if key == "municipalities" and found[code] == code:
                    found[code] = _("Buiten de regio (%(code)s)") % {"code": code}
        return found

    def headings(self, first: str, *, money: bool = False) -> tuple[str, str, str]:
        """Return the headings of a table with a column for the period and one for all that came before."""
        since = self.report.money_since if money else self.report.programme_started_on
        return first, self.report.period.label, _("Sinds %(day)s") % {"day": date_nl(since)}

    def name(self, key: str, *, within: str) -> str:
        """Return the word for a key of a map; a code with a name keeps the code behind it."""
        if key in self.names:
            return self.names[key]
        if within == "dropouts" and key in DropoutReason.values:
            return str(DropoutReason(key).label)
        return word(key, within=within)

    def split(self, topic: Json, key: str, *, title: str, first: str, total: str = "", note: str = "") -> Table | None:
        """Return a map that stands in period and cumulative as a table; None when the topic does not have it.

        ``total`` names the key with the number for the last line.
        """
        maps = [topic[split].get(key) for split in SPLITS]
        if None in maps:
            return None
        keys = ordered(maps, within=key, names=self.names)
        rows = tuple((self.name(one, within=key), *(_figure(of.get(one, 0), maps) for of in maps)) for one in keys)
        last = (_("Totaal"), *(figure(topic[split][total]) for split in SPLITS)) if total else None
        return Table(
            title=title,
            headings=self.headings(first, money=_is_money(maps)),
            rows=rows,
            total=last,
            note=note,
            empty=_("Er is niets om te tellen."),
        )

    def counts(self, topic: Json, lines: Mapping[str, str], *, title: str, first: str, note: str = "") -> Table:
        """Return single figures of a topic as a table, by key with their words; a key that is not there is left out."""
        rows = tuple(
            (label, *(figure(topic[split][key]) for split in SPLITS))
            for key, label in lines.items()
            if key in topic["period"]
        )
        return Table(title=title, headings=self.headings(first), rows=rows, note=note)


def figure(value: Any) -> Value:
    """Return a value of the JSON: whole numbers are counts, text with two decimals is euros."""
    return Decimal(value) if isinstance(value, str) else value


def day(value: str | None) -> dt.date | None:
    """Return a day of the JSON."""
    return dt.date.fromisoformat(value) if value else None


def _is_money(maps: list[Json]) -> bool:
    return any(isinstance(value, str) for of in maps for value in of.values())


def _figure(value: Any, maps: list[Json]) -> Value:
    return Decimal(value) if _is_money(maps) else figure(value)
