"""The demo's promising occupations: a list of last year, the one that holds now, and a concept for the next."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from organisations.models import Region
from organisations.tenancy import Acting
from placements.kansrijk import promising
from placements.models import PromisingList

_WITH = "EPI, Alfa-college en Noorderpoort"
#: How long ago each list was adopted, and the note with it.
_ADOPTED = (
    (410, "De eerste lijst. Vooral werk in de bouw en de techniek."),
    (75, "Besproken in het overleg van de bouwscholen. Zorg volgt bij de volgende lijst."),
)
_THIRD = 2


def furnish(
    region: Region,
    *,
    acting_as: Callable[[str], AbstractContextManager[Acting]],
    on: date,
    at: datetime,  # noqa: ARG001 - called as the other parts of the demo
) -> None:
    """Once; a region that has a list keeps it."""
    with acting_as("dirk") as dirk:
        if PromisingList.objects.filter(region=region).exists():
            return
        for days, note in _ADOPTED:
            made = _settled(dirk, region, on)
            adopted_on = on - timedelta(days=days)
            shown = promising.version(promising.on_list(made))
            promising.adopt(dirk, made.pk, adopted_on=adopted_on, settled_with=_WITH, note=note, on=on, shown=shown)
        _settled(dirk, region, on)


def _settled(dirk: Acting, region: Region, on: date) -> PromisingList:
    """A proposal from the figures in which people changed something: the third goes up, the last makes place."""
    made = promising.propose(dirk, region_id=region.pk, on=on)
    rows = promising.on_list(made)
    if len(rows) > _THIRD:
        promising.move(dirk, made.pk, rows[_THIRD].occupation_id, up=True)
    there = [one.occupation_id for one in rows]
    care = promising.in_use(region.pk).filter(code="begeleider-zorg").exclude(pk__in=there).first()
    if care is not None and len(rows) == promising.MOST:
        promising.leave_off(dirk, made.pk, there[-1], why="Voor dit werk zijn er al genoeg mensen.")
        why = "In de zorg gaan veel mensen met pensioen. Scholen vragen om meer plekken."
        promising.put_on(dirk, made.pk, care.pk, why=why, on=on)
    return made
