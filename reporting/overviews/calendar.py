"""What waits on the calendar of tenders for who keeps it, as an item of the queue on a start page."""

import datetime as dt

from django.utils.translation import gettext as _

from organisations.tenancy import Acting
from reporting.overviews.tally import Item
from reporting.overviews.waiting import address, item
from tenders.access import may_keep_calendar, tenders_kept_by
from tenders.calendar.upkeep import MEND_LOOKS, MEND_WORDS, summary_of
from tenders.tender_upkeep import Mend


def to_mend(acting: Acting, *, on: dt.date) -> list[Item]:
    """Open tenders whose dates passed, that ask for a decision or that nobody looked at for long. One query.

    What only is not complete yet can wait: that is most of what is planned far ahead.
    """
    if not may_keep_calendar(acting):
        return []
    found = summary_of(tenders_kept_by(acting), on=on)
    if not found.open:
        return []
    first = next((mend for mend in Mend if mend != Mend.INCOMPLETE and found.by_mend[mend]), None)
    url = address("tenders:tender_list", acting)
    said: Item = {"status": MEND_LOOKS[first], "status_text": str(MEND_WORDS[first]).lower()} if first else {}
    return [
        item(
            found.asking,
            _("Aanbestedingen op uw kalender bijwerken"),
            f"{url}?werk={first.value}" if first else url,
            **said,
        )
    ]
