"""The list of candidates as its members work in it: queues, searching, giving away, and who never sees it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.utils import timezone

from candidates.choices import CandidateState
from candidates.models import Assignment
from organisations.models import ReadLog
from tests.candidates.files import TODAY, candidate, questions
from tests.placements.workspace import auditor_of, seen

PATH = "dossiers/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)


def page(person, query=""):
    answer = person.get(f"{PATH}{query}")
    assert answer.status_code == 200
    return answer


def references(answer):
    return [row.record.reference for row in answer.context["table"].page.object_list]


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_coach_sees_the_residents_of_his_werkplein_with_name_and_telephone(cast):
    candidate(cast, reference="K-EIGEN", identity__first_name="Jantje", identity__phone="06 12 34 56 78")
    candidate(cast, reference="K-ELDERS", werkplein=None, identity__first_name="Pietje")
    shown = words(page(cast.carla))
    assert "Jantje Voorbeeld" in shown
    assert 'href="tel:0612345678"' in page(cast.carla).content.decode()
    assert "Pietje" not in shown
    assert "K-ELDERS" not in shown


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_gets_in(cast, who):
    one = candidate(cast, identity__first_name="Jantje")
    person = getattr(cast, who)
    for answer in (
        person.get(PATH),
        person.get(f"{PATH}nieuw/"),
        person.get(f"{PATH}taken/"),
        person.post(f"{PATH}coach/", {"kandidaat": str(one.pk), "doe": "mij"}),
    ):
        assert answer.status_code == 403
        assert "Jantje" not in answer.content.decode()
    assert seen(one).coach_id is None


def test_another_region_sees_nobody_and_gives_nobody_away(cast):
    one = candidate(cast, reference="K-GRONINGEN", call_by=TODAY)
    shown = words(page(cast.frank))
    assert "K-GRONINGEN" not in shown
    assert "Nog geen kandidaten" in shown
    answer = cast.frank.post(f"{PATH}coach/", {"kandidaat": str(one.pk), "doe": "mij"})
    assert answer.status_code == 404
    assert cast.frank.get(f"{PATH}nieuw/{one.pk}/").status_code == 404
    assert cast.frank.post(f"{PATH}nieuw/{one.pk}/", {}).status_code == 404
    assert seen(one).coach_id is None


def test_each_person_seen_is_a_line_in_the_read_log(cast, owner):
    ones = [candidate(cast), candidate(cast)]
    candidate(cast, werkplein=None)
    page(cast.carla)
    with owner():
        lines = list(ReadLog.objects.filter(subject="candidate"))
    assert {line.subject_id for line in lines} == {one.pk for one in ones}
    assert {(line.user_id, line.reason) for line in lines} == {(cast.carla.user.pk, "Lijst van kandidaten")}


def test_without_a_log_there_is_no_page(cast, owner):
    candidate(cast, identity__first_name="Jantje")
    with owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations_readlog ADD CONSTRAINT no_room CHECK (false) NOT VALID")
    cast.carla.client.raise_request_exception = False
    answer = cast.carla.get(PATH)
    assert answer.status_code == 500
    assert "Jantje" not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("jansen", ["K-JANSEN"]),
        ("JÁNSEN", ["K-JANSEN"]),
        ("mo jansen", ["K-JANSEN"]),
        ("+31 6 1111 2222", ["K-JANSEN"]),
        ("11112222", ["K-JANSEN"]),
        ("k-de-b", ["K-DE-BOER"]),
        ("timmer", ["K-DE-BOER"]),
        ("bestaat niet", []),
    ],
)
def test_search_finds_by_name_telephone_number_and_work(cast, asked, found):
    candidate(
        cast,
        reference="K-JANSEN",
        identity__first_name="Mo",
        identity__last_name="Jansen",
        identity__phone="06-11112222",
    )
    candidate(
        cast,
        reference="K-DE-BOER",
        wanted_work="Timmerwerk",
        identity__first_name="Anne",
        identity__last_name="de Boer",
        identity__phone="0595 123 456",
    )
    answer = cast.carla.client.get(cast.carla.url(PATH), {"zoek": asked})
    assert references(answer) == found


def test_queues_count_and_lead_to_who_is_in_them(cast):
    candidate(cast, reference="K-BELLEN", call_by=TODAY, coach=cast.carla.user, state=CandidateState.INTAKE)
    candidate(cast, reference="K-NIEUW")
    answer = page(cast.carla, "?rij=bellen")
    assert references(answer) == ["K-BELLEN"]
    counted = {one["label"]: one["count"] for one in answer.context["queues"]}
    assert counted["Vandaag bellen"] == 1
    assert counted["Nieuw"] == 1
    assert counted["Iedereen"] == 2


def test_filters_narrow_by_coach_state_and_source(cast):
    candidate(cast, reference="K-MIJN", coach=cast.carla.user, state=CandidateState.READY, source="school")
    candidate(cast, reference="K-VRIJ")
    assert references(page(cast.carla, "?coach=mij")) == ["K-MIJN"]
    assert references(page(cast.carla, "?coach=niemand")) == ["K-VRIJ"]
    assert references(page(cast.carla, "?stand=ready")) == ["K-MIJN"]
    assert references(page(cast.carla, "?bron=school")) == ["K-MIJN"]


def test_the_coach_is_chosen_by_who_reads_and_writes_and_a_reader_has_no_buttons(cast):
    one = candidate(cast)
    auditor = auditor_of(cast.carla)
    assert 'name="doe"' not in auditor.get(PATH).content.decode()
    assert auditor.post(f"{PATH}coach/", {"kandidaat": str(one.pk), "doe": "mij"}).status_code == 403


def test_taking_over_the_ticked_ones_and_taking_that_back(cast, owner):
    ones = [candidate(cast), candidate(cast), candidate(cast)]
    sent = {
        "kandidaat": [str(one.pk) for one in ones[:2]],
        "welke": "gekozen",
        "doe": "mij",
        "lijst": "rij=nieuw&page=2",
    }
    answer = cast.carla.post(f"{PATH}coach/", sent)
    with owner():
        done = Assignment.objects.get()
    assert answer.url == cast.carla.url(f"{PATH}?rij=nieuw&na={done.pk}")
    assert [seen(one).coach_id for one in ones] == [cast.carla.user.pk, cast.carla.user.pk, None]
    bar = words(cast.carla.client.get(answer.url))
    assert "2 kandidaten hebben een andere coach." in bar
    cast.carla.post(f"{PATH}verdeeld/{done.pk}/terug/")
    assert [seen(one).coach_id for one in ones] == [None, None, None]
    assert "Ongedaan maken" not in words(cast.carla.client.get(answer.url))


def test_all_that_are_found_go_to_a_colleague(cast, owner):
    hit, miss = candidate(cast, source="school"), candidate(cast)
    sent = {"welke": "alle", "doe": "kiezen", "lijst": "bron=school"}
    form = cast.carla.post(f"{PATH}coach/", sent)
    assert form.context["ids"] == [hit.pk]
    again = cast.carla.post(f"{PATH}coach/", {"kandidaat": str(hit.pk), "doe": "geven", "coach": ""})
    assert again.status_code == 422
    assert "Kies wie de coach wordt." in words(again)
    cast.carla.post(f"{PATH}coach/", {"kandidaat": str(hit.pk), "doe": "geven", "coach": str(cast.carla.user.pk)})
    assert (seen(hit).coach_id, seen(miss).coach_id) == (cast.carla.user.pk, None)


def test_only_who_decided_finds_the_way_back(cast, owner):
    one = candidate(cast)
    cast.carla.post(f"{PATH}coach/", {"kandidaat": str(one.pk), "doe": "mij"})
    with owner():
        done = Assignment.objects.get()
    for person in (cast.dirk, cast.frank):
        assert person.post(f"{PATH}verdeeld/{done.pk}/terug/").status_code == 404
    assert cast.bram.post(f"{PATH}verdeeld/{done.pk}/terug/").status_code == 403
    assert seen(one).coach_id == cast.carla.user.pk


@pytest.mark.parametrize("path", [PATH, f"{PATH}?rij=nieuw", f"{PATH}?zoek=voorbeeld"])
def test_the_list_asks_the_same_at_three_and_at_thirty_rows(cast, path):
    for _number in range(3):
        candidate(cast)
    few = questions(cast.dirk, path)
    for _number in range(27):
        candidate(cast)
    # Session, user, enter; saved views, choices, counts, how many, the rows; and the read log.
    assert questions(cast.dirk, path) == few <= 3 + 5 + 1


def test_states_are_sorted_in_the_order_of_the_process(cast):
    for state in ("follow_up", "withdrawn", "diagnosis", "registered", "training"):
        candidate(cast, reference=f"K-{state}", state=state)
    in_order = ["K-registered", "K-diagnosis", "K-training", "K-follow_up", "K-withdrawn"]
    assert references(page(cast.carla, "?sort=state")) == in_order
    assert references(page(cast.carla, "?sort=-state")) == in_order[::-1]


def test_who_lives_outside_the_region_is_shown_and_found_so(cast):
    here = candidate(cast, municipality="GM0014")
    away = candidate(cast, municipality="GM0114")
    assert "GM0114, buiten de regio" in words(page(cast.carla))
    answer = page(cast.carla, "?gemeente=buiten")
    assert references(answer) == [away.reference]
    assert "Buiten de regio" in words(answer)
    assert references(page(cast.carla, "?gemeente=GM0014")) == [here.reference]


@pytest.mark.parametrize(
    ("day", "shown"), [(dt.date(2026, 11, 23), "voor of op 23-11 "), (dt.date(2027, 11, 23), "voor of op 23-11-2027 ")]
)
def test_a_call_promised_in_another_year_says_which_year(cast, day, shown):
    candidate(cast, call_by=day)
    assert shown in words(page(cast.carla))
