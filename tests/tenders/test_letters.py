"""Letters: their text, who sees them before and after they are sent, and what a region may put in them."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Role
from organisations.models import OutboxMessage
from organisations.templatetags.formatting import day_nl
from tenders import letters
from tenders.choices import DocumentKind, DocumentState, LadderKind, PartyRole, Side
from tenders.letter_texts import LETTERS, placeholders_of
from tenders.models import ContractParty, Document, LadderStep, LetterTemplate, Responsible
from tenders.placeholders import fill, unknown_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

TODAY = timezone.localdate()
LETTER = {"organisation": "Molenwerf", "name": "Bram", "lines": "Straat 1\n9700 AA Groningen"}
LETTER |= {"subject": "Geheim onderwerp", "body": "Beste Bram,\n\nGeheime tekst."}


@pytest.fixture
def contract(cast, owner):
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
            title="Nieuwe school",
            awarded_on=TODAY - dt.timedelta(days=400),
            starts_on=TODAY - dt.timedelta(days=364),
            ends_on=TODAY + dt.timedelta(days=365),
        )
        Responsible.objects.create(contract=contract, side=Side.CONTRACTOR, name="Bram", email="bram@demo.example")
        return contract


def path(contract, rest=""):
    return f"contracten/{contract.pk}/stukken/{rest}"


def write(person, contract, kind="reminder", **values):
    data = LETTER | {"document_id": str(uuid.uuid4())} | values
    return person.post(path(contract, f"brief/{kind}/"), data)


def only(owner):
    with owner():
        return Document.objects.get()


def make_ready(owner):
    with owner():
        Document.objects.update(state=DocumentState.READY, file=b"%PDF-1.7", sha256="0" * 64)
        return Document.objects.get()


@pytest.mark.parametrize("kind", LETTERS)
def test_the_portals_own_words_fill_in_completely(cast, kind):
    text = LETTERS[kind]
    assert unknown_in(str(text.subject) + str(text.body), placeholders_of(kind)) == []
    with tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk) as acting:
        shown = letters.example(acting, text, on=TODAY)
    assert unknown_in(shown.subject + shown.body, ()) == []
    assert "Dirk" in shown.body


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Beste {aanhef}", []),
        ("Beste { aanhef }", []),
        ("Beste {naam} en {naam}", ["naam"]),
        ("Los { haakje", ["{"]),
        ("{aanhef}}", ["}"]),
        ("{{aanhef}}", ["{", "}"]),
        ("{Aanhef}", ["{", "}"]),
    ],
)
def test_what_is_no_known_placeholder_is_found(text, unknown):
    assert unknown_in(text, {"aanhef"}) == unknown


def test_what_is_filled_in_is_not_read_again():
    assert fill("{a} {b} {c}", {"a": "{b}", "b": "2"}) == "{b} 2 {c}"


def test_a_letter_is_filled_in_from_contract_and_step(cast, owner, contract):
    with owner():
        step = LadderStep.objects.create(
            contract=contract,
            kind=LadderKind.CONVERSATION,
            planned_on=dt.date(2027, 3, 1),
            agenda="- de leerplekken",
            made_by=cast.alice.user,
            made_for=cast.alice.organisation,
        )
        ContributionFactory(contract=contract, value="1234.56", status="approved")
    page = cast.dirk.get(path(contract, f"brief/conversation/?stap={step.pk}")).content.decode()
    for words in (
        "Nieuwe school",
        contract.reference,
        "50.000,00",
        "1.234,56",
        "1\xa0maart 2027",
        "- de leerplekken",
        "0\xa0%",
    ):
        assert words in page
    assert "Bij de stap Gesprek" in page
    assert cast.dirk.get(path(contract, "brief/conversation/?stap=x")).status_code == 404
    address = path(contract, f"brief/conversation/?stap={step.pk}")
    assert cast.dirk.post(address, LETTER | {"document_id": str(uuid.uuid4())}).status_code == 302
    assert only(owner).step_id == step.pk


def test_a_letter_never_carries_the_exact_amount_of_persons(cast, owner, contract):
    """Also when the coordination point writes it, who sees it: the authority reads the letter too."""
    with owner():
        contract.totals.__class__.objects.filter(contract=contract).update(persons_approved="17777.77")
        contract.band.__class__.objects.filter(contract=contract).update(
            persons=1, persons_band=35, persons_claimed_upper=40
        )
    page = cast.dirk.get(path(contract, "brief/reminder/")).content.decode()
    assert "35–40" in page
    assert "17.777" not in page


def test_the_same_form_sent_twice_is_one_letter(cast, owner, contract):
    twice = str(uuid.uuid4())
    first, second = (write(cast.alice, contract, document_id=twice) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    with owner():
        assert Document.objects.count() == 1
        job = OutboxMessage.objects.get()
    assert job.name == "reporting.tasks.make_document"
    assert job.payload == {"document_id": twice, "region_id": str(contract.region_id)}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"body": "Beste {aanhef}"}, "Hier staat nog iets tussen accolades: {aanhef}."),
        ({"body": "Beste Bram,\n\n(vul de reden in)"}, "invullen of weghalen: (vul de reden in)."),
        ({"body": "Dit: (Vul het\nbesluit in)."}, "invullen of weghalen: (Vul het besluit in)."),
        ({"subject": "Brief (vul de dag in)"}, "invullen of weghalen: (vul de dag in)."),
        ({"subject": ""}, "Dit veld is verplicht"),
        ({"lines": "1\n2\n3\n4\n5"}, "hoogstens vier regels"),
    ],
)
def test_an_unfinished_letter_is_refused_beside_the_field(cast, owner, contract, values, said):
    response = write(cast.alice, contract, **values)
    assert response.status_code == 422
    if said != "Dit veld is verplicht":
        assert said in response.content.decode()
    with owner():
        assert not Document.objects.exists()


@pytest.mark.parametrize("kind", [DocumentKind.SHORTFALL, DocumentKind.HEARING])
def test_a_letter_made_without_its_step_names_what_is_missing(cast, owner, contract, kind):
    """What the portal could not fill in itself is found again, in its own text and in that of a region."""
    with owner():
        own = "Besluit: {besluit}\nReden: {uitkomst}\nDag: {datum_stap}\nOver: {agenda}"
        LetterTemplate.objects.create(
            region=cast.region, kind=kind, subject="Brief", body=own, changed_by=cast.dirk.user
        )
    page = cast.alice.get(path(contract, f"brief/{kind}/"))
    refused = write(cast.alice, contract, kind, body=page.context["form"]["body"].value())
    assert refused.status_code == 422
    (said,) = refused.context["form"].errors["body"]
    for hole in ("(vul het besluit in)", "(vul de reden in)", "(vul de dag in)", "(vul in waar het over gaat)"):
        assert hole in said


@pytest.mark.parametrize(("ahead", "before"), [(1, 0), (7, 6), (14, 13), (15, 14), (40, 14), (0, 0), (-3, 0)])
def test_another_day_is_proposed_before_the_meeting(cast, owner, contract, ahead, before):
    with owner():
        step = LadderStep.objects.create(
            contract=contract,
            kind=LadderKind.CONVERSATION,
            planned_on=TODAY + dt.timedelta(days=ahead),
            made_by=cast.alice.user,
            made_for=cast.alice.organisation,
        )
    page = cast.alice.get(path(contract, f"brief/conversation/?stap={step.pk}"))
    latest = day_nl(TODAY + dt.timedelta(days=before))
    assert f"Stel dan uiterlijk {latest} een andere dag voor" in page.context["form"]["body"].value()


def test_the_contractor_sees_a_letter_once_it_is_sent(cast, owner, contract):
    assert write(cast.alice, contract).status_code == 302
    document = make_ready(owner)
    pages = [path(contract, f"{document.pk}/{end}") for end in ("", "stand/", "pdf/")]

    def seen_by(person):
        with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
            return Document.objects.exists()

    assert [seen_by(one) for one in (cast.alice, cast.dirk)] == [True, True]
    for person in (cast.bram, cast.carla, cast.esra, cast.frank):
        assert not seen_by(person)
        assert [person.get(one).status_code for one in pages] == [404] * 3
    for person in (cast.bram, cast.carla, cast.esra):
        assert "Geheim" not in person.get(path(contract)).content.decode()
    send = path(contract, f"{document.pk}/versturen/")
    assert cast.bram.post(send).status_code == 403
    assert cast.frank.post(send).status_code == 404
    assert cast.dirk.post(send).status_code == 302
    assert only(owner).sent_at is not None
    assert cast.bram.get(pages[0]).status_code == 200
    assert "Geheime tekst" in cast.bram.get(pages[0]).content.decode()
    assert "Geheim onderwerp" in cast.bram.get(path(contract)).content.decode()
    for person in (cast.carla, cast.esra, cast.frank):
        assert not seen_by(person)
    with owner():
        mail = OutboxMessage.objects.get(name="letter_waiting")
    assert mail.payload["to"] == "bram@demo.example"
    assert f"/werk/{cast.bram.organisation.pk}/contracten/{contract.pk}/stukken/" in mail.payload["text"]
    assert "Geheim" not in mail.payload["text"] + mail.payload["subject"]
    assert cast.alice.post(send).status_code == 302
    with owner():
        assert OutboxMessage.objects.filter(name="letter_waiting").count() == 1


def test_a_partner_sees_no_letters(cast, owner, contract):
    assert write(cast.alice, contract).status_code == 302
    make_ready(owner)
    assert cast.alice.post(path(contract, f"{only(owner).pk}/versturen/")).status_code == 302
    with owner():
        membership = MembershipFactory(organisation=OrganisationFactory(contractor=True))
        ContractParty.objects.create(
            contract=contract,
            organisation=membership.organisation,
            role=PartyRole.SUBCONTRACTOR,
            joined_on=contract.starts_on,
        )
    partner = type(cast.bram)(membership.user, membership.organisation)
    partner.client.force_login(membership.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Geheim" not in partner.get(path(contract)).content.decode()
    assert partner.get(path(contract, f"{only(owner).pk}/")).status_code == 404


def test_a_letter_is_sent_only_when_it_is_ready(cast, owner, contract):
    write(cast.alice, contract)
    document = only(owner)
    page = cast.alice.get(path(contract, f"{document.pk}/")).content.decode()
    assert "Wordt gemaakt" in page
    assert "Versturen" not in page
    response = cast.alice.post(path(contract, f"{document.pk}/versturen/"), follow=True)
    assert "nog niet klaar" in response.content.decode()
    assert only(owner).sent_at is None
    assert cast.alice.get(path(contract, f"{document.pk}/pdf/")).status_code == 404
    part = cast.alice.get(path(contract, f"{document.pk}/stand/"), headers={"HX-Request": "true"})
    assert "Kijk of het klaar is" in part.content.decode()
    make_ready(owner)
    fresh = cast.alice.get(path(contract, f"{document.pk}/stand/"), headers={"HX-Request": "true"})
    assert fresh.headers["HX-Refresh"] == "true"
    file = cast.alice.get(path(contract, f"{document.pk}/pdf/"))
    assert file.content == b"%PDF-1.7"
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_a_failed_letter_can_be_tried_again(cast, owner, contract):
    write(cast.alice, contract)
    document = only(owner)
    again = path(contract, f"{document.pk}/opnieuw/")
    cast.alice.post(again)
    with owner():
        assert OutboxMessage.objects.count() == 1
        Document.objects.update(state=DocumentState.FAILED)
    assert "Opnieuw proberen" in cast.alice.get(path(contract, f"{document.pk}/")).content.decode()
    assert cast.bram.post(again).status_code == 404
    assert cast.alice.post(again).status_code == 302
    assert only(owner).state == DocumentState.WAITING
    with owner():
        assert OutboxMessage.objects.count() == 2


def test_what_was_frozen_stands(cast, owner, contract):
    write(cast.alice, contract)
    for change in ({"content": {}}, {"title": "Anders"}):
        with pytest.raises(DatabaseError, match="stands"), transaction.atomic(), owner():
            Document.objects.update(**change)
    make_ready(owner)
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic(), owner():
        Document.objects.update(file=b"%PDF-2.0")


def test_who_may_write_letters(cast, owner, contract):
    auditor = colleague_of(cast.alice, role=Role.AUDITOR)
    for person in (cast.bram, cast.carla, cast.esra, auditor):
        assert person.get(path(contract, "brief/reminder/")).status_code == 403
        assert write(person, contract).status_code == 403
    assert cast.frank.get(path(contract, "brief/reminder/")).status_code == 404
    assert write(cast.frank, contract).status_code == 404
    assert cast.alice.get(path(contract, "brief/account/")).status_code == 404
    assert cast.alice.get(path(contract, "brief/liefdesbrief/")).status_code == 404
    assert cast.alice.get(path(contract, "brief/settlement/")).status_code == 404


def test_a_region_has_its_own_words(cast, owner, contract):
    page = cast.dirk.get("brieven/reminder/").content.decode()
    assert "Tekst van het portaal" in page
    data = {"subject": "Graag actie: {opdracht}", "body": "Dag {aanhef}, doe iets.", "seen": ""}
    shown = cast.dirk.post("brieven/reminder/", data | {"voorbeeld": "1"}).content.decode()
    assert "Dag mevrouw De Vries, doe iets." in shown
    with owner():
        assert not LetterTemplate.objects.exists()
    assert cast.dirk.post("brieven/reminder/", data).status_code == 302
    assert "Graag actie: Nieuwe school" in cast.alice.get(path(contract, "brief/reminder/")).content.decode()
    stale = cast.dirk.post("brieven/reminder/", data | {"subject": "Oud venster"})
    assert stale.status_code == 422
    assert "intussen gewijzigd" in stale.content.decode()
    assert cast.dirk.post("brieven/reminder/standaard/").status_code == 302
    assert (
        "Herinnering social return: Nieuwe school" in cast.alice.get(path(contract, "brief/reminder/")).content.decode()
    )


def test_an_unknown_placeholder_is_refused_beside_the_field(cast, owner):
    data = {"subject": "Actie", "body": "Dag {burgerservicenummer}", "seen": ""}
    response = cast.dirk.post("brieven/reminder/", data)
    assert response.status_code == 422
    assert "Deze invulvelden kent het portaal niet: {burgerservicenummer}." in response.content.decode()
    # The figures of a settlement exist once there is one.
    assert cast.dirk.post("brieven/reminder/", data | {"body": "{tekort}"}).status_code == 422
    assert cast.dirk.post("brieven/settlement/", data | {"body": "{tekort}"}).status_code == 302


def test_the_words_of_a_region_are_the_coordination_points(cast, owner):
    data = {"subject": "Anders", "body": "Anders", "seen": ""}
    auditor = colleague_of(cast.dirk, role=Role.AUDITOR)
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor):
        assert person.post("brieven/reminder/", data).status_code == 403
        assert person.post("brieven/reminder/standaard/").status_code == 403
    assert auditor.get("brieven/").status_code == 200
    assert cast.frank.post("brieven/reminder/", data).status_code == 302
    assert "Van uw regio" not in cast.dirk.get("brieven/").content.decode()


def test_as_many_queries_for_many_documents(cast, owner, contract):
    counts = []
    for number in (3, 25):
        with owner():
            while Document.objects.count() < number:
                Document.objects.create(
                    contract=contract,
                    organisation=cast.alice.organisation,
                    kind=DocumentKind.REMINDER,
                    title="Herinnering",
                    made_by=cast.alice.user,
                )
        with CaptureQueriesContext(connection) as queries:
            assert cast.alice.get(path(contract)).status_code == 200
        counts.append(len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 8
    found = cast.alice.get(path(contract, "?zoek=bestaat-niet")).content.decode()
    assert "Geen stuk gevonden" in found
