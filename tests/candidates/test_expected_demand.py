"""What tenders will ask of an occupation, beside the training for it: the figures of the page of demand and no others."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.models import ProgrammeOccupation
from organisations.models import Occupation
from tests.candidates.test_programmes import words
from tests.candidates.trainees import group, queries_of
from tests.database import owner
from tests.tenders.test_demand import asks


@pytest.fixture
def led_to(cast):
    """A group of a programme that leads to two occupations."""
    of = group(cast)
    with owner():
        for name in ("Timmerman", "Stratenmaker"):
            made, _new = Occupation.objects.get_or_create(
                region=cast.region, code=name.lower(), defaults={"name": name, "sector": "construction"}
            )
            ProgrammeOccupation.objects.create(programme=of.programme, occupation=made)
    return of


def of_programme(of):
    here = f"scholing/{of.programme_id}/"
    return f"scholing/groepen/{of.pk}/", here, f"{here}groep/"


def of_occupation(cast, code="timmerman"):
    with owner():
        return f"beroepen/{Occupation.objects.get(region=cast.region, code=code).pk}/"


def demand(cast):
    today = timezone.localdate()
    asks(cast, 41, title="Scholen bouwen", starts_on=today)
    asks(cast, 17, title="Wegen leggen", status="awarded", since=dt.date(2099, 8, 1))
    asks(cast, 1023, title="Zonder dag", starts_on=None, occupation="Stratenmaker")
    asks(cast, 64, title="Anders", occupation="Voeger")
    asks(cast, 773, title="Geheim plan", status="concept", on_calendar_since=None)
    asks(cast, 774, title="Gaat niet door", status="withdrawn")
    asks(cast, 775, title="Is al begonnen", starts_on=today - dt.timedelta(days=200))
    # The same code in the other region.
    asks(cast, 776, title="Elders", person=cast.frank, region=cast.other_region)


def test_a_training_and_its_groups_show_what_the_page_of_demand_counts(cast, led_to):
    demand(cast)
    for page in of_programme(led_to):
        shown = words(cast.dirk.get(page))
        for told in ("Later 17", "Nog zonder datum 1.023", "Samen 1.081", "Uit 3 aanbestedingen."):
            assert told in shown, (page, told)
        assert shown.count("e kwartaal 20") == 8
        assert " 41 " in shown
        for hidden in ("773", "774", "775", "776", "64"):
            assert f" {hidden} " not in shown
    address = "kalender/vraag/?beroep=stratenmaker&beroep=timmerman"
    assert address.replace("&", "&amp;") in cast.dirk.get(of_programme(led_to)[1]).content.decode()
    assert "1081 mensen" in words(cast.dirk.get(address))
    assert "Samen 1.081" in words(cast.carla.get(of_programme(led_to)[1]))


def test_an_occupation_shows_its_own_figures_and_another_region_its_own(cast, led_to):
    demand(cast)
    shown = words(cast.dirk.get(of_occupation(cast)))
    assert "Samen 58" in shown
    assert "Uit 2 aanbestedingen." in shown
    assert "776" not in shown
    for page in (*of_programme(led_to), of_occupation(cast)):
        assert cast.frank.client.get(cast.dirk.url(page)).status_code == 404
        assert cast.frank.get(page).status_code in {403, 404}


def test_where_nothing_is_asked_or_known_a_sentence_says_so(cast, led_to):
    for page in (*of_programme(led_to), of_occupation(cast)):
        shown = words(cast.dirk.get(page))
        assert "De aanbestedingen op de kalender vragen hier nog niemand voor." in shown
    with owner():
        ProgrammeOccupation.objects.all().delete()
    demand(cast)
    for page in of_programme(led_to):
        shown = words(cast.dirk.get(page))
        assert "Bij deze scholing is nog geen beroep gekozen." in shown
        assert "Uit " not in shown.partition("Verwachte vraag uit aanbestedingen")[2][:400]


def test_thirty_tenders_ask_no_more_of_the_database_than_three(cast, led_to):
    def asked():
        return [queries_of(cast.dirk, page) for page in (*of_programme(led_to), of_occupation(cast))]

    for _count in range(3):
        asks(cast, 2)
    asked()
    few = asked()
    for _count in range(27):
        asks(cast, 2)
    assert asked() == few
