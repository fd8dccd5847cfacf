"""The cases of `./dev campaign valid_html`: one for each person, so that `-k dirk-auditor` does one again."""

import os
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from campaigns.cases.address_role_state import set_state
from campaigns.checker import nu
from organisations import open_forms, tenancy
from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, OrganisationRegion, Region
from placements.choices import LineStatus
from reporting.choices import ReportStatus
from tests.architecture.addresses import PLAIN, addresses, ours
from tests.architecture.test_addresses import judge, registrant
from tests.cast import Person, log_in, make_cast
from tests.database import owner
from tests.documents import fields_of, skeleton
from tests.factories.organisations import MembershipFactory, OrganisationFactory, RegionFactory, UserFactory
from tests.two_regions import TwoRegions, two_regions

KINDS = ("alice", "bram", "carla", "dirk", "esra")
NONSENSE = {"number": "-1", "date": "2026-99-99", "email": "geen adres", "checkbox": "onzin", "radio": "onzin"}
#: Pages that a state of lines and reports may change.
OF_STATES = ("placements:", "reporting:")
#: Links that stay shut here: a report is put into each state past its guards, and only one state takes judgements.
SHUT = {"reporting_judgement"}
PEOPLE = [
    *(f"{name}-{role}" for name in KINDS for role in Role),
    *(f"empty-{kind}" for kind in OrganisationKind),
    *("school", "union", "operator", "without", "nobody"),
]


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker) -> Iterator[tuple[TwoRegions, dict]]:
    assert connection.settings_dict["NAME"].startswith("test_"), "not a database to try things in"
    with django_db_blocker.unblock(), transaction.atomic():
        regions = two_regions(make_cast())
        open_every_link(regions.cast.region)
        yield regions, ours(regions) | {"token": PLAIN["token"]}
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nobody_has_to_wait(monkeypatch):
    cache.clear()
    monkeypatch.setattr(open_forms, "LEAST_SECONDS", -1)


def open_every_link(region: Region) -> None:
    """One link in every table that has any becomes the one that the addresses are asked with."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, bool_or(column_name = 'region_id'), bool_or(column_name = 'expires_at')"
            " FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1"
            " HAVING bool_or(column_name = 'token_hash') AND NOT bool_or(column_name = 'pgh_id')"
        )
        tables = cursor.fetchall()
        assert len(tables) > 5
        connection.check_constraints()  # a table with checks still to be done is not altered
        for table, of_region, expires in tables:
            if table in SHUT:
                continue
            where = "region_id = %s" if of_region else "%s IS NOT NULL"
            later = ", expires_at = now() + interval '10 days'" if expires else ""
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            one = f"SELECT ctid FROM {table} WHERE {where} AND token_hash <> '' LIMIT 1"
            cursor.execute(
                f"UPDATE {table} SET token_hash = %s{later} WHERE ctid = ({one})",
                [tenancy.hash_token(PLAIN["token"]), region.pk],
            )
            connection.check_constraints()
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def somebody(regions: TwoRegions, who: str) -> tuple[Client, list]:
    """His browser, and the organisations he may act for."""
    cast = regions.cast
    if who == "nobody":
        return Client(), []
    if who == "school":
        person = registrant(cast.region)
        return person.client, [person.organisation.pk]
    if who == "union":
        person = judge(cast.region)
        return person.client, [person.organisation.pk]
    with owner():
        if who == "operator":
            member = Membership.objects.filter(organisation__kind=OrganisationKind.PLATFORM_OPERATOR).first()
            person = Person(member.user, member.organisation)
        elif who.startswith("empty-"):
            person = newcomer(who.removeprefix("empty-"))
        elif who == "without":
            person = Person(UserFactory(name="Nieuw"), cast.alice.organisation)
        else:
            name, role = who.split("-")
            one = getattr(cast, name)
            user = UserFactory(name=f"{one.user.name} {role}")
            person = Person(
                MembershipFactory(user=user, organisation=one.organisation, role=role).user, one.organisation
            )
    log_in(person)
    person.client.arrive()  # now: what the first page writes is taken back with it
    return person.client, [] if who == "without" else [person.organisation.pk]


def newcomer(kind: str) -> Person:
    """Somebody in a region where nothing has happened."""
    region = RegionFactory(code="stilhoek", name="Stilhoek")
    organisation = OrganisationFactory(name="Nieuw", kind=kind)
    OrganisationRegion.objects.create(region=region, organisation=organisation, code="nieuw")
    member = MembershipFactory(user=UserFactory(name="Nieuw"), organisation=organisation, role=Role.ADMINISTRATOR)
    return Person(member.user, organisation)


def shown(client: Client, url: str, *, thoroughly: bool) -> Iterator[tuple[str, bytes]]:
    """The page; thoroughly also the part that htmx asks for, a search in vain, and its form sent empty and with nonsense."""
    page = answered(client, "get", url)
    yield f"get {url}", page
    if not thoroughly:
        return
    parts = urlsplit(url)
    search = dict(parse_qsl(parts.query)) | {"zoek": '<onzin> & "meer"', "q": "onzin", "page": "9999"}
    nonsense = {name: NONSENSE.get(kind, "%%% <onzin> &") for name, kind in fields_of(page)}
    yield f"htmx {url}", answered(client, "get", url, headers={"HX-Request": "true"})
    yield f"search {url}", answered(client, "get", parts.path, search)
    yield f"empty {url}", answered(client, "post", url, {})
    yield f"nonsense {url}", answered(client, "post", url, nonsense)


def answered(client: Client, method: str, url: str, data: dict | None = None, **how) -> bytes:
    """The HTML of an answer, or nothing; nothing is kept, in the database or in the browser."""
    cookies = {name: one.value for name, one in client.cookies.items()}
    with transaction.atomic():
        answer = getattr(client, method)(url, data, **how)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, f"{method} {url}: {answer.status_code}"
        is_html = not answer.streaming and "html" in answer.headers.get("Content-Type", "")
        content = answer.content if is_html else b""
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return content


def every_document(
    client: Client, organisations: list, values: dict, *, thoroughly: bool
) -> Iterator[tuple[str, bytes]]:
    """All addresses thoroughly, or those that may differ with the state of a line or a report."""
    known = values | {"key": "x"}
    for address in addresses():
        if address.name == "account_logout" or "^" in address.route:
            continue
        if thoroughly or address.name.startswith(OF_STATES):
            for organisation in organisations if address.in_workspace else [None]:
                yield from shown(client, address.url(organisation, known), thoroughly=thoroughly)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_document_is_valid(rows, who, tmp_path):
    regions, values = rows
    folder = Path(os.environ.get("DOCUMENTS", tmp_path)) / who
    found: dict[bytes, tuple[str, bytes]] = {}
    with transaction.atomic():
        client, organisations = somebody(regions, who)
        for line, report in zip(LineStatus, [*ReportStatus], strict=True):
            with transaction.atomic():
                connection.check_constraints()
                set_state(regions, line.value, report.value)
                for said, content in every_document(
                    client, organisations, values, thoroughly=line == LineStatus.SUBMITTED
                ):
                    if content:
                        found.setdefault(skeleton(content), (f"{line} {said}", content))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert found
    wrong = nu.messages(dict(found.values()), folder)
    (folder / "messages.txt").write_text("\n".join(wrong))
    print(f"{who}: {len(found)} documents, {len(wrong)} messages", flush=True)
    assert not wrong, "\n" + "\n".join(wrong[:80])
