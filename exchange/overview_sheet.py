"""A company's overview of its contracts as a sheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from exchange.sheets.writing import Sheet, Value
from organisations.templatetags.status_words import STATUSES
from reporting.overviews.company import Contracted


def overview_sheet(rows: Sequence[Contracted]) -> Sheet:
    """One line for each contract: amounts in euros, of the company itself; none of what it does not owe."""
    headings = [
        _("Contract"),
        _("Kenmerk"),
        _("Opdrachtgever"),
        _("Regio"),
        _("Rol"),
        _("Stand"),
        _("Eerste dag"),
        _("Laatste dag"),
        _("Verplichting (€)"),
        _("Goedgekeurd (€)"),
        _("Wacht (€)"),
        _("Verwacht tot het eind (€)"),
        _("Nog in te vullen (€)"),
        _("Te doen"),
    ]
    return Sheet(_("Overzicht"), headings, [_values(one) for one in rows])


def _values(one: Contracted) -> list[Value]:
    contract, amounts = one.row.contract, one.amounts
    is_owed = one.row.shows_owed
    return [
        contract.title,
        contract.reference,
        contract.authority.name,
        contract.region.name,
        one.row.own_role,
        str(STATUSES[one.standing].word) if one.standing else "",
        contract.starts_on,
        contract.ends_on,
        amounts.owed if is_owed else None,
        amounts.approved,
        amounts.waiting,
        amounts.expected,
        amounts.to_do if is_owed else None,
        "; ".join(ask.words for ask in one.asks),
    ]
