"""Work with benefit kept over everything a candidate does: the limit, its reason, the warning, and the screen."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.benefit import kept as benefit_kept
from candidates.benefit.kept import Entry, PastLimit
from candidates.benefit.limit import Stretch
from candidates.choices import BenefitKind, BenefitOver
from candidates.models import (
    BackOfficePolicy,
    BenefitOverrun,
    BenefitPeriod,
    CandidateTask,
    Enrolment,
    TrainingProgramme,
)
from organisations import handover, upkeep
from organisations.models import OutboxMessage
from organisations.refused import Refused
from organisations.templatetags.formatting import day_nl
from tests.candidates.files import candidate
from tests.database import owner
from tests.placements.workspace import act, auditor_of

DAY = dt.timedelta(days=1)
JANUARY, JUNE = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
FIXED = 3


def entry(first=JANUARY, last=JUNE, place="Garage Zwart"):
    return Entry(BenefitKind.TRIAL, place, first, last)


def add(person, file, given=None, *, reason=""):
    with act(person) as acting:
        return benefit_kept.add(acting, file.pk, given or entry(), reason=reason, on=JANUARY, at=timezone.now())


def enrolled(file, first, last=None):
    with owner():
        programme, _made = TrainingProgramme.objects.get_or_create(
            region=file.region, code="las", defaults={"name": "Lassen", "form": "intensive"}
        )
        return Enrolment.objects.create(
            region=file.region,
            reference=f"E-{first}",
            candidate=file,
            programme=programme,
            started_on=first,
            ended_on=last,
            benefit_kept=True,
        )


def form(**values):
    return {
        "kind": "trial",
        "place": "Garage Zwart",
        "starts_on": "1-1-2026",
        "ends_on": "30-6-2026",
        "reason": "",
    } | values


def test_training_and_work_count_together(cast):
    file = candidate(cast)
    enrolled(file, JANUARY, dt.date(2026, 3, 31))
    add(cast.carla, file, entry(dt.date(2026, 4, 1), JUNE))
    with act(cast.carla), pytest.raises(PastLimit) as refused:
        add(cast.carla, file, entry(JUNE + DAY, JUNE + DAY))
    assert "182 dagen" in refused.value.sentence
    assert day_nl(JUNE) in refused.value.sentence


def test_past_the_limit_only_with_a_reason_which_is_kept(cast):
    file = candidate(cast)
    add(cast.carla, file)
    add(cast.carla, file, entry(JUNE + DAY, JUNE + 10 * DAY), reason="De werkgever neemt haar daarna aan")
    with owner():
        kept = BenefitOverrun.objects.get()
        assert BenefitPeriod.objects.count() == 2
    assert (kept.days, kept.most_days, kept.by_id, kept.over) == (191, 181, cast.carla.user.pk, BenefitOver.PERIOD)


def test_what_adds_no_day_needs_no_reason(cast):
    file = candidate(cast)
    add(cast.carla, file)
    add(cast.carla, file, entry(dt.date(2026, 2, 1), dt.date(2026, 2, 28), place="Elders"))
    with owner():
        assert not BenefitOverrun.objects.exists()


def test_an_extension_is_held_against_the_limit_without_what_it_replaces(cast):
    file = candidate(cast)
    period = add(cast.carla, file, entry(JANUARY, dt.date(2026, 5, 31)))
    with act(cast.carla) as acting:
        benefit_kept.change(acting, period.pk, entry(), on=JANUARY, at=timezone.now())
        with pytest.raises(PastLimit):
            benefit_kept.change(acting, period.pk, entry(JANUARY, JUNE + DAY), on=JANUARY, at=timezone.now())


def test_training_asks_the_same_function(cast):
    file = candidate(cast)
    add(cast.carla, file)
    more = Stretch(JUNE + DAY, JUNE + 30 * DAY)
    asked = {"over": BenefitOver.ENROLMENT, "on": JUNE, "at": timezone.now()}
    with act(cast.carla) as acting:
        with pytest.raises(PastLimit):
            benefit_kept.check(acting, file.pk, more, reason="", **asked)
        stands = benefit_kept.check(acting, file.pk, more, reason="Het diploma is bijna binnen", **asked)
    assert stands.known_days == 211
    with owner():
        assert BenefitOverrun.objects.get().over == BenefitOver.ENROLMENT


def test_the_limit_is_that_of_the_region(cast):
    file = candidate(cast)
    with owner():
        BackOfficePolicy.objects.create(region=cast.region, benefit_months=3, benefit_warn_months=2)
    with pytest.raises(PastLimit):
        add(cast.carla, file)


def test_what_was_taken_away_counts_no_more_until_it_is_put_back(cast):
    file = candidate(cast)
    period = add(cast.carla, file)
    with act(cast.carla) as acting:
        benefit_kept.remove(acting, period.pk, at=timezone.now())
        assert benefit_kept.standing_of(file, on=JUNE).known_days == 0
        benefit_kept.restore(acting, period.pk, on=JUNE, at=timezone.now())
        assert benefit_kept.standing_of(file, on=JUNE).known_days == 181


def test_the_same_period_is_in_once(cast):
    file = candidate(cast)
    path = f"dossiers/{file.pk}/behoud/"
    first, other = form(), form(place="Bakker Bruin")
    assert cast.carla.post(f"{path}nieuw/", first).status_code == 302
    assert cast.carla.post(f"{path}nieuw/", other).status_code == 302
    again = cast.carla.post(f"{path}nieuw/", form(place="garage zwart"))
    assert again.status_code == 422
    assert "Deze periode staat er al" in again.content.decode()
    with owner():
        zwart = BenefitPeriod.objects.get(place="Garage Zwart")
        bruin = BenefitPeriod.objects.get(place="Bakker Bruin")
    with act(cast.carla) as acting:
        with pytest.raises(Refused, match="staat er al"):
            benefit_kept.change(acting, bruin.pk, entry(), on=JANUARY, at=timezone.now())
        benefit_kept.change(acting, zwart.pk, entry(), on=JANUARY, at=timezone.now())
        benefit_kept.remove(acting, zwart.pk, at=timezone.now())
        benefit_kept.change(acting, bruin.pk, entry(), on=JANUARY, at=timezone.now())
        with pytest.raises(Refused, match="staat er al"):
            benefit_kept.restore(acting, zwart.pk, on=JANUARY, at=timezone.now())


def test_an_undo_does_not_pass_the_limit(cast):
    file = candidate(cast)
    period = add(cast.carla, file, entry(JANUARY, dt.date(2026, 5, 31)))
    with act(cast.carla) as acting:
        benefit_kept.remove(acting, period.pk, at=timezone.now())
    add(cast.carla, file, entry(dt.date(2026, 8, 1), dt.date(2026, 12, 31)))

    page = cast.carla.post(f"dossiers/{file.pk}/behoud/{period.pk}/terug/")

    assert "schrijf op waarom" in cast.carla.client.get(page.url).content.decode()
    with act(cast.carla):
        assert benefit_kept.standing_of(file, on=JUNE).known_days == 153


def warned(cast, on):
    upkeep.do("candidates.benefit.warnings", region_id=cast.region.pk, on=on)
    with owner():
        return list(CandidateTask.objects.filter(kind="benefit")), list(
            OutboxMessage.objects.filter(name="benefit_near")
        )


def test_after_five_months_the_coach_is_warned_once(cast):
    file = candidate(cast, coach=cast.carla.user)
    add(cast.carla, file)
    full = dt.date(2026, 5, 31)
    assert warned(cast, full - DAY) == ([], [])
    (task,), (mail,) = warned(cast, full)
    assert (task.candidate_id, task.user_id, task.due_on) == (file.pk, cast.carla.user.pk, JUNE)
    assert day_nl(JUNE) in task.what
    assert mail.payload["to"] == cast.carla.user.email
    assert file.reference in mail.payload["text"]
    assert "Testje" not in str(mail.payload)
    tasks, sent = warned(cast, full + DAY)
    assert (len(tasks), len(sent)) == (1, 1)
    assert file.reference in cast.carla.get("dossiers/?rij=behoud").content.decode()


@pytest.mark.parametrize(
    ("works_at", "has_werkplein", "task_at", "is_theirs"),
    [
        ("carla", True, "carla", True),
        ("dirk", True, "dirk", True),
        ("dirk", False, "dirk", True),
        ("frank", True, "carla", False),
        ("frank", False, "dirk", False),
    ],
)
def test_the_task_is_where_the_coach_works_on_the_file(cast, works_at, has_werkplein, task_at, is_theirs):
    """Else nobody takes it over when he leaves."""
    coach = getattr(cast, works_at)
    rest = {} if has_werkplein else {"werkplein": None}
    add(cast.dirk, candidate(cast, coach=coach.user, **rest))
    (task,), _mail = warned(cast, dt.date(2026, 5, 31))
    assert task.organisation_id == getattr(cast, task_at).organisation.pk
    assert task.user_id == (coach.user.pk if is_theirs else None)
    if is_theirs:
        with act(coach):
            found = {str(work.title): work.count for work in handover.in_hand(coach.organisation.pk, coach.user)}
        assert found["taken bij kandidaten"] == 1


def test_of_what_is_over_nobody_is_warned(cast):
    file = candidate(cast, coach=cast.carla.user)
    add(cast.carla, file)
    assert warned(cast, JUNE + DAY) == ([], [])


def test_training_that_goes_on_counts_for_the_warning(cast):
    enrolled(candidate(cast, coach=cast.carla.user), JANUARY)
    tasks, _sent = warned(cast, dt.date(2026, 5, 31))
    assert len(tasks) == 1


def test_the_screen_asks_why_beside_the_field_and_loses_nothing(cast):
    file = candidate(cast)
    path = f"dossiers/{file.pk}/behoud/"
    assert cast.carla.post(path + "nieuw/", form()).status_code == 302
    wrong = cast.carla.post(path + "nieuw/", form(starts_on="1-7-2026", ends_on="31-7-2026", place="Slagerij Vos"))
    assert wrong.status_code == 422
    assert "reason" in wrong.context["form"].errors
    assert "Slagerij Vos" in wrong.content.decode()
    why = form(starts_on="1-7-2026", ends_on="31-7-2026", reason="De baan begint in augustus")
    cast.carla.post(path + "nieuw/", why)
    page = cast.dirk.get(path).content.decode()
    for words in ("Over de grens", "De baan begint in augustus", "Garage Zwart", "212\xa0dagen"):
        assert words in page
    backwards = cast.carla.post(path + "nieuw/", form(ends_on="31-12-2025"))
    assert "ligt voor de eerste dag" in backwards.content.decode()


def test_taken_away_on_the_screen_it_can_be_put_back(cast):
    file = candidate(cast)
    period = add(cast.carla, file)
    path = f"dossiers/{file.pk}/behoud/"
    gone = cast.carla.post(f"{path}{period.pk}/weg/")
    page = cast.carla.client.get(gone.url).content.decode()
    assert "Ongedaan maken" in page
    cast.carla.post(f"{path}{period.pk}/terug/")
    assert "Garage Zwart" in cast.carla.get(path).content.decode()


def test_nobody_else_sees_or_enters_it(cast):
    file = candidate(cast)
    period = add(cast.carla, file)
    path = f"dossiers/{file.pk}/behoud/"
    posts = ["nieuw/", f"{period.pk}/", f"{period.pk}/weg/", f"{period.pk}/terug/"]
    for other in (cast.alice, cast.bram, cast.esra):
        assert {other.get(path + one).status_code for one in ("", "nieuw/", f"{period.pk}/")} == {403}, other.user.name
        assert {other.post(path + one, form()).status_code for one in posts} == {403}
    for stranger in (cast.frank, cast.strangers["werkplein"]):
        assert stranger.get(path).status_code == 404
        assert {stranger.post(path + one, form()).status_code for one in posts} == {404}
    auditor = auditor_of(cast.carla)
    assert auditor.get(path).status_code == 200
    assert {auditor.post(path + one, form()).status_code for one in posts} == {403}
    with owner():
        assert BenefitPeriod.objects.counting().count() == 1


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_asks_as_often_of_30_periods_as_of_3(cast, number):
    file = candidate(cast)
    with owner():
        for place in range(number):
            BenefitPeriod.objects.create(
                region=file.region,
                candidate=file,
                kind="stock",
                place=f"Plaats {place}",
                starts_on=JANUARY,
                ends_on=JUNE,
            )
    with CaptureQueriesContext(connection) as asked:
        assert cast.carla.get(f"dossiers/{file.pk}/behoud/").status_code == 200
    counted = [one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"] and "readlog" not in one["sql"]]
    assert len(counted) <= FIXED + 9
