"""What happened on a contract and what comes, newest first, in words, as far as the viewer may see it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.models import Organisation
from organisations.notation import dutch_number
from organisations.templatetags.formatting import day_nl, euro, month_nl
from placements.choices import LineStatus
from placements.pages.happenings import Happening, Subject, happenings, read
from tenders.choices import DocumentKind, LadderKind, MessageKind, NoticeKind, OptionState, PartyRole
from tenders.models import Contract
from tenders.models.succession import SuccessionKind

ON_OVERVIEW = 20
PER_PAGE = 50

Item = dict[str, Any]
#: Names of organisations by key.
Names = Mapping[str, str]

_LINES = {
    "hours": {
        LineStatus.SUBMITTED: gettext_lazy("Uren van %(what)s ingediend"),
        LineStatus.RETURNED: gettext_lazy("Vraag over uren van %(what)s"),
        LineStatus.APPROVED: gettext_lazy("Uren van %(what)s goedgekeurd"),
        LineStatus.REJECTED: gettext_lazy("Uren van %(what)s tellen niet mee"),
    },
    "person": {
        LineStatus.SUBMITTED: gettext_lazy("Medewerker ingediend"),
        LineStatus.RETURNED: gettext_lazy("Vraag over een medewerker"),
        LineStatus.APPROVED: gettext_lazy("Medewerker goedgekeurd"),
        LineStatus.REJECTED: gettext_lazy("Medewerker telt niet mee"),
    },
    "other": {
        LineStatus.SUBMITTED: gettext_lazy("Andere invulling ingediend"),
        LineStatus.RETURNED: gettext_lazy("Vraag over andere invulling"),
        LineStatus.APPROVED: gettext_lazy("Andere invulling goedgekeurd"),
        LineStatus.REJECTED: gettext_lazy("Andere invulling telt niet mee"),
    },
}
#: Kinds whose title needs no more than the words themselves.
_PLAIN: dict[str, str | Promise] = {
    "awarded": gettext_lazy("Gegund"),
    "starts": gettext_lazy("Begin van het contract"),
    "ends": gettext_lazy("Einde van het contract"),
    "first_contact": gettext_lazy("Eerste contact gelegd"),
    "plan": gettext_lazy("Plan voorgesteld"),
    "plan_agreed": gettext_lazy("Plan afgesproken"),
    "plan_declined": gettext_lazy("Plan afgewezen"),
    "agreement": gettext_lazy("Maatwerk voorgesteld"),
    "agreement_agreed": gettext_lazy("Maatwerk afgesproken"),
    "agreement_declined": gettext_lazy("Maatwerk afgewezen"),
    "call_off": gettext_lazy("Deelopdracht toegevoegd"),
    "call_off_withdrawn": gettext_lazy("Deelopdracht ingetrokken"),
    "turnover_withdrawn": gettext_lazy("Gefactureerde omzet ingetrokken"),
    "settlement": gettext_lazy("Afrekening opgemaakt"),
    "settlement_settled": gettext_lazy("Contract afgerekend"),
    "settlement_withdrawn": gettext_lazy("Afrekening ingetrokken"),
    "hand_over_accepted": gettext_lazy("Overdracht bevestigd"),
    "hand_over_undone": gettext_lazy("Overdracht teruggedraaid"),
    "succession_undone": gettext_lazy("Opvolging teruggedraaid"),
}
_TITLES: dict[str, Callable[[Happening, str], str]] = {
    "version": lambda one, _who: _("Versie %(number)s: %(reason)s") % {"number": one.lines, "reason": one.text},
    "option_open": lambda _one, _who: _("Besluit over verlenging uiterlijk"),
    "option": lambda one, _who: _option(one),
    "turnover": lambda one, _who: _("Gefactureerde omzet van %(first)s tot en met %(last)s") % _period(one),
    "message": lambda one, who: _note(one, who) if one.lines else _("Bericht van %(who)s") % {"who": who},
    "contact": lambda one, who: (
        _note(one, who)
        if one.lines
        else _("%(kind)s met %(whom)s") % {"kind": MessageKind(one.word).label, "whom": one.text}
    ),
    "step": lambda one, _who: _("Stap gepland: %(step)s") % {"step": LadderKind(one.word).label},
    "step_done": lambda one, _who: _("Stap gedaan: %(step)s") % {"step": LadderKind(one.word).label},
    "step_view": lambda _one, _who: _("Zienswijze van de opdrachtnemer"),
    "document": lambda one, _who: _("Verstuurd: %(kind)s") % {"kind": DocumentKind(one.word).label},
    "notice": lambda one, _who: _("Herinnering van het portaal: %(kind)s") % {"kind": NoticeKind(one.word).label},
    "party": lambda one, who: _("%(who)s doet mee als %(role)s") % {"who": who, "role": _role(one)},
    "party_left": lambda one, who: _("%(who)s doet niet meer mee als %(role)s") % {"who": who, "role": _role(one)},
    "hand_over": lambda one, _who: _("Overgedragen aan %(name)s") % {"name": one.text},
    "succession": lambda one, who: _("%(kind)s: eerst %(who)s") % {"kind": SuccessionKind(one.word).label, "who": who},
}
#: Kinds of which the text is the second line.
_TEXT_BELOW = frozenset(
    {
        "message",
        "option",
        "call_off",
        "call_off_withdrawn",
        "turnover_withdrawn",
        "plan_declined",
        "agreement",
        "agreement_agreed",
        "agreement_declined",
        "document",
        "settlement_withdrawn",
        "notice",
        "hand_over_undone",
        "succession",
        "succession_undone",
    }
)


def timeline_of(contract: Contract, *, first_contact_by: date, on: date) -> list[Item]:
    """The newest moments, for the timeline component, with what is due. Two queries."""
    rows = [read(row) for row in happenings(contract)[:ON_OVERVIEW]]
    items = _worded(rows, contract, on=on)
    if contract.first_contact_on is None and contract.percentage and first_contact_by >= on:
        items.append({"when": first_contact_by, "title": _("Eerste contact uiterlijk"), "state": "due"})
    return sorted(items, key=lambda item: item["when"], reverse=True)


def timeline_page(
    contract: Contract, subject: Subject | None, number: str | None, *, on: date
) -> tuple[Page, list[Item]]:
    """One page of all moments, or of those about a subject. Three queries."""
    page = Paginator(happenings(contract, subject), PER_PAGE).get_page(number)
    return page, _worded([read(row) for row in page.object_list], contract, on=on)


def _worded(rows: Iterable[Happening], contract: Contract, *, on: date) -> list[Item]:
    shown = list(rows)
    names = _names(shown, contract)
    items = []
    for one in shown:
        day = timezone.localdate(one.at)
        state = "due" if one.kind == "option_open" else "past" if day <= on else "future"
        items.append({"when": day, "title": _title(one, names), "sub": _below(one, names), "state": state})
    return items


def _names(rows: Iterable[Happening], contract: Contract) -> Names:
    """Of the organisations in these rows; those that the viewer may not know stay unnamed. One query, always."""
    ids = {one.organisation for one in rows if one.organisation} | {str(contract.contractor_id)}
    return {str(key): name for key, name in Organisation.objects.filter(pk__in=ids).values_list("pk", "name")}


def _title(one: Happening, names: Names) -> str:
    if one.kind in _LINES:
        words = _LINES[one.kind][LineStatus(one.word)]
        return words % {"what": month_nl(one.first)}
    if one.kind in _PLAIN:
        return str(_PLAIN[one.kind])
    return _TITLES[one.kind](one, names.get(one.organisation) or _("een organisatie"))


def _below(one: Happening, names: Names) -> str:
    """The second line: what more there is to say, and who did it."""
    if one.kind in _LINES:
        counted = ngettext("%(n)s regel", "%(n)s regels", one.lines) % {"n": dutch_number(one.lines)}
        return _("%(lines)s, door %(name)s") % {"lines": counted, "name": one.person} if one.person else counted
    parts = []
    if one.kind == "awarded":
        parts.append(names.get(one.organisation, ""))
    if one.kind == "option_open":
        parts.append(_("voor %(first)s tot en met %(last)s") % _period(one))
    if one.kind == "version" and one.amount is not None:
        parts.append(_("Verplichting %(amount)s") % {"amount": euro(one.amount)})
    elif one.amount is not None:
        parts.append(euro(one.amount))
    if one.kind == "step" and one.first:
        parts.append(_("voor %(day)s") % {"day": day_nl(one.first)})
    if one.kind in _TEXT_BELOW and one.text:
        parts.append(one.text)
    if one.person:
        parts.append(_("door %(name)s") % {"name": one.person})
    return ", ".join(part for part in parts if part)


def _note(_one: Happening, who: str) -> str:
    return _("Notitie, alleen voor %(who)s") % {"who": who}


def _role(one: Happening) -> str:
    return PartyRole(one.word).label.lower()


def _option(one: Happening) -> str:
    if one.word == OptionState.TAKEN:
        return _("Verlengd tot en met %(last)s") % {"last": day_nl(one.last)}
    return _("Besloten om niet te verlengen")


def _period(one: Happening) -> dict[str, str]:
    return {"first": day_nl(one.first), "last": day_nl(one.last)}
