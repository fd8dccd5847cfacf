"""What the portal does by itself: make, ask, remind, and at last give it to a person; each once."""

import datetime as dt
from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.models import Candidate, CandidateStep, CandidateTask
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Membership, User
from organisations.months import add_months
from placements.models import FollowUp, FollowUpQuestion, Placement
from placements.placing import entering
from tests.database import owner
from tests.placements.follow_ups.checks import check_of, checks_of, daily, mails, placed, today
from tests.placements.workspace import act

DAY = timedelta(days=1)


def tasks_of(placement):
    with owner():
        return list(CandidateTask.objects.filter(candidate=placement.candidate_id))


def test_on_the_day_candidate_and_employer_each_get_a_mail_with_a_link_of_their_own(cast):
    placement = placed(cast)
    daily(cast)
    check = check_of(placement)
    assert (check.months, check.asked_at is not None, check.called_for_on) == (6, True, None)
    (to_candidate,), (to_employer,) = mails("follow_up_candidate"), mails("follow_up_employer")
    assert (to_candidate["to"], to_employer["to"]) == ("testje@demo.example", "chef@bakkerij.example")
    assert "Beste Testje" in to_candidate["text"]
    assert "Bakkerij De Halm" in to_candidate["subject"]
    # Who it is stands on the page and not in a mailbox of the employer.
    assert "Testje" not in str(to_employer)
    assert "Voorbeeld" not in str(to_employer)
    with owner():
        assert FollowUpQuestion.objects.filter(follow_up=check).count() == 2


def test_a_second_run_on_a_day_and_the_days_after_send_nothing_twice(cast):
    placed(cast)
    for days in (0, 0, 1, 6):
        daily(cast, days=days)
    assert len(mails("follow_up_candidate")) == len(mails("follow_up_employer")) == 1


def test_it_is_visible_a_month_ahead_and_asked_on_its_day(cast):
    placement = placed(cast, starts_on=add_months(today() + 20 * DAY, -6))
    daily(cast)
    check = check_of(placement)
    assert check.due_on > today()
    assert not mails("follow_up_candidate")
    daily(cast, days=(check.due_on - today()).days)
    assert len(mails("follow_up_candidate")) == 1


def test_what_was_due_years_ago_is_to_be_found_out_by_somebody_and_not_mailed(cast):
    placement = placed(cast, starts_on=add_months(today(), -40))
    daily(cast)
    daily(cast, days=1)
    assert [one.months for one in checks_of(placement)] == [6, 12, 24]
    assert not mails("follow_up_candidate")
    assert "Testje" in cast.carla.get("nazorg/").content.decode()
    assert cast.carla.get("nazorg/ronde/").status_code == 302


@pytest.mark.parametrize("months", [6, 12, 24])
def test_it_is_asked_after_half_a_year_a_year_and_two_years(cast, months):
    placement = placed(cast, months=months)
    daily(cast)
    assert max(one.months for one in checks_of(placement)) == months
    assert len(mails("follow_up_candidate")) == 1


def test_after_a_week_once_more_who_was_silent_and_after_another_week_a_person_calls(cast):
    placement = placed(cast)
    daily(cast)
    daily(cast, days=7)
    assert len(mails("follow_up_candidate")) == len(mails("follow_up_employer")) == 2
    assert "Herinnering" in mails("follow_up_candidate")[1]["subject"]
    assert not tasks_of(placement)
    daily(cast, days=14)
    daily(cast, days=15)
    (task,) = tasks_of(placement)
    assert (task.kind, task.user_id, task.organisation_id) == (
        "follow_up",
        cast.carla.user.pk,
        cast.carla.organisation.pk,
    )
    (mail,) = mails("follow_up_call")
    assert mail["to"] == cast.carla.user.email
    assert placement.candidate_reference in mail["text"]
    assert cast.carla.url("nazorg/ronde/") in mail["text"]
    assert "Testje" not in str(mail)
    assert check_of(placement).called_for_on == today() + 14 * DAY


def test_who_answered_is_not_reminded(cast):
    placement = placed(cast)
    daily(cast)
    with owner():
        FollowUpQuestion.objects.filter(follow_up__placement=placement, asked="employer").update(
            said="here", said_at=check_of(placement).asked_at
        )
    daily(cast, days=7)
    assert (len(mails("follow_up_candidate")), len(mails("follow_up_employer"))) == (2, 1)


