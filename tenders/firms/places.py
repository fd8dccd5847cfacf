"""Where firms and tenders lie: the municipalities of a region today, and what an earlier one became."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality, Occupation


def municipalities_of(region_id: uuid.UUID, *, on: dt.date) -> list[Municipality]:
    """Those of the region on this day, by name."""
    here = AreaMunicipality.objects.filter(region_id=region_id, area=Area.REGION, valid__contains=on)
    return list(Municipality.objects.filter(pk__in=here.values("municipality_id")).order_by("name", "code"))


def occupations_of(region_id: uuid.UUID) -> list[Occupation]:
    """Those on the list of the region that are used, by name."""
    return list(Occupation.objects.filter(region_id=region_id, retired_on=None).order_by("name", "pk"))


def area_codes(region_id: uuid.UUID, *, on: dt.date) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the region, and of its priority area, on this day. One query."""
    rows = AreaMunicipality.objects.filter(region_id=region_id, valid__contains=on).order_by("pk")
    found = list(rows.values_list("area", "municipality_id"))
    return (
        frozenset(code for area, code in found if area == Area.REGION),
        frozenset(code for area, code in found if area == Area.PRIORITY),
    )


class Became:
    """What municipalities are called today: a code that is in force stays, another becomes its successors. Two queries."""

    def __init__(self, *, on: dt.date) -> None:
        #: Of every code there ever was.
        self.names: dict[str, str] = {}
        self._in_force: set[str] = set()
        for code, name, valid in Municipality.objects.order_by("code").values_list("code", "name", "valid"):
            self.names[code] = name
            if on in valid:
                self._in_force.add(code)
        through: Any = Municipality.successors.through
        self._next: dict[str, set[str]] = {}
        for before, after in through.objects.order_by("pk").values_list("from_municipality_id", "to_municipality_id"):
            self._next.setdefault(before, set()).add(after)

    def today(self, codes: Iterable[str]) -> frozenset[str]:
        """The codes in force of what these are now."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [code for code in codes if code]
        while waiting:
            code = waiting.pop()
            if code in seen:
                continue
            seen.add(code)
            after = self._next.get(code, set())
            if code in self._in_force or not after:
                found.add(code)
            else:
                waiting.extend(after)
        return frozenset(found)
