"""Intake and diagnosis: codes only, kept while somebody talks, finished for good, and compared with the last time."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.file import assessing
from candidates.forms.file import WishesForm
from candidates.models import Assessment, Candidate, CandidateProfile
from organisations.models import new_id
from organisations.refused import Refused
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.placements.workspace import act


@pytest.fixture
def candidate(cast):
    with owner():
        return CandidateFactory(werkplein=cast.carla.organisation, target_group="", identity__last_name="Bovenkamp")


def page(candidate, rest=""):
    return f"dossiers/{candidate.pk}/intake-en-diagnose/{rest}"


def kept(candidate, kind="intake") -> list[Assessment]:
    with owner():
        return list(Assessment.objects.filter(candidate=candidate, kind=kind).order_by("begun_at", "pk"))


def seen(candidate) -> Candidate:
    with owner():
        return Candidate.objects.get(pk=candidate.pk)


def answer(person, candidate, kind="intake", *, action="keep", **answers):
    given = {f"vraag-{code}": value for code, value in answers.items()}
    return person.post(page(candidate, f"{kind}/"), given | {"action": action})


def done(person, candidate, kind="intake", *, on=None, **answers):
    """Finished, the way the portal does it."""
    with act(person) as acting:
        day = on or timezone.localdate()
        return assessing.keep(acting, candidate.pk, kind, answers=answers, on=day, at=timezone.now(), close=True)


def test_an_intake_is_kept_half_way_goes_on_with_a_colleague_and_is_then_finished(cast, candidate):
    half = answer(cast.carla, candidate, cv="old", worked_in=["construction", "roads"])
    assert half.url == cast.carla.url(page(candidate))
    (row,) = kept(candidate)
    assert (row.answers, row.is_closed, row.version) == (
        {"worked_in": ["construction", "roads"], "cv": "old"},
        False,
        1,
    )
    assert seen(candidate).state == CandidateState.INTAKE
    text = cast.dirk.get(page(candidate, "intake/")).content.decode()
    assert "Verder waar u was" in text
    assert 'value="old"' in text
    finished = answer(cast.dirk, candidate, action="close", cv="recent", worked_in=["roads"], income="ww")
    (row,) = kept(candidate)
    assert finished.url == cast.dirk.url(page(candidate, f"{row.pk}/"))
    assert (row.answers["cv"], row.is_closed, row.done_by_id) == ("recent", True, cast.dirk.user.pk)


def test_finished_twice_is_one_and_other_answers_are_another(cast, candidate):
    for _press in range(2):
        finished = answer(cast.carla, candidate, action="close", cv="recent", worked_in=["roads"])
    (row,) = kept(candidate)
    assert finished.url == cast.carla.url(page(candidate, f"{row.pk}/"))
    answer(cast.carla, candidate, action="close", cv="old", worked_in=["roads"])
    answer(cast.dirk, candidate, action="close", cv="old", worked_in=["roads"])
    assert [one.answers["cv"] for one in kept(candidate)] == ["recent", "old", "old"]


def test_what_was_found_out_at_an_intake_is_not_asked_or_typed_again(cast, candidate):
    answer(cast.carla, candidate, action="close", income="no_benefit")
    assert seen(candidate).target_group == "nuo"
    # And who is known to belong to a group, is not asked for it anew: it stands filled in.
    with owner():
        known = CandidateFactory(werkplein=cast.carla.organisation, target_group="ww")
    form = cast.carla.get(page(known, "intake/")).context["form"]
    assert form["income"].value() == "ww"


def test_the_group_that_was_known_stays_when_the_intake_says_otherwise(cast):
    with owner():
        known = CandidateFactory(werkplein=cast.carla.organisation, target_group="wsw")
    answer(cast.carla, known, action="close", income="ww")
    assert seen(known).target_group == "wsw"


def test_the_intake_keeps_wishes_in_the_file_in_the_same_press(cast, candidate):
    sent = {"vraag-cv": "none", "hours_from": "20", "licences": ["b"], "action": "keep"}
    assert cast.carla.post(page(candidate, "intake/"), sent).status_code == 302
    with owner():
        profile = CandidateProfile.objects.get(candidate=candidate)
    assert (profile.hours_from, profile.licences) == (20, ["b"])
    wrong = cast.carla.post(page(candidate, "intake/"), sent | {"hours_from": "99", "vraag-cv": "old"})
    assert wrong.status_code == 422
    assert "hoogstens 60" in wrong.content.decode()
    assert kept(candidate)[0].answers == {"cv": "none"}


def test_an_answer_that_is_none_of_the_codes_and_an_empty_form_are_refused(cast, candidate):
    for sent in ({"vraag-cv": "Heeft een slechte rug"}, {"vraag-worked_in": ["vrije tekst"]}, {}):
        answered = cast.carla.post(page(candidate, "intake/"), sent | {"action": "keep"})
        assert answered.status_code == 422
    assert "Kies minstens één antwoord." in answered.content.decode()
    assert kept(candidate) == []
    with owner():
        assert not CandidateProfile.objects.exists()
    with act(cast.carla) as acting, pytest.raises(ValueError, match="no such answer"):
        assessing.keep(
            acting,
            candidate.pk,
            "intake",
            answers={"cv": "vrije tekst"},
            on=timezone.localdate(),
            at=timezone.now(),
            close=False,
        )
    with act(cast.carla) as acting, pytest.raises(Refused):
        assessing.keep(
            acting, candidate.pk, "intake", answers={}, on=timezone.localdate(), at=timezone.now(), close=False
        )


def test_a_new_one_begins_with_the_last_answers_and_shows_what_became_different(cast, candidate):
    first = done(cast.carla, candidate, cv="none", start="later")
    form = cast.carla.get(page(candidate, "intake/")).context["form"]
    assert (form["cv"].value(), form["start"].value(), form["papers"].value()) == ("none", "later", None)
    answer(cast.carla, candidate, action="close", cv="recent", start="later")
    second = kept(candidate)[1]
    assert second.follows_id == first.pk
    text = cast.carla.get(page(candidate, f"{second.pk}/")).content.decode()
    assert "Ja, van dit jaar" in text
    assert f"Op {first.done_on.day}-{first.done_on.month}-{first.done_on.year}: Nee" in text
    assert text.count("Later") == 1  # the same both times, so said once
    beside_itself = cast.carla.get(page(candidate, f"{first.pk}/")).content.decode()
    assert "Er is geen eerdere" in beside_itself
    chosen = cast.carla.get(page(candidate, f"{first.pk}/") + f"?naast={second.pk}").content.decode()
    assert ": Ja, van dit jaar" in chosen


def test_a_diagnosis_leads_to_the_step_that_it_concludes(cast, candidate):
    answer(cast.carla, candidate, "diagnose", action="close", next="work")
    assert seen(candidate).state == CandidateState.DIAGNOSIS
    (row,) = kept(candidate, "diagnosis")
    text = cast.carla.get(page(candidate, f"{row.pk}/")).content.decode()
    assert "Zet de stap: Klaar voor werk" in text
    assert cast.carla.get(f"dossiers/{candidate.pk}/stap/?naar=ready").context["form"]["to"].value() == "ready"
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(state=CandidateState.READY)
    assert "Zet de stap" not in cast.carla.get(page(candidate, f"{row.pk}/")).content.decode()


@pytest.mark.parametrize(
    "change", ['answers = \'{"cv": "old"}\'', "version = 2", "done_on = '2020-01-01'", "closed_at = NULL"]
)
def test_what_is_finished_stays_as_it_was_also_past_the_portal(cast, candidate, change):
    row = done(cast.carla, candidate, cv="none")
    changes = pytest.raises(IntegrityError, match="stays as it is")
    with act(cast.carla), changes, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE candidates_assessment SET {change} WHERE id = %s", [row.pk])


def test_what_is_finished_can_be_emptied_when_the_person_is_erased(cast, candidate):
    row = done(cast.carla, candidate, cv="none")
    with act(cast.carla):
        Assessment.objects.filter(pk=row.pk).update(answers={})
    assert kept(candidate)[0].answers == {}


def test_who_is_further_on_the_way_keeps_his_place(cast, candidate):
    with owner():
        Candidate.objects.filter(pk=candidate.pk).update(state=CandidateState.READY)
    done(cast.carla, candidate, cv="none")
    done(cast.carla, candidate, "diagnosis", tools="alone")
    assert seen(candidate).state == CandidateState.READY


def test_a_part_of_another_file_is_not_there(cast, candidate):
    row = done(cast.carla, candidate, cv="none")
    with owner():
        other = CandidateFactory(werkplein=cast.carla.organisation)
    for path in (page(other, f"{row.pk}/"), page(candidate, f"{new_id()}/")):
        assert cast.carla.get(path).status_code == 404
    assert cast.frank.get(page(candidate, f"{row.pk}/")).status_code == 404
    assert cast.esra.get(page(candidate, f"{row.pk}/")).status_code == 403


def test_the_overview_tells_what_is_done_and_what_is_not_finished(cast, candidate):
    done(cast.carla, candidate, on=dt.date(2026, 9, 2), cv="none")
    answer(cast.carla, candidate, "diagnose", tools="alone")
    text = cast.carla.get(f"dossiers/{candidate.pk}/").content.decode()
    assert "2-9-2026" in text
    assert "nog niet af" in text


def test_after_an_intake_the_page_leads_on_to_the_diagnosis_as_long_as_there_is_none(cast, candidate):
    row = done(cast.carla, candidate, cv="none")
    assert "Verder met de diagnose" in cast.carla.get(page(candidate, f"{row.pk}/")).content.decode()
    done(cast.carla, candidate, "diagnosis", tools="alone")
    assert "Verder met de diagnose" not in cast.carla.get(page(candidate, f"{row.pk}/")).content.decode()


def test_the_list_shows_the_newest_of_each_kind_and_leads_to_the_earlier_ones(cast, candidate):
    first = done(cast.carla, candidate, on=dt.date(2026, 9, 2), cv="none", start="later")
    done(cast.carla, candidate, cv="recent", start="later")
    text = cast.carla.get(page(candidate)).content.decode()
    assert "Op 2-9-2026: Nee" in text
    assert cast.carla.url(page(candidate, f"{first.pk}/")) in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"available_on": "31-12-2099"}, "Deze dag ligt meer dan twee jaar vooruit. Controleer het jaartal."),
        (
            {"other_certificate": "\N{PARTY POPPER}" * 40},
            "Schrijf de naam van het diploma of certificaat, met letters.",
        ),
    ],
)
def test_what_nobody_means_is_no_wish(typed, words):
    form = WishesForm(typed, profile=None, occupations=[])
    assert form.errors == {name: [words] for name in typed}
