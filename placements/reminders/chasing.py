"""Reminding companies of what they still have to do: by the portal twice, after that by who verifies the contract.

Each thing is reminded of under a number, which the database takes once; and reminders of one region wait in a row. So a
double press, two coordinators and the daily round together send one mail. Everything that one person must hear about
one company goes in one mail.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, F, Max, Value
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from organisations.mail_choices import workspace_in
from organisations.outbox import queue_mails
from organisations.templatetags.formatting import day_nl, month_nl
from organisations.tenancy import Acting
from placements.access import verified_as
from placements.choices import Chased, ToDo
from placements.models import Reminder
from placements.reminders.due import Due, Scope, due
from tenders.choices import Side
from tenders.models import ContractParty, Responsible
from tenders.told import Addressee, addresses

#: So often the portal reminds by itself of one thing; then it is for a person to call.
BY_ITSELF = 2
BETWEEN = dt.timedelta(days=7)
#: What waits longer than this came from elsewhere, as with an import: nobody is mailed about years at once.
_STILL_NEW = dt.timedelta(days=62)

#: Where the links of our mails lead: ``page_of``, ``_first_link``, and the mail that there is a question.
_PAGES = {
    "placements:month",
    "placements:sample_reply",
    "placements:candidate_request_detail",
    "placements:deployment_detail",
    "placements:contribution_detail",
    "reporting:company_overview",
}

#: What one is reminded of, and of whom: contract, company, kind and thing.
Key = tuple[uuid.UUID, uuid.UUID, str, str]
#: A company on a contract.
Place = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Before:
    """The reminders of one thing so far."""

    number: int = 0
    at: dt.datetime | None = None

    def may_again(self, at: dt.datetime) -> bool:
        return self.at is None or timezone.localdate(at) >= timezone.localdate(self.at) + BETWEEN


@dataclass(frozen=True, order=True, slots=True)
class Nameless:
    """A contract on which nobody of the company is named, so that nobody could be mailed."""

    company: str
    title: str
    contract_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how many companies and people got a mail, and which not and why."""

    companies: int = 0
    mails: int = 0
    reminded_lately: tuple[str, ...] = ()
    nobody_named: tuple[Nameless, ...] = ()


def key_of(one: Due) -> Key:
    return one.contract_id, one.company_id, one.kind.value, one.about


@transaction.atomic
def remind(acting: Acting, *, companies: Iterable[uuid.UUID], at: dt.datetime) -> Outcome:
    """Remind these companies of everything that is late on contracts that this member verifies."""
    _wait_in_row(acting.region_ids)
    on = timezone.localdate(at)
    scope = Scope(companies=list(companies), verified_by=verified_as(acting))
    late = [one for one in due(scope, on=on) if one.is_late(on)]
    before = reminders_of(late)
    fresh = [one for one in late if before[key_of(one)].may_again(at)]
    sent = _send(fresh, before, at=at, by=acting.user_id)
    told = {one.company_id for one in fresh}
    lately = {one.company for one in late if one.company_id not in told}
    return Outcome(sent.companies, sent.mails, tuple(sorted(lately)), sent.nobody_named)


def remind_by_itself(*, region_id: uuid.UUID, on: dt.date) -> int:
    """The daily round: what has become late, and once more after a week; returns how many mails."""
    _wait_in_row([region_id])
    late = [one for one in due(Scope(region_id=region_id), on=on) if one.is_late(on)]
    before = reminders_of(late)
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(7)))
    fresh = [
        one
        for one in late
        if before[key_of(one)].number < BY_ITSELF and before[key_of(one)].may_again(at) and one.since >= on - _STILL_NEW
    ]
    return _send(fresh, before, at=at, by=None).mails


def reminders_of(items: Iterable[Due]) -> Mapping[Key, Before]:
    """What was sent about each of these before; one query."""
    found: dict[Key, Before] = defaultdict(Before)
    contracts = {one.contract_id for one in items}
    if not contracts:
        return found
    rows = Reminder.objects.filter(contract__in=contracts).order_by()
    for contract_id, company_id, kind, about, number, at in rows.values_list(
        "contract_id", "organisation_id", "kind", "about"
    ).annotate(last=Max("number"), latest=Max("at")):
        found[contract_id, company_id, kind, about] = Before(number, at)
    return found


def people_of(places: Iterable[Place]) -> Mapping[Place, list[Addressee]]:
    """Who hears for a company about a contract: of the contractor the named persons, of a party its contact. One query."""
    contracts = {contract_id for contract_id, _company in places}
    found: dict[Place, list[Addressee]] = defaultdict(list)
    if not contracts:
        return found
    named = ("contract_id", "company", "first", "first_email", "second", "second_email")
    nothing = Value("", output_field=CharField())
    of_contractor = Responsible.objects.filter(contract__in=contracts, side=Side.CONTRACTOR).annotate(
        company=F("contract__contractor_id"),
        first=F("name"),
        first_email=F("email"),
        second=F("stand_in_name"),
        second_email=F("stand_in_email"),
    )
    of_party = ContractParty.objects.filter(contract__in=contracts).annotate(
        company=F("organisation_id"),
        first=F("contact_name"),
        first_email=F("contact_email"),
        second=nothing,
        second_email=nothing,
    )
    rows = of_contractor.order_by().values_list(*named).union(of_party.order_by().values_list(*named), all=True)
    for contract_id, company_id, first, first_email, second, second_email in rows:
        here = [Addressee(first, first_email), Addressee(second, second_email)]
        found[contract_id, company_id] += [one for one in here if one.email]
    return found


