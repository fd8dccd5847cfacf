"""The page on which a verifier sees what companies did not do in time: for each company once, with whom to call."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from organisations.tenancy import Acting
from placements.access import verified_as
from placements.choices import ToDo
from placements.reminders.chasing import Before, key_of, people_of, reminders_of
from placements.reminders.due import Due, Scope, due
from tenders.access import contracts_of
from tenders.attention import looked_after_by
from tenders.told import Addressee


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of it is shown. ``lately``: reminded in the last week or not; None for both."""

    words: str = ""
    kind: str = ""
    lately: bool | None = None
    only_mine: bool = False


@dataclass(slots=True)
class Line:
    """One thing on one contract: a month without the hours of some people, a question, evidence."""

    kind: ToDo
    since: dt.date
    contract_id: uuid.UUID
    title: str
    authority: str
    month: dt.date | None
    url: str
    lines: list[str] = field(default_factory=list)
    reminded: dt.datetime | None = None
    number: int = 0
    #: Others of the company can be mailed, but nobody about this contract.
    nameless: bool = False


@dataclass(slots=True)
class Company:
    """All of one company that is late, the oldest first."""

    pk: uuid.UUID
    name: str
    things: list[Line] = field(default_factory=list)
    people: list[Addressee] = field(default_factory=list)
    #: Something of it may be reminded of today.
    may_remind: bool = False

    @property
    def since(self) -> dt.date:
        return self.things[0].since

    @property
    def count(self) -> int:
        return sum(len(one.lines) for one in self.things)


def companies(acting: Acting, wanted: Wanted, *, at: dt.datetime, on: dt.date) -> list[Company]:
    """The companies that are late with something on contracts of this verifier, the oldest first. Six queries at most."""
    mine = contracts_of(acting).filter(looked_after_by(acting)) if wanted.only_mine else None
    late = [
        one
        for one in due(Scope(verified_by=verified_as(acting), contracts=mine), on=on)
        if one.is_late(on) and _is_wanted(one, wanted)
    ]
    before = reminders_of(late)
    if wanted.lately is not None:
        late = [one for one in late if before[key_of(one)].may_again(at) != wanted.lately]
    found: dict[uuid.UUID, Company] = {}
    for one in late:
        company = found.setdefault(one.company_id, Company(one.company_id, one.company))
        _add(company, one, before[key_of(one)], acting)
        company.may_remind |= before[key_of(one)].may_again(at)
    return list(found.values())


def with_people(shown: Iterable[Company]) -> list[Company]:
    """The same companies, with whom to call about each."""
    rows = list(shown)
    places = [(thing.contract_id, company.pk) for company in rows for thing in company.things]
    people = people_of(places)
    for company in rows:
        here = [one for thing in company.things for one in people[thing.contract_id, company.pk]]
        company.people = list({one.email.casefold(): one for one in here}.values())
        company.may_remind &= bool(company.people)
        for thing in company.things:
            thing.nameless = bool(company.people) and not people[thing.contract_id, company.pk]
    return rows


def _is_wanted(one: Due, wanted: Wanted) -> bool:
    said = f"{one.company} {one.title} {one.reference}".casefold()
    return all(word in said for word in wanted.words.casefold().split()) and wanted.kind in ("", one.kind.value)


def _add(company: Company, one: Due, before: Before, acting: Acting) -> None:
    """To the thing it belongs to: of a month without hours all people of one contract together."""
    same: Any = (one.kind, one.contract_id, one.month) if one.kind == ToDo.HOURS else None
    for thing in company.things:
        if same == (thing.kind, thing.contract_id, thing.month):
            thing.lines.append(one.line)
            break
    else:
        thing = Line(
            kind=one.kind,
            since=one.since,
            contract_id=one.contract_id,
            title=one.title,
            authority=one.authority,
            month=one.month,
            url=_address(one, acting),
            lines=[one.line],
        )
        company.things.append(thing)
    if before.at is not None and (thing.reminded is None or thing.reminded < before.at):
        thing.reminded = before.at
    thing.number = max(thing.number, before.number)


def _address(one: Due, acting: Acting) -> str:
    """Of one person his page, else the contract: the verifier's own pages."""
    if one.kind != ToDo.HOURS and one.deployment_id is not None:
        return reverse("placements:deployment_detail", args=[acting.organisation_id, one.deployment_id])
    return reverse("placements:contract_detail", args=[acting.organisation_id, one.contract_id])
