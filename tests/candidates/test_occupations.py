"""What the back office writes of an occupation for everybody: lines, a wage with its source, and whether it is there."""

import datetime as dt
from decimal import Decimal

import pytest

from organisations.models import Occupation
from tests.candidates.test_programmes import words
from tests.database import owner

GIVEN = {
    "name": "Schilder",
    "sector": "construction",
    "summary": "Schildert houtwerk.",
    "certificates": "VCA-basis",
    "tasks": "U schuurt.\n\n  U verft   ramen. \nU schuurt.",
    "needs": "U werkt netjes.",
    "wage_from": "2.350",
    "wage_to": "2900,50",
    "wage_source": "cao Schilders",
    "wage_on": "1-7-2026",
    "picture": "finishing",
    "is_public": "on",
}


def create(person, **changed):
    return person.post("beroepen/nieuw/", GIVEN | changed)


def kept():
    with owner():
        return Occupation.objects.get(code="schilder")


def test_what_is_written_is_kept_and_comes_back_in_the_form(cast):
    assert create(cast.dirk, region=str(cast.region.pk)).status_code == 302
    made = kept()
    assert made.tasks == ["U schuurt.", "U verft ramen."]
    assert (made.wage_from, made.wage_to) == (Decimal(2350), Decimal("2900.50"))
    assert (made.wage_source, made.wage_on) == ("cao Schilders", dt.date(2026, 7, 1))
    assert (made.picture, made.is_public) == ("finishing", True)
    assert "/groningen/beroepen/schilder/" in cast.dirk.get(f"beroepen/{made.pk}/").content.decode()
    form = cast.dirk.get(f"beroepen/{made.pk}/wijzigen/").content.decode()
    assert "U schuurt.\nU verft ramen." in form
    changed = GIVEN | {"is_public": "", "wage_from": "", "wage_to": "", "picture": ""}
    assert cast.dirk.post(f"beroepen/{made.pk}/wijzigen/", changed).status_code == 302
    assert (kept().is_public, kept().wage_from, kept().picture) == (False, None, "unknown")
    assert "nog geen openbare pagina" in words(cast.dirk.get(f"beroepen/{made.pk}/"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"wage_source": ""}, "Schrijf op waar dit loon staat."),
        ({"wage_on": ""}, "Vul in van welke dag dit loon is."),
        ({"wage_to": "1000"}, "Dit is minder dan het bedrag ervoor."),
        ({"wage_from": "veel"}, "Vul een getal in"),
        ({"tasks": "x" * 161}, "Een regel heeft hoogstens 160 tekens."),
        ({"tasks": "U verft; u schuurt."}, "Gebruik hier geen puntkomma."),
        ({"tasks": "", "summary": ""}, "Schrijf eerst op wat iemand doet."),
        ({"picture": "unicorn"}, "Maak een keuze."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(cast, changed, said):
    answer = create(cast.dirk, region=str(cast.region.pk), **changed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "U werkt netjes." in answer.content.decode()
    with owner():
        assert not Occupation.objects.filter(code="schilder").exists()


def test_who_may_not_write_it(cast):
    create(cast.dirk, region=str(cast.region.pk))
    here = f"beroepen/{kept().pk}/wijzigen/"
    assert cast.carla.post(here, GIVEN | {"needs": "Anders"}).status_code == 403
    assert cast.frank.get(here).status_code == 404
    assert cast.frank.post(here, GIVEN | {"needs": "Anders"}).status_code == 404
    assert kept().needs == "U werkt netjes."
