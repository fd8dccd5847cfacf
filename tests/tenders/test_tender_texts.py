"""The texts for tender documents: the region's words, and what they come to for a tender."""

import datetime as dt
import io
import uuid
import zipfile
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Role
from tenders.calendar.texts import TENDER_TEXTS, Facts, example, texts_of, usual_basis, values_of
from tenders.choices import Basis, ReasonKind, SroiDecision, SroiWay, TenderTextKind
from tenders.models import RegionPolicy, Tender, TenderLot, TenderText
from tenders.placeholders import holes_in, unknown_in
from tenders.region_texts import TextRefused
from tenders.tender_texts import OF_WAY, TEXTS, Wording, placeholders_of
from tenders.word_file import word_file
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import TenderFactory
from tests.tenders.colleagues import colleague_of

TODAY = timezone.localdate()
WAYS = [list(some) for number in range(1, 5) for some in combinations(SroiWay, number)]
CLAUSE = "aanbestedingsteksten/contract_clause/"
OWN = {"subject": "Onze voorwaarde", "body": "Voor {titel} geldt {percentage}.", "seen": ""}


@pytest.fixture
def tender(cast, owner):
    with owner():
        return TenderFactory(
            authority=cast.alice.organisation,
            title="Nieuwe school",
            sroi=SroiDecision.YES,
            sroi_percentage=Decimal(5),
            sroi_ways=[SroiWay.CONTRACT_CLAUSE],
            starts_on=dt.date(2027, 3, 1),
            ends_on=dt.date(2029, 2, 28),
        )


def path(tender, rest=""):
    return f"kalender/{tender.pk}/teksten/{rest}"


def change(owner, tender, **values):
    with owner():
        Tender.objects.filter(pk=tender.pk).update(**values)


def texts(person, tender, rest=""):
    answer = person.get(path(tender, rest))
    assert answer.status_code == 200
    return answer.context["found"]


# The words of the portal


@pytest.mark.parametrize("kind", TenderTextKind)
def test_the_portals_own_words_fill_in_completely(kind):
    wording = TEXTS[kind]
    assert unknown_in(f"{wording.subject}\n{wording.body}", placeholders_of(kind)) == []
    shown = example(wording, region="Noord", werkplein="Werkplein", coordination_point="Coördinatiepunt", on=TODAY)
    assert unknown_in(f"{shown.subject}\n{shown.body}", ()) == []
    assert "[" not in shown.body
    assert "Groot onderhoud scholen" in shown.body
    assert len(str(wording.body)) <= TenderText._meta.get_field("body").max_length


def test_every_way_has_a_text_and_every_name_a_value():
    assert set(OF_WAY) == set(SroiWay)
    assert set(TEXTS) == set(TenderTextKind)
    facts = Facts("Titel", "K-1", "Gemeente", "Noord", "Bureau", "Werkplein", RegionPolicy(), percentage=Decimal(2))
    facts_without_reason = values_of(facts).keys()
    assert placeholders_of("lots").keys() - facts_without_reason == {"looptijd", "plaats", "contactpersoon"}


@pytest.mark.parametrize("percentage", [Decimal(2), Decimal(5), Decimal("3.7500"), None])
@pytest.mark.parametrize("ways", WAYS, ids="+".join)
def test_every_way_with_every_percentage(cast, owner, tender, ways, percentage):
    change(owner, tender, sroi_ways=ways, sroi_percentage=percentage)
    with owner():
        TenderLot.objects.create(tender=tender, number=1, title="Noord")
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk):
        found = texts_of(Tender.objects.get(), on=TODAY, framework=True)
    expected = [OF_WAY[way] for way in SroiWay if way in ways]
    assert [one.kind for one in found.texts] == [*expected, TenderTextKind.LOTS, TenderTextKind.FRAMEWORK]
    assert found.needs_clause == (SroiWay.CONTRACT_CLAUSE not in ways)
    written = {
        Decimal(2): "2\xa0%",
        Decimal(5): "5\xa0%",
        Decimal("3.7500"): "3,75\xa0%",
        None: "(vul het percentage in)",
    }
    for one in found.texts:
        assert unknown_in(one.subject + one.body, ()) == []
        assert written[percentage] in one.body
        assert "Nieuwe school" in one.body
        assert set(holes_in(one.body)) - set(one.by_hand) == (set() if percentage else {"(vul het percentage in)"})
        assert "None" not in one.body
    assert found.lacking == (() if percentage else ("het percentage",))


