"""The questions of intake and diagnosis: as data, by version, with words for every code and none about health."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import questions
from candidates.choices import CandidateState, TargetGroup
from candidates.file_choices import AssessmentKind, HoldReason, WithdrawReason
from candidates.forms.assessment import AssessmentForm
from candidates.question_words import ANSWERS, KINDS, QUESTIONS, SECTIONS, answer_words

KINDS_ASKED = ["intake", "diagnosis"]
#: What a file may not hold: no word of these stands in a question, an answer or a reason.
HEALTH = re.compile(
    r"gezond|ziek|medic|dokter|arts|psych|verslav|beperk|handicap|detentie|strafblad|schuld|geloof", re.IGNORECASE
)

#: All questions of a set at once are many draws for a machine that does other things too.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answers_to(asked):
    """Any answers that somebody can give to this set."""

    def of(question):
        if question.many:
            several = st.lists(st.sampled_from(question.options), unique=True)
            return several.filter(lambda codes: not question.contradicts(codes))
        return st.sampled_from(["", *question.options])

    return st.fixed_dictionaries({question.code: of(question) for question in asked.questions})


@pytest.mark.parametrize("asked", questions.SETS, ids=lambda one: f"{one.kind} {one.version}")
def test_every_question_and_answer_has_words(asked):
    for section in asked.sections:
        assert str(SECTIONS[asked.kind, section.code])
        for question in section.questions:
            assert str(QUESTIONS[question.code][0])
            assert len(set(question.options)) == len(question.options) > 1
            for option in question.options:
                assert str(ANSWERS[question.code, option])


def test_no_words_are_left_over():
    asked = {(one.code, option) for each in questions.SETS for one in each.questions for option in one.options}
    assert set(ANSWERS) == asked
    assert set(QUESTIONS) == {code for code, _option in asked}
    assert set(KINDS) == set(AssessmentKind.values) == {one.kind for one in questions.SETS}


def test_nothing_asks_about_health_debts_belief_or_the_past():
    said = [*SECTIONS.values(), *ANSWERS.values(), *(words for words, _help in QUESTIONS.values())]
    said += [*HoldReason.labels, *WithdrawReason.labels]
    assert [str(one) for one in said if HEALTH.search(str(one))] == []


def test_a_question_stands_once_in_a_set():
    for asked in questions.SETS:
        codes = [one.code for one in asked.questions]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", KINDS_ASKED)
def test_the_newest_version_is_asked(kind):
    versions = [one.version for one in questions.SETS if one.kind == kind]
    assert sorted(versions) == list(range(1, len(versions) + 1))
    assert questions.current(kind).version == max(versions)
    assert questions.version_of(kind, 1).kind == kind


def test_what_is_kept_are_known_codes_in_the_order_of_the_set():
    asked = questions.current("intake")
    kept = questions.cleaned(asked, {"worked_in": ["other", "construction"], "cv": "old", "papers": ""})
    assert kept == {"worked_in": ["construction", "other"], "cv": "old"}
    assert list(kept) == ["worked_in", "cv"]
    for wrong in ({"nonsense": "yes"}, {"cv": "golden"}, {"worked_in": ["moon"]}, {"cv": ["old", "none"]}):
        with pytest.raises(ValueError, match=r"no such|one answer"):
            questions.cleaned(asked, wrong)


def test_nothing_is_no_answer_beside_another_one():
    asked = questions.current("intake")
    assert questions.cleaned(asked, {"first": ["nothing"]}) == {"first": ["nothing"]}
    with pytest.raises(ValueError, match="nothing is the one answer"):
        questions.cleaned(asked, {"first": ["childcare", "nothing"]})
    form = AssessmentForm({"vraag-first": ["childcare", "nothing"], "vraag-cv": "old"}, asked=asked)
    assert form.errors["first"] == ["U koos ‘Niets’ en nog iets. Kies een van beide."]
    assert AssessmentForm({"vraag-first": ["childcare", "housing"]}, asked=asked).is_valid()


@patient
@given(st.data())
def test_keeping_twice_and_carrying_over_change_nothing(data):
    asked = questions.current(data.draw(st.sampled_from(KINDS_ASKED)))
    kept = questions.cleaned(asked, data.draw(answers_to(asked)))
    assert questions.cleaned(asked, kept) == kept
    assert questions.carried_over(asked, kept) == kept
    order = [one.code for one in asked.questions]
    assert questions.differences(kept, kept, order=order) == []
    assert set(questions.open_questions(asked, kept)) == set(order) - set(kept)


@patient
@given(st.data())
def test_differences_are_exactly_what_was_answered_otherwise(data):
    asked = questions.current("intake")
    before, after = (questions.cleaned(asked, data.draw(answers_to(asked))) for _time in range(2))
    order = [one.code for one in asked.questions]
    found = questions.differences(before, after, order=order)
    assert [one.question for one in found] == [code for code in order if before.get(code) != after.get(code)]
    for one in found:
        assert one.before == questions.as_codes(before.get(one.question))
        assert one.after == questions.as_codes(after.get(one.question))


def test_earlier_answers_that_are_no_longer_asked_are_not_carried_over():
    asked = questions.QuestionSet(
        "intake", 2, (questions.Section("now", (questions.Question("cv", ("recent", "none")),)),)
    )
    assert questions.carried_over(asked, {"cv": "old", "papers": "has"}) == {}
    assert questions.carried_over(asked, {"cv": "none", "papers": "has"}) == {"cv": "none"}


@pytest.mark.parametrize("group", TargetGroup.values)
def test_the_target_group_follows_from_the_income_and_back(group):
    known = questions.known_income(group)
    assert questions.target_group(known) == group
    assert questions.cleaned(questions.current("intake"), known) == known


def test_who_does_not_know_his_income_belongs_to_no_group_yet():
    assert questions.target_group({"income": "unknown"}) == questions.target_group({}) == ""
    assert questions.known_income("") == {}


def test_every_conclusion_leads_to_a_state():
    (question,) = (one for one in questions.current("diagnosis").questions if one.code == "next")
    states = {option: questions.next_state({"next": option}) for option in question.options}
    assert set(states.values()) <= set(CandidateState.values)
    assert states["work"] == CandidateState.READY
    assert questions.next_state({}) == ""


def test_answers_read_as_words():
    assert answer_words("worked_in", ["construction", "other"]) == "Bouw, Iets anders"
    assert answer_words("cv", "none") == "Nee"
    assert answer_words("cv", None) == ""
