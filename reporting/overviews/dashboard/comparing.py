"""The same figures of two periods beside each other, with the difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from organisations.notation import MINUS
from reporting.overviews.dashboard.source import Figure, Source

TOPICS = ("registrations", "training_started", "employments", "sustained_outflow")
DEFAULT = "sustained_outflow"


@dataclass(frozen=True)
class Pair:
    """One figure in both periods. ``tag`` says more about the label."""

    label: str
    before: Figure
    after: Figure
    tag: str = ""

    @property
    def difference(self) -> int | Decimal | None:
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def difference_text(self) -> SafeString | str:
        """With its sign, so that more and less can be told apart."""
        if self.difference is None:
            return "–"
        size = self.difference if self.difference > 0 else -self.difference
        text = Figure(size, in_euros=self.after.in_euros).text
        sign = "+" if self.difference > 0 else MINUS if self.difference < 0 else ""
        return f"{sign}{text}"


@dataclass(frozen=True)
class Group:
    label: str
    rows: list[Pair]


def topics() -> list[tuple[str, str]]:
    """What can be compared municipality by municipality."""
    words = (_("Aanmeldingen"), _("Scholing gestart"), _("Dienstverbanden"), _("Duurzaam aan het werk"))
    return list(zip(TOPICS, words, strict=True))


def topic_in(text: str) -> str:
    return text if text in TOPICS else DEFAULT


def main_figures(before: Source, after: Source) -> list[Group]:
    """What happened in the periods, and where they stood at their end."""
    return [
        Group(_("In de periode"), _of(before, after, "period")),
        Group(_("Sinds de start, aan het einde van de periode"), _of(before, after, "cumulative")),
        Group(_("Aan het einde van de periode"), _standing(before, after)),
    ]


def municipalities(before: Source, after: Source, *, topic: str, division: str) -> list[Pair]:
    """What happened in both periods, municipality by municipality, the most in the later one first."""
    names = {**before.map("municipalities"), **after.map("municipalities")}
    codes = {*before.map(topic, "period", division), *after.map(topic, "period", division)}
    rows = [
        Pair(
            names.get(code, {}).get("name", code),
            before.count(topic, "period", division, code),
            after.count(topic, "period", division, code),
            tag=_("voorrang") if names.get(code, {}).get("in_priority_area") else "",
        )
        for code in codes
    ]
    return sorted(rows, key=lambda row: (-(row.after.value or 0), row.label))


def werkpleinen(before: Source, after: Source, *, topic: str, names: Mapping[str, str]) -> list[Pair]:
    """As municipalities; empty for what is not told by Werkplein."""
    codes = {*before.map(topic, "period", "by_werkplein"), *after.map(topic, "period", "by_werkplein")}
    rows = [
        Pair(
            names.get(code, code),
            before.count(topic, "period", "by_werkplein", code),
            after.count(topic, "period", "by_werkplein", code),
        )
        for code in codes
    ]
    return sorted(rows, key=lambda row: (-(row.after.value or 0), row.label))


def _of(before: Source, after: Source, split: str) -> list[Pair]:
    counted = [
        Pair(label, before.count(topic, split, "total"), after.count(topic, split, "total"))
        for topic, label in (
            ("registrations", _("Aanmeldingen")),
            ("training_started", _("Scholing gestart")),
            ("training_completed", _("Certificaten")),
            ("employments", _("Dienstverbanden")),
            ("sustained_outflow", _("Duurzaam aan het werk")),
        )
    ]
    return [
        *counted,
        Pair(
            _("Duurzaam aan het werk, inwoners van het voorrangsgebied"),
            before.count("sustained_outflow", split, "priority_area"),
            after.count("sustained_outflow", split, "priority_area"),
        ),
        Pair(
            _("Banen via social return, uit het programma"),
            before.count("sroi_jobs", split, "from_programme"),
            after.count("sroi_jobs", split, "from_programme"),
        ),
        Pair(
            _("Banen via social return, daarbuiten"),
            before.count("sroi_jobs", split, "other"),
            after.count("sroi_jobs", split, "other"),
        ),
        Pair(_("Uitgaven"), before.amount("finance", "total", split), after.amount("finance", "total", split)),
        Pair(
            _("Social return berekend"),
            before.amount("sroi", "precalculated", split),
            after.amount("sroi", "precalculated", split),
        ),
        Pair(
            _("Social return goedgekeurd"),
            before.amount("sroi", "realised", split),
            after.amount("sroi", "realised", split),
        ),
    ]


def _standing(before: Source, after: Source) -> list[Pair]:
    return [
        Pair(
            _("Aanbestedingen op de kalender"),
            before.count("calendar", "included"),
            after.count("calendar", "included"),
        ),
        Pair(_("Daarvan nog niet gegund"), before.count("calendar", "open"), after.count("calendar", "open")),
        Pair(
            _("Kosten per persoon duurzaam aan het werk"),
            before.known_amount("finance", "cost_per_sustained"),
            after.known_amount("finance", "cost_per_sustained"),
        ),
    ]
