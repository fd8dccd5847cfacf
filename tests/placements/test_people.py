"""A company's own people: the list, one person, the same person once more, and the text to give to him."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import new_id
from placements.choices import LineStatus
from placements.identity import people
from placements.models import Deployment
from placements.stating import lifecycle
from tests.database import owner
from tests.placements.workspace import (
    TODAY,
    act,
    auditor_of,
    contract_of,
    details,
    logged,
    second_contractor,
    seen,
)

pytestmark = pytest.mark.usefixtures("mid_june")

FIXED = 3


def listed(person, query=""):
    return person.get(f"medewerkers/{query}").content.decode()


def test_the_list_says_who_works_where_and_until_when(cast):
    school, road = contract_of(cast, title="School"), contract_of(cast, title="Weg")
    logged(cast.bram, school, name="A. Voorbeeld")
    logged(cast.bram, road, name="a.  voorbeeld", ends_on=dt.date(2026, 12, 31))
    logged(cast.bram, school, name="B. Vroeger", birth_date=dt.date(1980, 1, 2), ends_on=dt.date(2026, 4, 30))
    with act(cast.bram) as acting:
        found = {one.name: one for one in people.people_of(acting, on=TODAY)}
    one = found["A. Voorbeeld"]
    assert (one.until, one.works_now, one.birth_day) == (dt.date(2027, 2, 28), True, "14-6-1973")
    assert [line.contract.title for line in one.at_work] == ["Weg", "School"]
    assert (found["B. Vroeger"].works_now, found["B. Vroeger"].at_work) == (False, [])
    text = listed(cast.bram)
    for words in ("A. Voorbeeld", "14-6-1973", "School", "Weg", "28-2-2027", "niet aan het werk", "Opnieuw inzetten"):
        assert words in text


def test_the_list_is_searched_filtered_and_sorted(cast):
    school = contract_of(cast, title="School")
    logged(cast.bram, school, name="A. Voorbeeld")
    logged(cast.bram, contract_of(cast, title="Weg"), name="B. Vroeger", ends_on=dt.date(2026, 4, 30))
    assert "B. Vroeger" not in listed(cast.bram, "?zoek=voorb")
    assert "A. Voorbeeld" not in listed(cast.bram, "?zoek=weg")
    assert "B. Vroeger" not in listed(cast.bram, "?werk=nu")
    assert "A. Voorbeeld" not in listed(cast.bram, "?werk=eerder")
    for sort, first in (("name", "A. Voorbeeld"), ("-name", "B. Vroeger"), ("until", "B. Vroeger")):
        text = listed(cast.bram, f"?sort={sort}")
        other = {"A. Voorbeeld": "B. Vroeger", "B. Vroeger": "A. Voorbeeld"}[first]
        assert text.index(first) < text.index(other), sort


def test_who_was_thrown_away_or_rejected_is_not_among_them(cast):
    contract = contract_of(cast)
    concept = logged(cast.bram, contract, name="C. Vergissing", submit=False)
    with act(cast.bram) as acting:
        lifecycle.discard_deployment(concept.pk, by=acting, at=timezone.now())
    rejected = logged(cast.bram, contract, name="D. Afgewezen")
    with owner():
        Deployment.objects.filter(pk=rejected.pk).update(status=LineStatus.REJECTED)
    text = listed(cast.bram)
    assert "C. Vergissing" not in text
    assert "D. Afgewezen" not in text
    assert "Nog geen medewerkers" in text


def test_the_list_asks_the_same_number_of_questions_for_three_and_for_twenty(cast):
    contract = contract_of(cast)

    def count():
        with CaptureQueriesContext(connection) as taken:
            assert cast.bram.get("medewerkers/").status_code == 200
        return len([one for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])

    for number in range(3):
        logged(cast.bram, contract, name=f"P. Persoon {number}")
    few = count()
    for number in range(3, 20):
        logged(cast.bram, contract, name=f"P. Persoon {number}")
    assert count() == few <= FIXED + 5


def test_one_person_with_all_his_contracts(cast):
    line = logged(cast.bram, contract_of(cast, title="School"))
    text = cast.bram.get(f"medewerkers/{line.person_id}/").content.decode()
    for words in ("A. Voorbeeld", "School", "Wajong", "1-3-2026", "?person="):
        assert words in text


def test_nobody_else_sees_them(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract)
    message = f"contracten/{contract.pk}/bericht-medewerker/"
    for other in (cast.alice, cast.carla, cast.dirk, cast.esra):
        for path in ("medewerkers/", f"medewerkers/{line.person_id}/", message):
            assert other.get(path).status_code == 403, (other.user.name, path)
    assert cast.frank.get("medewerkers/").status_code == 403
    for neighbour in (second_contractor(), cast.strangers["contractor"]):
        assert "A. Voorbeeld" not in listed(neighbour)
        for path in (
            f"medewerkers/{line.person_id}/",
            message,
            f"inzet/nieuw/?person={line.person_id}",
            f"inzet/nieuw/?contract={contract.pk}&person={line.person_id}",
        ):
            there, nowhere = neighbour.get(path), neighbour.get(path.replace(str(line.person_id), str(new_id())))
            assert there.status_code == nowhere.status_code == 404, path


def test_an_auditor_reads_them_and_is_offered_nothing(cast):
    logged(cast.bram, contract_of(cast))
    text = listed(auditor_of(cast.bram))
    assert "A. Voorbeeld" in text
    assert "Opnieuw inzetten" not in text


def test_used_again_everything_known_is_filled_in(cast):
    logged(cast.bram, contract_of(cast), block_code="ww_gt12", ends_on=dt.date(2026, 4, 30))
    newest = logged(
        cast.bram,
        contract_of(cast),
        starts_on=dt.date(2026, 5, 1),
        hours_per_week=Decimal("28.50"),
        permanent=True,
        candidate_reference="K-17",
    )
    contract = contract_of(cast, title="De volgende", ends_on=dt.date(2027, 6, 30))
    choose = cast.bram.get(f"inzet/nieuw/?person={newest.person_id}").content.decode()
    assert f"?contract={contract.pk}&amp;person={newest.person_id}" in choose
    path = f"inzet/nieuw/?contract={contract.pk}&person={newest.person_id}"
    answer = cast.bram.get(path)
    initial = answer.context["form"].initial
    with owner():
        wajong = contract.tariff.blocks.get(code="wajong").pk
    assert {name: value for name, value in initial.items() if name != "token"} == {
        "name": "A. Voorbeeld",
        "birth_date": dt.date(1973, 6, 14),
        "starts_on": TODAY,
        "ends_on": dt.date(2027, 6, 30),
        "hours_per_week": Decimal("28.50"),
        "permanent": True,
        "candidate_reference": "K-17",
        "block": wajong,
    }
    # The person has to be told again, for this contract.
    assert not answer.context["form"]["person_informed"].value()
    assert "Deze persoon telt mee als" in answer.content.decode()
    typed = {
        **{name: str(value) for name, value in initial.items()},
        "birth_date": "14-06-1973",
        "starts_on": "15-06-2026",
        "ends_on": "30-06-2027",
        "hours_per_week": "28,5",
        "person_informed": "on",
        "action": "submit",
    }
    assert cast.bram.post(path, typed).status_code == 302
    with owner():
        line = Deployment.objects.get(contract=contract)
    assert (line.person_id, line.candidate_reference, line.status) == (newest.person_id, "K-17", LineStatus.SUBMITTED)


def test_a_block_that_the_other_tariff_lacks_is_asked(cast):
    line = logged(cast.bram, contract_of(cast))
    contract = contract_of(cast)
    with owner():
        newer = type(contract.tariff).objects.create(
            region=cast.region, valid_from=dt.date(2026, 1, 1), **_published(contract.tariff)
        )
        newer.blocks.create(
            code="eigen", label="Eigen blok", kind="full_time_year", value=1000, norm_hours=36, min_hours=12
        )
        type(contract).objects.filter(pk=contract.pk).update(tariff=newer)
    page = cast.bram.get(f"inzet/nieuw/?contract={contract.pk}&person={line.person_id}")
    assert page.context["form"].initial["block"] is None
    text = page.content.decode()
    # A tariff with blocks of its own only: no questions, and its list is open to choose from.
    assert "Eigen blok" in text
    assert "Hoe komt deze persoon bij u werken?" not in text


def _published(tariff):
    """What else makes a version one that holds, whatever the version knows about that."""
    names = {field.name for field in tariff._meta.concrete_fields}
    return {name: getattr(tariff, name) for name in ("confirmed_at", "published_at") if name in names}


def test_a_number_of_the_werkplein_is_kept_and_can_be_corrected(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract, submit=False, candidate_reference="K-1")
    with act(cast.bram) as acting:
        lifecycle.correct_deployment(
            line.pk, details=details(contract, candidate_reference="K-2"), by=acting, at=timezone.now()
        )
    assert seen(line).candidate_reference == "K-2"


def test_the_text_for_the_person_says_who_sees_what(cast):
    contract = contract_of(cast, title="School")
    text = cast.bram.get(f"contracten/{contract.pk}/bericht-medewerker/").content.decode()
    for words in ("School", "Gemeente Groningen ziet alleen hoeveel mensen", "Werkplein Groningen ziet een code"):
        assert words in text
    assert "Coördinatiepunt Social Return van de regio Groningen controleert" in text


def test_the_text_does_not_promise_what_an_authority_that_verifies_breaks(cast):
    with owner():
        cast.alice.organisation.organisation_regions.update(verifies_own=True)
    contract = contract_of(cast)
    text = cast.bram.get(f"contracten/{contract.pk}/bericht-medewerker/").content.decode()
    assert "De SROI-coördinator van Gemeente Groningen controleert" in text
    assert "De anderen bij Gemeente Groningen zien alleen hoeveel" in text
    assert "Coördinatiepunt Social Return van de regio" not in text


def test_a_rejected_line_is_no_work(cast):
    rejected = logged(cast.bram, contract_of(cast, title="Afgewezen werk"))
    logged(cast.bram, contract_of(cast), ends_on=dt.date(2026, 4, 30))
    with owner():
        Deployment.objects.filter(pk=rejected.pk).update(status=LineStatus.REJECTED)
    with act(cast.bram) as acting:
        (one,) = people.people_of(acting, on=TODAY)
    assert (one.at_work, one.works_now, one.until) == ([], False, dt.date(2026, 4, 30))
