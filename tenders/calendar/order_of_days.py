"""Days of a tender that need a second look. None of it holds anything back."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from tenders.choices import TenderStatus


def doubts_about(days: Mapping[str, date | None], *, on: date, status: str = TenderStatus.PLANNED) -> list[str]:
    """A sentence for each pair of days that stand in an unlikely order, and for a plan that lies behind us.

    ``days`` has them under the names of a tender's columns.
    """
    publication, awarded, first = (days.get(name) for name in ("planned_publication", "planned_award", "starts_on"))
    found = []
    if publication and awarded and awarded < publication:
        found.append(_("De gunning staat voor de publicatie. Klopt dat?"))
    if awarded and first and first < awarded:
        found.append(_("Het werk begint voor de gunning. Klopt dat?"))
    elif publication and first and first < publication and not awarded:
        found.append(_("Het werk begint voor de publicatie. Klopt dat?"))
    if publication and publication < on and status in {TenderStatus.CONCEPT, TenderStatus.PLANNED}:
        found.append(_("De geplande publicatie is al geweest. Klopt dat?"))
    return found
