"""Who stops, is erased or does not come: no list names him any more, and of the talk nobody goes on asking."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from candidates import lifecycle
from candidates.models import Candidate
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateMeeting, SpeedDateWish
from placements.speed_dates import asking
from tests.database import owner
from tests.placements.own_page.links import link_to
from tests.placements.speed_dates.fair import fair, work_off
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=10)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def planned(cast, **values):
    made = fair(cast, **({"day": SOON} | values))
    with act(cast.dirk) as acting:
        asking.ask(acting, made.event.pk, at=timezone.now())
    work_off()
    return made


def stops(cast, candidate):
    with act(cast.carla) as acting:
        now = timezone.now()
        lifecycle.move(acting, candidate.pk, to="withdrawn", on=TODAY, at=now, reason="Vond zelf werk")


def rows_of(attendee) -> tuple[int, int, int]:
    """Whether he is on the list, his talks, his wishes."""
    with owner():
        return (
            SpeedDateCandidate.objects.filter(pk=attendee.pk).count(),
            SpeedDateMeeting.objects.filter(attendee_id=attendee.pk).count(),
            SpeedDateWish.objects.filter(attendee_id=attendee.pk).count(),
        )


def test_who_stops_after_the_plan_stands_on_no_list_and_the_plan_is_old(cast):
    made = planned(cast)
    one = made.attendees[0]
    name = one.candidate.identity.last_name
    assert rows_of(one) == (1, 2, 2)
    said = Client().post(f"/mijn/{link_to(one.candidate)}/stoppen/", {"reason": "found_work"}, follow=True)
    assert "U bent gestopt" in text(said)
    assert rows_of(one) == (0, 0, 0)
    for page in ("", "plan/", "afdrukken/werkgevers/", "afdrukken/kandidaten/", "afdrukken/deur/"):
        assert name not in text(cast.dirk.get(made.path + page)), page
    assert made.fresh().state == "speeddate_planned"
    assert "Maak het plan opnieuw" in text(cast.dirk.get(made.path + "plan/"))
    with act(cast.dirk) as acting:
        asking.ask(acting, made.event.pk, at=timezone.now())
    work_off()
    assert name not in {talk[2] for talk in made.talks()}
    assert len(made.talks()) == 4


def test_a_plan_of_which_nobody_is_left_is_no_plan(cast):
    made = planned(cast, people=1)
    stops(cast, made.attendees[0].candidate)
    assert made.fresh().state == "speeddate_draft"


def test_who_is_erased_is_on_no_list_of_what_still_comes(cast):
    made = planned(cast)
    with owner():
        Candidate.objects.filter(pk=made.attendees[0].candidate_id).update(anonymised_at=timezone.now())
    assert rows_of(made.attendees[0]) == (0, 0, 0)


@pytest.mark.parametrize("over", [{"state": "speeddate_held"}, {"day": TODAY - dt.timedelta(days=1)}])
def test_of_what_has_been_the_results_stay(cast, over):
    made = planned(cast)
    with owner():
        SpeedDate.objects.filter(pk=made.event.pk).update(**over)
    stops(cast, made.attendees[0].candidate)
    assert rows_of(made.attendees[0]) == (1, 2, 2)


def test_of_who_did_not_come_nothing_more_is_asked(cast):
    made = planned(cast)
    firm = made.employers[0]
    yesterday = TODAY - dt.timedelta(days=1)
    with owner():
        SpeedDate.objects.filter(pk=made.event.pk).update(day=yesterday)
        SpeedDateMeeting.objects.exclude(employer=firm).delete()
    path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
    page = cast.dirk.get(path)
    assert text(page).count("Kwam niet") == 6
    assert "Speeddates die op uitslagen wachten" in text(cast.dirk.get(""))
    forms = page.context["forms"]
    shown = {form.add_prefix(name): form.initial[name] for form in forms for name in form.fields}
    first, second, third = forms
    sent = {
        first.add_prefix("candidate_says"): "away",
        second.add_prefix("employer_says"): "away",
        third.add_prefix("employer_says"): "yes",
    }
    assert cast.dirk.post(path, shown | sent).status_code == 302
    [row] = cast.dirk.get(made.path + "uitslagen/").context["employers"]
    assert (row.talks, row.answered, row.both_yes) == (3, 2, 0)
    # One still has to say something.
    assert "Speeddates die op uitslagen wachten" in text(cast.dirk.get(""))
    again = {
        form.add_prefix(name): form.initial[name]
        for form in cast.dirk.get(path).context["forms"]
        for name in form.fields
    }
    assert cast.dirk.post(path, again | {third.add_prefix("candidate_says"): "no"}).status_code == 302
    assert "Speeddates die op uitslagen wachten" not in text(cast.dirk.get(""))
