"""A company in the place of another: what moves, what stays out of sight, and the way back to exactly the same rows."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from organisations.choices import Role
from organisations.contractors import contractor_by_kvk
from organisations.models import Invitation, OrganisationRegion, OutboxMessage
from placements import succession
from placements.choices import LineStatus
from placements.models import Contribution, DeployedPerson, Deployment
from placements.stating import lifecycle
from placements.succession import SuccessionRefused, TakeOver
from tenders.models import Agreement, Certificate, Contract, ContractParty, ContractTotals, PartyTotals, Succession
from tenders.models.succession import SuccessionKind
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.test_settlement import drawn_up
from tests.placements.workspace import act, contract_of, details, second_contractor, seen

pytestmark = pytest.mark.django_db

MAY = dt.date(2026, 5, 1)
TODAY = dt.date(2026, 6, 15)
AUDIENCES = ("visible_to", "sides_visible_to", "persons_visible_to", "totals_visible_to", "line_writers")
#: Everything that a succession can touch.
TABLES = (
    "organisations_organisation",
    "tenders_contract",
    "tenders_contractparty",
    "tenders_responsible",
    "tenders_contracttotals",
    "tenders_contractband",
    "tenders_agreement",
    "tenders_certificate",
    "placements_deployedperson",
    "placements_personkey",
    "placements_deployment",
    "placements_hoursstatement",
    "placements_contribution",
)


def all_rows() -> dict[str, list]:
    """Every row of these tables as it stands; totals of parties without their keys, which are made anew."""
    found = {}
    with owner(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'SELECT to_jsonb(x)::text FROM "{table}" x ORDER BY 1')
            found[table] = sorted(_in_order(row) for (row,) in cursor.fetchall())
        cursor.execute("SELECT (to_jsonb(x) - 'id')::text FROM tenders_partytotals x ORDER BY 1")
        found["tenders_partytotals"] = sorted(_in_order(row) for (row,) in cursor.fetchall())
    return found


def _in_order(row: str) -> str:
    """Audiences are a set: in which order they stand says nothing."""
    values = json.loads(row)
    return json.dumps({name: sorted(one) if name in AUDIENCES else one for name, one in values.items()})


def worked_on(contract, company, **values) -> Deployment:
    """A line of a person of this company, with an approved month of € 900."""
    with owner():
        person = DeploymentFactory(contract=contract, **values).person
        if person.contractor_id != company.pk:
            DeployedPerson.objects.filter(pk=person.pk).update(contractor=company)
        line = Deployment.objects.get(person=person, contract=contract)
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=900)
    return line


def merged(by: Person, cast, gone, remains, kind=SuccessionKind.MERGE) -> Succession:
    with act(by) as acting:
        return succession.take_over_company(
            acting,
            region_id=cast.region.pk,
            kind=kind,
            predecessor_id=gone.organisation.pk,
            successor_id=remains.organisation.pk,
            on=TODAY,
            reason="Zelfde bedrijf",
            at=timezone.now(),
        )


def undone(by: Person, made: Succession) -> Succession:
    with act(by) as acting:
        return succession.undo(acting, succession_id=made.pk, reason="Vergissing", at=timezone.now())


def taken_over(by: Person, contract, kvk="12121212", **values) -> Succession:
    given = {
        "kvk": kvk,
        "name": "Nieuwe Bouw BV",
        "on": MAY,
        "reason": "Bedrijf verkocht",
        "responsible_name": "Nora",
        "responsible_email": "nora@demo.example",
    } | values
    with act(by) as acting:
        return succession.take_over_contract(
            acting, contract=contract, entry=TakeOver(**given), today=TODAY, at=timezone.now()
        )


@pytest.fixture
def two_companies(cast):
    """Bram's company and another, with everything a company can have, and one person that both know."""
    other = second_contractor()
    mine, theirs, shared, both = (
        contract_of(cast),
        contract_of(cast, contractor=other.organisation),
        contract_of(cast),
        contract_of(cast, authority=new_authority()),
    )
    with owner():
        ContractParty.objects.create(
            contract=shared, organisation=other.organisation, role="partner", joined_on=shared.starts_on
        )
        third = OrganisationFactory(contractor=True)
        Contract.objects.filter(pk=both.pk).update(contractor=third)
        for company in (cast.bram, other):
            ContractParty.objects.create(
                contract=both, organisation=company.organisation, role="subcontractor", joined_on=both.starts_on
            )
        ContributionFactory(contract=mine, status=LineStatus.APPROVED)
        Certificate.objects.create(
            region=cast.region,
            organisation=cast.bram.organisation,
            level="step_1",
            valid_from=MAY,
            valid_until=TODAY,
            made_by=cast.dirk.user,
        )
        Agreement.objects.create(
            contract=mine,
            contractor=cast.bram.organisation,
            description="Stages",
            amount=500,
            evidence="Lijst",
            starts_on=MAY,
            proposed_by=cast.bram.user,
            proposed_for=cast.bram.organisation,
            decided_by=cast.dirk.user,
            decided_for=cast.dirk.organisation,
            agreed_at=timezone.now(),
        )
    worked_on(mine, cast.bram.organisation, name="Alleen Van Bram")
    worked_on(mine, cast.bram.organisation, name="Van Allebei")
    worked_on(theirs, other.organisation, name="Van Allebei")
    worked_on(shared, other.organisation, name="Partner Persoon")
    worked_on(both, cast.bram.organisation, name="Alleen Van Bram Ook")
    return other, mine, theirs, shared, both


