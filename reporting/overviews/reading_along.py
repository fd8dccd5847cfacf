"""What somebody comes for who reads all and writes nothing, such as an accountant: one list on his start page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from organisations.access import may_open
from organisations.tenancy import Acting
from reporting.access import may_read_reports
from reporting.overviews.tally import Item
from reporting.overviews.waiting import address


def pages_to_check(acting: Acting) -> list[Item]:
    """As ``title``, ``text`` and ``url``: what he may open. Nothing for who works here."""
    if acting.may_write:
        return []
    shown = ({"title": title, "text": text, "url": address(view, acting)} for view, title, text in _pages(acting))
    return [one for one in shown if may_open(acting, one["url"])]


def _pages(acting: Acting) -> Iterator[tuple[str, str, str]]:
    yield (
        "tenders:contract_list",
        _("Wat is er afgesproken en gedaan?"),
        _("Open een contract: elke versie met dag en reden, de tijdlijn, en van elke waarde de berekening."),
    )
    yield (
        "reporting:report_list" if may_read_reports(acting) else "reporting:published_list",
        _("Is een rapport echt?"),
        _("Open het rapport. Onder elk bestand staat de SHA-256, om met uw kopie te vergelijken."),
    )
    yield ("reporting:spending_list", _("Waar ging het geld heen?"), _("Elke uitgave, met dag, soort en bron."))
    yield (
        "reporting:read_log",
        _("Wie keek naar wie?"),
        _("Elke inzage in persoonsgegevens: wie, wanneer en waarvoor."),
    )
    yield ("organisations:member_list", _("Wie hoort erbij?"), _("De leden met hun rol, en sinds wanneer."))
