"""A candidate who asks for it is found nowhere any more, and every report counts what it counted."""

import datetime as dt
import io
import logging
import zipfile
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates import lifecycle
from candidates.file import stopping
from candidates.file.pages import PAGES
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
    Enrolment,
)
from candidates.registering import merging
from candidates.working import assigning
from exchange.models import BulkFile, BulkJob, ImportedRow
from organisations import erasing, outbox
from organisations.models import Erasure, OutboxMessage, ReadLog, SavedView
from organisations.refused import Refused
from organisations.sought_names import SoughtNames
from organisations.tasks import deliver_mail, erase
from placements.models import FollowUp, Placement
from placements.outflow import counted_by
from tests.database import owner
from tests.everywhere import tables_with
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db

FIRST, LAST = "Wilhelmina", "Bovenkamp"
NAME = f"{FIRST} {LAST}"
MAIL = "wilhelmina.bovenkamp@demo.example"
PHONE = "06-98765432"
FILE_TEXT = "Zij heeft zes jaar in de kas gewerkt"
WORDS = (FIRST, LAST, MAIL, "98765432", FILE_TEXT, "1979-11-05")
START = dt.date(2020, 4, 15)


@pytest.fixture
def candidate(cast):
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


def test_she_is_found_nowhere_any_more(cast, candidate):
    session = plant(cast, candidate)
    before = tables_with(*WORDS)
    assert {"candidates_candidateidentity", "candidates_documentcontent", "organisations_outboxmessage"} <= before
    assert {"candidates_candidateidentityevent", "candidates_candidateevent", "placements_placementevent"} <= before
    erased(cast, candidate)
    assert tables_with(*WORDS) == set()
    left = SessionStore(session_key=session)
    assert left.get("_messages") is None
    assert left["other"] == "blijft"
    with owner():
        assert [one.name for one in BulkFile.objects.all()] == ["twee.csv"]


def test_her_mail_is_not_sent_and_one_about_her_goes_without_her_name(cast, candidate):
    plant(cast, candidate)
    erased(cast, candidate)
    with owner():
        mails = list(OutboxMessage.objects.filter(kind="mail", name="x").order_by("message_id"))
    for one in mails:
        deliver_mail(outbox_id=str(one.pk))
    assert [message.to for message in mail.outbox] == [["x@demo.example"]]
    assert mail.outbox[0].subject == "Over (gewist)"


def test_reports_count_what_they_counted(cast, candidate):
    before = figures()
    assert before["sustained"]
    assert before["half_year"]
    erased(cast, candidate)
    assert figures() == before


def test_days_keep_their_month_and_no_more_than_the_rules_ask(cast, candidate):
    erased(cast, candidate)
    with owner():
        kept = Candidate.objects.get(pk=candidate.pk)
        training = Enrolment.objects.get(candidate=candidate)
        job = Placement.objects.get(candidate=candidate)
    assert kept.registered_on == dt.date(2019, 9, 1)
    assert training.started_on == dt.date(2019, 10, 1)
    assert training.ended_on == job.starts_on
    assert (job.starts_on.year, job.starts_on.month) == (2020, 4)


def figures():
    with owner():
        counted = counted_by(Placement.objects.all(), by=dt.date(2026, 1, 1))
        return {
            "registered": month_of(Candidate.objects.order_by("pk").values_list("registered_on", flat=True)),
            "facts": list(
                Candidate.objects.order_by("pk").values_list("reference", "source", "target_group", "municipality")
            ),
            "training": month_of(Enrolment.objects.order_by("pk").values_list("started_on", flat=True)),
            "ended": month_of(Enrolment.objects.order_by("pk").values_list("ended_on", flat=True)),
            "outcomes": list(Enrolment.objects.order_by("pk").values_list("outcome", "training_cost")),
            "starts": month_of(Placement.objects.order_by("pk").values_list("starts_on", flat=True)),
            "due": month_of(FollowUp.objects.order_by("pk").values_list("due_on", flat=True)),
            "at_work": list(FollowUp.objects.order_by("pk").values_list("months", "at_work")),
            "sustained": [
                (pk, job.reference, job.starts_on.year, job.starts_on.month) for pk, job in counted.sustained.items()
            ],
            "half_year": [
                (pk, one.employment.reference, one.reached_on.year, one.reached_on.month)
                for pk, one in counted.half_year.items()
            ],
        }


