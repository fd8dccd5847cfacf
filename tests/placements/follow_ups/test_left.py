"""Who does not work there any more according to a follow-up: somebody has to say when and why that stopped."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.months import add_months
from placements.choices import KnownBy
from placements.follow_ups import known
from placements.follow_ups.known import Outcome
from placements.models import Placement
from tests.database import owner
from tests.placements.follow_ups.checks import check_of, checks_of, daily, mails, placed, today, token_in, weigh_all
from tests.placements.follow_ups.test_answer_page import say
from tests.placements.follow_ups.test_screens import due, form, seen

LINK = "Leg vast wanneer en waarom het werk stopte"
#: A filter offers the word as well.
OPTION = re.compile(r"<option.*?</option>", re.DOTALL)
PAGES = ("plaatsingen/", "dossiers/?rij=einde")


def text(person, path):
    return person.get(path).content.decode()


def queued(cast):
    return [one.record.reference for one in cast.carla.get("dossiers/?rij=einde").context["table"].page]


def end_url(cast, check):
    return cast.carla.url(f"plaatsingen/{check.placement_id}/beeindigen/")


@pytest.mark.parametrize(
    ("answer", "waits"),
    [({"at_work": "no"}, True), ({"at_work": "other", "workplace_name": "Slagerij Vos"}, True), ({}, False)],
)
def test_who_does_not_work_there_any_more_waits_for_an_end_until_it_is_written_down(cast, answer, waits):
    check = due(cast)
    assert queued(cast) == []
    cast.carla.post(f"nazorg/{check.pk}/", form(**answer))
    number = seen(check).placement.candidate.reference
    assert queued(cast) == [number] * waits
    of_placement = f"plaatsingen/{check.placement_id}/"
    for path in (of_placement, f"nazorg/{check.pk}/"):
        assert (LINK in text(cast.carla, path), path) == (waits, path)
    for path in (of_placement, "plaatsingen/", f"dossiers/{check.placement.candidate_id}/werk/"):
        assert ("Werkt er niet meer" in OPTION.sub("", text(cast.carla, path)), path) == (waits, path)
    assert (number in text(cast.carla, "plaatsingen/?stand=placement_left")) == waits
    ended = {"ended_on": f"{today():%d-%m-%Y}", "reason": "other_job", "then": "ready"}
    assert cast.carla.post(of_placement + "beeindigen/", ended).status_code == 302
    assert queued(cast) == []
    assert LINK not in text(cast.carla, of_placement)


def test_an_answer_by_mail_asks_for_the_end_too(cast):
    placement = placed(cast)
    daily(cast)
    say(token_in(mails("follow_up_candidate")[-1]), "not")
    say(token_in(mails("follow_up_employer")[-1]), "gone")
    weigh_all()
    assert check_of(placement).known_by == KnownBy.ANSWERS
    assert queued(cast) == [placement.candidate.reference]
    assert LINK in text(cast.carla, f"plaatsingen/{placement.pk}/")


def test_the_employer_does_not_read_it(cast):
    check = due(cast, employer_organisation=cast.bram.organisation)
    cast.carla.post(f"nazorg/{check.pk}/", form(at_work="no"))
    for path in ("plaatsingen/", f"plaatsingen/{check.placement_id}/"):
        page = OPTION.sub("", text(cast.bram, path))
        assert ("Aan het werk" in page, "Werkt er niet meer" in page, LINK in page) == (True, False, False), path


def test_what_was_heard_last_counts(cast):
    placement = placed(cast, starts_on=add_months(today(), -13))
    daily(cast)
    half, year = checks_of(placement)
    with owner():
        for check, at_work in ((half, False), (year, True)):
            outcome = Outcome(at_work=at_work, checked_on=check.due_on, workplace="same" if at_work else "")
            known.write(check, outcome, known_by=KnownBy.ANSWERS, by=None, at=check.created_at)
    assert queued(cast) == []
    with owner():
        known.clear(year)
    assert queued(cast) == [placement.candidate.reference]


def test_the_round_names_who_was_saved_and_leads_to_the_end(cast):
    first, second = due(cast), due(cast, candidate={"identity__first_name": "Ander"})
    saved = cast.carla.post(f"nazorg/{first.pk}/?ronde=1", form(at_work="no"))
    page = cast.carla.client.get(saved.url, follow=True).content.decode()
    assert f"nazorg/{second.pk}/" in page
    assert "Bewaard: Testje Voorbeeld is niet aan het werk." in page
    assert end_url(cast, first) in page
    saved = cast.carla.post(f"nazorg/{second.pk}/?ronde=1", form())
    page = cast.carla.client.get(saved.url, follow=True).content.decode()
    assert "Bewaard: Ander Voorbeeld is aan het werk." in page
    assert LINK not in page


def test_what_is_refused_of_one_does_not_stand_below_what_was_saved_of_another(cast):
    first, second = due(cast), due(cast)
    cast.carla.post(f"nazorg/{first.pk}/?ronde=1", form())
    path = f"nazorg/{second.pk}/?ronde=1&na={first.pk}"
    assert 'data-key="z"' in text(cast.carla, path)
    refused = cast.carla.post(path, form(at_work=""))
    assert refused.status_code == 422
    for words in ("Bewaard:", 'data-key="z"', f"nazorg/{first.pk}/terug/"):
        assert words not in refused.content.decode()


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("path", PAGES)
def test_lists_ask_as_often_of_30_who_left_as_of_3(cast, number, path):
    for _time in range(number):
        placed(cast)
    daily(cast)
    with owner():
        for placement in Placement.objects.all():
            check = check_of(placement)
            outcome = Outcome(at_work=False, checked_on=today())
            known.write(check, outcome, known_by=KnownBy.ANSWERS, by=None, at=check.created_at)
    with CaptureQueriesContext(connection) as asked:
        assert text(cast.carla, path).count("Voorbeeld") >= min(number, 25)
    log = sum("readlog" in one["sql"] for one in asked.captured_queries)
    points = sum("SAVEPOINT" in one["sql"] for one in asked.captured_queries)
    assert len(asked) - log - points <= 20, len(asked) - log - points
