"""A group of twelve on one screen: filled inside-out, answered, started and closed; and who never sees it."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import BenefitOverrun, Candidate, CandidateIdentity, Enrolment, TrainingSeat
from candidates.training.plan import passed_over
from candidates.training_choices import GroupState, Outcome, PassOverReason, SeatState
from organisations.models import ReadLog
from tests.candidates.files import TODAY, candidate
from tests.candidates.group_steps import accept_all, begun, closing, filled, offer, path, words
from tests.candidates.trainees import (
    OUTSIDE,
    PRIORITY,
    REGION,
    colleague,
    fresh,
    group,
    outcomes,
    queries_of,
    ready,
    states,
)
from tests.factories.training import EnrolmentFactory
from tests.placements.workspace import act, auditor_of

pytestmark = pytest.mark.usefixtures("mid_june")

DAY = dt.timedelta(days=1)


def test_twelve_are_filled_started_and_closed_on_one_screen(cast, owner):
    people = ready(cast, 12, days=30)
    of = group(cast)
    ticked = [one["is_ticked"] for one in cast.dirk.get(path(of, "?eerste=1")).context["pool"]]
    assert ticked == [True] * 12
    offer(cast.dirk, of, people)
    assert set(states(of).values()) == {SeatState.OFFERED}
    accept_all(cast.dirk, of)
    assert set(states(of).values()) == {SeatState.ACCEPTED}
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    assert set(states(of).values()) == {SeatState.STARTED}
    assert fresh(people[0]).state == CandidateState.TRAINING
    with owner():
        sent = closing(of, p0={"outcome": "dropout", "dropout_reason": "work", "attendance": "40"})
    assert cast.dirk.post(path(of, "afronden/"), sent).status_code == 302
    assert fresh(of).state == GroupState.CLOSED
    ended = outcomes(of)
    assert sorted(one[0] for one in ended) == ["certificate"] * 11 + ["dropout"]
    assert {one[1] for one in ended} == {dt.date(2026, 6, 12)}
    with owner():
        found = Enrolment.objects.filter(group=of).select_related("candidate").order_by("pk")
        stopped = found.get(outcome=Outcome.DROPOUT)
        passed = found.filter(outcome=Outcome.CERTIFICATE).first()
    assert (stopped.dropout_reason, stopped.attendance, stopped.certificate_name) == ("work", 40, "")
    assert (passed.certificate_name, passed.certificate_on) == ("VCA-basis", dt.date(2026, 6, 12))
    assert passed.training_cost == of.programme.seat_cost
    assert fresh(stopped.candidate).state == CandidateState.DIAGNOSIS
    assert fresh(passed.candidate).state == CandidateState.READY


def test_who_comes_first_stands_first(cast):
    of = group(cast)
    (outside,) = ready(cast, municipality=OUTSIDE, days=90, reference="K-BUITEN")
    (region,) = ready(cast, municipality=REGION, days=50, reference="K-REGIO")
    (late,) = ready(cast, municipality=PRIORITY, days=2, reference="K-KORT")
    (early,) = ready(cast, municipality=PRIORITY, days=9, reference="K-LANG")
    rows = cast.dirk.get(path(of)).context["pool"]
    assert [row["candidate"].pk for row in rows] == [early.pk, late.pk, region.pk, outside.pk]
    assert [str(row["ring"]) for row in rows] == ["Voorrangsgebied", "Voorrangsgebied", "Regio", "Buiten de regio"]


def test_where_somebody_lives_is_judged_on_the_day_of_registration(cast):
    """Ten Boer was priority area in 2018 and is no municipality any more."""
    of = group(cast)
    ready(cast, municipality="GM0009", registered_on=dt.date(2018, 12, 31), reference="K-TOEN")
    ready(cast, municipality="GM0009", reference="K-NU")
    rows = cast.dirk.get(path(of)).context["pool"]
    assert {row["candidate"].reference: row["candidate"].ring for row in rows} == {"K-TOEN": 0, "K-NU": 2}


def test_passing_somebody_over_needs_a_reason_that_is_kept(cast, owner):
    of = group(cast)
    first, second = ready(cast, 2, identity__first_name="Jantje")
    (third,) = ready(cast, municipality=REGION, days=3)
    answer = offer(cast.dirk, of, [third])
    assert answer.status_code == 422
    assert "U slaat 2 mensen over" in words(answer)
    assert first.reference in words(answer)
    assert states(of) == {}
    assert [row["is_ticked"] for row in answer.context["pool"]] == [False, False, True]
    given = {"reason": PassOverReason.EMPLOYER, "text": "De aannemer kwam kijken."}
    assert offer(cast.dirk, of, [third], **given).status_code == 302
    with owner():
        seat = TrainingSeat.objects.get(group=of)
    assert (seat.passed_over, seat.passed_over_nearer, seat.pass_over_reason) == (2, 2, PassOverReason.EMPLOYER)
    assert seat.pass_over_text == "De aannemer kwam kijken."
    assert "2 overgeslagen: " in words(cast.dirk.get(path(of)))
    assert ". De aannemer kwam kijken." in words(cast.dirk.get(path(of)))
    assert second.pk != seat.candidate_id


def test_why_somebody_was_passed_over_stays_to_be_read_once_the_group_runs(cast):
    of = group(cast)
    ready(cast, 9)
    (third,) = ready(cast, municipality=REGION, days=3)
    asked = words(offer(cast.dirk, of, [third]))
    assert "en nog" not in asked
    offer(cast.dirk, of, [third], reason=PassOverReason.OTHER, text="De aannemer kwam kijken.")
    accept_all(cast.dirk, of)
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    for where in (path(of), f"dossiers/{third.pk}/scholing/"):
        assert "9 overgeslagen: Een andere reden. De aannemer kwam kijken." in words(cast.dirk.get(where))


def test_seats_past_somebody_are_accounted_for_by_reason(cast):
    of = group(cast)
    ready(cast)
    (second,) = ready(cast, days=5)
    (third,) = ready(cast, municipality=REGION)
    offer(cast.dirk, of, [second], reason=PassOverReason.NOT_REACHED)
    offer(cast.dirk, of, [third], reason=PassOverReason.EMPLOYER)
    year = timezone.now().year
    with act(cast.dirk):
        found = {row["reason"]: (row["seats"], row["nearer"]) for row in passed_over(cast.region.pk, year=year)}
        assert passed_over(cast.region.pk, year=year - 1) == []
    assert found == {PassOverReason.NOT_REACHED.label: (1, 0), PassOverReason.EMPLOYER.label: (1, 1)}


def test_who_comes_first_needs_no_reason_and_keeps_none(cast, owner):
    of = group(cast)
    first, _second = ready(cast, 2)
    offer(cast.dirk, of, [first], reason=PassOverReason.NOT_REACHED)
    with owner():
        seat = TrainingSeat.objects.get(group=of)
    assert (seat.passed_over, seat.pass_over_reason) == (0, "")


def test_another_reason_is_written_out(cast):
    of = group(cast)
    _first, second = ready(cast, 2)
    answer = offer(cast.dirk, of, [second], reason=PassOverReason.OTHER)
    assert answer.status_code == 422
    assert "Schrijf op welke reden het is." in words(answer)
    assert states(of) == {}


def test_who_wants_another_sector_is_not_passed_over(cast):
    of = group(cast, programme__sector="construction")
    ready(cast, days=20, sector="other", reference="K-ZORG")
    (builder,) = ready(cast, days=2, sector="construction", reference="K-BOUW")
    assert [row["candidate"].reference for row in cast.dirk.get(path(of)).context["pool"]] == ["K-BOUW"]
    assert len(cast.dirk.get(path(of, "?alle=1")).context["pool"]) == 2
    assert offer(cast.dirk, of, [builder]).status_code == 302


def test_who_does_not_fit_in_comes_on_the_waiting_list_and_can_move_up(cast):
    of = group(cast, seats=2)
    people = ready(cast, 3)
    offer(cast.dirk, of, people)
    found = states(of)
    assert [found[one.reference] for one in people] == ["seat_offered", "seat_offered", "seat_waiting"]
    assert fresh(of).seats_taken == 2
    with act(cast.dirk):
        seat = TrainingSeat.objects.get(candidate=people[0])
    cast.dirk.post(path(of, "antwoorden/"), {f"seat-{seat.pk}": SeatState.DECLINED})
    assert fresh(of).seats_taken == 1
    assert offer(cast.dirk, of, [people[2]]).status_code == 302
    assert states(of)[people[2].reference] == SeatState.OFFERED


def test_a_seat_that_went_to_somebody_else_is_not_taken_back(cast):
    of = group(cast, seats=1)
    first, second = ready(cast, 2)
    offer(cast.dirk, of, [first])
    with act(cast.dirk):
        seat = TrainingSeat.objects.get(candidate=first)
    cast.dirk.post(path(of, "antwoorden/"), {f"seat-{seat.pk}": SeatState.DECLINED})
    offer(cast.dirk, of, [second])
    answer = cast.dirk.post(path(of, "antwoorden/"), {f"seat-{seat.pk}": SeatState.WAITING}, follow=True)
    assert "1 antwoord bewaard" in words(answer)
    assert "Er was geen plaats meer vrij" in words(
        cast.dirk.post(path(of, "plaatsen/"), {"candidate": [str(first.pk)]}, follow=True)
    )
    assert states(of) == {first.reference: "seat_waiting", second.reference: "seat_offered"}


def test_the_database_lets_no_group_be_overfull(cast, owner):
    of = group(cast, seats=1)
    for one in ready(cast, 2):
        seat = TrainingSeat(
            region=cast.region, group=of, candidate=one, state=SeatState.OFFERED, added_for=cast.dirk.organisation
        )
        with owner():
            if fresh(of).seats_taken:
                with pytest.raises(IntegrityError, match="training_group_not_overfull"), transaction.atomic():
                    seat.save()
            else:
                seat.save()
    assert fresh(of).seats_taken == 1


def test_nothing_starts_while_somebody_has_not_answered_or_before_its_day(cast):
    of = group(cast)
    first, second = ready(cast, 2)
    offer(cast.dirk, of, [first, second])
    with act(cast.dirk):
        seat = TrainingSeat.objects.get(candidate=first)
    cast.dirk.post(path(of, "antwoorden/"), {f"seat-{seat.pk}": SeatState.ACCEPTED})
    answer = cast.dirk.post(path(of, "start/"))
    assert answer.status_code == 422
    assert "een aanbod zonder antwoord" in words(answer)
    later = filled(cast, ready(cast, 1, days=90), starts_on=TODAY + DAY, ends_on=TODAY + 30 * DAY)
    assert cast.dirk.post(path(later, "start/")).status_code == 422
    assert fresh(later).state == GroupState.OPEN


def test_of_two_files_that_became_one_only_one_begins(cast, owner):
    kept, gone = ready(cast, 2)
    of = filled(cast, [kept, gone])
    with owner():
        type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    assert states(of) == {kept.reference: SeatState.STARTED, gone.reference: SeatState.WITHDRAWN}
    assert len(outcomes(of)) == 1


def test_a_group_begins_and_ends_without_who_was_erased_meanwhile(cast, owner):
    one, before, during = ready(cast, 3)
    of = filled(cast, [one, before, during], benefit_kept=True)
    with owner():
        Candidate.objects.filter(pk=before.pk).update(state="withdrawn", anonymised_at=timezone.now())
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    assert states(of)[before.reference] == SeatState.WITHDRAWN
    assert len(outcomes(of)) == 2
    with owner():
        Candidate.objects.filter(pk=during.pk).update(state="withdrawn", anonymised_at=timezone.now())
        sent = closing(of)
    assert cast.dirk.post(path(of, "afronden/"), sent).status_code == 302
    assert fresh(of).state == GroupState.CLOSED
    assert [found[0] for found in outcomes(of)] == ["certificate"] * 2
    assert [fresh(who).state for who in (one, before, during)] == ["ready", "withdrawn", "withdrawn"]


def as_shown(person, of):
    """What the browser sends back when the screen of the results is saved as it is shown."""
    page = person.get(path(of))
    sent = {}
    for row in page.context["enrolments"]:
        for box in row["form"]:
            sent[box.html_name] = box.field.widget.format_value(box.value()) or ""
            if isinstance(sent[box.html_name], list):
                (sent[box.html_name],) = sent[box.html_name]
            assert f'name="{box.html_name}"' in page.content.decode()
    return sent


def test_an_end_without_an_outcome_stays_when_the_group_is_saved_as_it_stands(cast):
    of, (one, other) = begun(cast, ends_on=TODAY + 60 * DAY)
    with act(cast.dirk):
        Enrolment.objects.filter(pk=one.pk).update(ended_on=dt.date(2026, 6, 12))
    answer = cast.dirk.post(path(of, "afronden/"), as_shown(cast.dirk, of), follow=True)
    assert "1 klaar, 1 gaat nog door" in words(answer)
    assert (fresh(one).ended_on, fresh(one).outcome) == (dt.date(2026, 6, 12), "")
    assert fresh(other).ended_on is None


def test_a_screen_that_is_older_than_an_outcome_does_not_write_over_it(cast):
    of, (one, other) = begun(cast)
    old = as_shown(cast.dirk, of)
    daan = colleague(cast)
    with act(cast.dirk):
        sent = closing(of, p0={"outcome": "dropout", "dropout_reason": "moved"}, p1={"outcome": "", "ended_on": ""})
    assert daan.post(path(of, "afronden/"), sent).status_code == 302
    mine = old | {f"d{other.pk.hex}-outcome": "certificate", f"d{other.pk.hex}-ended_on": "11-06-2026"}
    answer = cast.dirk.post(path(of, "afronden/"), mine)
    assert answer.status_code == 422
    assert "Een ander heeft intussen iets gewijzigd." in words(answer)
    assert words(answer).count("intussen gewijzigd, dit staat er nu") == 1
    assert (fresh(one).outcome, fresh(one).dropout_reason, fresh(other).outcome) == ("dropout", "moved", "")
    # What was typed of the other stands there still; saved again it is kept, and the outcome of Daan stays.
    forms = {row["enrolment"].pk: row["form"] for row in answer.context["enrolments"]}
    assert forms[other.pk]["ended_on"].value() == "11-06-2026"
    again = mine | {
        f"d{one.pk.hex}-{name}": forms[one.pk].initial.get(name) or ""
        for name in ("outcome", "dropout_reason", "shown")
    }
    again[f"d{one.pk.hex}-ended_on"] = "12-06-2026"
    assert cast.dirk.post(path(of, "afronden/"), again).status_code == 302
    assert (fresh(one).outcome, fresh(other).outcome) == ("dropout", "certificate")


def test_the_file_follows_an_outcome_that_is_corrected_and_says_so_when_it_cannot(cast):
    of, (one, other) = begun(cast)
    with act(cast.dirk):
        sent = closing(of, p0={"outcome": "dropout", "dropout_reason": "level"})
    cast.dirk.post(path(of, "afronden/"), sent)
    assert fresh(one.candidate).state == CandidateState.DIAGNOSIS
    with act(cast.dirk):
        sent = closing(of, p1={"outcome": "", "ended_on": ""})
    assert "1 gaat nog door" in words(cast.dirk.post(path(of, "afronden/"), sent, follow=True))
    assert fresh(one.candidate).state == CandidateState.READY
    assert fresh(one.candidate).ready_since == dt.date(2026, 6, 12)
    assert fresh(other.candidate).state == CandidateState.TRAINING


def test_who_goes_on_has_no_last_day_and_who_is_reopened_is_named(cast):
    of, (one, _other) = begun(cast)
    with act(cast.dirk):
        sent = closing(of, p0={"outcome": ""})
    answer = cast.dirk.post(path(of, "afronden/"), sent)
    assert answer.status_code == 422
    assert "dan hoort hier geen laatste dag" in words(answer)
    assert "12-06-2026" in answer.content.decode()
    assert fresh(one).ended_on is None
    with act(cast.dirk):
        sent = closing(of)
    assert "heropend" not in words(cast.dirk.post(path(of, "afronden/"), sent, follow=True))
    with act(cast.dirk):
        sent = closing(of, p0={"outcome": "", "ended_on": ""})
    answer = words(cast.dirk.post(path(of, "afronden/"), sent, follow=True))
    assert "Weer heropend: de deelname van Testje Voorbeeld." in answer


def test_the_number_of_who_has_no_name_is_there_once(cast, owner):
    people = ready(cast, 2)
    with owner():
        CandidateIdentity.objects.filter(candidate=people[0]).delete()
    of = group(cast)
    number = people[0].reference
    assert words(cast.dirk.get(path(of))).count(number) == 1
    offer(cast.dirk, of, people)
    assert re.sub(r"Antwoord van \S+", "", words(cast.dirk.get(path(of)))).count(number) == 1
    accept_all(cast.dirk, of)
    cast.dirk.post(path(of, "start/"))
    assert words(cast.dirk.get(path(of))).count(number) == 1


def test_a_last_day_is_proposed_only_with_an_outcome(cast):
    of, _people = begun(cast, ends_on=TODAY + dt.timedelta(days=30))
    assert {form["ended_on"].value() for form in cast.dirk.get(path(of)).context["result_forms"]} == {None}


def test_a_seat_goes_with_an_enrolment_that_was_a_mistake_and_comes_back_while_there_is_one(cast):
    of, (one, other) = begun(cast, seats=2)
    gone = f"scholing/deelnemers/{one.pk}/weghalen/"
    assert "Vraag het Coördinatiepunt" in words(cast.carla.post(gone, {"reason": "Hij kwam niet."}))
    assert cast.dirk.post(gone, {"reason": "Hij kwam niet."}).status_code == 302
    assert fresh(of).seats_taken == 1
    assert fresh(one.candidate).state == CandidateState.READY
    page = cast.dirk.get(path(of))
    assert "Weggehaald als deelnemer, telt niet mee: Testje Voorbeeld" in words(page)
    assert f"{cast.dirk.url(f'dossiers/{one.candidate_id}/scholing/')}#weggehaald" in page.content.decode()
    assert [row["enrolment"].pk for row in cast.dirk.get(path(of)).context["enrolments"]] == [other.pk]
    assert cast.dirk.post(f"scholing/deelnemers/{one.pk}/terugzetten/").status_code == 302
    assert (fresh(of).seats_taken, len(outcomes(of))) == (2, 2)
    assert fresh(one.candidate).state == CandidateState.TRAINING


def test_who_goes_on_keeps_the_group_open(cast, owner):
    of = filled(cast, ready(cast, 2))
    cast.dirk.post(path(of, "start/"))
    with owner():
        sent = closing(of, p1={"outcome": "", "ended_on": ""})
    cast.dirk.post(path(of, "afronden/"), sent)
    assert fresh(of).state == GroupState.RUNNING
    with owner():
        sent = closing(of)
    cast.dirk.post(path(of, "afronden/"), sent)
    assert fresh(of).state == GroupState.CLOSED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome": "dropout"}, "Kies waarom."),
        ({"ended_on": "31-05-2026"}, "Dit ligt voor de eerste dag."),
        ({"ended_on": "16-06-2026"}, "Deze dag komt nog."),
        ({"ended_on": ""}, "Vul de laatste dag in."),
        ({"attendance": "101"}, "Vul 0 tot en met 100 in."),
    ],
)
def test_a_wrong_result_is_said_beside_its_field_and_nothing_is_kept(cast, owner, typed, sentence):
    of = filled(cast, ready(cast, 2))
    cast.dirk.post(path(of, "start/"))
    with owner():
        sent = closing(of, p0=typed)
    answer = cast.dirk.post(path(of, "afronden/"), sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert {one[0] for one in outcomes(of)} == {""}


def test_past_the_limit_of_benefit_kept_a_group_starts_only_with_a_reason(cast, owner):
    (one,) = ready(cast)
    with owner():
        EnrolmentFactory(
            candidate=one,
            started_on=dt.date(2025, 9, 1),
            ended_on=dt.date(2026, 2, 20),
            outcome=Outcome.NO_CERTIFICATE,
            benefit_kept=True,
        )
    of = filled(cast, [one], benefit_kept=True)
    answer = cast.dirk.post(path(of, "start/"))
    assert answer.status_code == 422
    assert one.reference in answer.context["start_refused"]
    assert fresh(of).state == GroupState.OPEN
    reason = "De aannemer biedt daarna een contract"
    assert cast.dirk.post(path(of, "start/"), {"benefit_reason": reason}).status_code == 302
    with owner():
        assert BenefitOverrun.objects.get(candidate=one).reason == reason
        assert Enrolment.objects.get(group=of).benefit_kept


def test_who_follows_something_else_in_that_time_is_flagged_and_not_refused(cast, owner):
    (one,) = ready(cast)
    with owner():
        EnrolmentFactory(candidate=one, started_on=TODAY)
    of = group(cast)
    (row,) = cast.dirk.get(path(of)).context["pool"]
    assert row["busy"]
    assert offer(cast.dirk, of, [one]).status_code == 302


def test_a_group_that_does_not_go_on_lets_everybody_wait_again(cast):
    of = filled(cast, ready(cast, 1))
    assert cast.dirk.post(path(of, "niet-door/"), {"reason": "te kort"}).status_code == 302
    assert fresh(of).state == GroupState.OPEN
    cast.dirk.post(path(of, "niet-door/"), {"reason": "De opleider heeft geen docent."})
    assert fresh(of).state == GroupState.CANCELLED
    assert set(states(of).values()) == {SeatState.WITHDRAWN}
    cast.dirk.post(path(of, "niet-door/"))
    assert fresh(of).state == GroupState.OPEN


def test_a_werkplein_puts_its_people_forward_and_answers_for_them(cast, owner):
    of = group(cast)
    (own,) = ready(cast, reference="K-EIGEN")
    (other,) = ready(cast, reference="K-ELDERS", werkplein=None)
    page = cast.carla.get(path(of))
    assert [row["candidate"].reference for row in page.context["pool"]] == ["K-EIGEN"]
    assert cast.carla.post(path(of, "plaatsen/"), {"candidate": [str(own.pk), str(other.pk)]}).status_code == 302
    assert states(of) == {"K-EIGEN": SeatState.WAITING}
    offer(cast.dirk, of, [own, other])
    with owner():
        seat, elsewhere = (TrainingSeat.objects.get(candidate=one) for one in (own, other))
    sent = {f"seat-{seat.pk}": SeatState.ACCEPTED, f"seat-{elsewhere.pk}": SeatState.ACCEPTED}
    cast.carla.post(path(of, "antwoorden/"), sent)
    assert states(of) == {"K-EIGEN": SeatState.ACCEPTED, "K-ELDERS": SeatState.OFFERED}
    assert "K-ELDERS" not in words(cast.carla.get(path(of)))
    assert "2 van 12 plaatsen vergeven" in words(cast.carla.get(path(of)))


def test_the_database_lets_no_werkplein_hand_out_seats(cast, owner):
    of = group(cast)
    (own,) = ready(cast)
    with pytest.raises(Exception, match="only the coordination point hands out seats"), act(cast.carla) as acting:
        TrainingSeat.objects.create(
            region=cast.region,
            group=of,
            candidate=own,
            state=SeatState.OFFERED,
            added_for_id=acting.organisation_id,
        )
    assert states(of) == {}


STEPS = ["plaatsen/", "antwoorden/", "start/", "afronden/", "niet-door/", "wijzigen/"]


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_gets_in(cast, who):
    of = filled(cast, ready(cast, identity__first_name="Jantje"))
    person = getattr(cast, who)
    for answer in [person.get(path(of)), *(person.post(path(of, step)) for step in STEPS)]:
        assert answer.status_code == 403
        assert "Jantje" not in answer.content.decode()


def test_another_region_finds_no_group(cast):
    of = filled(cast, ready(cast))
    for answer in [cast.frank.get(path(of)), *(cast.frank.post(path(of, step)) for step in STEPS)]:
        assert answer.status_code == 404
    assert of.name not in words(cast.frank.get("scholing/groepen/"))
    assert set(states(of).values()) == {SeatState.ACCEPTED}


def test_a_werkplein_and_an_auditor_do_not_run_a_group(cast):
    of = filled(cast, ready(cast))
    auditor = auditor_of(cast.dirk)
    for person, steps in ((cast.carla, ["start/", "afronden/", "niet-door/", "wijzigen/"]), (auditor, STEPS)):
        for step in steps:
            assert person.post(path(of, step)).status_code == 403
    assert fresh(of).state == GroupState.OPEN
    assert auditor.get(path(of)).status_code == 200


def test_each_person_shown_is_a_line_in_the_read_log(cast, owner):
    of = filled(cast, ready(cast, 2))
    ready(cast, 3)
    with owner():
        ReadLog.objects.all().delete()
    cast.dirk.get(path(of))
    with owner():
        lines = ReadLog.objects.filter(user=cast.dirk.user)
        assert lines.count() == 5
        assert set(lines.values_list("reason", flat=True)) == {f"Scholingsgroep {of.name}"}


def test_as_many_queries_for_thirty_people_as_for_three(cast):
    of = filled(cast, ready(cast, 3))
    ready(cast, 3)
    few = queries_of(cast.dirk, path(of))
    ready(cast, 27)
    assert queries_of(cast.dirk, path(of)) == few
    assert few <= 3 + 9 + 1


def test_the_list_of_groups_asks_once(cast):
    here = "scholing/groepen/"
    for _group in range(3):
        group(cast)
    few = queries_of(cast.dirk, here)
    for _group in range(20):
        group(cast)
    assert queries_of(cast.dirk, here) == few
    assert few <= 3 + 5


def test_who_is_no_longer_ready_is_not_offered_a_seat(cast):
    of = group(cast)
    gone = candidate(cast, state=CandidateState.PLACED)
    assert offer(cast.dirk, of, [gone]).status_code == 422
    assert states(of) == {}
