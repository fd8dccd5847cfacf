"""What the figures of a topic mean: the shape in which that is written down, and the sources it comes from. Pure."""

import enum
from dataclasses import dataclass

PLAN = "Plan van aanpak 1.000-banenplan, hoofdstuk 1 (monitoring)"
AGREED_OUTFLOW = "Convenant 1.000-banenplan, artikel 3e"
AGREED_REPORT = "Convenant 1.000-banenplan, artikel 4b"


class Rows(enum.StrEnum):
    """What the references behind a figure refer to."""

    CANDIDATES = "candidates"
    ENROLMENTS = "enrolments"
    PLACEMENTS = "placements"
    FOLLOW_UPS = "follow_ups"
    DEPLOYMENTS = "deployments"
    PROGRAMMES = "programmes"
    SPENDING = "spending"
    CONTRACTS = "contracts"
    TENDERS = "tenders"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """The part of a definition that all figures under a first word share."""

    title: str
    counts: str
    dated: str
    source: str
    rows: Rows
    in_euros: bool = False
