"""What is spent: a second person approves, what counts never changes, and who sees whose money."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from candidates.models import BackOfficePolicy, CandidateMerge
from candidates.training import costs
from organisations import tenancy
from organisations.choices import Role
from organisations.models import OrganisationRegion
from organisations.refused import Refused
from reporting.choices import SpendingState
from reporting.collect import money
from reporting.models import BudgetLine, SpendingLine
from reporting.spending import invoices, lines
from reporting.spending.lines import SpendingEntry
from reporting.spending.plan import plan_of
from tests.cast import Person, log_in
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.factories.training import CostFactory, EnrolmentFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 8, 1, 9, 30, tzinfo=dt.UTC)


def entry(**values):
    return SpendingEntry(
        **({"on": dt.date(2026, 3, 2), "year": 2026, "category": "training", "amount": Decimal("100.00")} | values)
    )


def acts(person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


@pytest.fixture
def colleague(cast, owner):
    """Somebody else at the programme bureau."""
    with owner():
        user = UserFactory(name="Els", email="els@demo.example")
        MembershipFactory(user=user, organisation=cast.esra.organisation, role=Role.MEMBER)
    person = Person(user, cast.esra.organisation)
    log_in(person)
    return person


@pytest.fixture
def centre(cast, owner):
    with owner():
        OrganisationRegion.objects.filter(region=cast.region, organisation=cast.alice.organisation).update(centre=True)
    return cast.alice


def entered(person, region, **values):
    with acts(person) as acting:
        return lines.enter(acting, region_id=region.pk, entry=entry(**values), at=AT)


def approved(by, second, region, **values):
    line = entered(by, region, **values)
    with acts(second) as acting:
        lines.approve(acting, line.pk, at=AT)
    return line


def counted(region):
    return {one.reference: one.amount for one in SpendingLine.objects.filter(region=region).counted()}


def plan_of_report(region, on):
    """What a report that knows the decisions up to this day has budgeted for training in 2020."""
    found = money.plan_of(region.pk, on=on)
    return next(one.amount for one in found if (one.side, one.category, one.year) == ("spending", "training", 2020))


class TestApproval:
    def test_only_what_somebody_else_approved_counts(self, cast, owner, colleague):
        line = entered(cast.esra, cast.region)
        with owner():
            assert counted(cast.region) == {}
        with acts(cast.esra) as acting, pytest.raises(Refused):
            lines.approve(acting, line.pk, at=AT)
        with acts(colleague) as acting:
            lines.approve(acting, line.pk, at=AT)
        with owner():
            assert counted(cast.region) == {"U2026-0001": 100}

    def test_the_database_holds_it_too(self, cast, colleague):
        line = entered(cast.esra, cast.region)
        with acts(cast.esra), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            SpendingLine.objects.filter(pk=line.pk).update(
                state=SpendingState.APPROVED, decided_by=colleague.user, decided_at=AT
            )
        with acts(cast.esra) as acting, pytest.raises(IntegrityError), transaction.atomic():
            SpendingLine.objects.create(
                region=cast.region, reference="X", on=AT, year=2026, category="training", amount=1,
                state=SpendingState.APPROVED, entered_by_id=acting.user_id, decided_at=AT,
            )  # fmt: skip

    @pytest.mark.parametrize("change", [{"amount": 1}, {"on": dt.date(2026, 1, 1)}, {"state": "spending_entered"}])
    def test_what_was_approved_stands(self, cast, colleague, change):
        line = approved(cast.esra, colleague, cast.region)
        with acts(colleague), pytest.raises(IntegrityError, match="stands"), transaction.atomic():
            SpendingLine.objects.filter(pk=line.pk).update(**change)

    def test_refusing_needs_a_reason_and_withdrawing_its_own_hand(self, cast, owner, colleague):
        line = entered(cast.esra, cast.region)
        with acts(colleague) as acting:
            with pytest.raises(Refused):
                lines.refuse(acting, line.pk, reason=" ", at=AT)
            with pytest.raises(Refused):
                lines.withdraw(acting, line.pk)
            lines.refuse(acting, line.pk, reason="Dit is geen scholing", at=AT)
        with owner():
            line.refresh_from_db()
        assert (line.state, line.reason) == (SpendingState.REFUSED, "Dit is geen scholing")


class TestCorrection:
    def test_a_correction_counts_as_a_whole_once_approved(self, cast, owner, colleague):
        line = approved(cast.esra, colleague, cast.region)
        with acts(cast.esra) as acting:
            reversal = lines.correct(
                acting, line.pk, entry=entry(amount=Decimal(90)), reason="Het bedrag was te hoog", at=AT
            )
        with owner():
            assert counted(cast.region) == {line.reference: 100}
        with acts(colleague) as acting:
            lines.approve(acting, reversal.pk, at=AT + dt.timedelta(days=2))
        with owner():
            assert counted(cast.region) == {"U2026-0002": 90}
            # As it was known a day before that.
            known = SpendingLine.objects.filter(region=cast.region).counted(known_at=AT + dt.timedelta(days=1))
            assert [(one.reference, one.amount) for one in known] == [(line.reference, 100)]
            assert sum(one.signed_amount for one in SpendingLine.objects.filter(state=SpendingState.APPROVED)) == 90

    def test_nothing_else_can_be_called_a_reversal(self, cast, colleague):
        line = approved(cast.esra, colleague, cast.region)
        with acts(cast.esra) as acting, pytest.raises(IntegrityError, match="equals"), transaction.atomic():
            SpendingLine.objects.create(
                region=cast.region, reference=line.reference, on=line.on, year=2026, category="training",
                amount=5000, reverses=line, entered_by_id=acting.user_id,
            )  # fmt: skip

    def test_it_is_corrected_once(self, cast, colleague):
        line = approved(cast.esra, colleague, cast.region)
        with acts(cast.esra) as acting:
            lines.correct(acting, line.pk, entry=None, reason="Dit is nooit betaald", at=AT)
            with pytest.raises(Refused):
                lines.correct(acting, line.pk, entry=None, reason="Dit is nooit betaald", at=AT)

    def test_who_refuses_a_correction_leaves_the_line_as_it_was(self, cast, owner, colleague):
        line = approved(cast.esra, colleague, cast.region)
        with acts(cast.esra) as acting:
            reversal = lines.correct(acting, line.pk, entry=entry(amount=Decimal(90)), reason="Te hoog bedrag", at=AT)
        with acts(colleague) as acting:
            lines.refuse(acting, reversal.pk, reason="Het bedrag klopte wel", at=AT)
        with owner():
            assert counted(cast.region) == {line.reference: 100}
            assert not SpendingLine.objects.filter(region=cast.region).waiting().exists()


class TestCandidates:
    def test_a_number_leads_to_the_candidate_without_showing_him(self, cast, owner):
        with owner():
            near = CandidateFactory(region=cast.region, municipality="GM0014", registered_on=dt.date(2018, 5, 1))
            far = CandidateFactory(region=cast.region, municipality="GM0106", registered_on=dt.date(2018, 5, 1))
        ones = [entered(cast.esra, cast.region, candidate_reference=one.reference) for one in (near, far)]
        ones.append(entered(cast.esra, cast.region, municipality="GM0024", on=dt.date(2018, 7, 1)))
        ones.append(entered(cast.esra, cast.region, municipality="GM0024", on=dt.date(2021, 7, 1)))
        with owner():
            for one in ones:
                one.refresh_from_db()
        assert [one.candidate_id for one in ones[:2]] == [near.pk, far.pk]
        # Loppersum was no code any more in the middle of 2021.
        assert [one.in_priority_area for one in ones] == [True, False, True, False]
        with acts(cast.esra), pytest.raises(ObjectDoesNotExist):
            type(near).objects.get(pk=near.pk)

    def test_an_unknown_number_is_refused(self, cast):
        with acts(cast.esra) as acting, pytest.raises(lines.UnknownCandidate):
            lines.enter(acting, region_id=cast.region.pk, entry=entry(candidate_reference="K-bestaat-niet"), at=AT)

    def test_what_was_spent_follows_a_corrected_file(self, cast, owner, colleague):
        with owner():
            candidate = CandidateFactory(region=cast.region, municipality="GM0014", registered_on=dt.date(2018, 5, 1))
        line = approved(cast.esra, colleague, cast.region, candidate_reference=candidate.reference)
        with owner():
            candidate.municipality = "GM0106"
            candidate.save()
            line.refresh_from_db()
        assert (line.in_priority_area, line.amount) == (False, 100)

    def test_of_an_approved_line_only_a_merge_moves_the_candidate(self, cast, owner, colleague):
        with owner():
            one, other = CandidateFactory.create_batch(2, region=cast.region)
        line = approved(cast.esra, colleague, cast.region, candidate_reference=one.reference)
        with owner():
            with pytest.raises(IntegrityError, match="stands"), transaction.atomic():
                SpendingLine.objects.filter(pk=line.pk).update(candidate=other)
            CandidateMerge.objects.create(
                region=cast.region,
                kept=other,
                gone=one,
                reason="Dezelfde persoon",
                organisation=cast.dirk.organisation,
                merged_by=cast.dirk.user,
            )
            SpendingLine.objects.filter(pk=line.pk).update(candidate=other)
            line.refresh_from_db()
        assert line.candidate_reference == other.reference


class TestInvoices:
    @pytest.fixture
    def paid(self, cast, owner):
        with owner():
            leader = UserFactory(name="Lies", email="lies@demo.example")
            MembershipFactory(user=leader, organisation=cast.dirk.organisation, role=Role.MEMBER)
            BackOfficePolicy.objects.update_or_create(region=cast.region, defaults={"project_leader": leader})
            programme = ProgrammeFactory(region=cast.region)
            enrolment = EnrolmentFactory(programme=programme)
            cost = CostFactory(programme=programme, enrolment=enrolment, entered_by=cast.dirk.user)
        with tenancy.acting_for(user_id=leader.pk, organisation_id=cast.dirk.organisation.pk) as acting:
            costs.approve(acting, cost.pk, at=AT - dt.timedelta(days=20))
            costs.mark_paid(acting, cost.pk, paid_on=dt.date(2026, 7, 20), on=AT.date())
        return cost

    def test_a_paid_invoice_is_taken_over_once_and_approved_by_the_bureau(self, cast, owner, paid):
        with acts(cast.dirk) as acting:
            assert list(invoices.to_take_over(acting)) == [paid]
            assert invoices.take_over(acting, [paid.pk], source="state", at=AT) == 1
            assert not invoices.to_take_over(acting).exists()
        with owner():
            line = SpendingLine.objects.get(training_cost=paid)
        assert (line.on, line.amount, line.source, line.candidate_id) == (
            dt.date(2026, 7, 20), paid.amount, "state", paid.enrolment.candidate_id,
        )  # fmt: skip
        with acts(cast.dirk) as acting, pytest.raises(Refused):
            lines.approve(acting, line.pk, at=AT)
        with acts(cast.esra) as acting:
            lines.approve(acting, line.pk, at=AT)
            assert counted(cast.region) == {line.reference: paid.amount}

    def test_the_coordination_point_enters_nothing_else(self, cast):
        with acts(cast.dirk) as acting, pytest.raises(ProgrammingError, match="row-level security"):
            lines.enter(acting, region_id=cast.region.pk, entry=entry(), at=AT)


class TestScreens:
    LIST, NEW = "geld/uitgaven/", "geld/uitgaven/nieuw/"
    TYPED = {"on": "02-03-2026", "category": "training", "amount": "1.250,50", "source": "state"}

    def test_who_sees_money(self, cast):
        entered(cast.esra, cast.region, description="Huur van de praktijkruimte")
        for person in (cast.esra, cast.dirk):
            assert "Huur van de praktijkruimte" in person.get(self.LIST).content.decode()
        for person in (cast.alice, cast.bram, cast.carla):
            for path in (self.LIST, "geld/", "geld/plan/", "doelen/versies/"):
                assert person.get(path).status_code == 403, path

    def test_the_centre_municipality_keeps_the_money_as_the_bureau_does(self, cast, centre):
        line = entered(cast.esra, cast.region)
        assert centre.get("geld/").status_code == 200
        assert centre.post(f"{self.LIST}{line.pk}/", {"step": "approve"}).status_code == 302
        assert "Telt mee" in centre.get(f"{self.LIST}{line.pk}/").content.decode()

    def test_a_stranger_gets_the_page_of_a_missing_line(self, cast, owner):
        line = entered(cast.esra, cast.region)
        for person in (cast.frank, *(cast.strangers[kind] for kind in cast.strangers)):
            assert person.get(f"{self.LIST}{line.pk}/").status_code in {403, 404}
            assert person.post(f"{self.LIST}{line.pk}/", {"step": "approve"}).status_code in {403, 404}
        assert cast.frank.get(f"{self.LIST}{line.pk}/").status_code == 404
        with owner():
            line.refresh_from_db()
        assert line.state == SpendingState.ENTERED

    def test_a_payment_is_entered_and_nothing_typed_gets_lost(self, cast, owner):
        wrong = cast.esra.post(self.NEW, self.TYPED | {"candidate": "K-9", "description": "Les metselen"})
        assert wrong.status_code == 422
        assert "niet bekend in de regio" in wrong.content.decode()
        assert "Les metselen" in wrong.content.decode()
        assert cast.esra.post(self.NEW, self.TYPED).status_code == 302
        with owner():
            line = SpendingLine.objects.get(region=cast.region)
        assert (line.amount, line.year, line.source) == (Decimal("1250.50"), 2026, "state")

    @pytest.mark.parametrize(
        "typed",
        [
            {"amount": "-1"},
            {"amount": "veel"},
            {"on": "02-03-2999"},
            {"on": "30-02-2026"},
            {"category": "lunch"},
            {"source": "other"},
            {"year": "20"},
            {"year": "2050"},
            {"on": "31-12-2016"},
            {"source": "state", "other_source": "Sectorfonds"},
            {"description": "bsn 111222333"},
        ],
    )
    def test_what_cannot_be_is_refused_beside_the_field(self, cast, owner, typed):
        assert cast.esra.post(self.NEW, self.TYPED | typed).status_code == 422
        with owner():
            assert not SpendingLine.objects.filter(region=cast.region).exists()

    def test_a_line_is_corrected_on_the_screen(self, cast, owner, colleague):
        line = approved(cast.esra, colleague, cast.region)
        page = f"{self.LIST}{line.pk}/verbeteren/"
        assert "100,00" in cast.esra.get(page).content.decode()
        typed = self.TYPED | {"amount": "80", "why": "Er was korting gegeven"}
        assert cast.esra.post(page, typed).status_code == 302
        with owner():
            reversal = SpendingLine.objects.get(reverses=line)
        assert "/verbeteren/" not in cast.esra.get(f"{self.LIST}{line.pk}/").content.decode(), "nobody types it twice"
        assert "Er was korting" in cast.esra.get(f"{self.LIST}?zoek=korting").content.decode()
        assert cast.esra.post(f"{self.LIST}{reversal.pk}/", {"step": "approve"}).status_code == 422
        assert colleague.post(f"{self.LIST}{reversal.pk}/", {"step": "approve"}).status_code == 302
        with owner():
            assert set(counted(cast.region).values()) == {80}

    def test_who_decides_sees_what_was_entered_twice(self, cast, colleague):
        first = entered(cast.esra, cast.region)
        second = entered(cast.esra, cast.region)
        entered(cast.esra, cast.region, amount=Decimal("100.01"))
        body = colleague.get(f"{self.LIST}{second.pk}/").content.decode()
        assert "twee keer" in body
        assert str(first.pk) in body
        with acts(colleague) as acting:
            lines.refuse(acting, first.pk, reason="Deze stond er al in", at=AT)
        assert "twee keer" not in colleague.get(f"{self.LIST}{second.pk}/").content.decode()

    def test_a_number_of_ones_own_does_not_count_on(self, cast):
        assert entered(cast.esra, cast.region, reference="U2026-99999999999").reference == "U2026-99999999999"
        assert entered(cast.esra, cast.region).reference == "U2026-0001"

    def test_who_only_reads_writes_nothing(self, cast, owner, colleague):
        line = entered(cast.esra, cast.region)
        assert cast.dirk.post(f"{self.LIST}{line.pk}/", {"step": "approve"}).status_code == 403
        assert cast.dirk.post(self.NEW, self.TYPED).status_code == 403
        with owner():
            type(colleague.user.memberships.get()).objects.filter(user=colleague.user).update(role=Role.AUDITOR)
        assert colleague.get(f"{self.LIST}{line.pk}/").status_code == 200
        assert colleague.post(f"{self.LIST}{line.pk}/", {"step": "approve"}).status_code == 403

    def test_the_list_asks_the_same_however_many_lines(self, cast, owner):
        def many(number):
            with owner():
                SpendingLine.objects.filter(region=cast.region).delete()
                SpendingLine.objects.bulk_create(
                    SpendingLine(
                        region=cast.region, reference=f"U-{n}", on=dt.date(2026, 1, 1), year=2026,
                        category="training", amount=n, programme=ProgrammeFactory(region=cast.region),
                        entered_by=cast.esra.user,
                    )
                    for n in range(number)
                )  # fmt: skip
            with CaptureQueriesContext(
                connection,
            ) as made:
                assert cast.esra.get(self.LIST).status_code == 200
            return len(made)

        cast.esra.get(self.LIST)
        few, lots = many(3), many(23)
        # Four of its own: choices of the filter, number, sums and rows.
        assert few == lots <= 10

    def test_totals_are_of_all_pages_and_follow_the_filter(self, cast, owner, colleague):
        for number in range(30):
            approved(cast.esra, colleague, cast.region, category="guidance" if number % 2 else "training")
        body = cast.esra.get(self.LIST).content.decode()
        assert "3.000,00" in body
        assert "1.500,00" in cast.esra.get(f"{self.LIST}?post=guidance").content.decode()

    def test_the_year_shows_budget_spent_and_deviation(self, cast, colleague):
        approved(cast.esra, colleague, cast.region, on=dt.date(2019, 5, 1), year=2019, amount=Decimal("1508500.25"))
        body = cast.esra.get("geld/?jaar=2019").content.decode()
        assert "1.708.500,00" in body
        assert "1.508.500,25" in body
        assert "−199.999,75" in body

    def test_the_plan_shows_each_table_and_where_sources_differ(self, cast):
        body = cast.esra.get("geld/plan/").content.decode()
        for amount in ("5.774.000", "6.658.000", "278.000", "400.000", "1.869.000", "1.246.000", "153.193", "511.000"):
            assert amount in body, amount

    def test_a_tranche_that_came_in_is_written_down(self, cast, owner):
        typed = {"year": "2018", "amount": "1850000", "source": "Brief van 3 mei 2018"}
        assert cast.esra.post("geld/termijn/", typed).status_code == 302
        assert cast.dirk.post("geld/termijn/", typed).status_code == 403
        assert "1.850.000,00" in cast.esra.get("geld/").content.decode()
        with owner():
            assert BudgetLine.objects.get(region=cast.region, side="received").amount == 1_850_000
        assert cast.esra.post("geld/termijn/", typed | {"amount": "1900000", "source": "Afschrift"}).status_code == 302
        body = cast.esra.get("geld/plan/").content.decode()
        for said in ("1.850.000,00", "Brief van 3 mei 2018", "1.900.000,00", "Afschrift", "artikel 3d"):
            assert said in body, said
        year = cast.esra.get("geld/").content.decode()
        assert "Afschrift" in year
        assert "Brief van 3 mei 2018" not in year, "the last word counts"

    def test_an_amount_of_the_plan_is_decided_anew_and_the_former_stays(self, cast, owner):
        page = "geld/plan/bedrag/"
        typed = {"line": "spending:training", "year": "2020", "amount": "1200000", "source": "Besluit 7"}
        typed["version_on"] = "12-11-2019"
        assert cast.dirk.get(page).status_code == 403
        assert cast.esra.post(page, typed | {"version_on": "01-01-2999"}).status_code == 422
        assert cast.esra.post(page, typed | {"line": "spending:lunch"}).status_code == 422
        assert cast.esra.post(page, typed | {"year": "2016"}).status_code == 422
        assert cast.esra.post(page, typed | {"year": "2099"}).status_code == 422
        assert cast.esra.post(page, typed).status_code == 302
        body = cast.esra.get("geld/plan/").content.decode()
        for said in (
            "5.844.000",
            "1.130.000,00",
            "1.200.000,00",
            "Besluit 7",
            "12-11-2019",
            "Begroting en dekking van 2020",
        ):
            assert said in body, said
        assert "1.200.000,00" in cast.esra.get("geld/?jaar=2020").content.decode()
        with owner():
            assert [plan_of_report(cast.region, dt.date(2019, month, 30)) for month in (10, 11)] == [
                1_130_000,
                1_200_000,
            ]
            line = BudgetLine.objects.get(source="Besluit 7")
            differ = next(
                one for one in plan_of(cast.region.pk).contradictions if one.about.endswith("dekking van 2020")
            )
        assert differ.statements[0].amount == 1_352_000
        assert "Besluit 7" in differ.statements[0].source
        assert "Besluit 7" not in differ.statements[1].source
        with acts(cast.esra), pytest.raises(ProgrammingError), transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(amount=1)

    def test_a_region_without_a_plan_writes_its_own(self, cast, owner):
        with owner():
            BudgetLine.objects.filter(region=cast.region).delete()
        assert "nog geen plan" in cast.esra.get("geld/plan/").content.decode()
        typed = {"line": "cover:state", "year": "2027", "amount": "5", "source": "Brief", "version_on": "12-11-2019"}
        assert cast.esra.post("geld/plan/bedrag/", typed).status_code == 302
        assert "2027" in cast.esra.get("geld/plan/").content.decode()

    def test_the_bureau_says_which_municipality_keeps_the_money(self, cast, owner):
        assert cast.alice.get("geld/").status_code == 403
        page = "geld/centrumgemeente/"
        assert cast.dirk.get(page).status_code == 403
        assert cast.esra.post(page, {"centre": str(cast.alice.organisation.pk)}).status_code == 302
        assert cast.alice.get("geld/").status_code == 200
        assert cast.esra.post(page, {"centre": str(cast.bram.organisation.pk)}).status_code == 422
        assert cast.esra.post(page, {"centre": ""}).status_code == 302
        assert cast.alice.get("geld/").status_code == 403


def test_what_sources_say_differently_stands_side_by_side(cast, owner):
    with owner():
        found = {one.about: one.statements for one in plan_of(cast.region.pk).contradictions}
    assert [one.amount for one in found["Eigen bijdrage van de gemeenten"]] == [278_000, 400_000]
    assert [[str(s.amount) for s in found[f"Geld van het Rijk in {year}"]] for year in (2018, 2021)] == [
        ["1900000.00", "1869000.00"],
        ["1130000.00", "1246000.00"],
    ]
    assert len(found) == 7, "and two groups that were rounded on their own inhabitants"
