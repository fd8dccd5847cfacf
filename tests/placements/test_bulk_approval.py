"""Approving at once: only what is not odd, bound to the figures shown, and taken back at once."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import new_id
from placements import shown
from placements.choices import LineStatus
from placements.models import Deployment, EvidenceFile, HoursStatement
from placements.verifying import bulk_approval, verification
from placements.verifying.verification import Chosen
from placements.verifying.work_list import Asked
from tenders.models import Block, ContractTotals, RegionPolicy
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import APRIL, act, auditor_of, contract_of, logged, seen, stated

PATH, UNDO = "beoordelen/samen/", "beoordelen/samen/terugdraaien/"


def ordinary(cast, contract, name):
    """A line that was approved, with a month at which nothing is odd. A new person is always looked at by himself."""
    line = logged(cast.bram, contract, name=name)
    with owner():
        Deployment.objects.filter(pk=line.pk).update(status=LineStatus.APPROVED)
        Block.objects.filter(pk=line.block_id).update(evidence=[])
    return line, stated(cast.bram, line)


def batch(person):
    with act(person) as acting:
        found = bulk_approval.batch_of(acting, Asked(), at=timezone.now())
    return (
        {one.entry.id for one in found.ready},
        {one.entry.id: one.reasons for one in found.left_out},
    )


def press(person, path=PATH, *, only=None, before=None):
    """Press the button on the page as it stands: all that is ticked, or ``only`` these."""
    page = before or person.get(path).content.decode()
    ticked = re.findall(r'name="line"\s+value="([^"]+)"\s+checked', page)
    return person.post(
        path,
        {
            "line": [str(one) for one in only] if only is not None else ticked,
            "shown": re.findall(r'name="shown" value="([^"]+)"', page),
        },
    )


@pytest.fixture
def contract(cast):
    return contract_of(cast)


def test_what_is_not_odd_is_approved_at_once_and_taken_back_at_once(cast, contract):
    pairs = [ordinary(cast, contract, name) for name in ("A. Eerste", "B. Tweede", "C. Derde")]
    answer = press(cast.dirk)
    assert answer.status_code == 302
    for line, month in pairs:
        assert (seen(line).status, seen(month).status) == (LineStatus.APPROVED, LineStatus.APPROVED)
    with owner():
        assert ContractTotals.objects.get(contract=contract).persons_approved == Decimal("11250.00")
    page = cast.dirk.get(answer.url.removeprefix(cast.dirk.url())).content.decode()
    assert "3 regels in één keer" in page
    moment = re.search(r'name="moment" value="([^"]+)"', page).group(1)
    assert cast.dirk.post(UNDO, {"moment": moment}).status_code == 302
    with owner():
        assert {one.status for one in HoursStatement.objects.live()} == {LineStatus.SUBMITTED}
        assert ContractTotals.objects.get(contract=contract).persons_approved == 0
    assert {seen(line).status for line, _month in pairs} == {LineStatus.APPROVED}


def test_what_was_taken_back_at_once_is_not_offered_again(cast, contract):
    """Neither from the page that comes back nor from an older one."""
    line, _month = ordinary(cast, contract, "A. Eerste")
    with owner():
        effort = ContributionFactory(contract=contract, value=Decimal(40), submitted_at=timezone.now())
        Block.objects.filter(pk=effort.block_id).update(evidence=[])
    answer = press(cast.dirk)
    here = answer.url.removeprefix(cast.dirk.url())
    page = cast.dirk.get(here).content.decode()
    assert "2 regels in één keer" in page
    moment = re.search(r'name="moment" value="([^"]+)"', page).group(1)
    assert "2 regels teruggedraaid" in cast.dirk.post(UNDO, {"moment": moment}, follow=True).content.decode()
    assert "in één keer</" not in cast.dirk.get(here).content.decode()
    assert 'name="moment"' not in cast.dirk.get(here).content.decode()
    assert cast.dirk.post(UNDO, {"moment": moment}).status_code == 302
    with owner():
        assert HoursStatement.objects.live().get(deployment=line).status == LineStatus.SUBMITTED


def test_what_is_odd_is_left_out_with_the_rule_that_says_so(cast, contract):
    good, _month = ordinary(cast, contract, "A. Gewoon")
    numbered = logged(cast.bram, contract, name="C. Met Nummer", block_code="nug", candidate_reference="K-124")
    odd = logged(cast.bram, contract, name="B. Weinig", hours_per_week=Decimal(8))
    with owner():
        outside = ContributionFactory(contract=contract, date="2031-01-01", submitted_at=timezone.now())
        Block.objects.filter(pk=outside.block_id).update(evidence=["invoice"])
        Block.objects.filter(pk=odd.block_id).update(evidence=["statement", "payslip"])
        Block.objects.filter(pk=numbered.block_id).update(evidence=[])
    ready, left_out = batch(cast.dirk)
    assert ready == {good.pk}
    assert left_out == {
        odd.pk: ("Te weinig uren per week", "Bewijs ontbreekt", "Onbekend bij de backoffice"),
        outside.pk: ("Buiten het contract", "Bewijs ontbreekt"),
        numbered.pk: ("Onbekend bij de backoffice",),
    }
    text = cast.dirk.get(PATH).content.decode()
    assert "3 regels kijkt u apart na" in text
    assert f'value="{odd.pk}"' not in text


def test_a_number_that_the_company_typed_makes_nobody_known(cast, contract):
    line = logged(cast.bram, contract, candidate_reference="K-124")
    month = stated(cast.bram, line)
    path = f"beoordelen/inzet/{line.pk}/"
    page = cast.dirk.get(path).content.decode()
    assert "Kandidaatnummer K-124 staat niet in het register" in page
    assert "Bekend bij de backoffice" not in page
    with act(cast.dirk) as acting:
        verification.approve(Chosen(line.pk, with_deployment=True), by=acting, at=timezone.now())
    assert "niet in het register" not in cast.dirk.get(path).content.decode()
    assert batch(cast.dirk) == ({line.pk}, {})
    assert seen(month).status == LineStatus.SUBMITTED


def test_evidence_that_was_checked_is_evidence_and_a_missing_payslip_only_a_remark(cast, contract):
    line = logged(cast.bram, contract, name="A. Nieuw")
    stated(cast.bram, line)
    with owner():
        Block.objects.filter(pk=line.block_id).update(evidence=["statement", "payslip"])
        file = EvidenceFile(
            deployment=line,
            kind="statement",
            state="quarantined",
            size=1,
            sha256="0" * 64,
            organisation=cast.bram.organisation,
            uploaded_by=cast.bram.user,
        )
        file.save(force_insert=True)
    assert batch(cast.dirk) == (set(), {line.pk: ("Bewijs ontbreekt", "Onbekend bij de backoffice")})
    with owner():
        EvidenceFile.objects.update(state="checked")
    assert batch(cast.dirk) == (set(), {line.pk: ("Onbekend bij de backoffice",)})
    assert "geen loonstrook" in cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()


def test_what_needs_two_persons_or_was_entered_by_oneself_is_left_out(cast, contract):
    line, _month = ordinary(cast, contract, "A. Duur")
    with owner():
        MembershipFactory(user=cast.bram.user, organisation=cast.dirk.organisation)
        RegionPolicy.objects.filter(region=cast.region, valid__contains=timezone.localdate()).update(
            second_eyes_above=1000
        )
    assert batch(cast.dirk)[1] == {line.pk: ("Twee beoordelaars nodig",)}
    both_hats = Person(cast.bram.user, cast.dirk.organisation)
    assert batch(both_hats)[1] == {line.pk: ("Twee beoordelaars nodig", "Door uzelf ingevoerd")}
    with act(cast.dirk) as acting:
        outcome = bulk_approval.approve_together([line.pk], shown={}, by=acting, at=timezone.now())
    assert outcome == bulk_approval.Outcome(0, ((line.pseudonym, "Twee beoordelaars nodig"),))


def test_hours_entered_by_oneself_stay_so_when_the_month_is_judged_anew(cast, contract):
    line, first = ordinary(cast, contract, "A. Eigen")
    press(cast.dirk)
    with act(cast.dirk) as acting:
        verification.undo(
            Chosen(line.pk, with_deployment=False, statement_ids=(first.pk,)), by=acting, at=timezone.now()
        )
    with owner():
        MembershipFactory(user=cast.bram.user, organisation=cast.dirk.organisation)
        renewed = HoursStatement.objects.live().get(deployment=line)
    assert renewed.pk != first.pk
    assert batch(Person(cast.bram.user, cast.dirk.organisation))[1] == {line.pk: ("Door uzelf ingevoerd",)}


def test_a_line_that_changed_since_or_became_odd_is_not_approved_and_the_others_are(cast, contract):
    _good, good_month = ordinary(cast, contract, "A. Gewoon")
    changed, month = ordinary(cast, contract, "B. Gewijzigd")
    became_odd, odd_month = ordinary(cast, contract, "C. Veel")
    before = cast.dirk.get(PATH).content.decode()
    stated(cast.bram, changed, paid=80)
    with owner():
        HoursStatement.objects.filter(pk=odd_month.pk).update(paid_hours=250)
    answer = press(cast.dirk, before=before)
    text = cast.dirk.get(answer.url.removeprefix(cast.dirk.url())).content.decode()
    assert seen(good_month).status == LineStatus.APPROVED
    assert {seen(month).status, seen(odd_month).status} == {LineStatus.SUBMITTED}
    assert "intussen gewijzigd" in text
    assert f"{became_odd.pseudonym} niet: Veel uren in een maand" in text
    assert "1 regel in één keer" in text


def test_a_month_that_came_since_waits_on(cast, contract):
    line, march = ordinary(cast, contract, "A. Gewoon")
    before = cast.dirk.get(PATH).content.decode()
    april = stated(cast.bram, line, APRIL, 100)
    press(cast.dirk, before=before)
    assert (seen(march).status, seen(april).status) == (LineStatus.APPROVED, LineStatus.SUBMITTED)


def test_of_two_at_once_the_second_reads_that_a_colleague_was_first(cast, contract):
    line, month = ordinary(cast, contract, "A. Gewoon")
    before = cast.dirk.get(PATH).content.decode()
    with act(cast.dirk) as acting:
        chosen = Chosen(line.pk, with_deployment=False, statement_ids=(month.pk,))
        verification.reject(chosen, reason="Staat er al op", by=acting, at=timezone.now())
    press(cast.dirk, before=before)
    assert seen(month).status == LineStatus.REJECTED


def test_undoing_leaves_alone_what_happened_since(cast, contract):
    (first, _month), (second, _second) = (ordinary(cast, contract, name) for name in ("A. Eerste", "B. Tweede"))
    at = timezone.now()
    with act(cast.dirk) as acting:
        found = bulk_approval.batch_of(acting, Asked(), at=at)
        seen_now = [line for one in found.ready for line in (one.looked.line, *one.looked.lines)]
        figures = shown.from_fields(shown.as_fields(seen_now))
        bulk_approval.approve_together([first.pk, second.pk], shown=figures, by=acting, at=at)
    later = stated(cast.bram, first, APRIL, 100)
    with act(cast.dirk) as acting:
        verification.approve(Chosen(first.pk, False, (later.pk,)), by=acting, at=timezone.now())  # noqa: FBT003
        outcome = bulk_approval.take_back_together(at, by=acting, at=timezone.now())
    assert outcome == bulk_approval.Outcome(
        1, ((first.pseudonym, "Hier is intussen iets anders mee gebeurd. Laad de pagina opnieuw."),)
    )
    with owner():
        renewed = HoursStatement.objects.live().get(deployment=second)
    assert (seen(later).status, renewed.status) == (LineStatus.APPROVED, LineStatus.SUBMITTED)


def test_only_what_was_ticked(cast, contract):
    (taken, month), (_line, left) = (ordinary(cast, contract, name) for name in ("A. Eerste", "B. Tweede"))
    press(cast.dirk, only=[taken.pk])
    assert (seen(month).status, seen(left).status) == (LineStatus.APPROVED, LineStatus.SUBMITTED)
    assert press(cast.dirk, only=[]).status_code == 302


def test_who_may_not_and_a_stranger_approve_nothing(cast, contract):
    line, month = ordinary(cast, contract, "A. Gewoon")
    form = {"line": [str(line.pk)], "shown": shown.as_fields([line, month])}
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor_of(cast.dirk)):
        assert person.get(PATH).status_code == 403
        assert person.post(PATH, form).status_code == 403
        assert person.post(UNDO, {"moment": timezone.now().isoformat()}).status_code == 403
    assert line.pseudonym not in cast.frank.get(PATH).content.decode()
    assert (
        cast.frank.post(PATH, form).status_code == cast.frank.post(PATH, form | {"line": [str(new_id())]}).status_code
    )
    assert cast.frank.client.get(cast.dirk.url(PATH)).status_code == 404
    assert cast.frank.client.post(cast.dirk.url(PATH), form).status_code == 404
    assert (seen(line).status, seen(month).status) == (LineStatus.APPROVED, LineStatus.SUBMITTED)


@pytest.mark.parametrize("moment", ["", "gisteren", "2026-01-01", "2026-01-01T10:00:00+00:00"])
def test_a_moment_at_which_nothing_was_approved_undoes_nothing(cast, moment):
    answer = cast.dirk.post(UNDO, {"moment": moment})
    assert answer.status_code == (302 if "T" in moment else 404)


def test_as_many_queries_for_thirty_lines_as_for_three(cast, contract):
    taken = []
    for start, end in ((0, 3), (3, 30)):
        for number in range(start, end):
            line, _march = ordinary(cast, contract, f"Nummer {number}")
            stated(cast.bram, line, APRIL, 100)
        with CaptureQueriesContext(connection) as queries:
            assert cast.dirk.get(PATH).status_code == 200
        taken.append(
            [
                one["sql"]
                for one in queries
                if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config"))
            ]
        )
    assert len(taken[0]) == len(taken[1]) <= 3 + 9, "\n".join(one[:150] for one in taken[1])