def new_authority():
    with owner():
        return OrganisationFactory()


def test_what_would_move_is_counted_and_nothing_changes(cast, two_companies):
    other, *_contracts = two_companies
    before = all_rows()
    with act(cast.dirk):
        found = succession.moves(cast.region.pk, cast.bram.organisation.pk, other.organisation.pk)
    assert (found.contracts, found.parts, found.persons, found.known_persons) == (2, 1, 3, 1)
    assert (found.deployments, found.contributions, found.agreements, found.certificates) == (3, 1, 1, 1)
    assert all_rows() == before


@pytest.mark.parametrize("kind", [SuccessionKind.MERGE, SuccessionKind.TAKEOVER])
def test_all_of_a_company_goes_to_the_other_and_back_to_the_same_rows(cast, two_companies, kind):
    other, mine, theirs, shared, both = two_companies
    before = all_rows()

    made = merged(cast.dirk, cast, cast.bram, other, kind)

    with owner():
        successor = other.organisation.pk
        assert {one.contractor_id for one in Contract.objects.filter(pk__in=[mine.pk, theirs.pk, shared.pk])} == {
            successor
        }
        assert not Deployment.objects.filter(contractor=cast.bram.organisation).exists()
        assert Deployment.objects.filter(contractor=successor).count() == 5
        assert len({one.person_id for one in Deployment.objects.filter(person__normalised_name="van allebei")}) == 1
        assert Contribution.objects.get(contract=mine).contractor_id == successor
        assert Agreement.objects.get().contractor_id == Certificate.objects.get().organisation_id == successor
        # He was a partner of himself now: one place remains, and nobody's share is left over.
        assert not ContractParty.objects.filter(contract=shared).exists()
        assert not PartyTotals.objects.filter(contract=shared).exists()
        assert [one.organisation_id for one in ContractParty.objects.filter(contract=both)] == [successor]
        assert ContractTotals.objects.get(contract=mine).persons_approved == Decimal(1800)
    with act(other):
        assert Deployment.objects.filter(contract=mine).count() == 2
    with act(cast.bram):
        assert not Contract.objects.filter(pk=mine.pk).exists()
        assert not DeployedPerson.objects.exclude(normalised_name="van allebei").exists()

    undone(cast.dirk, made)

    assert all_rows() == before
    with pytest.raises(SuccessionRefused, match="al teruggedraaid"):
        undone(cast.dirk, made)


def test_a_line_since_then_is_named_and_nothing_goes_back(cast, two_companies):
    other, mine, *_others = two_companies
    made = merged(cast.dirk, cast, cast.bram, other)
    with act(other) as acting:
        lifecycle.log_deployment(seen(mine), details=details(mine), by=acting, at=timezone.now())
    before = all_rows()
    with pytest.raises(SuccessionRefused, match=f"{mine.title} staat een andere of nieuwe regel"):
        undone(cast.dirk, made)
    assert all_rows() == before


def test_another_contractor_since_then_is_named(cast, two_companies):
    other, mine, *_others = two_companies
    made = merged(cast.dirk, cast, cast.bram, other)
    taken_over(cast.dirk, seen(mine))
    with pytest.raises(SuccessionRefused, match="kreeg een andere opdrachtnemer"):
        undone(cast.dirk, made)


def test_it_is_refused_when_only_who_vanishes_has_people(cast, two_companies):
    with owner():
        empty = Person(cast.dirk.user, OrganisationFactory(name="Molenwerf Bouw", contractor=True))
    before = all_rows()
    with pytest.raises(SuccessionRefused, match="andere richting"):
        merged(cast.dirk, cast, cast.bram, empty)
    assert all_rows() == before
    assert merged(cast.dirk, cast, empty, cast.bram)


def test_whoever_worked_there_hears_whom_to_ask(cast, two_companies):
    other, *_contracts = two_companies
    with owner():
        boss = MembershipFactory(organisation=other.organisation, role=Role.ADMINISTRATOR).user
    merged(cast.dirk, cast, cast.bram, other)
    with owner():
        mail = OutboxMessage.objects.get(name="company_taken_over")
    assert mail.payload["to"] == cast.bram.user.email
    assert f"{boss.name} ({boss.email})" in mail.payload["text"]