def test_when_social_return_is_not_applied_the_reason_stands_there(cast, owner, tender):
    change(owner, tender, sroi=SroiDecision.NO, sroi_reason_kind=ReasonKind.SHORT_DURATION, sroi_reason="Duurt kort.")
    (text,) = texts(cast.alice, tender).texts
    assert text.kind == TenderTextKind.NOT_APPLIED
    assert "De reden: de looptijd is te kort. De toelichting van" in text.body
    assert text.body.count("Duurt kort.") == 1
    change(owner, tender, sroi_reason_kind="", sroi_reason="")
    found = texts(cast.alice, tender)
    assert found.lacking == ("de soort reden", "de reden")
    change(owner, tender, sroi_reason_kind=ReasonKind.OTHER, sroi_reason="Anders geregeld.")
    assert "De reden: anders, zie de toelichting." in texts(cast.alice, tender).texts[0].body


def test_what_the_tender_lacks_is_named(cast, owner, tender):
    change(owner, tender, sroi=SroiDecision.OPEN)
    page = cast.alice.get(path(tender))
    assert "Vul eerst in: het besluit over social return." in page.content.decode()
    assert "Er zijn nog geen teksten" in page.content.decode()
    form = f'href="{cast.alice.url(f"kalender/{tender.pk}/wijzigen/")}"'
    assert form in page.content.decode()
    assert f"kalender/{tender.pk}/wijzigen/" not in cast.esra.get(path(tender)).content.decode()
    assert cast.alice.get(path(tender, "txt/")).headers["Location"] == cast.alice.url(path(tender))
    change(owner, tender, sroi=SroiDecision.YES, sroi_ways=[])
    assert texts(cast.alice, tender).lacking == ("als wat u social return vraagt",)
    change(owner, tender, sroi_ways=[SroiWay.CONTRACT_CLAUSE], ends_on=None)
    page = cast.alice.get(path(tender))
    assert "Vul eerst in: de looptijd." in page.content.decode()
    assert "(vul de looptijd in)" in page.content.decode()


def test_the_texts_say_what_the_region_decided(cast, owner, tender):
    body = texts(cast.alice, tender).texts[0].body
    assert "van 1\xa0maart 2027 tot en met 28\xa0februari 2029." in body
    assert "De verplichting is hoogstens" not in body
    assert "PSO" not in body
    assert "\n\n\n" not in body
    with owner():
        policy = {
            "cap": 40_000,
            "pso_step_3": 15,
            "pso_step_2": 10,
            "first_contact_days": 9,
            "surplus_transferable": True,
        }
        if not RegionPolicy.objects.filter(region=cast.region).in_force(on=TODAY).update(**policy):
            RegionPolicy.objects.create(region=cast.region, valid=(dt.date(2020, 1, 1), None), **policy)
    change(owner, tender, extension_count=2, extension_months=12)
    body = texts(cast.alice, tender).texts[0].body
    for words in (
        "De verplichting is hoogstens €\xa040.000,00.",
        "10\xa0% op trede 2 en 15\xa0% op trede 3.",
        "Binnen 9\xa0dagen na de gunning",
        "na overleg meetellen",
        "met daarna hoogstens 2 verlengingen van 12 maanden",
        f"goedgekeurd door het {cast.dirk.organisation.name}"
        if cast.dirk.organisation.name.startswith("Coördinatiepunt")
        else f"goedgekeurd door {cast.dirk.organisation.name}",
    ):
        assert words in body


def test_an_authority_that_verifies_itself_stands_in_its_text(cast, owner, tender):
    with owner():
        cast.alice.organisation.organisation_regions.update(verifies_own=True)
    assert f"goedgekeurd door {cast.alice.organisation.name}" in texts(cast.alice, tender).texts[0].body


def test_lots_stand_in_their_own_text(cast, owner, tender):
    with owner():
        for number, title in ((2, "Zuid"), (1, "Noord")):
            TenderLot.objects.create(tender=tender, number=number, title=title)
    clause, lots = texts(cast.alice, tender).texts
    assert clause.kind == TenderTextKind.CONTRACT_CLAUSE
    assert "- perceel 1: Noord\n- perceel 2: Zuid" in lots.body


