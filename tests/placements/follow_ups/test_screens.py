"""The list of follow-ups, one of them, and the round; who sees them, and what a coach decides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.models import CandidateTask, ContactMoment
from organisations.models import ReadLog, Region
from organisations.months import add_months
from placements.choices import KnownBy
from placements.models import EmployerContact, FollowUp, FollowUpQuestion
from tests.database import owner
from tests.placements.follow_ups.checks import check_of, checks_of, daily, mails, placed, today
from tests.placements.workspace import auditor_of

FIXED = 3


def due(cast, **values):
    placement = placed(cast, **values)
    daily(cast)
    return check_of(placement)


def form(**values):
    return {
        "at_work": "same",
        "workplace_name": "",
        "spoke": "candidate",
        "checked_on": f"{today():%d-%m-%Y}",
    } | values


def seen(check):
    with owner():
        return FollowUp.objects.select_related("placement__candidate").get(pk=check.pk)


def openings():
    with owner():
        return list(ReadLog.objects.filter(subject="candidate").order_by("at", "pk"))


def test_coach_and_back_office_see_the_list_with_names_and_each_person_seen_is_a_line_in_the_log(cast):
    first, _second = due(cast), due(cast)
    for person in (cast.carla, cast.dirk):
        text = person.get("nazorg/").content.decode()
        assert text.count("Testje Voorbeeld") == 2
    assert len(openings()) == 4
    assert first.placement.candidate_id in {one.subject_id for one in openings()}
    page = cast.carla.get(f"nazorg/{first.pk}/").content.decode()
    for words in ("06-00000000", "Ina de Vries", "chef@bakkerij.example", "Bakkerij De Halm", "nog geen antwoord"):
        assert words in page
    assert openings()[-1].reason == "Nazorg na 6 maanden"


def test_nobody_else_sees_a_thing(cast):
    check = due(cast)
    path = f"nazorg/{check.pk}/"
    posts = ["", "later/", "terug/", "vragen/", "werkgever/"]
    for other in (cast.alice, cast.bram, cast.esra):
        for page in ("nazorg/", "nazorg/ronde/", path):
            assert other.get(page).status_code == 403, other.user.name
        for one in posts:
            assert other.post(path + one, form()).status_code == 403, other.user.name
    for stranger in (cast.frank, cast.strangers["werkplein"]):
        assert "Testje" not in stranger.get("nazorg/").content.decode()
        assert "Alle nazorg is afgewerkt" in stranger.get("nazorg/ronde/").content.decode()
        assert stranger.get(path).status_code == 404
        for one in posts:
            assert stranger.post(path + one, form()).status_code == 404, stranger.user.name
    auditor = auditor_of(cast.carla)
    assert auditor.get(path).status_code == 200
    assert auditor.get("nazorg/ronde/").status_code == 403
    assert "Bewaren" not in auditor.get(path).content.decode()
    for one in posts:
        assert auditor.post(path + one, form()).status_code == 403
    assert seen(check).at_work is None


def test_a_coach_records_what_he_heard_and_the_task_and_the_file_follow(cast):
    check = due(cast, contact="", email="")
    answer = cast.carla.post(f"nazorg/{check.pk}/", form())
    assert answer.status_code == 302
    known = seen(check)
    assert (known.at_work, known.workplace, known.known_by) == (True, "same", KnownBy.COACH)
    assert known.decided_by_id == cast.carla.user.pk
    with owner():
        assert CandidateTask.objects.get(candidate=check.placement.candidate_id).done_by_id == cast.carla.user.pk
        assert ContactMoment.objects.get(candidate=check.placement.candidate_id).result == "spoken"
    text = cast.carla.get(f"nazorg/{check.pk}/").content.decode()
    assert "Aan het werk op" in text
    assert "Vastgelegd door Carla" in text
    # A colleague comes too late.
    late = cast.dirk.post(f"nazorg/{check.pk}/", form(at_work="no"), follow=True)
    assert "intussen al vastgelegd" in late.content.decode()
    assert seen(check).at_work is True


def test_what_was_recorded_can_be_opened_again_with_its_task(cast):
    check = due(cast, contact="", email="")
    cast.carla.post(f"nazorg/{check.pk}/", form(at_work="no"))
    cast.carla.post(f"nazorg/{check.pk}/terug/")
    assert (seen(check).at_work, seen(check).known_by, seen(check).decided_by_id) == (None, "", None)
    with owner():
        assert CandidateTask.objects.get(candidate=check.placement.candidate_id).done_at is None
        assert not ContactMoment.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"at_work": ""}, "Kies een antwoord."),
        ({"checked_on": "1-1-2001"}, "Kies die dag, of een dag daarna."),
        ({"checked_on": "31-12-2090"}, "Deze dag komt nog."),
        ({"at_work": "other", "workplace_name": "111222333"}, "burgerservicenummer"),
    ],
)
def test_errors_are_told_and_nothing_typed_is_lost(cast, values, words):
    check = due(cast)
    answer = cast.carla.post(f"nazorg/{check.pk}/", form(**values))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert seen(check).at_work is None


def test_the_round_leads_from_one_to_the_next_with_an_undo_and_ends(cast):
    with owner():
        dirks = cast.dirk.user
    mine, other = due(cast), due(cast, candidate={"coach": dirks})
    start = cast.carla.get("nazorg/ronde/")
    assert start.url == cast.carla.url(f"nazorg/{mine.pk}/?ronde=1")
    assert "nog 2 te doen" in cast.carla.client.get(start.url).content.decode()
    saved = cast.carla.post(f"nazorg/{mine.pk}/?ronde=1", form())
    following = cast.carla.client.get(saved.url)
    assert following.url == cast.carla.url(f"nazorg/{other.pk}/?ronde=1&na={mine.pk}")
    page = cast.carla.client.get(following.url).content.decode()
    assert "Bewaard: Testje Voorbeeld is aan het werk." in page
    assert cast.carla.url(f"nazorg/{mine.pk}/terug/?ronde=1") in page
    passed_over = cast.carla.get(f"nazorg/ronde/?over={other.pk}").content.decode()
    assert "U sloeg er 1 over." in passed_over
    cast.carla.post(f"nazorg/{other.pk}/?ronde=1", form(at_work="no"))
    assert "Alle nazorg is afgewerkt" in cast.carla.get("nazorg/ronde/").content.decode()


def test_nobody_answered_so_it_comes_back_on_a_later_day(cast):
    check = due(cast)
    day = today() + timedelta(days=3)
    cast.carla.post(f"nazorg/{check.pk}/later/?ronde=1", {"again_on": f"{day:%d-%m-%Y}"})
    assert seen(check).again_on == day
    with owner():
        moment = ContactMoment.objects.get(candidate=check.placement.candidate_id)
        assert (moment.result, moment.call_by) == ("no_answer", day)
        assert not FollowUp.objects.due(on=today()).exists()
        assert FollowUp.objects.due(on=day).exists()
    early = cast.carla.post(f"nazorg/{check.pk}/later/", {"again_on": f"{today():%d-%m-%Y}"})
    assert early.status_code == 422
    assert "Kies een dag na vandaag." in early.content.decode()


def test_the_question_is_sent_again_as_often_as_somebody_asks_for_it(cast):
    check = due(cast)
    for times in (2, 3):
        cast.carla.post(f"nazorg/{check.pk}/vragen/", {"asked": "candidate"})
        assert len(mails("follow_up_candidate")) == times
    with owner():
        FollowUpQuestion.objects.filter(asked="candidate").update(said="not", said_at=timezone.now())
    cast.carla.post(f"nazorg/{check.pk}/vragen/", {"asked": "candidate"})
    assert len(mails("follow_up_candidate")) == 3
    bare = due(cast, contact="")
    answer = cast.carla.post(f"nazorg/{bare.pk}/vragen/", {"asked": "employer"}, follow=True)
    assert "Er is geen e-mailadres." in answer.content.decode()


def test_nobody_is_asked_before_its_day(cast):
    """That mail would come in the place of the one of the day itself."""
    placement = placed(cast, starts_on=add_months(today() + timedelta(days=20), -6))
    daily(cast)
    check = check_of(placement)
    answer = cast.carla.post(f"nazorg/{check.pk}/vragen/", {"asked": "candidate"}, follow=True)
    assert "nog niet aan de beurt" in answer.content.decode()
    assert (seen(check).asked_at, mails("follow_up_candidate")) == (None, [])
    daily(cast, days=(check.due_on - today()).days)
    assert len(mails("follow_up_candidate")) == 1


def test_whom_to_ask_at_the_employer_is_kept_and_offered_for_the_next_placement_there(cast):
    check = due(cast, contact="")
    empty = cast.carla.post(f"nazorg/{check.pk}/werkgever/", {"name": "Ina"})
    assert empty.status_code == 422
    cast.carla.post(f"nazorg/{check.pk}/werkgever/", {"name": "Ina", "email": "ina@bakkerij.example"})
    with owner():
        assert EmployerContact.objects.get().email == "ina@bakkerij.example"
    other = due(cast, contact="")
    assert 'value="ina@bakkerij.example"' in cast.carla.get(f"nazorg/{other.pk}/").content.decode()


def test_the_contact_is_filled_in_ahead_on_the_page_of_the_placement(cast):
    placement = placed(cast, months=1, contact="")
    path = f"plaatsingen/{placement.pk}/contactpersoon/"
    assert cast.carla.url(path) in cast.carla.get(f"plaatsingen/{placement.pk}/").content.decode()
    assert cast.carla.post(path, {"name": "Ina"}).status_code == 422
    assert cast.dirk.post(path, {"name": "Ina", "phone": "050-1234567"}).status_code == 302
    page = cast.carla.get(f"plaatsingen/{placement.pk}/").content.decode()
    for words in (">Ina</a>", "Nazorg na 6 maanden", "Komt nog"):
        assert words in page
    for other in (cast.alice, cast.bram, cast.esra, auditor_of(cast.carla)):
        assert {other.get(path).status_code, other.post(path, {"name": "X"}).status_code} == {403}, other.user.name
    for stranger in (cast.frank, cast.strangers["werkplein"]):
        assert {stranger.get(path).status_code, stranger.post(path, {"name": "X"}).status_code} == {404}
    with owner():
        assert EmployerContact.objects.get().name == "Ina"


def test_at_work_after_the_end_is_accepted_and_flagged(cast):
    check = due(cast, ended_on=add_months(today(), -1), end_reason="term")
    cast.carla.post(f"nazorg/{check.pk}/", form())
    assert "maar deze plaatsing eindigde" in cast.carla.get(f"nazorg/{check.pk}/").content.decode()


def test_a_check_of_before_the_programme_is_opened_by_hand(cast):
    with owner():
        Region.objects.filter(pk=cast.region.pk).update(programme_start=add_months(today(), -29))
    placement = placed(cast, months=30)
    daily(cast)
    assert checks_of(placement) == []
    answer = cast.carla.post(f"plaatsingen/{placement.pk}/nazorg/24/")
    check = check_of(placement)
    assert answer.url == cast.carla.url(f"nazorg/{check.pk}/")
    path = f"plaatsingen/{placement.pk}/nazorg/12/"
    for other in (cast.alice, cast.bram, cast.esra, auditor_of(cast.carla)):
        assert other.post(path).status_code == 403, other.user.name
    for stranger in (cast.frank, cast.strangers["werkplein"]):
        assert stranger.post(path).status_code == 404
    assert len(checks_of(placement)) == 1
    young = placed(cast, months=7)
    refused = cast.carla.post(f"plaatsingen/{young.pk}/nazorg/12/", follow=True)
    assert "nog niet aan de beurt" in refused.content.decode()


def test_the_totals_count_what_was_due_and_what_is_known(cast):
    first = due(cast)
    due(cast)
    cast.carla.post(f"nazorg/{first.pk}/", form(at_work="no"))
    (half, year, _two) = cast.carla.get("nazorg/").context["overview"]
    assert (half["due"], half["at_work"], half["not_at_work"], half["unknown"]) == (2, 0, 1, 1)
    assert year["due"] == 0


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_asks_as_often_of_30_as_of_3(cast, number):
    for _time in range(number):
        placed(cast)
    daily(cast)
    with CaptureQueriesContext(connection) as asked:
        assert cast.carla.get("nazorg/").status_code == 200
    log = sum("readlog" in one["sql"] for one in asked.captured_queries)
    points = sum("SAVEPOINT" in one["sql"] for one in asked.captured_queries)
    assert len(asked) - log - points <= FIXED + 8, "\n".join(one["sql"][:120] for one in asked.captured_queries)


def test_what_was_due_last_comes_first_and_years_ago_stands_in_nobodys_way(cast):
    old = placed(cast, starts_on=add_months(today(), -40))
    latest = due(cast)
    *_earlier, ago = checks_of(old)
    with owner():
        FollowUp.objects.filter(pk__in=[latest.pk, ago.pk]).update(called_for_on=today())
    assert cast.carla.get("nazorg/ronde/").url == cast.carla.url(f"nazorg/{latest.pk}/?ronde=1")
    assert cast.carla.get(f"nazorg/ronde/?over={latest.pk}").url.startswith(cast.carla.url(f"nazorg/{ago.pk}/"))
    page = cast.carla.get("nazorg/").content.decode()
    assert page.index(f"nazorg/{latest.pk}/") < page.index(f"nazorg/{ago.pk}/")


def test_of_who_was_erased_nobody_has_to_find_out_anything(cast):
    check = due(cast)
    with owner():
        who = type(check.placement.candidate).objects.filter(pk=check.placement.candidate_id)
        who.update(anonymised_at=timezone.now())
    page = cast.carla.get(f"nazorg/{check.pk}/").content.decode()
    assert "Wat is de uitkomst?" not in page
    assert cast.carla.post(f"nazorg/{check.pk}/", form()).status_code == 404
    assert seen(check).at_work is None
    assert "Alle nazorg is afgewerkt" in cast.carla.get("nazorg/ronde/").content.decode()