@pytest.mark.parametrize("who", ["alice", "bram", "carla", "esra", "frank"])
def test_only_the_coordination_point_of_the_region(cast, two_companies, who):
    other, mine, *_others = two_companies
    made = merged(cast.dirk, cast, cast.bram, other)
    before = all_rows()
    person = getattr(cast, who)
    for attempt in (
        lambda: merged(person, cast, other, cast.bram),
        lambda: undone(person, made),
        lambda: taken_over(person, seen(mine)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert all_rows() == before


def test_another_regions_rows_stay_as_they_are(cast, owner):
    other = second_contractor()
    with owner():
        OrganisationRegion.objects.create(
            region=cast.other_region, organisation=cast.bram.organisation, code="bram-daar"
        )
    there = contract_of(
        cast, region=cast.other_region, authority=cast.strangers["municipality"].organisation, werkplein=None
    )
    worked_on(there, cast.bram.organisation, name="Persoon Daar")
    number = cast.bram.organisation.kvk
    merged(cast.dirk, cast, cast.bram, other)
    with owner():
        assert Contract.objects.get(pk=there.pk).contractor_id == cast.bram.organisation.pk
        assert Deployment.objects.get(contract=there).contractor_id == cast.bram.organisation.pk
        cast.bram.organisation.refresh_from_db()
    assert cast.bram.organisation.kvk == number


def test_an_award_by_number_finds_the_company_that_remains(cast, owner):
    with owner():
        double = Person(cast.dirk.user, OrganisationFactory(name="Molenwerf", kind="contractor", kvk="55667788"))
        cast.bram.organisation.kvk = ""
        cast.bram.organisation.save()
    before = all_rows()
    made = merged(cast.dirk, cast, double, cast.bram)
    with act(cast.dirk):
        found = contractor_by_kvk("55667788")
    assert found is not None
    assert found.id == cast.bram.organisation.pk
    undone(cast.dirk, made)
    assert all_rows() == before


def test_one_contract_goes_to_a_company_that_was_not_there_yet(cast):
    contract = contract_of(cast)
    worked_on(contract, cast.bram.organisation, name="Wie Er Al Werkte")
    before = all_rows()

    made = taken_over(cast.dirk, contract)

    with owner():
        now = Contract.objects.select_related("contractor").get(pk=contract.pk)
        assert (now.contractor.name, now.contractor.kvk) == ("Nieuwe Bouw BV", "12121212")
        assert now.obligation == contract.obligation
        party = ContractParty.objects.get(contract=contract)
        assert (party.organisation_id, party.role, party.left_on) == (
            cast.bram.organisation.pk,
            "predecessor",
            dt.date(2026, 4, 30),
        )
        assert (party.contact_name, party.contact_email) == ("Bram Molenwerf", "bram.verantwoordelijk@demo.example")
        answers = now.responsibles.get(side="contractor")
        assert (answers.name, answers.email, answers.stand_in_name) == ("Nora", "nora@demo.example", "")
        invitation = Invitation.objects.get(organisation=now.contractor)
        assert (invitation.email, invitation.role) == ("nora@demo.example", Role.ADMINISTRATOR)
        assert ContractTotals.objects.get(contract=contract).persons_approved == Decimal(900)
        successor = Person(MembershipFactory(organisation=now.contractor).user, now.contractor)
    # Who had it keeps his own lines; who has it now sees nobody of his.
    with act(cast.bram):
        assert Deployment.objects.filter(contract=contract).count() == 1
    with act(successor):
        assert Contract.objects.filter(pk=contract.pk).exists()
        assert not Deployment.objects.exists()
        assert not DeployedPerson.objects.exists()

    with owner():
        now.contractor.memberships.all().delete()
    undone(cast.dirk, made)
    after = all_rows()
    after["organisations_organisation"] = [one for one in after["organisations_organisation"] if "12121212" not in one]
    assert after == before


def test_a_contract_does_not_go_back_once_the_successor_entered_a_line(cast):
    contract = contract_of(cast)
    made = taken_over(cast.dirk, contract)
    with owner():
        ContributionFactory(contract=Contract.objects.get(pk=contract.pk), created_at=timezone.now())
    with pytest.raises(SuccessionRefused, match="nieuwe invulling"):
        undone(cast.dirk, made)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": dt.date(2026, 2, 1)}, "on"),
        ({"on": dt.date(2026, 7, 1)}, "on"),
        ({"on": dt.date(2029, 1, 1)}, "on"),
        ({"name": ""}, "name"),
    ],
)
def test_a_takeover_that_cannot_be_names_the_field(cast, values, field):
    contract = contract_of(cast)
    with pytest.raises(SuccessionRefused) as refused:
        taken_over(cast.dirk, contract, **values)
    assert refused.value.field == field


def test_a_contract_whose_settlement_was_drawn_up_is_not_taken_over(cast):
    contract = contract_of(cast)
    drawn_up(cast.dirk, contract)
    with pytest.raises(SuccessionRefused, match="afrekening"):
        taken_over(cast.dirk, contract)


def test_the_same_company_takes_nothing_over(cast):
    contract = contract_of(cast)
    with pytest.raises(SuccessionRefused, match="al"):
        taken_over(cast.dirk, contract, kvk=cast.bram.organisation.kvk)
