"""What changed since the version before, in words a reader knows: the path in the JSON, translated part by part."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.training_choices import DropoutReason
from organisations.notation import dutch_number
from organisations.templatetags.formatting import euro
from reporting.definitions import define
from reporting.definitions.words import CLASSES, WORDS
from reporting.periods import Period
from reporting.render.topics import heading_of
from reporting.render.words import reason

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
    "other": gettext_lazy("anders"),
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
    "at_work_after": "",
    "rows": "",
    "at_work_after_12": gettext_lazy("na een jaar nog aan het werk"),
    "registered": gettext_lazy("aangemeld"),
    "placed": gettext_lazy("aan het werk gegaan"),
    "half_year": gettext_lazy("een half jaar aan het werk"),
    "training_started": gettext_lazy("met scholing begonnen"),
    "start_intensive": gettext_lazy("gestart met intensieve scholing"),
    "start_short": gettext_lazy("gestart met korte scholing"),
    "sustained_participatiewet": gettext_lazy("duurzaam aan het werk, Participatiewet"),
    "sustained_ww": gettext_lazy("duurzaam aan het werk, WW"),
    "sustained_nuo": gettext_lazy("duurzaam aan het werk, zonder uitkering (NUG)"),
    "sustained_construction_engineering": gettext_lazy("duurzaam aan het werk in bouw en techniek"),
    "sustained_other": gettext_lazy("duurzaam aan het werk in andere sectoren"),
    "sustained_year_minimum": gettext_lazy("minimum van dit jaar"),
    "milestone_on": gettext_lazy("dag van de mijlpaal"),
    "on": gettext_lazy("dag"),
    "budget": gettext_lazy("begroot"),
    "cover": gettext_lazy("dekking"),
    "spent": gettext_lazy("uitgegeven"),
    "all": gettext_lazy("alle jaren"),
    "tranches": gettext_lazy("termijn van het Rijk"),
    "promised": gettext_lazy("toegezegd"),
    "received": gettext_lazy("ontvangen"),
    "year": gettext_lazy("jaar"),
    "state": gettext_lazy("Rijk"),
    "ncg": gettext_lazy("Nationaal Coördinator Groningen"),
    "province": gettext_lazy("provincie"),
    "municipalities": gettext_lazy("gemeenten in het voorrangsgebied"),
    "back_office_detail": gettext_lazy("backoffice in delen"),
    "analysis": gettext_lazy("analyse en ondersteuning"),
    "communication": gettext_lazy("communicatie"),
    "systems": gettext_lazy("systemen"),
    "contribution_key": gettext_lazy("bijdrage per gemeente"),
    "inhabitants": gettext_lazy("inwoners"),
    "amount": gettext_lazy("bedrag"),
    "kind": gettext_lazy("soort"),
    "name": gettext_lazy("naam"),
    "cost_per_programme": gettext_lazy("kosten per opleiding in de periode"),
    "cost_per_programme_cumulative": gettext_lazy("kosten per opleiding tot en met de periode"),
    "cost_by_werkplein": gettext_lazy("kosten per Werkplein in de periode"),
    "cost_by_werkplein_cumulative": gettext_lazy("kosten per Werkplein tot en met de periode"),
    "cost_per_sustained": gettext_lazy("kosten per persoon duurzaam aan het werk"),
    "training_and_guidance": gettext_lazy("scholing en begeleiding samen"),
    "guidance_excl_participatiewet": gettext_lazy("begeleiding, zonder Participatiewet"),
    "tracks": gettext_lazy("afgesloten deelnames aan scholing"),
    "included": gettext_lazy("op de kalender"),
    "developed_on": gettext_lazy("klaar op"),
    "in_region": gettext_lazy("in de regio"),
    "in_priority_area": gettext_lazy("in het voorrangsgebied"),
    "now": gettext_lazy("code van nu"),
    "successors": gettext_lazy("opvolger"),
    "persons_by_werkplein": gettext_lazy("mensen per Werkplein"),
    "by_werkplein_detail": gettext_lazy("kandidaten van het Werkplein"),
    "enrolments": gettext_lazy("deelnames aan scholing"),
    "cost": gettext_lazy("kosten"),
    "cost_per_person": gettext_lazy("kosten per persoon"),
    "started_work": gettext_lazy("aan het werk gegaan"),
    "sustained": gettext_lazy("duurzaam aan het werk"),
    "open": gettext_lazy("nog bezig"),
    "no_certificate": gettext_lazy("zonder certificaat"),
    "followed_by_sustained": gettext_lazy("met certificaat, en duurzaam aan het werk"),
    "started_on": gettext_lazy("eerste dag"),
    "money_since": gettext_lazy("geld telt vanaf"),
    "text": gettext_lazy("tekst"),
}
#: Where a key means something else than elsewhere.
_UNDER = {("funnel", "intake"): gettext_lazy("intake gehad"), ("calendar", "open"): gettext_lazy("nog open")}
NO_NAMES: Mapping[str, str] = {}
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
    events: str = ""
    path: str = ""
    about: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it has a page of its own; a name or a day has not."""
        return define(self.path) is not None


def revisions_of(changes: Iterable[Mapping[str, Any]], *, names: Mapping[str, str] = NO_NAMES) -> list[Revision]:
    """Return the snapshot's changes as lines of a table. ``names``: what codes in a path are called."""
    return [
        Revision(
            where=where(change["path"], names=names),
            before=written(change["before"]),
            after=written(change["after"]),
            is_confidential=is_confidential(change["path"]),
            events=events_of(change),
            path=change["path"],
        )
        for change in changes
    ]


def late_of(lines: Iterable[Mapping[str, Any]], *, names: Mapping[str, str] = NO_NAMES) -> list[Revision]:
    """Return what came in late as lines of a table; ``about`` is the period."""
    return [
        Revision(
            where=where(line["path"], names=names),
            before=written(line["frozen"]),
            after=written(line["now"]),
            is_confidential=is_confidential(line["path"]),
            events=events_of(line),
            path=line["path"],
            about=Period.parse(line["period"]).label,
        )
        for line in lines
    ]


def is_confidential(path: str) -> bool:
    """Whether a figure is of one contract or one authority."""
    return path.startswith(_CONFIDENTIAL)


def events_of(line: Mapping[str, Any]) -> str:
    """Return how many rows came and went behind a figure; which ones, the portal shows to who may know."""
    parts = (
        _("%(count)s erbij") % {"count": dutch_number(line["came"])} if line.get("came") else "",
        _("%(count)s eraf") % {"count": dutch_number(line["went"])} if line.get("went") else "",
    )
    return ", ".join(part for part in parts if part)


def where(path: str, *, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return the path of a figure in words; ``names``: what its codes are called."""
    words: list[str] = []
    above = ""
    for position, part in enumerate(_PART.finditer(path)):
        key = part["key"]
        words.append(heading_of(key) if position == 0 else names.get(key) or _word(key, above))
        if part["name"]:
            words.append(part["name"])
        above = key
    return " › ".join(one for one in words if one)


def _word(key: str, above: str) -> str:
    if above == "dropouts" and key in DropoutReason.values:
        return str(DropoutReason(key).label)
    if above == "tender_reasons":
        return reason(key)
    own = _UNDER.get((above, key), _PARTS.get(key))
    return str(own) if own is not None else CLASSES.get(above, {}).get(key, WORDS.get(key, key))


def written(value: str | int | None) -> str:
    """Return a figure of the JSON as text."""
    if value is None:
        return _("niets")
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, int):
        return dutch_number(value)
    return euro(Decimal(value)) if _AMOUNT.fullmatch(value) else value
