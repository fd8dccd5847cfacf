"""What a group that runs does with its participants: who begins, the limit of kept benefit, how it ended, when it ends."""

import datetime as dt

import pytest

from candidates.choices import CandidateState
from candidates.models import BenefitOverrun, Candidate, Enrolment, TrainingGroup
from candidates.training.shown import version
from candidates.training_choices import GroupState, Outcome, SeatState
from tests.candidates.group_steps import begun, closing, filled, path, words
from tests.candidates.trainees import fresh, group, ready, states
from tests.database import owner as as_owner
from tests.factories.training import EnrolmentFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.usefixtures("mid_june")

DAY = dt.timedelta(days=1)


def own_page(person, one, **values):
    """What the page of one participant sends."""
    now = fresh(one)
    typed = {
        "started_on": f"{now.started_on:%d-%m-%Y}",
        "benefit_kept": "on" if now.benefit_kept else "",
        "shown": version(now),
    }
    return person.post(f"scholing/deelnemers/{one.pk}/", typed | values)


def entered(of, **values):
    """What the form of a group sends when nothing is changed, but for these."""
    now = fresh(of)
    typed = {
        "name": now.name,
        "starts_on": f"{now.starts_on:%d-%m-%Y}",
        "ends_on": f"{now.ends_on:%d-%m-%Y}",
        "seats": str(now.seats),
        "place": now.place,
    }
    return typed | ({"benefit_kept": "on"} if now.benefit_kept else {}) | values


def close(of, **each):
    with as_owner():
        return closing(of, **each)


def test_a_certificate_that_was_named_stays_when_the_group_is_closed(cast):
    of, (one, other) = begun(cast)
    named = {"outcome": "certificate", "ended_on": "12-06-2026", "certificate_name": "VCA-VOL"}
    assert own_page(cast.dirk, one, **named).status_code == 302
    assert cast.dirk.post(path(of, "afronden/"), close(of)).status_code == 302
    assert (fresh(one).certificate_name, fresh(other).certificate_name) == ("VCA-VOL", "VCA-basis")
    assert own_page(cast.dirk, one, **named | {"certificate_name": ""}).status_code == 302
    assert fresh(one).certificate_name == "VCA-basis"


@pytest.mark.parametrize("state", [CandidateState.ON_HOLD, CandidateState.WITHDRAWN])
def test_who_stopped_does_not_begin(cast, state):
    first, second = ready(cast, 2)
    of = filled(cast, [first, second])
    with as_owner():
        Candidate.objects.filter(pk=second.pk).update(state=state)
    answer = cast.dirk.post(path(of, "start/"))
    assert answer.status_code == 422
    assert second.reference in answer.context["start_refused"]
    assert (fresh(of).state, fresh(second).state) == (GroupState.OPEN, state)
    with act(cast.dirk):
        seat = of.taken.get(candidate=second)
    cast.dirk.post(path(of, "antwoorden/"), {f"seat-{seat.pk}": SeatState.WITHDRAWN})
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    assert (fresh(of).state, fresh(second).state) == (GroupState.RUNNING, state)
    assert states(of) == {first.reference: SeatState.STARTED, second.reference: SeatState.WITHDRAWN}


LONG_AGO = {
    "started_on": dt.date(2025, 9, 1),
    "ended_on": dt.date(2026, 2, 20),
    "outcome": Outcome.NO_CERTIFICATE,
    "benefit_kept": True,
}
WHY = "De aannemer biedt daarna een contract"


def nearly_full(cast, **values):
    """A group of one week that began, with somebody who has eight days with benefit kept left, one of which remains."""
    (one,) = ready(cast)
    with as_owner():
        EnrolmentFactory(candidate=one, **LONG_AGO)
    of = filled(cast, [one], benefit_kept=True, ends_on=dt.date(2026, 6, 7), **values)
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    with as_owner():
        return of, one, Enrolment.objects.get(group=of)


def overruns(one):
    with as_owner():
        return list(BenefitOverrun.objects.filter(candidate=one).values_list("reason", flat=True))


def test_a_group_that_runs_lasts_longer_past_the_limit_only_with_a_reason(cast):
    of, one, _enrolment = nearly_full(cast)
    longer = entered(of, ends_on="28-08-2026")
    answer = cast.dirk.post(path(of, "wijzigen/"), longer)
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["benefit_reason"]
    assert one.reference in said
    assert 'name="benefit_reason"' in answer.content.decode()
    assert (fresh(of).ends_on, overruns(one)) == (dt.date(2026, 6, 7), [])
    assert cast.dirk.post(path(of, "wijzigen/"), longer | {"benefit_reason": WHY}).status_code == 302
    assert (fresh(of).ends_on, overruns(one)) == (dt.date(2026, 8, 28), [WHY])
    assert cast.dirk.post(path(of, "wijzigen/"), entered(of, ends_on="07-06-2026")).status_code == 302


