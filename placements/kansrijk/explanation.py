"""How matching works, said to who looks for work. What is looked at is taken from the rules themselves.

A fact that matching would begin to look at, and that is not explained here, stops the page and the tests.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.choices import Area
from organisations.models import AreaMunicipality
from placements import matching

#: Each fact of somebody that matching looks at, in words that need no explanation.
FACTS: dict[str, str | Promise] = {
    "hours_from": _("hoeveel uur u minstens wilt werken"),
    "hours_to": _("hoeveel uur u hoogstens wilt werken"),
    "sector": _("in welke sector u wilt werken, bijvoorbeeld de bouw"),
    "occupations": _("welk werk u wilt doen of al kunt"),
    "certificates": _("welke diploma’s en certificaten u hebt"),
    "licences": _("welk rijbewijs u hebt"),
    "travel": _("hoe ver u wilt reizen"),
    "municipality": _("in welke gemeente u woont"),
    "ring": _("of uw gemeente bij het voorrangsgebied hoort, bij de regio, of daarbuiten ligt"),
    "ready_since": _("sinds welke dag u kunt beginnen met werken"),
    "registered_on": _("op welke dag u zich aanmeldde"),
    "reference": _("uw nummer bij ons, alleen als verder alles gelijk is"),
}
#: Each rule that a vacancy can have: its picture, its name, and when it is met.
RULES: dict[str, tuple[str, str | Promise, str | Promise]] = {
    matching.HOURS: ("hours", _("Uren"), _("U wilt zoveel uur werken als de werkgever vraagt.")),
    matching.SECTOR: ("construction", _("Sector"), _("U wilt werken in de sector van de vacature.")),
    matching.OCCUPATION: ("person", _("Beroep"), _("U koos dit beroep, of een beroep dat er ook bij past.")),
    matching.CERTIFICATES: (
        "certificate",
        _("Diploma’s en certificaten"),
        _("U hebt de diploma’s en certificaten die voor dit werk nodig zijn."),
    ),
    matching.LICENCE: ("licence", _("Rijbewijs"), _("U hebt het rijbewijs dat voor dit werk nodig is.")),
    matching.TRAVEL: ("place", _("Reizen"), _("Het werk is niet verder weg dan u wilt reizen.")),
}
#: Facts that only say in which order people stand.
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that matching looks at, and the rule it is for; none where it only says who goes first."""

    words: str | Promise
    rule: str | Promise


def inputs() -> Sequence[Input]:
    """All that matching looks at. ``KeyError`` for what nobody explained."""
    return [
        Input(FACTS[name], _("de volgorde") if of == ORDER else RULES[of][1]) for name, of in matching.INPUTS.items()
    ]


def rules() -> Sequence[tuple[str, str | Promise, str | Promise]]:
    """The rules in the order in which they are shown beside a candidate."""
    return [RULES[one] for one in matching.RULES]


def priority_area(region_id: uuid.UUID, *, on: date) -> list[str]:
    """The municipalities whose residents go first on this day."""
    rows = AreaMunicipality.objects.filter(region_id=region_id, area=Area.PRIORITY, valid__contains=on)
    return list(rows.order_by("municipality__name", "pk").values_list("municipality__name", flat=True))