def month_of(days):
    return [(day.year, day.month) for day in days]


def test_own_words_about_why_somebody_stopped_go_and_codes_stay(cast, candidate):
    """Words that somebody else has as well are nobody's, and are counted as before."""
    stopped = {"ended_on": dt.date(2020, 1, 31), "started_on": dt.date(2020, 1, 6), "outcome": "dropout"}
    with owner():
        other = CandidateFactory(region=cast.region)
        for reason in (f"verhuizing {FIRST} {LAST}", "tandarts in Emmen", "niveau te hoog", "motivation"):
            EnrolmentFactory(candidate=candidate, dropout_reason=reason, **stopped)
        EnrolmentFactory(candidate=other, dropout_reason="niveau te hoog", **stopped)
        certified = {"candidate": candidate, "ended_on": dt.date(2019, 3, 1), "started_on": dt.date(2019, 2, 1)}
        EnrolmentFactory(**certified, outcome="certificate", certificate_name=f"VCA van {LAST}")
    erased(cast, candidate)
    with owner():
        mine = Enrolment.objects.filter(candidate=candidate).exclude(dropout_reason="").order_by("pk")
        assert [one.dropout_reason for one in mine] == ["unknown", "unknown", "niveau te hoog", "motivation"]
        assert Enrolment.objects.get(candidate=other).dropout_reason == "niveau te hoog"
        names = set(Enrolment.objects.filter(candidate=candidate).values_list("certificate_name", flat=True))
        assert names == {"", "(gewist)"}


def test_the_proof_says_what_when_and_by_whom_and_not_who(cast, candidate):
    plant(cast, candidate)
    proof = erased(cast, candidate)
    assert (proof.cause, proof.asked_by_id, proof.asked_on) == ("asked", cast.dirk.user.pk, dt.date(2026, 6, 1))
    assert proof.counts["candidates.ContactMoment"] == 1
    assert proof.counts["exchange.BulkFile"] == 1
    page = cast.dirk.get("regio/bewaren/gewist/").content.decode()
    assert "De persoon vroeg erom" in page
    assert LAST not in page


def test_logs_name_nobody(cast, candidate, caplog):
    plant(cast, candidate)
    with caplog.at_level(logging.DEBUG):
        erased(cast, candidate)
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "erased person of candidate" in said
    for word in WORDS:
        assert word.casefold() not in said.casefold()