def test_an_end_past_the_limit_is_entered_only_with_a_reason(cast):
    of, one, enrolment = nearly_full(cast)
    answer = cast.dirk.post(path(of, "afronden/"), close(of))
    assert answer.status_code == 422
    assert one.reference in words(answer)
    assert "Open de deelname en schrijf daar op waarom het langer mag." in words(answer)
    assert (fresh(enrolment).ended_on, overruns(one)) == (None, [])
    ended = {"outcome": "certificate", "ended_on": "12-06-2026"}
    assert own_page(cast.dirk, enrolment, **ended).status_code == 422
    assert own_page(cast.dirk, enrolment, **ended, benefit_reason=WHY).status_code == 302
    assert (fresh(enrolment).ended_on, overruns(one)) == (dt.date(2026, 6, 12), [WHY])


def test_who_goes_on_after_all_is_held_against_the_limit(cast):
    of, one, enrolment = nearly_full(cast)
    ended = close(of, p0={"ended_on": "07-06-2026"})
    assert cast.dirk.post(path(of, "afronden/"), ended).status_code == 302
    with as_owner():
        TrainingGroup.objects.filter(pk=of.pk).update(ends_on=dt.date(2026, 8, 28))
    again = close(of, p0={"outcome": "", "ended_on": ""})
    assert cast.dirk.post(path(of, "afronden/"), again).status_code == 422
    assert (fresh(enrolment).ended_on, overruns(one)) == (dt.date(2026, 6, 7), [])


def test_whether_benefit_is_kept_does_not_change_for_a_group_that_runs(cast):
    of, _people = begun(cast)
    answer = cast.dirk.post(path(of, "wijzigen/"), entered(of, benefit_kept="on"))
    assert answer.status_code == 422
    assert "De groep is al begonnen." in words(answer)
    assert not fresh(of).benefit_kept


def test_a_long_reason_is_cut(cast):
    (one,) = ready(cast)
    with as_owner():
        EnrolmentFactory(candidate=one, **LONG_AGO)
    of = filled(cast, [one], benefit_kept=True)
    reason = "Dit mag om een goede reden. " * 30
    assert cast.dirk.post(path(of, "start/"), {"benefit_reason": reason}).status_code == 302
    assert overruns(one) == [reason[:500]]


@pytest.mark.parametrize(("day", "sentence"), [("01-01-1900", "te lang geleden"), ("01-01-2099", "te ver vooruit")])
def test_a_year_that_was_typed_wrongly_is_no_first_day_of_a_group(cast, day, sentence):
    of = group(cast)
    typed = entered(of, starts_on=day, ends_on="31-12-2099")
    for where in (f"scholing/{of.programme_id}/groep/", path(of, "wijzigen/")):
        answer = cast.dirk.post(where, typed)
        assert answer.status_code == 422
        assert sentence in answer.context["form"].errors["starts_on"][0]
    with as_owner():
        assert list(TrainingGroup.objects.values_list("starts_on", flat=True)) == [of.starts_on]


def test_a_group_ends_with_its_last_participant_wherever_that_is_entered(cast):
    of, (one, other) = begun(cast)
    ended = {"outcome": "certificate", "ended_on": "12-06-2026"}
    own_page(cast.carla, one, **ended)
    assert fresh(of).state == GroupState.RUNNING
    own_page(cast.carla, other, **ended)
    assert fresh(of).state == GroupState.CLOSED
    own_page(cast.carla, one)
    assert (fresh(one).ended_on, fresh(of).state) == (None, GroupState.RUNNING)
    assert cast.dirk.post(f"scholing/deelnemers/{one.pk}/weghalen/", {"reason": "Hij kwam niet."}).status_code == 302
    assert fresh(of).state == GroupState.CLOSED
    assert cast.dirk.post(f"scholing/deelnemers/{one.pk}/terugzetten/").status_code == 302
    assert fresh(of).state == GroupState.RUNNING


def test_a_mistake_comes_back_into_a_group_that_was_made_shorter_than_its_participant(cast):
    of, (one, _other) = begun(cast, benefit_kept=True)
    with as_owner():
        Enrolment.objects.filter(pk=one.pk).update(started_on=of.ends_on + DAY)
    cast.dirk.post(f"scholing/deelnemers/{one.pk}/weghalen/", {"reason": "Hij kwam niet."})
    answer = cast.dirk.post(f"scholing/deelnemers/{one.pk}/terugzetten/", follow=True)
    assert "Teruggezet." in words(answer)
    assert fresh(one).removed_at is None