def test_whom_no_mail_reaches_is_called_at_once(cast):
    placement = placed(cast, contact="", email="")
    daily(cast)
    assert check_of(placement).called_for_on == today()
    assert len(tasks_of(placement)) == 1


def test_the_employer_is_not_asked_about_work_that_ended(cast):
    placed(cast, ended_on=add_months(today(), -2), end_reason="term")
    daily(cast)
    assert (len(mails("follow_up_candidate")), len(mails("follow_up_employer"))) == (1, 0)


def test_a_first_day_that_is_put_right_moves_what_nobody_asked_yet(cast):
    placement = placed(cast, starts_on=add_months(today() + 20 * DAY, -6))
    daily(cast)
    with owner():
        Placement.objects.filter(pk=placement.pk).update(starts_on=placement.starts_on + 3 * DAY)
    before = check_of(placement).due_on
    daily(cast)
    assert check_of(placement).due_on > before


def test_from_the_first_check_on_the_candidate_is_in_follow_up(cast):
    placement = placed(cast)
    daily(cast)
    with owner():
        assert Candidate.objects.get(pk=placement.candidate_id).state == "follow_up"
        step = CandidateStep.objects.get(candidate=placement.candidate_id)
    assert (step.from_state, step.by_id) == ("placed", None)


def test_a_coach_who_left_gets_no_mail_and_the_werkplein_keeps_the_task(cast):
    placement = placed(cast, contact="", email="")
    with owner():
        User.objects.filter(pk=cast.carla.user.pk).update(is_active=False)
    daily(cast)
    assert len(tasks_of(placement)) == 1
    assert not mails("follow_up_call")


def test_another_region_is_left_alone_and_so_is_who_was_erased(cast):
    placement = placed(cast)
    daily(cast, region=cast.other_region)
    assert checks_of(placement) == []
    with owner():
        Candidate.objects.filter(pk=placement.candidate_id).update(anonymised_at="2026-01-01T00:00Z")
    daily(cast)
    assert checks_of(placement) == []


def test_who_does_not_take_part_any_more_is_not_mailed(cast):
    placement = placed(cast, candidate={"state": "withdrawn"})
    daily(cast)
    assert check_of(placement).asked_at is None
    assert not mails("follow_up_candidate")
    assert not mails("follow_up_employer")
    assert not tasks_of(placement)


def test_a_placement_that_was_entered_by_mistake_takes_its_checks_along(cast):
    placement = placed(cast)
    daily(cast)
    with act(cast.carla) as acting:
        entering.take_away(acting, placement.pk, reason="Verkeerde kandidaat", on=today(), at=timezone.now())
    with owner():
        assert Candidate.objects.get(pk=placement.candidate_id).state == "ready"
        assert not FollowUp.objects.exists()
        assert not FollowUpQuestion.objects.exists()


def test_the_portal_knows_who_works_in_the_region_it_entered_and_nobody_elsewhere(cast):
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        found = set(Membership.objects.values_list("user_id", flat=True))
    assert cast.carla.user.pk in found
    assert not found & {one.user.pk for one in cast.strangers.values()}


@pytest.mark.parametrize(("values", "moves"), [({}, True), ({"called_for_on": dt.date(2026, 1, 1)}, False)])
def test_what_is_known_moves_along_with_the_first_day_unless_somebody_was_asked(cast, values, moves):
    placement = placed(cast, months=12, starts_on=dt.date(2025, 3, 10))
    with owner():
        check = FollowUp.objects.create(
            region=placement.region, placement=placement, months=6, due_on=dt.date(2025, 9, 10), at_work=True,
            checked_on=dt.date(2025, 9, 12), known_by="import", known_at=timezone.now(), **values,
        )  # fmt: skip
        Placement.objects.filter(pk=placement.pk).update(starts_on=dt.date(2025, 3, 24))
    daily(cast)
    with owner():
        assert FollowUp.objects.get(pk=check.pk).due_on == dt.date(2025, 9, 24 if moves else 10)


def test_the_days_of_who_was_erased_stay_where_they_were_put(cast):
    placement = placed(cast, starts_on=dt.date(2025, 3, 10))
    with owner():
        check = FollowUp.objects.create(
            region=placement.region, placement=placement, months=6, due_on=dt.date(2025, 9, 30)
        )
        type(placement.candidate).objects.filter(pk=placement.candidate_id).update(anonymised_at=timezone.now())
    daily(cast)
    with owner():
        assert FollowUp.objects.get(pk=check.pk).due_on == dt.date(2025, 9, 30)
