"""What companies still have to do: one definition for their overview, for who chases and for the portal's reminders."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.file_checks import FileState
from placements.choices import LineStatus, RequestState, ToDo
from placements.models import CandidateRequest, EvidenceFile, YearLine
from placements.reminders.due import Scope, due
from tenders.choices import EvidenceKind, PartyRole
from tenders.models import ContractParty, RegionPolicy
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import act, contract_of

ON = dt.date(2026, 6, 15)
MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@pytest.fixture
def contract(cast):
    return contract_of(cast, starts_on=MARCH, ends_on=dt.date(2027, 2, 28))


def of(person, on=ON, **scope):
    with act(person) as acting:
        return due(Scope(companies=[acting.organisation_id], **scope), on=on)


def hours(found):
    return [(one.line, one.month) for one in found if one.kind == ToDo.HOURS]


class TestHours:
    def test_every_past_month_at_work_of_which_nothing_was_handed_in(self, cast, owner, contract):
        with owner():
            line = DeploymentFactory(contract=contract, pseudonym="P-1")
            HoursStatementFactory(deployment=line, month=MARCH)
            HoursStatementFactory(deployment=line, month=APRIL, status=LineStatus.CONCEPT)
        assert hours(of(cast.bram)) == [("P-1", APRIL), ("P-1", MAY)]

    @pytest.mark.parametrize("status", [LineStatus.CONCEPT, LineStatus.REJECTED])
    def test_not_of_who_was_not_handed_in_or_does_not_count(self, cast, owner, contract, status):
        with owner():
            DeploymentFactory(contract=contract, status=status)
        assert of(cast.bram) == []

    def test_nothing_this_month_was_handed_in_as_well(self, cast, owner, contract):
        with owner():
            line = DeploymentFactory(contract=contract, starts_on=MAY)
            HoursStatementFactory(deployment=line, month=MAY, paid_hours=0)
        assert of(cast.bram) == []

    def test_only_days_within_the_contract(self, cast, owner, contract):
        with owner():
            DeploymentFactory(contract=contract, starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 4, 1))
        assert [month for _line, month in hours(of(cast.bram))] == [MARCH, APRIL]

    def test_no_further_back_than_a_year(self, cast, owner):
        old = contract_of(cast, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2027, 2, 28))
        with owner():
            DeploymentFactory(contract=old, starts_on=dt.date(2020, 1, 1))
        months = [month for _line, month in hours(of(cast.bram))]
        assert (months[0], len(months)) == (dt.date(2025, 6, 1), 12)

    def test_a_settled_contract_asks_nothing(self, cast, owner):
        settled = contract_of(cast, starts_on=MARCH, ends_on=MAY, settled_on=dt.date(2026, 6, 1))
        with owner():
            DeploymentFactory(contract=settled, ends_on=MAY)
        assert of(cast.bram) == []

    def test_is_late_after_the_days_of_the_region(self, cast, owner, contract):
        with owner():
            RegionPolicy.objects.filter(region=cast.region).update(statement_days=20)
            DeploymentFactory(contract=contract, starts_on=MAY)
        (one,) = of(cast.bram)
        assert one.late_on == dt.date(2026, 6, 21)
        assert not one.is_late(dt.date(2026, 6, 20))
        assert one.is_late(dt.date(2026, 6, 21))


class TestOthers:
    def test_questions_about_a_person_a_month_a_contribution_and_a_year(self, cast, owner, contract):
        asked = {"status": LineStatus.RETURNED, "decided_at": noon(dt.date(2026, 6, 1))}
        with owner():
            DeploymentFactory(contract=contract, starts_on=ON, pseudonym="P-mens", **asked)
            line = DeploymentFactory(contract=contract, starts_on=MAY, pseudonym="P-maand")
            HoursStatementFactory(deployment=line, month=MAY, **asked)
            ContributionFactory(contract=contract, reference="C-1", **asked)
            year = DeploymentFactory(contract=contract, starts_on=ON, pseudonym="P-jaar")
            YearLine.objects.create(deployment=year, year=2026, date=dt.date(2026, 12, 31), **asked)
        found = of(cast.bram)
        assert {(one.line, one.month) for one in found if one.kind == ToDo.QUESTION} == {
            ("P-mens", None),
            ("P-maand", MAY),
            ("C-1", None),
            ("P-jaar", None),
        }
        assert {one.late_on for one in found} == {dt.date(2026, 6, 9)}

    def test_a_year_line_to_hand_in(self, cast, owner, contract):
        with owner():
            line, worth_nothing = (DeploymentFactory(contract=contract, starts_on=ON) for _ in range(2))
            YearLine.objects.create(deployment=line, year=2026, date=dt.date(2026, 12, 31), value=300)
            YearLine.objects.create(deployment=worth_nothing, year=2026, date=dt.date(2026, 12, 31))
        (one,) = of(cast.bram)
        assert (one.kind, one.late_on, one.deployment_id) == (ToDo.YEAR_LINE, None, line.pk)

    def evidence(self, line, **values):
        return EvidenceFile.objects.create(
            **{
                "deployment": line,
                "kind": EvidenceKind.STATEMENT,
                "valid_until": dt.date(2026, 7, 1),
                "state": FileState.CHECKED,
                "size": 10,
                "sha256": f"{EvidenceFile.objects.count():064}",
                "organisation": line.person.contractor,
                "uploaded_by": line.person.contractor.memberships.first().user,
                "uploaded_at": noon(MARCH),
            }
            | values
        )

    @pytest.mark.parametrize(
        ("values", "asked"),
        [
            ({}, True),
            ({"valid_until": dt.date(2026, 7, 16)}, False),  # longer than a month ahead
            ({"valid_until": None}, False),
            ({"state": FileState.REFUSED, "refusal": "script"}, False),
            ({"removed_at": noon(MARCH)}, False),
        ],
    )
    def test_evidence_that_runs_out_while_the_person_works_on(self, cast, owner, contract, values, asked):
        with owner():
            line = DeploymentFactory(contract=contract, starts_on=ON)
            self.evidence(line, **values)
        assert [one.kind for one in of(cast.bram)] == ([ToDo.EVIDENCE] if asked else [])

    def test_not_when_a_newer_piece_was_sent_or_the_work_ends_before(self, cast, owner, contract):
        with owner():
            followed = DeploymentFactory(contract=contract, starts_on=ON)
            self.evidence(followed)
            self.evidence(followed, valid_until=dt.date(2027, 1, 1), uploaded_at=noon(ON))
            other = DeploymentFactory(contract=contract, starts_on=ON)
            self.evidence(other)
            self.evidence(other, valid_until=None, kind=EvidenceKind.CONTRACT, uploaded_at=noon(ON))
            self.evidence(DeploymentFactory(contract=contract, starts_on=ON, ends_on=dt.date(2026, 6, 30)))
        assert [one.deployment_id for one in of(cast.bram)] == [other.pk]

    def test_the_answer_of_a_werkplein_is_news_for_two_weeks(self, cast, owner, contract):
        with owner():
            CandidateRequest.objects.create(
                region=cast.region,
                contract=contract,
                contractor=cast.bram.organisation,
                work="Hovenier",
                number=1,
                starts_on=ON,
                hours_per_week=32,
                place="Groningen",
                asked_by=cast.bram.user,
                state=RequestState.NONE,
                answered_at=noon(dt.date(2026, 6, 2)),
            )
        assert [(one.kind, one.line) for one in of(cast.bram)] == [(ToDo.REQUEST, "Hovenier")]
        assert of(cast.bram, on=dt.date(2026, 6, 17)) == []


class TestScope:
    def test_a_company_reads_its_own_lines_only(self, cast, owner, contract):
        with owner():
            partner = OrganisationFactory(contractor=True, region=cast.region)
            ContractParty.objects.create(
                contract=contract, organisation=partner, role=PartyRole.PARTNER, joined_on=MARCH
            )
            DeploymentFactory(contract=contract, starts_on=MAY, company=partner, pseudonym="P-partner")
            DeploymentFactory(contract=contract, starts_on=MAY, pseudonym="P-eigen")
        assert hours(of(cast.bram)) == [("P-eigen", MAY)]
        with act(cast.dirk) as acting:
            mine = due(Scope(verified_by=[f"r:{cast.region.pk}:{acting.kind}"]), on=ON)
        assert {one.company_id for one in mine} == {partner.pk, cast.bram.organisation.pk}

    def test_nobody_reads_another_region(self, cast, owner, contract):
        with owner():
            DeploymentFactory(contract=contract, starts_on=MAY)
        for stranger in cast.strangers.values():
            with act(stranger):
                assert due(Scope(), on=ON) == []
        with tenancy.system(Purpose.UPKEEP, region_id=cast.other_region.pk):
            assert due(Scope(), on=ON) == []

    def test_takes_three_queries_whatever_there_is(self, cast, owner, contract, django_assert_num_queries):
        with owner():
            for _ in range(12):
                line = DeploymentFactory(contract=contract)
                HoursStatementFactory(deployment=line, month=MARCH, status=LineStatus.RETURNED, decided_at=noon(ON))
        with act(cast.bram) as acting, django_assert_num_queries(3):
            assert len(due(Scope(companies=[acting.organisation_id]), on=ON)) == 12 * 3
