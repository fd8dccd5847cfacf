"""The page behind the link: one question, one answer, and what two answers do together."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate, CandidateTask
from organisations import tenancy
from organisations.choices import OrganisationKind
from organisations.models import OutboxMessage
from placements.choices import KnownBy
from placements.follow_ups.page import DIFFER, state_of
from placements.models import FollowUp, FollowUpQuestion, Placement
from tests.database import owner
from tests.factories.organisations import OrganisationFactory
from tests.placements.follow_ups.checks import check_of, daily, mails, placed, today, token_in, weigh_all


def links(cast, **values):
    """The placement, and the tokens of candidate and employer."""
    placement = placed(cast, **values)
    daily(cast)
    return placement, token_in(mails("follow_up_candidate")[-1]), token_in(mails("follow_up_employer")[-1])


def page(token):
    return Client().get(f"/nazorg/{token}/")


def say(token, said, **more):
    return Client().post(f"/nazorg/{token}/", {"said": said} | more)


def text_of(answer):
    return answer.content.decode()


def test_the_candidate_is_asked_by_his_first_name_where_he_works(cast):
    _placement, of_candidate, _of_employer = links(cast)
    text = text_of(page(of_candidate))
    for words in (
        "Dag Testje",
        "Bakkerij De Halm",
        "een half jaar geleden",
        "Ja, ergens anders",
        "Werkplein Groningen",
    ):
        assert words in text
    assert "Testje Voorbeeld" not in text


@pytest.mark.parametrize(
    ("candidate", "name"),
    [({}, "Werkplein Groningen"), ({"werkplein": None}, "Zuidpunt"), ({"coach": "dirk"}, "Coördinatiepunt")],
)
def test_mail_and_page_name_who_gets_the_task(cast, candidate, name):
    """His coach where he works; of two coordination points the first by its code in the region, whatever it is called."""
    with owner():
        OrganisationFactory(name="Zuidpunt", kind=OrganisationKind.COORDINATION_POINT, region__code="000")
        name = cast.dirk.organisation.name if "coach" in candidate else name
    candidate = candidate | ({"coach": cast.dirk.user} if "coach" in candidate else {})
    placement, of_candidate, _of_employer = links(cast, candidate=candidate)
    assert name in mails("follow_up_candidate")[-1]["text"]
    assert f"Uw antwoord gaat naar {name}" in text_of(page(of_candidate))
    daily(cast, days=7)
    daily(cast, days=14)
    with owner():
        task = CandidateTask.objects.select_related("organisation").get(candidate=placement.candidate_id)
    assert task.organisation.name == name


def test_the_employer_reads_no_name_unless_the_candidate_agreed_to_that(cast):
    placement, _of_candidate, of_employer = links(cast)
    text = text_of(page(of_employer))
    assert "Testje" not in text
    assert "32 uur per week" in text
    with owner():
        Placement.objects.filter(pk=placement.pk).update(
            employer_organisation=cast.bram.organisation, candidate_agreed_on=today()
        )
    assert "Testje Voorbeeld" in text_of(page(of_employer))


def test_an_authority_reads_no_name_by_the_link_whatever_was_agreed(cast):
    """Also not where the row says so, as one did before the database kept it empty."""
    _placement, _of_candidate, of_employer = links(
        cast, employer_organisation=cast.alice.organisation, candidate_agreed_on=today()
    )
    assert "Testje" not in text_of(page(of_employer))
    assert "Testje" not in mails("follow_up_employer")[-1]["text"]
    with owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE placements_placement DISABLE TRIGGER agreed_for_company")
        Placement.objects.update(candidate_agreed_on=today())
    assert "Testje" not in text_of(page(of_employer))


def test_two_answers_that_agree_settle_it_without_a_person(cast):
    placement, of_candidate, of_employer = links(cast)
    assert say(of_candidate, "here").status_code == 200
    weigh_all()
    assert check_of(placement).at_work is None
    say(of_employer, "here")
    weigh_all()
    check = check_of(placement)
    assert (check.at_work, check.workplace, check.known_by, check.decided_by_id) == (
        True,
        "same",
        KnownBy.ANSWERS,
        None,
    )
    assert check.checked_on == today()


def test_at_work_elsewhere_comes_with_its_name(cast):
    placement, of_candidate, of_employer = links(cast)
    nameless = say(of_candidate, "elsewhere")
    assert (nameless.status_code, "Vul in waar u nu werkt." in text_of(nameless)) == (422, True)
    say(of_candidate, "elsewhere", place="Garage Zwart")
    say(of_employer, "gone")
    weigh_all()
    check = check_of(placement)
    assert (check.at_work, check.workplace, check.workplace_name) == (True, "other", "Garage Zwart")


def test_answers_that_differ_are_for_the_coach(cast):
    placement, of_candidate, of_employer = links(cast)
    say(of_candidate, "here")
    say(of_employer, "gone")
    weigh_all()
    check = check_of(placement)
    assert (check.at_work, check.called_for_on) == (None, today())
    with owner():
        assert state_of(check, on=today()) == DIFFER
        assert CandidateTask.objects.get(candidate=placement.candidate_id).user_id == cast.carla.user.pk
    assert len(mails("follow_up_call")) == 1


def test_an_end_that_is_known_is_the_answer_of_the_employer(cast):
    placement = placed(cast, ended_on=today().replace(day=1) - (today() - today().replace(day=1)), end_reason="term")
    with owner():
        Placement.objects.filter(pk=placement.pk).update(ended_on=placement.starts_on)
    daily(cast)
    say(token_in(mails("follow_up_candidate")[-1]), "not")
    weigh_all()
    assert check_of(placement).at_work is False


def test_one_answer_each_and_after_that_the_page_is_closed_and_names_nobody(cast):
    _placement, of_candidate, _of_employer = links(cast)
    say(of_candidate, "not")
    again = say(of_candidate, "here")
    assert again.status_code == 410
    assert "U hebt al geantwoord" in text_of(again)
    assert "Testje" not in text_of(again)
    with owner():
        assert FollowUpQuestion.objects.get(asked="candidate").said == "not"
        assert OutboxMessage.objects.filter(name="placements.tasks.weigh_answers").count() == 1


def test_an_expired_or_replaced_or_invented_link_opens_nothing(cast):
    _placement, of_candidate, of_employer = links(cast)
    with owner():
        FollowUpQuestion.objects.filter(asked="candidate").update(expires_at=timezone.now())
    assert page(of_candidate).status_code == 410
    daily(cast, days=7)
    newer = token_in(mails("follow_up_employer")[-1])
    assert (page(of_employer).status_code, page(newer).status_code) == (404, 200)
    assert page("verzonnen").status_code == 404


def test_without_a_choice_the_question_stays_with_the_error_beside_it(cast):
    _placement, of_candidate, of_employer = links(cast)
    empty = Client().post(f"/nazorg/{of_candidate}/", {})
    assert empty.status_code == 422
    assert "Kies een antwoord." in text_of(empty)
    # The employer cannot answer for the candidate.
    assert say(of_employer, "elsewhere").status_code == 422
    number = say(of_candidate, "elsewhere", place="111222333")
    assert number.status_code == 422
    assert "111222333" in text_of(number)


def test_opening_the_page_writes_nothing(cast):
    _placement, of_candidate, _of_employer = links(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        before = cursor.fetchone()
        page(of_candidate)
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        assert cursor.fetchone() == before


@pytest.mark.parametrize("values", [{"asked": "employer"}, {"expires_at": "2099-01-01T00:00Z"}, {"sent": 9}])
def test_a_link_changes_nothing_but_its_answer(cast, values):
    _placement, of_candidate, of_employer = links(cast)
    with tenancy.link(of_candidate):
        assert FollowUpQuestion.objects.count() == 1
        assert not FollowUp.objects.exists()
        assert not Candidate.objects.exists()
        assert not FollowUpQuestion.objects.filter(token_hash=tenancy.hash_token(of_employer)).exists()
    with pytest.raises(DatabaseError, match="one answer"), tenancy.link(of_candidate):
        FollowUpQuestion.objects.update(**values)
