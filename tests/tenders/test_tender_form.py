"""The form of a tender: who may, what a concept takes, what the calendar asks, and that nothing typed is lost."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tenders.models import Tender, TenderStep, TenderValue
from tests.tenders.tender_forms import opened, sent

PATH = "kalender/nieuw/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def error_at(response, name) -> str:
    return " ".join(str(one) for one in response.context["form"].errors.get(name, []))


def test_a_concept_is_kept_half_filled_in(cast, owner):
    page = opened(cast.alice)
    answer = cast.alice.post(PATH, {**page, "doel": "concept", "title": "Zwembad"})
    assert answer.status_code == 302
    with owner():
        tender = Tender.objects.get()
        assert (tender.title, tender.status, tender.on_calendar_since) == ("Zwembad", "concept", None)
        assert tender.reference == f"{timezone.localdate().year}-0001"
        assert not TenderValue.objects.exists()


def test_a_full_tender_goes_on_the_calendar(cast, owner):
    answer = cast.alice.post(PATH, sent(opened(cast.alice), doel="kalender"))
    assert answer.status_code == 302, answer.context["form"].errors
    with owner():
        tender = Tender.objects.get()
        assert tender.status == "planned"
        assert tender.value.amount == Decimal(2_400_000)
        assert tender.cpv_codes == ["45212212"]
        assert TenderStep.objects.get().to_status == "planned"


@pytest.mark.parametrize("path", [PATH])
def test_open_to_authority_and_coordination_point(cast, path):
    assert cast.alice.get(path).status_code == 200
    assert cast.dirk.get(path).status_code == 200
    for person in (cast.bram, cast.carla, cast.esra):
        assert person.get(path).status_code == 403
    assert cast.frank.client.get(cast.alice.url(path)).status_code == 404