@pytest.mark.parametrize(
    ("share", "basis"), [(None, Basis.CONTRACT_SUM), ("10", Basis.CONTRACT_SUM), ("9.99", Basis.WAGE_SUM)]
)
def test_with_little_labour_the_percentage_goes_over_wages(share, basis):
    assert usual_basis(share and Decimal(share), RegionPolicy()) == basis


def test_the_basis_and_a_framework_are_asked_in_the_address(cast, tender):
    assert "5\xa0% van de opdrachtsom" in texts(cast.alice, tender).texts[0].body
    found = texts(cast.alice, tender, "?grondslag=invoiced_turnover&raam=on")
    assert [one.kind for one in found.texts] == [TenderTextKind.CONTRACT_CLAUSE, TenderTextKind.FRAMEWORK]
    assert "5\xa0% van de gefactureerde omzet" in found.texts[0].body
    assert texts(cast.alice, tender, "?grondslag=fixed&raam=on").basis == Basis.CONTRACT_SUM
    file = cast.alice.get(path(tender, "txt/?grondslag=wage_sum&raam=on")).content.decode("utf-8-sig")
    assert "van de loonsom van de opdracht" in file
    assert "Social return bij een raamovereenkomst" in file


def test_the_estimated_value_is_in_no_text():
    assert not [name for name in placeholders_of("lots") if "waarde" in name or "bedrag" in name]


# The page and its files


def test_the_page_shows_each_text_to_copy(cast, tender):
    page = cast.alice.get(path(tender)).content.decode()
    assert 'data-copy="tekst-contract_clause"' in page
    assert "js/copy" in page
    assert "<textarea" not in page
    assert "De tekst van uw regio aanpassen" not in page
    assert "De tekst van uw regio aanpassen" in cast.dirk.get(path(tender)).content.decode()


def test_the_texts_as_files(cast, owner, tender):
    change(owner, tender, title='Kade <b> & "haven"', sroi_ways=[SroiWay.CONTRACT_CLAUSE, SroiWay.AWARD_CRITERION])
    page = cast.alice.get(path(tender)).content.decode()
    assert "Kade &lt;b&gt; &amp;" in page
    assert "Kade <b>" not in page
    plain = cast.alice.get(path(tender, "txt/"))
    assert plain.headers["Content-Disposition"].startswith('attachment; filename="social-return-')
    assert plain.headers["Content-Type"] == "text/plain; charset=utf-8"
    words = plain.content.decode("utf-8-sig")
    assert "\r\n" in words
    assert "\n" not in words.replace("\r\n", "")
    assert 'Kade <b> & "haven"' in words
    word = cast.alice.get(path(tender, "docx/"))
    read = "\n".join(paragraphs(word.content))
    for found in cast.alice.get(path(tender)).context["found"].texts:
        assert found.subject in words
        assert found.subject in read
        assert found.body.split("\n\n")[-1] in read
    assert cast.alice.get(path(tender, "pdf/")).status_code == 404


