"""What happened on a contract and what comes, newest first, as far as the viewer may see the lines."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.templatetags.formatting import euro, month_nl
from placements.choices import LineStatus
from placements.models import Transition
from tenders.models import Contract, ContractVersion

STEPS_READ = 80
STEPS_SHOWN = 12

_WORDS = {
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


def timeline_of(
    contract: Contract, versions: Sequence[ContractVersion], *, first_contact_by: date, on: date
) -> list[dict[str, Any]]:
    """Items for the timeline component. One query: the last steps of all lines."""
    past = [_award(contract), *(_version(one) for one in versions if one.number > 1), *_steps(contract)]
    if contract.first_contact_on:
        past.append({"when": contract.first_contact_on, "title": _("Eerste contact gelegd"), "state": "past"})
    elif first_contact_by >= on:
        past.append({"when": first_contact_by, "title": _("Eerste contact uiterlijk"), "state": "due"})
    for day, title in (
        (contract.starts_on, _("Begin van het contract")),
        (contract.ends_on, _("Einde van het contract")),
    ):
        past.append({"when": day, "title": title, "state": "past" if day <= on else "future"})
    return sorted(past, key=lambda item: item["when"], reverse=True)


def _award(contract: Contract) -> dict[str, Any]:
    return {"when": contract.awarded_on, "title": _("Gegund"), "sub": contract.contractor.name, "state": "past"}


def _version(version: ContractVersion) -> dict[str, Any]:
    return {
        "when": version.valid_from,
        "title": _("Versie %(number)s: %(reason)s") % {"number": version.number, "reason": version.reason},
        "sub": _("Verplichting %(amount)s") % {"amount": euro(version.obligation)},
        "state": "past",
    }


def _steps(contract: Contract) -> list[dict[str, Any]]:
    """Steps of one day that say the same of several lines are one item."""
    fields = ("at", "to_status", "statement__month", "contribution_id", "user__name")
    shown = Transition.objects.filter(to_status__in=_WORDS["hours"])
    of_persons = shown.filter(deployment__contract=contract).order_by("-at").values_list(*fields)[:STEPS_READ]
    of_others = shown.filter(contribution__contract=contract).order_by("-at").values_list(*fields)[:STEPS_READ]
    counts: dict[tuple[Any, ...], int] = defaultdict(int)
    for at, to_status, month, contribution_id, name in of_persons.union(of_others, all=True).order_by("-at"):
        kind = "other" if contribution_id else "hours" if month else "person"
        counts[timezone.localdate(at), kind, to_status, month, name] += 1
    return [
        {
            "when": day,
            "title": _WORDS[kind][LineStatus(to_status)] % {"what": month_nl(month)},
            "sub": _said(lines, name),
            "state": "past",
        }
        for (day, kind, to_status, month, name), lines in list(counts.items())[:STEPS_SHOWN]
    ]


def _said(lines: int, name: str | None) -> str:
    counted = ngettext("%(n)s regel", "%(n)s regels", lines) % {"n": lines}
    return _("%(lines)s, door %(name)s") % {"lines": counted, "name": name} if name else counted
