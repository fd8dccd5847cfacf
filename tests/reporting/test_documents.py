"""Letters and statements as PDF: the same bytes twice, made once, and tried again."""

import datetime as dt
import hashlib
import io
import uuid

import pikepdf
import pytest

from organisations import outbox, tenancy
from organisations.models import OutboxMessage
from placements.pages.account import ask_account
from reporting import documents
from reporting.render.document import Part, parts_of, render_document, render_html
from tenders import letters
from tenders.choices import DocumentKind, DocumentState
from tenders.models import Document
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory

AT = dt.datetime(2026, 10, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def contract(cast, owner):
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation, contractor=cast.bram.organisation, title="Brug <b>over</b> de Aa"
        )
        ContributionFactory(contract=contract, value="700.01", status="approved")
        return contract


@pytest.fixture
def letter(cast, contract):
    who = {"user_id": cast.alice.user.pk, "organisation_id": cast.alice.organisation.pk}
    with tenancy.acting_for(**who) as acting:
        return letters.make_letter(
            acting,
            contract=contract,
            kind=DocumentKind.HEARING,
            subject="Hoor en wederhoor",
            body="Beste Bram,\n\nWij vragen:\n- één;\n- twee.\n\nGroet,\nAlice",
            addressee=letters.Addressee("Molenwerf <BV>", "Bram", ("Straat 1", "9700 AA Groningen")),
            at=AT,
        )


@pytest.fixture
def statement(cast, contract):
    who = {"user_id": cast.bram.user.pk, "organisation_id": cast.bram.organisation.pk}
    with tenancy.acting_for(**who) as acting:
        return ask_account(acting, contract_id=contract.pk, at=AT)


def reread(owner, document):
    with owner():
        return Document.objects.get(pk=document.pk)


def test_paragraphs_and_lists():
    text = "Beste Bram,\r\n\r\nWij vragen:\n- één;\n• twee.\nDaarna dit\nen dat"
    assert list(parts_of(text)) == [
        Part(("Beste Bram,",)),
        Part(("Wij vragen:",)),
        Part(("één;", "twee."), is_list=True),
        Part(("Daarna dit", "en dat")),
    ]


def test_nothing_that_was_typed_becomes_markup(owner, letter):
    page = render_html(reread(owner, letter).content)
    assert "Brug &lt;b&gt;over&lt;/b&gt; de Aa" in page
    assert "Molenwerf &lt;BV&gt;" in page


@pytest.mark.parametrize("which", ["letter", "statement"])
def test_the_same_content_gives_the_same_tagged_pdf(request, owner, which):
    content = reread(owner, request.getfixturevalue(which)).content
    first, second = render_document(content), render_document(content)
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert len(pdf.Root.StructTreeRoot.K) > 0
        assert "pdfuaid:part" in pdf.Root.Metadata.read_bytes().decode()
    other = render_document(content | {"on": "2026-10-02"})
    assert other != first


def test_it_is_made_once(owner, letter):
    documents.produce(letter.pk, region_id=letter.contract.region_id)
    made = reread(owner, letter)
    assert made.state == DocumentState.READY
    assert made.sha256 == hashlib.sha256(bytes(made.file)).hexdigest()
    assert bytes(made.file) == render_document(made.content)
    documents.produce(letter.pk, region_id=letter.contract.region_id)
    documents._fail(letter.pk, letter.contract.region_id)
    assert reread(owner, letter).state == DocumentState.READY


def test_it_fails_after_the_last_attempt(cast, owner, letter):
    with owner():
        job = OutboxMessage.objects.get()
    claim = outbox.Claim(job.pk, job.kind, job.name, job.payload, job.message_id, attempt=5)
    documents.give_up(claim, "RuntimeError: x")
    assert reread(owner, letter).state == DocumentState.FAILED
    with owner():
        Document.objects.update(state=DocumentState.WAITING)
    documents.produce(letter.pk, region_id=letter.contract.region_id)
    assert reread(owner, letter).state == DocumentState.READY


def test_a_worker_of_another_region_makes_nothing(cast, owner, letter):
    with pytest.raises(Document.DoesNotExist):
        documents.produce(letter.pk, region_id=cast.other_region.pk)
    with pytest.raises(Document.DoesNotExist):
        documents.produce(uuid.uuid4(), region_id=cast.region.pk)
    assert reread(owner, letter).state == DocumentState.WAITING