def test_redis_is_told_numbers_only(cast, candidate, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(
        outbox, "current_app", SimpleNamespace(send_task=lambda *args, **given: told.append((args, given)))
    )
    with django_capture_on_commit_callbacks(execute=True):
        with act(cast.dirk):
            outbox.queue_text("x", to=MAIL, subject=NAME, text=f"Bel {PHONE}")
        asked(cast.dirk, candidate)
    assert len(told) == 2
    assert not [word for word in WORDS if word.casefold() in str(told).casefold()]


def test_pages_about_her_open_without_her(cast, candidate):
    plant(cast, candidate)
    erased(cast, candidate)
    with owner():
        job = Placement.objects.get(candidate=candidate)
    pages = [
        "dossiers/",
        f"dossiers/{candidate.pk}/",
        f"dossiers/{candidate.pk}/geschiedenis/",
        "regio/bewaren/",
        "regio/bewaren/gewist/",
    ]
    for path in pages:
        answer = cast.dirk.get(path)
        assert answer.status_code == 200, path
        assert LAST not in answer.content.decode(), path
    assert "De gegevens van deze persoon zijn gewist op" in cast.dirk.get(f"dossiers/{candidate.pk}/").content.decode()
    assert job.employer == "(gewist)"


def test_only_the_coordination_point_erases(cast, candidate):
    path = f"dossiers/{candidate.pk}/wissen/"
    assert cast.dirk.get(path).status_code == 200
    for person in (cast.carla, cast.alice, cast.bram, cast.esra):
        assert person.get(path).status_code == 403
        assert asked(person, candidate).status_code == 403
    assert cast.frank.get(path).status_code == 404
    assert asked(cast.frank, candidate).status_code == 404
    with owner():
        assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cause": ""}, "Kies een reden."),
        ({"cause": "term"}, "Kies een reden."),
        ({"sure": ""}, "Zet hier een vinkje."),
        ({"asked_on": "2099-01-01"}, "Deze dag moet nog komen."),
    ],
)
def test_without_a_reason_or_a_day_nothing_happens(cast, candidate, given, said):
    answer = asked(cast.dirk, candidate, **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with owner():
        assert not Erasure.objects.exists()


def test_erased_twice_she_is_asked_about_once(cast, candidate):
    assert asked(cast.dirk, candidate).status_code == 302
    again = asked(cast.dirk, candidate)
    assert again.status_code == 422
    assert "al gewist" in again.content.decode()


@pytest.mark.parametrize("shared", [False, True])
def test_her_last_name_goes_with_initial_or_title_unless_others_have_it_as_well(cast, candidate, shared):
    said = f"Samen met W. {LAST}, mevrouw {LAST} belt; {FIRST}_{LAST}.pdf"
    with owner():
        other = CandidateFactory(
            region=cast.region,
            registrant=f"Mevrouw {LAST}",
            wanted_work=said,
            identity__last_name=LAST if shared else "Bos",
        )
        job = BulkJob.objects.create(
            region=cast.region, organisation=cast.dirk.organisation, requested_by=cast.dirk.user, kind="package_out",
            status="ready", title=f"{FIRST}_{LAST}.zip", files_until=dt.date(2030, 1, 1),
        )  # fmt: skip
        for name in (f"{FIRST}_{LAST}.zip", f"{LAST}_{FIRST}.zip"):
            BulkFile.objects.create(
                job=job, role="result", name=name, content=b"x", size=1, sha256="0" * 64, made_at=timezone.now()
            )
    erased(cast, candidate)
    with owner():
        other.refresh_from_db()
        job.refresh_from_db()
        assert not BulkFile.objects.exists()
    assert job.title == "(gewist).zip"
    if shared:
        assert (other.registrant, other.wanted_work) == (f"Mevrouw {LAST}", said.replace(f"{FIRST}_{LAST}", "(gewist)"))
    else:
        assert (other.registrant, other.wanted_work) == ("(gewist)", "Samen met (gewist), (gewist) belt; (gewist).pdf")


def test_the_second_click_waits_for_nobody(cast, candidate):
    """The worker holds her row while it erases: who asks again is answered before that row is asked for."""
    asked(cast.dirk, candidate)
    with CaptureQueriesContext(connection) as told:
        assert asked(cast.dirk, candidate).status_code == 422
    locked = [one["sql"] for one in told if "FOR NO KEY UPDATE" in one["sql"] and "candidates_candidate" in one["sql"]]
    assert locked == []


def test_files_are_read_before_anything_is_held(cast, candidate, monkeypatch):
    """Also one that comes while the others are read goes, and each is read once."""
    plant(cast, candidate)
    read = []
    looking = SoughtNames.in_file

    def in_file(self, content):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            read.append((bytes(content), cursor.fetchone()[0]))
        if len(read) == 1:
            with owner():
                job = BulkJob.objects.get(title="Kandidaten")
                BulkFile.objects.create(
                    job=job, role="result", name="drie.csv", content=late, size=9, sha256="0" * 64,
                    made_at=timezone.now(),
                )  # fmt: skip
        return looking(self, content)

    late = packed(f"a;\n{LAST};{FIRST};")
    monkeypatch.setattr(SoughtNames, "in_file", in_file)
    proof = erased(cast, candidate)
    assert proof.counts["exchange.BulkFile"] == 2
    assert [held for _content, held in read] == ["0", "0", "5s"]
    assert read[-1][0] == late
    with owner():
        assert [one.name for one in BulkFile.objects.all()] == ["twee.csv"]


def test_somebody_else_with_half_her_name_stays_as_he_is(cast, candidate):
    with owner():
        other = CandidateFactory(
            region=cast.region, identity__first_name=FIRST, identity__last_name="Jansen", wanted_work="Bovenkamp bv"
        )
    erased(cast, candidate)
    with owner():
        kept = Candidate.objects.select_related("identity").get(pk=other.pk)
    assert (kept.identity.first_name, kept.identity.last_name, kept.wanted_work) == (FIRST, "Jansen", "Bovenkamp bv")


def test_nothing_is_half_erased(cast, candidate):
    """Where one statement fails all of it is undone, and tried again later."""
    plant(cast, candidate)
    asked(cast.dirk, candidate)
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_erasurerule SET statement = 'SELECT 1/0' WHERE position ="
            " (SELECT max(position) FROM organisations_erasurerule WHERE subject = '')"
        )
        erasure = Erasure.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        erasing.carry_out(erasure.pk, region_id=cast.region.pk)
    with owner():
        assert CandidateIdentity.objects.get(candidate=candidate).last_name == LAST
        assert ContactMoment.objects.filter(candidate=candidate).exists()
        assert BulkFile.objects.count() == 2
        assert not Erasure.objects.get().done_at


