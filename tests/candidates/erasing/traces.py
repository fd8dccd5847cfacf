"""Somebody to be erased, with everything that colleagues wrote, sent and kept about her, and the asking itself."""

import datetime as dt
import io
import zipfile

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from candidates.models import (
    Assessment,
    Candidate,
    CandidateDocument,
    CandidateIdentity,
    CandidateMerge,
    CandidateStep,
    CandidateTask,
    ContactMoment,
    DocumentContent,
)
from exchange.models import BulkFile, BulkJob, ImportedRow
from organisations import erasing
from organisations.models import Erasure, OutboxMessage, ReadLog, SavedView
from organisations.tasks import erase
from placements.models import FollowUp, Placement
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory

FIRST, LAST = "Wilhelmina", "Bovenkamp"
NAME = f"{FIRST} {LAST}"
MAIL = "wilhelmina.bovenkamp@demo.example"
PHONE = "06-98765432"
FILE_TEXT = "Zij heeft zes jaar in de kas gewerkt"
WORDS = (FIRST, LAST, MAIL, "98765432", FILE_TEXT, "1979-11-05")
START = dt.date(2020, 4, 15)


def somebody(cast) -> Candidate:
    """Somebody with a long way behind her: training, work, follow-ups, and many who wrote about her."""
    with owner():
        one = CandidateFactory(
            region=cast.region,
            werkplein=cast.carla.organisation,
            coach=cast.carla.user,
            registered_on=dt.date(2019, 9, 20),
            registrant=f"Moeder van {NAME}",
            wanted_work=f"{FIRST} wil de kas in",
            state="follow_up",
            identity__first_name=FIRST,
            identity__last_name=LAST,
            identity__email=MAIL,
            identity__phone=PHONE,
            identity__birth_date=dt.date(1979, 11, 5),
            identity__normalised_name="wilhelmina bovenkamp",
            identity__normalised_phone="+31698765432",
        )
        CandidateIdentity.objects.filter(candidate=one).update(phone="06 98765432")
        EnrolmentFactory(
            candidate=one,
            started_on=dt.date(2019, 10, 3),
            ended_on=START,
            outcome="certificate",
            certificate_on=START,
            voucher=f"V-{LAST}",
        )
        job = PlacementFactory(
            candidate=one,
            starts_on=START,
            ends_on=dt.date(2020, 10, 14),
            ended_on=dt.date(2020, 10, 14),
            end_reason=Placement._meta.get_field("end_reason").choices[0][0],
            end_note=f"{LAST} ging verhuizen",
            employer=f"Kwekerij {LAST}",
        )
        FollowUp.objects.create(
            region=cast.region, placement=job, months=6, due_on=dt.date(2020, 10, 15), checked_on=dt.date(2020, 10, 20),
            at_work=True, known_by="answers", known_at=timezone.now(), workplace_name=f"Bij de broer van {FIRST}",
        )  # fmt: skip
    return one


def plant(cast, candidate):
    """Everything that colleagues write, send and keep."""
    here = {"region": cast.region, "candidate": candidate}
    carla = {"by": cast.carla.user, "organisation": cast.carla.organisation}
    at = timezone.now()
    with owner():
        ContactMoment.objects.create(**here, **carla, channel="phone", result="spoken", note=f"{FIRST} belt terug")
        Assessment.objects.create(
            **here, kind="intake", version=1, done_on=dt.date(2019, 9, 25), done_by=cast.carla.user,
            organisation=cast.carla.organisation, answers={"x": "y"},
        )  # fmt: skip
        CandidateTask.objects.create(
            **here, what=f"Bel {NAME}", due_on=dt.date(2020, 1, 1), organisation=cast.carla.organisation
        )
        CandidateStep.objects.create(
            **here, from_state="intake", to_state="ready", on=dt.date(2019, 10, 1), reason=f"{FIRST} is klaar", **carla
        )
        document = CandidateDocument.objects.create(
            **here, kind="cv", size=10, sha256="a" * 64, organisation=cast.carla.organisation,
            uploaded_by=cast.carla.user, state="checked", media_type="application/pdf", pages=1,
        )  # fmt: skip
        DocumentContent.objects.create(document=document, name=f"cv-{LAST}.pdf", data=FILE_TEXT.encode())
        merged = CandidateFactory(
            region=cast.region, merged_into=candidate, identity__first_name="Willy", identity__last_name=LAST
        )
        CandidateMerge.objects.create(
            region=cast.region, kept=candidate, gone=merged, reason=f"Ook {NAME}", before={"identity": NAME},
            organisation=cast.dirk.organisation, merged_by=cast.dirk.user,
        )  # fmt: skip
        ReadLog.objects.create(
            region=cast.region, organisation=cast.dirk.organisation, user=cast.dirk.user, subject="candidate",
            subject_id=candidate.pk, reason=f"Gebeld over {NAME}",
        )  # fmt: skip
        for query in ("q=bovenkamp&sort=naam", "q=Wilhelmina+Bovenkamp", f"q={MAIL.replace('@', '%40')}"):
            SavedView.objects.create(
                user=cast.carla.user, organisation=cast.carla.organisation, page="kandidaten", name=query[:9],
                query=query,
            )  # fmt: skip
        for number, (to, text) in enumerate([(MAIL, "Hoe gaat het met uw werk?"), ("x@demo.example", f"Bel {PHONE}")]):
            OutboxMessage.objects.create(
                kind="mail", name="x", message_id=f"<{number}@demo.example>",
                payload={"to": to, "subject": f"Over {NAME}", "text": text},
            )  # fmt: skip
        done = BulkJob.objects.create(
            region=cast.region, organisation=cast.dirk.organisation, requested_by=cast.dirk.user, kind="package_out",
            status="ready", title="Kandidaten", query="q=bovenkamp", files_until=dt.date(2030, 1, 1),
            outcome={"flags": [f"{NAME} overlapt"]},
        )  # fmt: skip
        for name, content in (("een.csv", f"a;\n{LAST};{FIRST};"), ("twee.csv", "a\nAnder Mens")):
            BulkFile.objects.create(
                job=done, role="result", name=name, content=packed(content), size=9, sha256="0" * 64, made_at=at
            )
        CandidateIdentity.objects.filter(candidate=candidate).update(phone=PHONE)
        ImportedRow.objects.create(
            job=done,
            table_name="candidates_candidateidentity",
            row_id=candidate.identity.pk,
            made=False,
            label=candidate.reference,
            before={"birth_date": "1979-11-05"},
            fingerprint="0",
        )
    session = SessionStore()
    session["_messages"] = f"{NAME} is bewaard"
    session["other"] = "blijft"
    session.save()
    return session.session_key


def packed(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kandidaten.csv", text)
    return out.getvalue()


def asked(person, candidate, **values):
    given = {"cause": "asked", "asked_on": "2026-06-01", "sure": "on"} | values
    return person.post(f"dossiers/{candidate.pk}/wissen/", given)


def erased(cast, candidate) -> Erasure:
    answer = asked(cast.dirk, candidate)
    assert answer.status_code == 302, answer.content.decode()[:500]
    with owner():
        (waiting,) = OutboxMessage.objects.filter(name=erasing.TASK, done_at=None)
    erase(outbox_id=str(waiting.pk))
    with owner():
        return Erasure.objects.get()


def row(candidate):
    with owner():
        return Candidate.objects.values().get(pk=candidate.pk)
