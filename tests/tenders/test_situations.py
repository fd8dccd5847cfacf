"""The questions by which a block is found: every answer leads on, every situation is reached once, all has words."""

import pytest

from tenders.block_finder import PREFIX, can_ask, evidence_of, find
from tenders.choices import EvidenceKind, Situation
from tenders.guidance import shipped_guidance
from tenders.models import Block
from tenders.situation_words import ANSWERS, QUESTIONS
from tenders.situations import START, TREE, Leaf, Next, answers_to, way


def leaves(name=START):
    for then in TREE[name].answers.values():
        yield from leaves(then.node) if isinstance(then, Next) else [then.situation]


def block(code, situation="", **values):
    return Block(code=code, label=code.upper(), kind="full_time_year", value=1, situation=situation, **values)


def test_the_answers_lead_to_every_situation_and_to_nothing_else():
    assert set(leaves()) == {*Situation.values, None}


def test_every_question_and_answer_has_words_and_no_words_are_left_over():
    assert {node.asks for node in TREE.values()} == set(QUESTIONS)
    assert {(node.asks, answer) for node in TREE.values() for answer in node.answers} == set(ANSWERS)


def test_a_question_is_asked_at_most_once_on_each_way():
    """Otherwise one answer would count twice: the names of the fields are the questions."""

    def walk(name, before):
        node = TREE[name]
        assert node.asks not in before
        for then in node.answers.values():
            if isinstance(then, Next):
                walk(then.node, before | {node.asks})

    walk(START, frozenset())


@pytest.mark.parametrize("situation", Situation.values)
def test_the_answers_to_a_situation_lead_there(situation):
    answers = answers_to(situation)
    assert way(answers).leaf == Leaf(situation)
    assert [one.asks for one in way(answers).asked] == list(answers)


@pytest.mark.parametrize(
    ("answers", "asked", "situation"),
    [
        ({}, ["work"], None),
        ({"work": "elsewhere"}, ["work"], None),
        ({"work": "paid", "benefit": "participatiewet"}, ["work", "benefit", "register"], None),
        (
            {"work": "paid", "benefit": "participatiewet", "register": "yes"},
            ["work", "benefit", "register"],
            "job_agreement",
        ),
        # What was answered on another way does not count on this one.
        ({"work": "sheltered", "benefit": "ww", "ww_length": "over_1y"}, ["work"], "sheltered"),
        (
            {"work": "paid", "benefit": "ww", "register": "no", "ww_length": "3_12m"},
            ["work", "benefit", "register", "ww_length"],
            "ww_3_12m",
        ),
        ({"work": "paid", "benefit": "none", "register": "no"}, ["work", "benefit", "register"], "no_benefit"),
    ],
)
def test_the_way_of_some_answers(answers, asked, situation):
    found = way(answers)
    assert [one.asks for one in found.asked] == asked
    assert found.situation == situation
    assert not found.is_unknown


def test_who_does_not_know_is_told_so_and_gets_no_block():
    found = find([block("a", "wajong")], {PREFIX + "work": "paid", PREFIX + "benefit": "unknown"})
    assert (found.is_unknown, found.has_ended, found.situation, found.block) == (True, True, None, None)


def given(situation):
    return {PREFIX + asks: answer for asks, answer in answers_to(situation).items()}


def test_one_block_several_or_none_for_a_situation():
    blocks = [block("a", "wajong"), block("b", "disability"), block("c", "disability"), block("d")]
    assert find(blocks, given("wajong")).block == blocks[0]
    several = find(blocks, given("disability"))
    assert (several.blocks, several.block) == ((blocks[1], blocks[2]), None)
    nothing = find(blocks, given("ww_under_3m"))
    assert (nothing.situation, nothing.blocks, nothing.has_ended) == (Situation.WW_VERY_SHORT, (), True)
    assert can_ask(blocks)
    assert not can_ask([blocks[3]])


def test_the_answers_given_stand_at_their_questions():
    found = find([block("a", "wajong")], given("wajong"))
    assert [[one.value for one in question.options if one.is_chosen] for question in found.questions] == [
        ["paid"],
        ["wajong"],
    ]


def test_evidence_is_said_in_words_and_what_is_no_kind_is_left_out():
    assert evidence_of(block("a", evidence=["payslip", "gone"])) == ["Loonstrook"]


def test_shipped_words_are_of_known_kinds():
    for words in shipped_guidance().values():
        assert set(words["evidence"]) <= set(EvidenceKind.values)
        assert words.get("situation", "wajong") in Situation.values
        assert 20 < len(words["explanation"]) <= 600


@pytest.mark.django_db
class TestShipped:
    def test_each_situation_of_the_shipped_tariff_has_one_block(self, cast, owner):
        with owner():
            blocks = list(Block.objects.filter(tariff__region=cast.region).order_by("position"))
        persons = [one for one in blocks if one.kind == "full_time_year"]
        assert len(persons) == 15
        for one in persons:
            assert find(blocks, given(one.situation)).block == one
            assert one.evidence, one.code