def row(candidate):
    with owner():
        return Candidate.objects.values().get(pk=candidate.pk)


CHANGES = ("identity_edit", "facts_edit", "candidate_call", "task_create", "candidate_step", "candidate_hold",
           "candidate_withdraw", "intake_edit", "contact_create", "benefit_create")  # fmt: skip


def test_nothing_is_to_be_done_with_her_file_any_more(cast, candidate):
    plant(cast, candidate)
    erased(cast, candidate)
    with owner():
        job = Placement.objects.filter(candidate=candidate).first()
        tasks = CandidateTask.objects.filter(candidate=candidate).count()
        living = CandidateFactory(region=cast.region, werkplein=cast.carla.organisation)
    as_it_was = row(candidate)
    file = f"dossiers/{candidate.pk}/"
    other = (f"{file}verder/", f"{file}samenvoegen/", f"{file}samenvoegen/{living.pk}/",
             f"dossiers/{living.pk}/samenvoegen/{candidate.pk}/")  # fmt: skip
    for person in (cast.carla, cast.dirk):
        here = {"organisation_id": person.organisation.pk, "candidate_id": candidate.pk}
        for one in PAGES:
            page = person.client.get(reverse(one.url_name, kwargs=here)).content.decode()
            main = page[page.index("<main") :]
            for offer in ("Taak maken", "Bellen", "aanpassen", "Volgende stap", "Beginnen met", 'method="post"'):
                assert offer not in main, (one.key, offer)
        for name in CHANGES:
            path = reverse(f"candidates:{name}", kwargs=here)
            if name != "contact_create":
                assert person.client.get(path).status_code == 404, name
            assert person.client.post(path, {"what": "bellen", "due_on": "1-1-2030"}).status_code == 404, name
        for path in other:
            assert person.post(path, {"reason": "Zelfde persoon"}).status_code == 404, path
        for chosen in ({"welke": "alle", "lijst": ""}, {"kandidaat": str(candidate.pk)}):
            person.post("dossiers/coach/", {"doe": "mij"} | chosen)
        ticks = person.get("dossiers/").content.decode()
        assert f'value="{living.pk}"' in ticks
        assert f'value="{candidate.pk}"' not in ticks
        page = person.get(f"plaatsingen/{job.pk}/").content.decode()
        assert "verbeteren" not in page[page.index("<main") :].lower()
    with owner():
        assert CandidateTask.objects.filter(candidate=candidate).count() == tasks
    assert row(candidate) == as_it_was
    assert row(living)["coach_id"] == cast.dirk.user.pk


def test_nothing_is_decided_about_who_is_erased_meanwhile(cast, candidate):
    """Whoever had the page open already."""
    with owner():
        living = CandidateFactory(region=cast.region, werkplein=cast.carla.organisation)
        Candidate.objects.filter(pk=candidate.pk).update(state="on_hold", anonymised_at=timezone.now(), coach=None)
    as_it_was, at = row(candidate), timezone.now()
    with act(cast.carla) as acting:
        for said, pressed in (
            ("gewist", lambda: stopping.resume(acting, candidate.pk, on=at.date(), at=at)),
            ("gewist", lambda: lifecycle.move(acting, candidate.pk, to="intake", on=at.date(), at=at)),
            ("minstens één", lambda: assigning.give_to(acting, [candidate.pk], cast.carla.user.pk, at=at)),
            *(
                ("of gewist", lambda one=one, other=other: merging.merge(
                    acting, kept_id=one.pk, gone_id=other.pk, taken=[], reason="Zelfde telefoon", at=at
                ))
                for one, other in ((candidate, living), (living, candidate))
            ),
        ):  # fmt: skip
            with pytest.raises(Refused, match=said):
                pressed()
        done = assigning.give_to(acting, [candidate.pk, living.pk], cast.carla.user.pk, at=at)
    assert [one["candidate"] for one in done.changes] == [str(living.pk)]
    assert row(candidate) == as_it_was