def _send(items: Sequence[Due], before: Mapping[Key, Before], *, at: dt.datetime, by: uuid.UUID | None) -> Outcome:
    people = people_of([(one.contract_id, one.company_id) for one in items])
    mails: dict[tuple[uuid.UUID, str], tuple[Addressee, list[Due]]] = {}
    kept: list[Reminder] = []
    nobody: set[Nameless] = set()
    for one in items:
        told = people[one.contract_id, one.company_id]
        if not told:
            nobody.add(Nameless(one.company, one.title, one.contract_id))
            continue
        kept.append(
            Reminder(
                contract_id=one.contract_id,
                organisation_id=one.company_id,
                kind=Chased(one.kind.value),
                about=one.about,
                number=before[key_of(one)].number + 1,
                at=at,
                sent_by_id=by,
                to=addresses(told),
            )
        )
        for person in told:
            mails.setdefault((one.company_id, person.email.casefold()), (person, []))[1].append(one)
    Reminder.objects.bulk_create(kept)
    queue_mails("reminder", [(person.email, _told(person, things)) for person, things in mails.values()])
    return Outcome(len({one.organisation_id for one in kept}), len(mails), (), tuple(sorted(nobody)))


def _told(person: Addressee, items: Sequence[Due]) -> dict[str, Any]:
    by_contract: dict[uuid.UUID, list[Due]] = defaultdict(list)
    for one in items:
        by_contract[one.contract_id].append(one)
    contracts = [
        {
            "title": things[0].title,
            "reference": things[0].reference,
            "rows": [{"words": words, "link": link} for words, link in _rows(things)],
        }
        for things in by_contract.values()
    ]
    return {
        "name": person.name,
        "company": items[0].company,
        "contracts": contracts,
        "about_hours": any(one.kind == ToDo.HOURS for one in items),
        "link": _first_link(items),
    }


def _first_link(items: Sequence[Due]) -> str:
    """One thing opens by itself, and so does one month over all contracts; the rest stands together on the overview."""
    pages = {page_link(one) for one in items}
    if len(pages) == 1:
        return pages.pop()
    months = {one.month if one.kind == ToDo.HOURS else None for one in items}
    company_id = items[0].company_id
    if len(months) == 1 and None not in months:
        return urljoin(settings.PUBLIC_URL, reverse("placements:month", args=[company_id, months.pop()]))
    return overview_link(company_id)


def _rows(items: Iterable[Due]) -> list[tuple[str, str]]:
    """Of the months one line each, however many people; of the rest one each."""
    rows: dict[tuple[str, str], int] = {}
    for one in items:
        key = (words_of(one), page_link(one))
        rows[key] = rows.get(key, 0) + 1
    return [(f"{words} ({n}×)" if n > 1 else words, link) for (words, link), n in rows.items()]


def words_of(one: Due) -> str:
    """What is asked, naming nobody."""
    label = Chased(one.kind.value).label
    if one.kind == ToDo.HOURS and one.month is not None:
        return f"{label}: {month_nl(one.month)}"
    return f"{label}: {one.line}, {day_nl(one.since)}"


def page_of(one: Due) -> str:
    """The page of the company's workspace on which the thing itself is done."""
    if one.kind == ToDo.HOURS and one.month is not None:
        page = reverse("placements:month", args=[one.company_id, one.month])
        return f"{page}?contract={one.contract_id}"
    if one.kind == ToDo.SAMPLE:
        return reverse("placements:sample_reply", args=[one.company_id, one.pk])
    if one.kind == ToDo.REQUEST:
        return reverse("placements:candidate_request_detail", args=[one.company_id, one.pk])
    if one.deployment_id is not None:
        return reverse("placements:deployment_detail", args=[one.company_id, one.deployment_id])
    return reverse("placements:contribution_detail", args=[one.company_id, one.pk])


def page_link(one: Due) -> str:
    return urljoin(settings.PUBLIC_URL, page_of(one))


def overview_of(company_id: uuid.UUID) -> str:
    """The company's overview of all its contracts."""
    return reverse("reporting:company_overview", args=[company_id])


def overview_link(company_id: uuid.UUID) -> str:
    return urljoin(settings.PUBLIC_URL, overview_of(company_id))


def done_in(*, region_id: uuid.UUID, pages: set[str]) -> set[str]:
    """Of the pages of mails that were kept, those on which nothing is left to do; for the weekly mail.

    A page that is none of ours is never among them: nobody knows what it was about.
    """
    ours = {page for page in pages if _is_ours(page)}
    companies = {workspace_in(page) for page in ours}
    scope = Scope(companies=[one for one in companies if one], region_id=region_id)
    left = due(scope, on=timezone.localdate())
    to_do = {page_of(one) for one in left} | {overview_of(one.company_id) for one in left}
    to_do |= {page_of(one).partition("?")[0] for one in left if one.kind == ToDo.HOURS}
    return ours - to_do


def _is_ours(page: str) -> bool:
    try:
        return resolve(page.partition("?")[0]).view_name in _PAGES
    except Resolver404:
        return False


def _wait_in_row(region_ids: Iterable[uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        for region_id in sorted(region_ids):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"chasing {region_id}"])
