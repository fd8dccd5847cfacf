"""The words for keys of the JSON: groups, sources, classes, and the names of places and organisations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst

from reporting.definitions.words import CLASSES, NAMED, WORDS
from tenders.choices import ReasonKind

GROUPS = ("participatiewet", "ww", "wsw", "work_to_work")
GROUPS_IN_DETAIL = ("participatiewet", "nuo", "ww", "uwv_other", "wsw", "work_to_work")
SOURCES = ("self", "municipality", "uwv", "sw_company", "school", "temp_agency")
FORMS = ("intensive", "short", "comparable")
SECTORS = ("construction", "engineering", "other")
DURATIONS = ("<6", "6-<12", "12", ">12")
HOURS = ("0-11", "12-23", "24-31", "32+")
CATEGORIES = ("training", "guidance", "coordination", "back_office", "sroi_procurement", "secretary")
#: By the map they stand in: the keys that always get a line, also when the JSON leaves out their zero.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "by_group": GROUPS,
    "by_group_detail": GROUPS_IN_DETAIL,
    "by_form": FORMS,
    "by_sector": SECTORS,
    "by_duration": DURATIONS,
    "by_hours": HOURS,
    "by_category": CATEGORIES,
}


def word(key: str, *, within: str = "") -> str:
    """Return what a key is called, with a capital; a key that is a name stays what it is."""
    if within in NAMED and key != "unknown":
        return key
    return str(capfirst(CLASSES.get(within, {}).get(key) or WORDS.get(key) or key))


def reason(key: str) -> str:
    """Return why a tender asks no social return: the name of the category, or the words that were written down."""
    if key in ReasonKind.values:
        return str(ReasonKind(key).label)
    return str(capfirst(WORDS[key])) if key == "unknown" else key


def ordered(maps: Iterable[Mapping[str, Any]], *, within: str, names: Mapping[str, str]) -> list[str]:
    """Return the keys of the maps: the known ones in their own order, then the others by name, 'unknown' last."""
    known = KNOWN.get(within, ())
    others = {key for one in maps for key in one} - set(known)
    return [*known, *sorted(others, key=lambda key: (key == "unknown", names.get(key, key).casefold(), key))]
