"""What stands in a vacancy, as a form or another program gives it."""

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from candidates.file_choices import DrivingLicence
from organisations.models import Occupation
from organisations.months import add_months
from organisations.refused import Refused, holds_way_to_reach
from organisations.shown import digest
from placements.models import Vacancy, VacancyFile
from placements.vacancy_choices import Rule
from tenders.models import Contract

#: What somebody checked of a firm: changed by the firm itself, it is checked again.
CHECKED = ("title", "description")
#: What everybody reads: nobody is reached by it past the portal.
OPEN_TEXT = ("title", "description", "place", "offer")
#: Work that begins later than this is a slip of the pen.
MONTHS_AHEAD = 36
#: Letters and digits that nobody takes for one another.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 5


@dataclass(frozen=True, slots=True)
class VacancyEntry:
    """The facts and rules of a vacancy, and whom to ask about it. Only the employer and who mediates see the last four."""

    title: str
    municipality: str
    sector: str
    hours_from: int
    hours_to: int
    occupation: Occupation | None = None
    description: str = ""
    offer: str = ""
    place: str = ""
    places: int = 1
    wage_from: Decimal | None = None
    wage_to: Decimal | None = None
    starts_on: dt.date | None = None
    closes_on: dt.date | None = None
    is_expected: bool = False
    is_learning: bool = False
    pays_course: bool = False
    sroi: bool = False
    rules: tuple[str, ...] = ()
    also_occupations: tuple[Any, ...] = ()
    certificates: tuple[str, ...] = ()
    licence: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contract: Contract | None = None


OF_FILE = ("contact_name", "contact_email", "contact_phone", "contract")
FACTS = tuple(one.name for one in fields(VacancyEntry) if one.name not in OF_FILE)
_LISTS = {"rules", "also_occupations", "certificates"}


def told_by(occupation: Occupation) -> dict[str, Any]:
    """What the profile of an occupation says about work in it, for whoever did not fill that in himself."""
    told: dict[str, Any] = {"sector": occupation.sector}
    if occupation.hours_from is not None:
        told["hours_from"] = occupation.hours_from
    if occupation.hours_to is not None:
        told["hours_to"] = occupation.hours_to
    if occupation.certificates:
        told["certificates"] = tuple(occupation.certificates)
    if occupation.driving_licence:
        told["licence"] = DrivingLicence.B.value
    return told


def put(vacancy: Vacancy, file: VacancyFile, entry: VacancyEntry, *, but: Iterable[str] = ()) -> list[str]:
    """Put the entry on both rows, except these fields; returns the names of what changed."""
    changed = []
    for name in (*FACTS, *OF_FILE):
        if name in but:
            continue
        row: Any = file if name in OF_FILE else vacancy
        value = getattr(entry, name)
        value = list(_rules_that_ask(entry) if name == "rules" else value) if name in _LISTS else value
        column = row._meta.get_field(name).attname  # noqa: SLF001 - the public way to a column
        before = getattr(row, column)
        setattr(row, name, value)
        if getattr(row, column) != before:
            changed.append(name)
    return changed


def save(vacancy: Vacancy, file: VacancyFile, changed: Iterable[str], *also: str) -> None:
    """Write what changed to the row that has it."""
    names = dict.fromkeys([*changed, *also])
    facts = [name for name in names if name not in OF_FILE]
    if facts:
        vacancy.save(update_fields=facts)
    if own := [name for name in names if name in OF_FILE]:
        file.save(update_fields=own)


def entry_of(vacancy: Vacancy, file: VacancyFile) -> dict[str, Any]:
    """What stands there now, by the names of the entry."""
    return {name: getattr(file if name in OF_FILE else vacancy, name) for name in (*FACTS, *OF_FILE)}


def version(vacancy: Vacancy) -> str:
    """What a form began with: the same as long as nobody changed the facts or the state."""
    known: Any = {name: vacancy._meta.get_field(name) for name in (*FACTS, "state")}  # noqa: SLF001 - as above
    return digest({name: getattr(vacancy, field.attname) for name, field in known.items()})


def check(entry: VacancyEntry, *, before: Vacancy | None = None, on: dt.date) -> None:
    """Refuse what cannot be."""
    said = {one.name: getattr(entry, one.name) for one in fields(entry)}
    for _name, sentence in faults(said, before=before, on=on):
        raise Refused(sentence)
    if entry.contract is not None and not entry.sroi:
        raise Refused(_("Een vacature bij een contract telt voor social return. Zet dat ook aan."))


def faults(said: Mapping[str, Any], *, before: Vacancy | None = None, on: dt.date) -> Iterator[tuple[str, str]]:
    """What cannot be, by field, of as much as is known; what stood there already stays."""
    given = {name: said.get(name) for name in FACTS}
    new = {name for name, value in given.items() if before is None or getattr(before, name) != value}
    hours_from, hours_to = given["hours_from"], given["hours_to"]
    if hours_from is not None and hours_to is not None:
        if hours_to < hours_from:
            yield "hours_to", _("Het hoogste aantal uren ligt onder het laagste.")
        elif hours_to < 1:
            yield "hours_to", _("Vul in hoeveel uren per week het werk hoogstens is: 1 of meer.")
    wage_from, wage_to = given["wage_from"], given["wage_to"]
    if wage_from is not None and wage_to is not None and wage_to < wage_from:
        yield "wage_to", _("Het hoogste loon ligt onder het laagste.")
    starts_on, closes_on = given["starts_on"], given["closes_on"]
    if closes_on is not None and closes_on < on and "closes_on" in new:
        yield "closes_on", _("De laatste dag om te reageren is al voorbij.")
    if starts_on is not None and starts_on < on and "starts_on" in new:
        yield "starts_on", _("Deze begindatum is al voorbij. Vul een dag in die nog komt, of laat dit leeg.")
    if starts_on is not None and starts_on > add_months(on, MONTHS_AHEAD):
        yield "starts_on", _("Deze begindatum ligt te ver vooruit. Kijk het jaar na.")
    for name in OPEN_TEXT:
        if name in new and holds_way_to_reach(given[name] or ""):
            yield (
                name,
                _(
                    "Zet hier geen telefoonnummer, mailadres of website in. Contact gaat via het portaal. Vul uw gegevens "
                    "in bij ‘Wie kunnen wij bellen?’."
                ),
            )


def _rules_that_ask(entry: VacancyEntry) -> list[str]:
    """In the order of the choices, without a rule about something that was not filled in: it would ask nothing."""
    empty = {
        Rule.OCCUPATION: entry.occupation is None and not entry.also_occupations,
        Rule.CERTIFICATES: not entry.certificates,
        Rule.LICENCE: not entry.licence,
    }
    return [rule for rule in Rule.values if rule in entry.rules and not empty.get(Rule(rule))]


def new_reference() -> str:
    return "V-" + "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
