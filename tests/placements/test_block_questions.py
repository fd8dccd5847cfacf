"""The block of a person found by questions, on the form itself: with and without script, and still open to a choice."""

import pytest

from placements.models import Deployment
from tenders.block_finder import PREFIX
from tenders.situations import answers_to
from tests.database import owner
from tests.placements.test_screens_contractor import form_of
from tests.placements.workspace import contract_of, logged, second_contractor

pytestmark = pytest.mark.usefixtures("mid_june")


def given(situation):
    return {PREFIX + asks: answer for asks, answer in answers_to(situation).items()}


def block_pk(contract, code):
    with owner():
        return str(contract.tariff.blocks.get(code=code).pk)


def ask(person, contract, data, *, answering=True):
    return person.post(f"inzet/bouwblok/?contract={contract.pk}{'&answering' * answering}", data)


def test_the_first_question_stands_on_the_form_and_each_answer_brings_the_next(cast):
    contract = contract_of(cast)
    page = cast.bram.get(f"inzet/nieuw/?contract={contract.pk}").content.decode()
    assert "Hoe komt deze persoon bij u werken?" in page
    assert "Hoe lang had deze persoon bijstand?" not in page
    text = ask(cast.bram, contract, {PREFIX + "work": "paid"}).content.decode()
    assert "Welke uitkering had deze persoon?" in text
    assert "<html" not in text
    assert "Vul een naam in" not in text
    assert "Kies wat voor deze persoon geldt" not in text


def test_the_last_answer_chooses_the_block_and_says_what_evidence_it_needs(cast):
    contract = contract_of(cast)
    answer = ask(cast.bram, contract, given("pw_under_2y"))
    form = answer.context["form"]
    assert str(form.chosen_block.pk) == block_pk(contract, "pw_lt2")
    text = answer.content.decode()
    for words in ("Participatiewet, korter dan 2 jaar", "Arbeidsovereenkomst, Doelgroepverklaring, Loonstrook"):
        assert words in text
    assert '<details class="all-blocks">' in text


def test_a_situation_without_a_block_is_said_and_nothing_is_chosen(cast):
    contract = contract_of(cast)
    chosen = {"block": block_pk(contract, "wajong"), "block_by_answers": block_pk(contract, "wajong")}
    answer = ask(cast.bram, contract, given("ww_under_3m") | chosen)
    assert answer.context["form"].chosen_block is None
    text = answer.content.decode()
    assert "geen bouwblok voor: WW, korter dan 3 maanden" in text
    assert '<details class="all-blocks" open>' in text


def test_who_does_not_know_is_sent_to_ask(cast):
    contract = contract_of(cast)
    text = ask(cast.bram, contract, {PREFIX + "work": "paid", PREFIX + "benefit": "unknown"}).content.decode()
    assert "Vraag het de persoon zelf" in text


def test_a_choice_by_hand_stands_until_the_questions_are_answered_anew(cast):
    contract = contract_of(cast)
    found, by_hand = block_pk(contract, "pw_lt2"), block_pk(contract, "wajong")
    data = given("pw_under_2y") | {"block": by_hand, "block_by_answers": found}
    chosen = ask(cast.bram, contract, data, answering=False)
    assert str(chosen.context["form"].chosen_block.pk) == by_hand
    assert '<details class="all-blocks" open>' in chosen.content.decode()
    anew = ask(cast.bram, contract, given("pw_over_2y") | {"block": by_hand, "block_by_answers": found})
    assert str(anew.context["form"].chosen_block.pk) == block_pk(contract, "pw_gt2")


def test_the_forecast_comes_along_with_the_block_and_follows_the_answers(cast):
    contract = contract_of(cast)
    by_hand = {"block": block_pk(contract, "pw_lt2"), "block_by_answers": block_pk(contract, "nug")}
    for before in ({"block": "", "block_by_answers": ""}, by_hand):
        text = ask(cast.bram, contract, form_of(contract, **before) | given("wajong")).content.decode()
        assert 'id="verwacht"' in text
        assert 'hx-swap-oob="true"' in text
        assert "€\xa045.000,00" in text


def test_the_forecast_while_typing_knows_the_block_that_was_just_found(cast):
    """The block stands on the screen a moment later than the answer."""
    contract = contract_of(cast)
    stale = {"block": block_pk(contract, "pw_lt2"), "block_by_answers": block_pk(contract, "pw_lt2")}
    data = form_of(contract, **stale) | given("wajong")
    text = cast.bram.post(f"inzet/verwacht/?contract={contract.pk}", data).content.decode()
    assert "€\xa045.000,00" in text
    assert "hx-swap-oob" not in text


def test_without_script_a_button_asks_on_and_the_line_is_submitted_with_the_block_found(cast):
    contract = contract_of(cast)
    path = f"inzet/nieuw/?contract={contract.pk}"
    form = form_of(contract, block="", block_by_answers="", name="")
    asked = cast.bram.post(path, form | {PREFIX + "work": "paid", "action": "questions"})
    assert asked.status_code == 200
    text = asked.content.decode()
    assert "Welke uitkering had deze persoon?" in text
    assert "Vul een naam in" not in text
    sent = cast.bram.post(path, form | given("pw_over_2y") | {"name": "A. Voorbeeld"})
    assert sent.status_code == 302
    with owner():
        assert Deployment.objects.get(contract=contract).block.code == "pw_gt2"


def test_nothing_chosen_and_nothing_answered_is_an_error_beside_the_list(cast):
    contract = contract_of(cast)
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, block=""))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Kies wat voor deze persoon geldt." in text
    assert '<details class="all-blocks" open>' in text


def test_a_block_of_another_tariff_is_no_choice(cast):
    contract = contract_of(cast)
    with owner():
        other = contract_of(cast, region=cast.other_region).tariff.blocks.get(code="wajong")
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, block=str(other.pk)))
    assert answer.status_code == 422


def test_the_questions_work_on_a_line_that_is_corrected(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract, submit=False)
    answer = cast.bram.post(f"inzet/bouwblok/?deployment={line.pk}&answering", given("pw_under_2y"))
    assert str(answer.context["form"].chosen_block.pk) == block_pk(contract, "pw_lt2")


def test_others_are_refused_and_strangers_find_nothing(cast):
    contract = contract_of(cast)
    for other in (cast.alice, cast.carla, cast.dirk, cast.esra, cast.frank):
        assert ask(other, contract, {}).status_code == 403
    for neighbour in (second_contractor(), cast.strangers["contractor"]):
        assert ask(neighbour, contract, {}).status_code == 404
