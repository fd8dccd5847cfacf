"""What a firm says of itself, as a form or a colleague gives it."""

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any

from tenders.models import LocalFirm

#: What the coordination point checked: changed by the firm itself, it is checked again.
CHECKED = ("name", "municipality", "place", "province", "label", "label_valid_until")


@dataclass(frozen=True, slots=True)
class FirmEntry:
    name: str
    kvk: str
    does: str
    contact_name: str
    contact_email: str
    municipality: str = ""
    place: str = ""
    province: str = ""
    cpv_codes: tuple[str, ...] = ()
    occupation_codes: tuple[str, ...] = ()
    website: str = ""
    contact_phone: str = ""
    label: str = ""
    label_valid_until: dt.date | None = None

    def values(self) -> dict[str, Any]:
        """As the columns hold it."""
        return asdict(self) | {"cpv_codes": list(self.cpv_codes), "occupation_codes": list(self.occupation_codes)}


def entry_of(firm: LocalFirm) -> dict[str, Any]:
    """What a firm says of itself now."""
    return {one.name: getattr(firm, one.name) for one in fields(FirmEntry)}


def put(firm: LocalFirm, entry: FirmEntry, *, but: tuple[str, ...] = ()) -> list[str]:
    """Put it on the firm, except these fields; returns the names of what changed."""
    new = {name: value for name, value in entry.values().items() if name not in but}
    changed = [name for name, value in new.items() if getattr(firm, name) != value]
    for name in changed:
        setattr(firm, name, new[name])
    return changed
