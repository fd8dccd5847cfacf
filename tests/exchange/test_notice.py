"""A published notice fills in a concept: what it says lands, what has no place is told, and a wrong file gets a sentence."""

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.notice import NoticeRefusedError, read_notice
from tenders.models import Tender
from tests.database import owner

NOTICES = Path(__file__).parent / "notices"
XML = (NOTICES / "contract_notice.xml").read_bytes()
OCDS = (NOTICES / "release_package.json").read_bytes()


def test_a_notice_in_eforms_is_read():
    found = read_notice(XML)
    assert (found.title, found.kind, found.procedure) == ("Renovatie van het zwembad", "work", "open_european")
    assert found.description == "Het zwembad krijgt een nieuw dak\nen nieuwe installaties."
    assert found.cpv_codes == ("45212212", "45261000")
    assert found.amount == Decimal("2400000.50")
    assert found.planned_publication == dt.date(2027, 1, 15)
    # Six months from the last of August: to the day before the last of February.
    assert (found.starts_on, found.ends_on) == (dt.date(2027, 8, 31), dt.date(2028, 2, 28))
    assert found.lots == ((1, "Bouwkundig", "Dak en gevels."), (2, "Installaties", ""))
    assert (found.buyer, found.contact_name, found.contact_email) == (
        "Gemeente Proefdorp", "Team Inkoop", "inkoop@proefdorp.example",
    )  # fmt: skip
    assert (found.tenderned_number, found.places) == ("345678", ("Groningen", "Elderstad"))
    assert [what for what, _why in found.left] == ["Verlengingen"]


def test_a_release_is_read_alone_in_a_package_and_compiled_in_a_record():
    package = json.loads(OCDS)
    release = package["releases"][0]
    for document in (package, release, {"records": [{"ocid": "proef-1", "compiledRelease": release}]},
                     {"records": [{"ocid": "proef-1", "releases": [release]}]}):  # fmt: skip
        found = read_notice(json.dumps(document).encode())
        assert (found.title, found.kind, found.procedure) == ("Onderhoud van bomen", "service", "restricted")
        assert (found.amount, found.cpv_codes) == (Decimal("125000.50"), ("77340000",))
        assert (found.planned_award, found.ends_on) == (dt.date(2027, 5, 1), dt.date(2029, 6, 30))
        assert found.lots == ((1, "Noord", ""), (2, "Zuid", "Met het park."))
        assert found.contact_phone == "050-0000001"


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><ContractNotice>&z;</ContractNotice>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ContractNotice><a>&x;</a></ContractNotice>'
WRONG = {
    "empty": (b"  ", "leeg"),
    "a text": (b"Beste inkoper,", "geen aankondiging die het portaal kent"),
    "half a file": (XML[:-40], "niet heel"),
    "another document": (b"<html><body/></html>", "begint met"),
    "an award": (b"<ContractAwardNotice/>", "gunning"),
    "nothing said": (b"<ContractNotice/>", "geen titel"),
    "entities": (BOMB, "in geen aankondiging hoort"),
    "a file of ours": (OUTSIDE, "in geen aankondiging hoort"),
    "entities in UTF-16": (OUTSIDE.decode().encode("utf-16"), "in geen aankondiging hoort"),
    "too deep": (b"<a>" * 100 + b"</a>" * 100, "in geen aankondiging hoort"),
    "half JSON": (b'{"releases": [', "niet heel"),
    "deep JSON": (b"[" * 100_000, "niet heel"),
    "JSON without a tender": (b'{"releases": [{"ocid": "1"}]}', "geen aanbesteding"),
    "too large": (b"<" + b"a" * (2 * 1024 * 1024), "2 MB"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_a_sentence(name):
    content, words = WRONG[name]
    with pytest.raises(NoticeRefusedError, match=words):
        read_notice(content)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_cut_out_or_put_in_is_read_or_refused(data):
    content = data.draw(st.sampled_from([XML, OCDS]))
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    changed = content[:start] + data.draw(st.binary(max_size=20)) + content[end:]
    with suppress(NoticeRefusedError):
        found = read_notice(changed)
        assert len(found.title) <= 200
        assert len(found.description) <= 4000
        assert len(found.lots) <= 60


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["releases", "records", "tender", "title", "value", "amount", "items", "classification", "id", "lots", "date",
         "buyer", "parties", "contractPeriod", "startDate", "endDate", "documents", "url"]), inner, max_size=4),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_whatever_shape_the_json_has_it_is_read_or_refused(value):
    document = {
        "releases": [
            {"date": "2027", "tender": {"title": "Een titel", "value": value, "items": [value], "lots": value}},
            value,
        ]
    }
    for one in (document, value):
        with suppress(NoticeRefusedError):
            read_notice(json.dumps(one).encode())


def sent(person, content, name="notice.xml", **data):
    return person.post("kalender/bericht/", {"file": SimpleUploadedFile(name, content), **data})


@pytest.mark.django_db
def test_a_notice_becomes_a_concept_that_only_its_authority_sees(cast, client):
    answer = sent(cast.alice, XML)
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        tender = Tender.objects.get()
        assert (tender.status, tender.on_calendar_since, tender.authority) == ("concept", None, cast.alice.organisation)
        assert tender.municipalities == ["GM0014"]
        assert tender.value.amount == Decimal("2400000.50")
        assert [lot.title for lot in tender.lots.order_by("number")] == ["Bouwkundig", "Installaties"]
    page = cast.alice.client.get(answer.url).content.decode()
    for words in (
        "Renovatie van het zwembad",
        "Elderstad",
        "Verlengingen",
        "Gemeente Proefdorp",
        "Niet overgenomen",
        "Social return",
    ):
        assert words in page
    assert "Renovatie" not in client.get("/groningen/kalender/?stand=alles").content.decode()
    # The same once more is the same tender.
    again = sent(cast.alice, XML)
    assert again.status_code == 422
    assert "staat al op uw kalender" in again.content.decode()
    with owner():
        assert Tender.objects.count() == 1
    path = answer.url.partition(f"/werk/{cast.alice.organisation.pk}/")[2]
    for person in (cast.frank, cast.bram, cast.carla):
        assert person.get(path).status_code in {403, 404}
    assert cast.dirk.get(path).status_code == 200


@pytest.mark.django_db
def test_the_coordination_point_says_whose_it_is(cast):
    answer = sent(cast.dirk, OCDS, "release.json")
    assert answer.status_code == 422
    assert "Kies een opdrachtgever" in answer.content.decode()
    assert sent(cast.dirk, OCDS, authority=str(cast.frank.organisation.pk)).status_code == 422
    assert sent(cast.dirk, OCDS, authority=str(cast.alice.organisation.pk)).status_code == 302
    with owner():
        assert Tender.objects.get().authority == cast.alice.organisation


@pytest.mark.django_db
def test_a_wrong_file_is_said_beside_the_field_and_nothing_is_made(cast):
    for content, words in WRONG.values():
        answer = sent(cast.alice, content)
        assert answer.status_code == 422
        if content.strip():
            assert words in answer.content.decode()
    assert cast.alice.post("kalender/bericht/").status_code == 422
    with owner():
        assert not Tender.objects.exists()


@pytest.mark.django_db
def test_who_enters_no_tenders_brings_no_notice(cast):
    for person in (cast.bram, cast.carla, cast.esra):
        assert sent(person, XML).status_code == 403
        assert person.get("kalender/bericht/").status_code == 403
    assert cast.frank.client.post(cast.alice.url("kalender/bericht/")).status_code == 404
