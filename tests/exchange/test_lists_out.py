"""Lists as files, whatever they are of: what they cost, what they are called, and who fetched them in the read log."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange import jobs
from exchange.lists import OF_KIND
from exchange.models import BulkFile, BulkJob
from organisations.choices import Role
from organisations.models import ReadLog
from placements.models import FollowUp
from tests.cast import Person, log_in
from tests.database import owner
from tests.exchange.bulk import job, worked
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.placing import PlacementFactory
from tests.factories.tenders import ContractFactory
from tests.factories.training import CostFactory, EnrolmentFactory
from tests.tenders.firms.register import made

pytestmark = pytest.mark.django_db

CONTRACTS, CANDIDATES = "bestanden/contracten/downloaden/", "dossiers/downloaden/"


def follow_up(cast):
    placement = PlacementFactory(candidate__coach=cast.carla.user, starts_on=dt.date(2026, 3, 2))
    FollowUp.objects.create(region=cast.region, placement=placement, months=6, due_on=dt.date(2026, 9, 2))


def cost(cast):
    enrolment = EnrolmentFactory()
    CostFactory(programme=enrolment.programme, enrolment=enrolment, entered_by=cast.dirk.user)


#: Where each list is asked, and what makes one row of it.
LISTS = {
    CONTRACTS: lambda cast: ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation),
    CANDIDATES: lambda cast: CandidateFactory(coach=cast.carla.user, werkplein=cast.carla.organisation),
    "plaatsingen/downloaden/": lambda cast: PlacementFactory(employer_organisation=cast.bram.organisation),
    "scholing/deelnemers/downloaden/": lambda _cast: EnrolmentFactory(),
    "scholing/kosten/downloaden/": cost,
    "nazorg/downloaden/": follow_up,
    "bedrijven/downloaden/": made,
}


def asked(person, path, query="") -> BulkJob:
    assert person.post(f"{path}{query}", {"bestandssoort": "csv"}).status_code == 302
    return job()


@pytest.mark.parametrize("path", LISTS)
def test_thirty_rows_cost_no_more_queries_than_three(cast, path):
    costs = []
    for more in (3, 27):
        with owner():
            for _ in range(more):
                LISTS[path](cast)
        one = asked(cast.dirk, path)
        with CaptureQueriesContext(connection) as taken:
            jobs.run(one.pk, region_id=one.region_id)
        with owner():
            assert len(bytes(BulkFile.objects.get(job=one).content).splitlines()) >= 1 + more
        costs.append(len(taken))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("path", "query", "title"),
    [
        (CONTRACTS, "", "Alle contracten"),
        (CONTRACTS, "?alles=1&page=2", "Alle contracten"),
        (CONTRACTS, "?zoek=brug", "Contracten, gefilterd"),
        (CANDIDATES, "?alles=1&kies=1&na=x&sort=name", "Alle kandidaten"),
    ],
)
def test_the_title_says_whether_the_list_was_filtered(cast, path, query, title):
    one = asked(cast.dirk, path, query)
    assert one.title == title
    assert "alles" not in one.query


def test_whoever_fetches_a_list_is_in_the_read_log_for_everybody_in_it(cast):
    with owner():
        shown = {CandidateFactory(source="school"), CandidateFactory(source="school")}
        CandidateFactory(source="uwv")
        member = MembershipFactory(organisation=cast.dirk.organisation, role=Role.MEMBER)
        colleague = Person(member.user, member.organisation)
    one = worked(asked(cast.dirk, CANDIDATES, "?bron=school"))
    with owner():
        file = one.files.get(role="result")
        # It was made, and nobody saw it yet.
        assert not ReadLog.objects.exists()
    log_in(colleague)
    for person in (colleague, cast.dirk):
        assert person.get(f"bestanden/{one.pk}/bestand/{file.pk}/").status_code == 200
        with owner():
            lines = list(ReadLog.objects.filter(user=person.user))
        assert {(line.subject, line.subject_id) for line in lines} == {("candidate", who.pk) for who in shown}
        assert {line.reason for line in lines} == {"Kandidaten downloaden: Kandidaten, gefilterd"}


@pytest.mark.parametrize("path", LISTS)
def test_a_file_that_went_with_who_was_erased_says_so_and_where_to_make_it_anew(cast, path):
    one = worked(asked(cast.dirk, path, "?bron=school"))
    again = reverse(OF_KIND[one.kind].page, args=[cast.dirk.organisation.pk])
    page = f"bestanden/{one.pk}/"
    assert "Maak de lijst opnieuw" not in cast.dirk.get(page).content.decode()
    with owner():
        BulkFile.objects.all().delete()
    left = cast.dirk.get(page).content.decode()
    assert "De gegevens van iemand zijn gewist." in left
    assert f'href="{again}?bron=school">Maak de lijst opnieuw' in left
    for wrong in ("staat klaar om te downloaden", "Bewaard tot en met", ">Downloaden<"):
        assert wrong not in left