def paragraphs(content):
    """What a reader of Word files finds: every paragraph, with its line ends."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - made here
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - made here
    signs = {f"{word}br": "\n"}
    return ["".join(signs.get(part.tag, part.text or "") for part in one.iter()) for one in root.iter(f"{word}p")]


def test_a_word_file_keeps_every_line_and_no_sign_that_xml_forbids():
    made = word_file([("Kop", "Een\nTwee\r\n\r\n- drie\n\n\n\n <&> \x0b\ufffevier")])
    assert paragraphs(made) == ["Kop", "Een\nTwee", "- drie", " <&> vier"]
    assert made == word_file([("Kop", "Een\nTwee\r\n\r\n- drie\n\n\n\n <&> \x0b\ufffevier")])


def test_who_may_copy_the_texts_of_a_tender(cast, owner, tender):
    auditor = colleague_of(cast.alice, role=Role.AUDITOR)
    for person in (cast.alice, auditor, cast.dirk, cast.esra):
        for rest in ("", "txt/", "docx/"):
            assert person.get(path(tender, rest)).status_code == 200
    for person in (cast.bram, cast.carla):
        for rest in ("", "txt/"):
            assert person.get(path(tender, rest)).status_code == 403
    for rest in ("", "txt/", "docx/"):
        answer = cast.frank.get(path(tender, rest))
        assert answer.status_code in {403, 404}
        assert b"Nieuwe school" not in answer.content
    assert cast.alice.get(f"kalender/{uuid.uuid4()}/teksten/").status_code == 404


def test_a_tender_on_the_calendar_of_a_colleague_gives_no_texts(cast, owner, tender):
    """Everybody reads the tender; its texts are for who writes its documents and who watches over the region."""
    with owner():
        other = colleague_authority(cast)
        theirs = TenderFactory(
            authority=other,
            title="Van een ander",
            sroi=SroiDecision.YES,
            sroi_percentage=2,
            sroi_ways=[SroiWay.MINIMUM_REQUIREMENT],
            status="planned",
            on_calendar_since=TODAY,
        )
    assert cast.alice.get(path(theirs)).status_code == 404
    assert cast.dirk.get(path(theirs)).status_code == 200


def colleague_authority(cast):
    other = OrganisationFactory(kind="municipality")
    if not other.organisation_regions.filter(region=cast.region).exists():
        other.organisation_regions.create(region=cast.region, code="ander")
    return other


def test_as_many_queries_for_many_lots_and_ways(cast, owner, tender):
    counts = []
    for ways, lots in (([SroiWay.CONTRACT_CLAUSE], 1), (list(SroiWay), 30)):
        change(owner, tender, sroi_ways=ways)
        with owner():
            for number in range(tender.lots.count() + 1, lots + 1):
                TenderLot.objects.create(tender=tender, number=number, title=f"Deel {number}")
        with CaptureQueriesContext(connection) as queries:
            texts(cast.alice, tender)
        counts.append(len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 11


# The words of the region


def test_a_region_has_its_own_words(cast, owner, tender):
    page = cast.dirk.get(CLAUSE).content.decode()
    assert "Tekst van het portaal" in page
    assert "Wie wat veranderde" not in page
    shown = cast.dirk.post(CLAUSE, OWN | {"voorbeeld": "1"}).content.decode()
    assert "Voor Groot onderhoud scholen geldt 5\xa0%." in shown
    with owner():
        assert not TenderText.objects.exists()
    assert cast.dirk.post(CLAUSE, OWN).status_code == 302
    (text,) = texts(cast.alice, tender).texts
    assert (text.subject, text.body) == ("Onze voorwaarde", "Voor Nieuwe school geldt 5\xa0%.")
    listed = cast.dirk.get("aanbestedingsteksten/").content.decode()
    assert listed.count("Van uw regio") == 1
    assert cast.dirk.user.name in listed
    assert cast.dirk.post(f"{CLAUSE}standaard/").status_code == 302
    assert texts(cast.alice, tender).texts[0].subject == "Contractvoorwaarde social return"
    assert "Van uw regio" not in cast.dirk.get("aanbestedingsteksten/").content.decode()


def test_who_changed_it_and_when_can_be_read_back(cast, owner):
    assert cast.dirk.post(CLAUSE, OWN).status_code == 302
    cast.dirk.post(f"{CLAUSE}standaard/")
    cast.dirk.post(f"{CLAUSE}standaard/")
    page = cast.dirk.get(CLAUSE)
    newest, first = page.context["history"]
    assert newest.wording is None
    assert first.wording == Wording("Onze voorwaarde", "Voor {titel} geldt {percentage}.")
    assert {newest.who, first.who} == {cast.dirk.user.name}
    said = page.content.decode()
    assert "Teruggezet op de tekst van het portaal" in said
    assert "Voor {titel} geldt {percentage}." in said


def test_two_who_change_one_text_hear_of_each_other(cast, owner):
    assert cast.dirk.post(CLAUSE, OWN).status_code == 302
    stale = cast.dirk.post(CLAUSE, OWN | {"body": "Uit een oud venster."})
    assert stale.status_code == 422
    assert "intussen gewijzigd" in stale.content.decode()
    assert "Uit een oud venster." in stale.content.decode()
    seen = cast.dirk.get(CLAUSE).context["form"]["seen"].value()
    cast.dirk.post(f"{CLAUSE}standaard/")
    assert cast.dirk.post(CLAUSE, OWN | {"seen": seen}).status_code == 422
    with owner():
        assert TenderText.objects.get().body == ""


def test_the_use_case_refuses_what_was_not_seen(cast, owner):
    with tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk) as acting:
        common = {"region_id": cast.region.pk, "kind": "lots", "wording": Wording("Kop", "Tekst"), "at": timezone.now()}
        TENDER_TEXTS.change(acting, **common, seen="")
        with pytest.raises(TextRefused, match="intussen"):
            TENDER_TEXTS.change(acting, **common, seen="")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"body": "{burgerservicenummer}"}, "Deze invulvelden kent het portaal niet: {burgerservicenummer}."),
        ({"subject": "{waarde}"}, "Deze invulvelden kent het portaal niet: {waarde}."),
        ({"body": "{reden}"}, "Deze invulvelden kent het portaal niet: {reden}."),
        ({"body": "Een { los haakje"}, "Deze invulvelden kent het portaal niet: {."),
        ({"body": ""}, "Dit veld is verplicht"),
        ({"subject": ""}, "Dit veld is verplicht"),
        ({"body": "x" * 8001}, "8000"),
        ({"body": "Nummer 123456782"}, "burgerservicenummer"),
    ],
)
def test_a_text_that_cannot_stand_is_refused_and_kept_on_screen(cast, owner, values, said):
    answer = cast.dirk.post(CLAUSE, OWN | values)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with owner():
        assert not TenderText.objects.exists()
    live = cast.dirk.post(CLAUSE, OWN | values | {"voorbeeld": "1"})
    assert live.status_code == 422


def test_the_reason_has_names_of_its_own(cast):
    address = "aanbestedingsteksten/not_applied/"
    assert cast.dirk.post(address, OWN | {"body": "Want {reden}"}).status_code == 302
    assert cast.dirk.post(address, OWN | {"body": "{percentage}"}).status_code == 422


def test_a_long_text_fits(cast, tender):
    body = ("Een regel van {titel}.\n\n" * 400)[:7900]
    assert cast.dirk.post(CLAUSE, OWN | {"body": body.rsplit("\n\n", 1)[0]}).status_code == 302
    (text,) = texts(cast.alice, tender).texts
    assert len(text.body) > 5000
    assert cast.alice.get(path(tender, "docx/")).status_code == 200


def test_a_name_may_be_written_with_or_without_room(cast, tender):
    assert cast.dirk.post(CLAUSE, OWN | {"body": "Vraag { coördinatiepunt }."}).status_code == 302
    assert "{" not in texts(cast.alice, tender).texts[0].body


def test_the_words_of_a_region_are_the_coordination_points(cast, owner):
    auditor = colleague_of(cast.dirk, role=Role.AUDITOR)
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert person.get("aanbestedingsteksten/").status_code == 403
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor):
        assert person.get(CLAUSE).status_code == 403
        assert person.post(CLAUSE, OWN).status_code == 403
        assert person.post(f"{CLAUSE}standaard/").status_code == 403
    assert auditor.get("aanbestedingsteksten/").status_code == 200
    assert cast.dirk.get("aanbestedingsteksten/liefdesbrief/").status_code == 404
    assert cast.dirk.post("aanbestedingsteksten/liefdesbrief/standaard/").status_code == 404


def test_another_region_neither_reads_nor_changes_the_words(cast, owner, tender):
    assert cast.dirk.post(CLAUSE, OWN).status_code == 302
    for address in (CLAUSE, "aanbestedingsteksten/"):
        assert b"Onze voorwaarde" not in cast.frank.get(address).content
    assert cast.frank.post(CLAUSE, OWN | {"subject": "Van Frank"}).status_code == 302
    assert texts(cast.alice, tender).texts[0].subject == "Onze voorwaarde"
    with tenancy.acting_for(user_id=cast.frank.user.pk, organisation_id=cast.frank.organisation.pk):
        assert [one.subject for one in TenderText.objects.all()] == ["Van Frank"]
        assert {one.subject for one in TenderText.pgh_event_model.objects.all()} == {"Van Frank"}


def test_nobody_takes_a_text_away_or_writes_it_for_another_region(cast, owner):
    assert cast.dirk.post(CLAUSE, OWN).status_code == 302
    with tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            TenderText.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            TenderText.objects.create(region=cast.other_region, kind="lots", body="x", changed_by=cast.dirk.user)
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk):
        assert TenderText.objects.update(body="x") == 0
