"""Evidence from sending to forgetting: quarantine, the check, who may open it, what a verdict keeps, and when it goes."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from organisations import outbox, upkeep
from organisations.models import Membership, OrganisationRegion, OutboxMessage, ReadLog
from organisations.refused import Refused
from placements import evidence
from placements.choices import LineStatus
from placements.evidence import Sent
from placements.identity import persons
from placements.models import Deployment, EvidenceContent, EvidenceFile, EvidencePage
from placements.tasks import inspect_evidence
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.choices import EvidenceKind, EvidenceTerm
from tenders.models import Contract, RegionPolicy
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements import evidence_files as files
from tests.placements.clamd import EICAR, clamd
from tests.placements.consortia import consortium
from tests.placements.workspace import (
    APRIL,
    MARCH,
    act,
    auditor_of,
    contract_of,
    logged,
    second_contractor,
    seen,
    stated,
)

NAME = "Loonstrook Jan Jansen.pdf"
TABLES = (EvidenceFile, EvidenceContent, EvidencePage)


@pytest.fixture
def line(cast):
    return logged(cast.bram, contract_of(cast))


def line_for(person, line):
    """The line as this member reads it."""
    return type(line).objects.select_related("contract", "block").get(pk=line.pk)


def sent(by, line, *, content=None, name=NAME, month=None, kind=EvidenceKind.PAYSLIP, check=True, **said):
    """Send a file; the worker looks at it unless told otherwise."""
    with act(by) as acting:
        file = evidence.send(
            acting,
            line_for(by, line),
            sent=Sent(name, files.pdf() if content is None else content, kind, month, **said),
            at=timezone.now(),
        )
    if check:
        evidence.QUARANTINE.check(file.pk, region_id=line.region_id, at=timezone.now())
    return seen(file)


def opened(by, line, reason="Beoordelen") -> int:
    with act(by) as acting:
        return evidence.open_all(acting, line_for(by, line), reason=reason, at=timezone.now(), request="r-1")


def approved(by, line, *months):
    with act(by) as acting:
        chosen = Chosen(
            line.pk, with_deployment=seen(line).status != "approved", statement_ids=tuple(m.pk for m in months)
        )
        verification.approve(chosen, by=acting, at=timezone.now())


def readable(person) -> set:
    with act(person):
        return set(EvidenceContent.objects.filter(data__isnull=False).values_list("evidence_id", flat=True))


def known(person) -> set:
    with act(person):
        return set(EvidenceFile.objects.values_list("pk", flat=True))


def contents() -> int:
    with owner():
        return EvidenceContent.objects.count() + EvidencePage.objects.count()


def test_a_file_waits_in_quarantine_until_a_worker_checked_it(cast, line):
    file = sent(cast.bram, line, check=False)
    assert (file.state, file.pages, file.contractor_id) == ("quarantined", 0, cast.bram.organisation.pk)
    assert file.visible_to == sorted([f"o:{cast.bram.organisation.pk}", f"r:{cast.region.pk}:coordination_point"])
    with owner():
        job = OutboxMessage.objects.get(name=evidence.QUARANTINE.task)
    assert opened(cast.dirk, line) == 0  # nothing to open yet
    assert readable(cast.dirk) == set()
    inspect_evidence(outbox_id=str(job.pk))
    file = seen(file)
    assert (file.state, file.pages, file.media_type) == ("checked", 1, "application/pdf")
    with owner():
        kept = bytes(EvidenceContent.objects.get(evidence=file).data)
    assert file.kept_sha256 == hashlib.sha256(kept).hexdigest()
    with owner():
        assert OutboxMessage.objects.get(pk=job.pk).done_at is not None
    inspect_evidence(outbox_id=str(job.pk))  # a second hint does nothing twice
    with owner():
        assert EvidencePage.objects.count() == 1


def test_a_refused_file_loses_its_content_at_once_and_keeps_its_name_for_its_sender(cast, line):
    file = sent(cast.bram, line, content=files.pdf(change=files.javascript, streams=files.PACKED))
    assert (file.state, file.refusal) == ("refused", "script")
    with act(cast.bram):
        content = EvidenceContent.objects.get(evidence=file)
    assert (content.name, content.data) == (NAME, None)
    assert readable(cast.bram) == set()
    again = sent(cast.bram, line, content=files.pdf(change=files.javascript, streams=files.PACKED))
    assert again.state == "refused"  # a refused file stands in nobody's way


def test_a_photo_is_kept_as_it_was_made_anew(cast, line):
    content = files.photo(exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00")
    file = sent(cast.bram, line, content=content, name="foto.jpg")
    with act(cast.bram):
        kept = bytes(EvidenceContent.objects.get(evidence=file).data)
    assert kept != content
    assert b"Exif" not in kept
    assert file.sha256 != file.kept_sha256


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<svg/>", "geen PDF, JPEG of PNG"), (b"", "leeg"), (b"%PDF-" + b"x" * 10_000_000, "groter dan 10 MB")],
)
def test_what_no_check_could_let_through_is_refused_at_once(cast, line, content, sentence):
    with pytest.raises(Refused, match=sentence):
        sent(cast.bram, line, content=content)
    with owner():
        assert not EvidenceFile.objects.exists()


def test_the_same_file_stands_once_for_a_month_of_a_line(cast, line):
    content = files.pdf()
    sent(cast.bram, line, content=content, month=MARCH)
    sent(cast.bram, line, content=content, month=APRIL)
    with pytest.raises(Refused, match="staat al bij deze regel"):
        sent(cast.bram, line, content=content, month=MARCH)
    with owner():
        assert EvidenceFile.objects.count() == 2


def test_its_company_reads_it_and_the_verifier_only_after_an_opening_that_is_logged(cast, line):
    first, second = sent(cast.bram, line), sent(cast.bram, line, content=files.photo(), kind=EvidenceKind.OTHER)
    both = {first.pk, second.pk}
    assert readable(cast.bram) == both
    assert (known(cast.dirk), readable(cast.dirk)) == (both, set())
    with pytest.raises(Refused, match="Vul in waarom"):
        opened(cast.dirk, line, reason="  ")
    assert opened(cast.dirk, line, reason="Klopt het loon?") == 2
    assert readable(cast.dirk) == both
    with owner():
        logs = ReadLog.objects.filter(subject="evidence")
        assert {(log.subject_id, log.user_id, log.reason, log.request) for log in logs} == {
            (pk, cast.dirk.user.pk, "Klopt het loon?", "r-1") for pk in both
        }


def test_an_opening_is_for_one_user_and_half_an_hour_and_ends_with_the_verdict(cast, line):
    file = sent(cast.bram, line)
    with owner():
        colleague = Person(MembershipFactory(organisation=cast.dirk.organisation).user, cast.dirk.organisation)
        other = MembershipFactory(organisation=cast.dirk.organisation, role="auditor")
    opened(cast.dirk, line)
    assert readable(colleague) == set()
    assert readable(Person(other.user, cast.dirk.organisation)) == set()
    with owner():
        ReadLog.objects.filter(subject="evidence").update(at=timezone.now() - dt.timedelta(minutes=31))
    assert readable(cast.dirk) == set()
    opened(cast.dirk, line)
    assert readable(cast.dirk) == {file.pk}
    approved(cast.dirk, line)
    assert readable(cast.dirk) == set()
    with pytest.raises(Refused, match="iets te beoordelen"):
        opened(cast.dirk, line)
    stated(cast.bram, line)  # a month that waits: there is something to verify again
    opened(cast.dirk, line)
    assert readable(cast.dirk) == {file.pk}


def test_a_concept_is_not_for_the_verifier(cast):
    line = logged(cast.bram, contract_of(cast), submit=False)
    sent(cast.bram, line)
    with pytest.raises(Refused):
        opened(cast.dirk, line)
    assert readable(cast.dirk) == set()


def test_nobody_else_learns_that_there_is_evidence(cast, line):
    sent(cast.bram, line)
    with owner():
        contribution = ContributionFactory(contract=line.contract)
    sent(cast.bram, contribution, content=files.photo(), kind=EvidenceKind.INVOICE)
    for person in (cast.alice, cast.carla, cast.esra, *cast.strangers.values(), second_contractor()):
        with act(person):
            for model in TABLES:
                assert not model.objects.exists(), (person.user.name, model)
            with pytest.raises(DatabaseError), transaction.atomic():
                ReadLog.objects.create(  # nor does it help to write an opening oneself for somebody else
                    region=cast.region,
                    organisation=cast.dirk.organisation,
                    user=cast.dirk.user,
                    subject="evidence",
                    subject_id=line.pk,
                    reason="x",
                )
    with pytest.raises(Refused):
        opened(cast.dirk, line, reason="")


def test_the_lead_contractor_knows_nothing_of_the_evidence_of_a_partner(cast):
    with owner():
        together = consortium(cast)
        theirs = Deployment.objects.get(contractor=together.partner.organisation)
    file = sent(together.partner, theirs)
    assert readable(together.partner) == {file.pk}
    assert known(cast.bram) == set()
    with pytest.raises(Deployment.DoesNotExist):
        sent(cast.bram, theirs)


def test_where_the_authority_verifies_its_coordinator_opens_and_the_coordination_point_does_not(cast, line):
    file = sent(cast.bram, line)
    with owner():
        membership = MembershipFactory(organisation=cast.alice.organisation, verifies=True)
        OrganisationRegion.objects.filter(organisation=cast.alice.organisation).update(verifies_own=True)
        Contract.objects.filter(pk=line.contract_id).update(region_id=cast.region.pk)
    vera = Person(membership.user, cast.alice.organisation)
    assert (known(vera), known(cast.dirk), known(cast.alice)) == ({file.pk}, set(), set())
    opened(vera, line)
    assert readable(vera) == {file.pk}
    with owner():
        Membership.objects.filter(user=vera.user).update(verifies=False)
    assert known(vera) == set()


def test_evidence_follows_its_line_to_another_company(cast, line):
    file = sent(cast.bram, line)
    successor = second_contractor()
    with owner():
        same = persons.person_for(cast.region.pk, successor.organisation.pk, line.person.name, line.person.birth_date)
        Deployment.objects.filter(pk=line.pk).update(person=same)
    assert readable(successor) == {file.pk}
    assert known(cast.bram) == {file.pk}  # who sent it still knows that he did
    assert readable(cast.bram) == set()


def test_a_file_sent_by_mistake_goes_with_its_content_and_name(cast, line):
    file = sent(cast.bram, line)
    assert contents() == 2
    with act(cast.bram) as acting:
        evidence.remove(acting, file.pk, at=timezone.now())
        with pytest.raises(Refused, match="al weggehaald"):
            evidence.remove(acting, file.pk, at=timezone.now())
    assert contents() == 0
    file = seen(file)
    assert file.removed_by_id == cast.bram.user.pk
    assert file.sha256


def test_evidence_goes_along_when_an_approved_contribution_is_taken_back(cast, line):
    with owner():
        contribution = ContributionFactory(contract=line.contract, status="submitted", submitted_at=timezone.now())
    file = sent(cast.bram, contribution, content=files.photo(), kind=EvidenceKind.INVOICE)
    with act(cast.dirk) as acting:
        verification.judge_contribution(contribution.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
        renewed = verification.undo_contribution(contribution.pk, by=acting, at=timezone.now())
    assert seen(file).contribution_id == renewed.pk != contribution.pk
    assert opened(cast.dirk, renewed) == 1
    assert readable(cast.dirk) == {file.pk}


def test_what_the_coordination_point_attached_is_not_for_the_company_to_remove(cast, line):
    file = sent(cast.dirk, line, kind=EvidenceKind.SIGNED_FORM)
    own = sent(cast.bram, line, content=files.photo())
    page = cast.bram.get(f"inzet/{line.pk}/bewijs/").content.decode()
    assert f"bewijs/{file.pk}/" in page
    assert f"bewijs/{file.pk}/weghalen/" not in page
    assert f"bewijs/{own.pk}/weghalen/" in page
    with act(cast.bram) as acting, pytest.raises(Refused, match="andere organisatie"):
        evidence.remove(acting, file.pk, at=timezone.now())
    with act(cast.dirk) as acting:
        evidence.remove(acting, file.pk, at=timezone.now())
    assert seen(file).removed_at is not None


def test_what_was_taken_away_during_its_check_stays_away(cast, line):
    file = sent(cast.bram, line, check=False)
    with act(cast.bram) as acting:
        evidence.remove(acting, file.pk, at=timezone.now())
    evidence.QUARANTINE.check(file.pk, region_id=line.region_id, at=timezone.now())
    assert (seen(file).state, contents()) == ("quarantined", 0)


def test_what_a_verdict_rests_on_stays(cast, line):
    whole, march, april = (
        sent(cast.bram, line),
        sent(cast.bram, line, content=files.photo((9, 9)), month=MARCH),
        sent(cast.bram, line, content=files.photo((8, 8)), month=APRIL),
    )
    approved(cast.dirk, line, stated(cast.bram, line))
    late = sent(cast.bram, line, content=files.photo((7, 7)))
    with act(cast.bram) as acting:
        for file in (whole, march, april):
            with pytest.raises(Refused, match="rust een oordeel"):
                evidence.remove(acting, file.pk, at=timezone.now())
            with pytest.raises(DatabaseError, match="a verdict rests"), transaction.atomic():
                EvidenceFile.objects.filter(pk=file.pk).update(removed_at=timezone.now())
        evidence.remove(acting, late.pk, at=timezone.now())
    with act(cast.dirk):
        assert EvidenceFile.objects.filter(pk=whole.pk).update(removed_at=timezone.now()) == 0
    assert seen(late).removed_at is not None


def test_a_sender_cannot_say_that_his_own_file_was_checked(cast, line):
    file = sent(cast.bram, line, check=False)
    with act(cast.bram):
        for change in ({"state": "checked"}, {"kind": "contract"}, {"sha256": "0" * 64}):
            with pytest.raises(DatabaseError, match="only takes evidence away"), transaction.atomic():
                EvidenceFile.objects.filter(pk=file.pk).update(**change)
        assert EvidenceContent.objects.update(data=b"x") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            EvidencePage.objects.create(
                content=EvidenceContent.objects.get(), number=1, width=1, height=1, png=b"\x89PNG"
            )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            EvidenceFile.objects.create(
                deployment=line,
                kind="other",
                state="checked",
                size=1,
                sha256="1" * 64,
                organisation=cast.bram.organisation,
                uploaded_by=cast.bram.user,
            )


def test_an_auditor_sends_nothing(cast, line):
    with pytest.raises(Refused):
        sent(auditor_of(cast.bram), line)


def test_the_count_of_a_list_knows_what_can_be_rested_on(cast, line):
    sent(cast.bram, line, kind=EvidenceKind.CONTRACT, valid_until=dt.date(2026, 12, 31))
    sent(cast.bram, line, content=files.photo((9, 9)), kind=EvidenceKind.PAYSLIP)
    sent(cast.bram, line, content=files.photo((8, 8)), kind=EvidenceKind.OTHER, check=False)
    sent(cast.bram, line, content=files.pdf(change=files.xfa), kind=EvidenceKind.STATEMENT)
    with owner():
        bare = ContributionFactory(contract=line.contract)
    with act(cast.dirk):
        (found,) = evidence.with_evidence(Deployment.objects.filter(pk=line.pk))
        (other,) = evidence.with_evidence(type(bare).objects.filter(pk=bare.pk))
    assert (found.evidence_count, found.evidence_unchecked) == (2, 1)
    assert found.evidence_kinds == ["contract", "payslip"]
    assert found.evidence_expires == dt.date(2026, 12, 31)
    assert (other.evidence_count, other.evidence_kinds, other.evidence_expires) == (0, [], None)


# The scanner


def test_a_scanner_that_is_configured_is_asked_and_believed(cast, line, settings):
    with clamd() as (address, given):
        settings.CLAMAV_ADDRESS = address
        content = files.pdf(change=lambda document: document.make_stream(EICAR)) + b"%" + EICAR
        assert sent(cast.bram, line, content=content).refusal == "virus"
        clean = files.photo((300, 300))
        assert sent(cast.bram, line, content=clean).state == "checked"
    assert given == [content, clean]
    assert contents() == 3  # the name of the one, and the name, content and page of the other


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: ERROR\0"])
def test_a_scanner_that_does_not_say_ok_lets_nothing_pass(cast, line, settings, answer):
    with clamd(answer=answer) as (address, _given):
        settings.CLAMAV_ADDRESS = address
        file = sent(cast.bram, line)
    assert (file.state, file.awaits_scanner) == ("quarantined", True)


def test_what_waits_for_the_scanner_is_tried_again_until_it_is_back(cast, line, settings):
    with clamd() as (address, _given):
        pass
    settings.CLAMAV_ADDRESS = address  # nobody listens there any more
    file = sent(cast.bram, line)
    assert (file.state, file.awaits_scanner) == ("quarantined", True)
    assert "virusscanner is even niet bereikbaar" in cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert evidence.QUARANTINE.retry_waiting(region_id=cast.region.pk) == 1
    assert evidence.QUARANTINE.retry_waiting(region_id=cast.region.pk) == 0  # queued once
    assert evidence.QUARANTINE.retry_waiting(region_id=cast.other_region.pk) == 0
    with owner():
        job = OutboxMessage.objects.filter(name=evidence.QUARANTINE.task).latest("created_at")
    with clamd() as (address, _given):
        settings.CLAMAV_ADDRESS = address
        inspect_evidence(outbox_id=str(job.pk))
    assert (seen(file).state, seen(file).awaits_scanner) == ("checked", False)


def test_a_file_that_no_attempt_could_check_is_refused_in_words(cast, line):
    file = sent(cast.bram, line, check=False)
    claim = outbox.Claim(
        id=file.pk,
        kind="job",
        name=evidence.QUARANTINE.task,
        payload={"evidence_id": str(file.pk), "region_id": str(cast.region.pk)},
        message_id="",
        attempt=5,
    )
    evidence.QUARANTINE.give_up(claim, "OSError")
    assert (seen(file).state, seen(file).refusal) == ("refused", "unchecked")


# How long it stays


def settled(contract, on):
    with owner():
        Contract.objects.filter(pk=contract.pk).update(settled_on=on)


def do_chore(cast, on):
    return upkeep.do("placements.old_evidence", region_id=cast.region.pk, on=on)


def test_evidence_goes_ninety_days_after_the_settlement_and_the_verdict_on_it_stays(cast, line):
    file = sent(cast.bram, line)
    approved(cast.dirk, line, stated(cast.bram, line))
    settled(line.contract, dt.date(2027, 3, 1))
    assert do_chore(cast, dt.date(2027, 5, 30)) == 0
    assert contents() == 2
    assert do_chore(cast, dt.date(2027, 5, 31)) == 1
    assert contents() == 0
    file = seen(file)
    assert (file.verdict, file.verdict_by_id) == ("approved", cast.dirk.user.pk)
    assert file.verdict_at is not None
    assert len(file.sha256) == 64
    assert do_chore(cast, dt.date(2027, 6, 1)) == 0


def test_a_region_may_keep_it_so_many_days_after_the_verdict(cast, line):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).delete()
        RegionPolicy.objects.create(
            region=cast.region,
            valid=DateRange(dt.date(2016, 1, 1), None, "[)"),
            evidence_from=EvidenceTerm.VERDICT,
            evidence_days=14,
        )
        waiting = ContributionFactory(contract=line.contract)
    kept = sent(cast.bram, waiting, content=files.photo((9, 9)))
    file = sent(cast.bram, line)
    approved(cast.dirk, line)
    today = timezone.localdate()
    assert do_chore(cast, today + dt.timedelta(days=14)) == 0
    april = stated(cast.bram, line, APRIL)
    assert do_chore(cast, today + dt.timedelta(days=15)) == 0  # a month of it waits
    approved(cast.dirk, line, april)
    assert do_chore(cast, today + dt.timedelta(days=15)) == 1
    assert seen(file).expired_at is not None
    assert seen(kept).expired_at is None
