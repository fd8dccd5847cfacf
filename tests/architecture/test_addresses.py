"""Every address: its permission is stated, strangers get what a missing row gives, GET writes nothing, POST wants a token."""

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client

from candidates.models import Candidate
from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, Region
from reporting.models import Judgement
from tests.architecture.addresses import ROWS, Address, addresses, missing, ours, workspace_addresses
from tests.cast import Person, log_in
from tests.database import owner
from tests.documents import faults
from tests.two_regions import TwoRegions

WORKSPACE = workspace_addresses()
OF_A_ROW = [one for one in WORKSPACE if one.of_a_row]
#: What differs between two answers to the same question: the CSRF token, the reference, the address itself.
VOLATILE = re.compile(r"[A-Za-z0-9]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: May be written by a GET: the logs of who saw whom, who asked about persons across companies and who took which file
#: of a report, and the session.
MAY_BE_WRITTEN = {
    "organisations_readlog",
    "placements_personasking",
    "reporting_reportdownload",
    "django_session",
}
#: And by who takes the draft that he is asked to judge: that he opened it, which the bureau sees.
OF_A_DRAFT = {"reporting:judgement_file": {"reporting_judgement"}}


def named(these: list[Address]):
    return pytest.mark.parametrize("address", these, ids=[one.name for one in these])


def ask(person: Person, method: str, url: str):
    person.client.raise_request_exception = True
    return getattr(person.client, method)(url)


def text_of(response, url: str) -> str:
    reference = response.headers.get("X-Request-Reference", "-" * 10)
    return VOLATILE.sub("", response.content.decode().replace(reference, "").replace(url, ""))


def insiders(regions: TwoRegions) -> list[Person]:
    cast = regions.cast
    return [cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra]


def registrant(region: Region) -> Person:
    """A school of the region, which registers people and sees its own registrations: pages that no other kind has."""
    with owner():
        registered = Candidate.objects.filter(region=region, registrant_organisation__kind=OrganisationKind.SCHOOL)
        member = Membership.objects.filter(organisation__in=registered.values("registrant_organisation")).get()
        person = Person(member.user, member.organisation)
    log_in(person)
    return person


def judge(region: Region) -> Person:
    """A partner of the covenant that is asked for a judgement, which only its own people read."""
    with owner():
        asked = Judgement.objects.filter(region=region, organisation__kind=OrganisationKind.UNION)
        member = Membership.objects.get(organisation__in=asked.values("organisation"))
        person = Person(member.user, member.organisation)
    log_in(person)
    return person


def operator() -> Person:
    """Who has the workspace without a region, with pages that nobody else opens."""
    with owner():
        kind = OrganisationKind.PLATFORM_OPERATOR
        member = Membership.objects.get(organisation__kind=kind, role=Role.ADMINISTRATOR)
        person = Person(member.user, member.organisation)
    log_in(person)
    return person


def test_there_are_addresses():
    assert len(WORKSPACE) > 5
    assert {one.name for one in addresses()} >= {"healthz", "account_login"}


@named(addresses())
def test_every_view_states_who_may_use_it(address):
    if address.of_package or address.name in {"healthz", "readyz"} or address.route.startswith("mail/"):
        return
    stated = getattr(address.view, "access", None)
    assert stated, f"{address.name} has neither @requires(…) nor @open_to_all"
    assert all(callable(predicate) for predicate in stated)
    if address.in_workspace:
        assert [one.__name__ for one in stated] != ["anyone"], f"{address.name} is a workspace page open to all"


@named(WORKSPACE)
def test_every_parameter_is_known_here(address):
    """A new kind of row in an address comes with a row of our region, so that strangers can try it."""
    known = set(missing(None)) | {"organisation_id"}
    assert set(address.parameters) <= known, "add it to tests/architecture/addresses.py"


@named(WORKSPACE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_workspace_of_others_is_not_there(regions, address, method):
    values = ours(regions)
    stranger = regions.cast.frank
    elsewhere = address.url(missing(regions)["contract_id"], values)
    nowhere = ask(stranger, method, elsewhere)
    assert nowhere.status_code == 404
    for insider in insiders(regions):
        url = address.url(insider.organisation.pk, values)
        theirs = ask(stranger, method, url)
        assert theirs.status_code == 404
        assert text_of(theirs, url) == text_of(nowhere, elsewhere)


@named(OF_A_ROW)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_row_of_another_region_answers_as_a_row_that_is_not_there(regions, address, method):
    values, nothing = ours(regions), missing(regions)
    statuses = set()
    for stranger in [*regions.cast.strangers.values(), registrant(regions.cast.other_region)]:
        url = address.url(stranger.organisation.pk, values)
        elsewhere = address.url(stranger.organisation.pk, nothing)
        theirs, nowhere = ask(stranger, method, url), ask(stranger, method, elsewhere)
        assert theirs.status_code == nowhere.status_code, stranger.user.name
        assert theirs.status_code in {403, 404, 405}, f"{stranger.user.name} got {theirs.status_code}"
        assert text_of(theirs, url) == text_of(nowhere, elsewhere), stranger.user.name
        statuses.add(theirs.status_code)
    if method == "get" and statuses == {403}:
        assert address.name in FOR_THE_OPERATOR, "no stranger got past the permission: nothing was tried"


FOR_THE_OPERATOR = {
    "organisations:region_create",
    "organisations:region_contact_of",
    "organisations:region_look_of",
    "organisations:region_municipalities",
    "organisations:region_detail",
    "organisations:organisation_create",
    "organisations:organisation_detail",
    "organisations:part_list",
    "organisations:region_list",
}


def written() -> dict[str, int]:
    """Rows written in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


@named(WORKSPACE)
def test_somebody_gets_in_and_writes_nothing(regions, address):
    """Otherwise the tests above would prove nothing about this address."""
    values = ours(regions)
    answers, page = {}, b""
    people = [*insiders(regions), registrant(regions.cast.region), judge(regions.cast.region)]
    if address.name in FOR_THE_OPERATOR:
        people = [operator()]
    for person in people:
        person.client.arrive()
        before = written()
        response = ask(person, "get", address.url(person.organisation.pk, values))
        if getattr(response, "streaming", False):
            b"".join(response.streaming_content)
        after = written()
        changed = {table for table, count in after.items() if count != before.get(table, 0)}
        assert changed <= MAY_BE_WRITTEN | OF_A_DRAFT.get(address.name, set()), person.user.name
        answers[person.user.name] = response.status_code
        if not page and response.status_code == HTTPStatus.OK and not getattr(response, "streaming", False):
            page = response.content
    assert 500 not in answers.values()
    assert faults(page) == []
    assert {200, 302, 405} & set(answers.values()), answers


@named(WORKSPACE)
def test_post_without_a_token_is_refused(regions, address):
    assert not getattr(address.view, "csrf_exempt", False)
    values = ours(regions)
    person = regions.cast.alice
    client = Client(enforce_csrf_checks=True)
    person.client.arrive()
    client.cookies = person.client.cookies
    before = written()
    response = client.post(address.url(person.organisation.pk, values))
    assert response.status_code == 403
    assert written() == before


def test_only_stopping_by_a_mailed_link_is_exempt_from_the_token():
    """A mail program sends that by itself, and never saw a form."""
    exempt = [one.name for one in addresses() if getattr(one.view, "csrf_exempt", False) and not one.of_package]
    assert exempt == ["placements:work_follow_stop", "tenders:calendar_follow_stop"]


def test_the_rows_in_addresses_are_rows_of_ours(regions):
    assert set(ROWS) <= set(ours(regions))
