from datetime import timedelta
from threading import Barrier, Thread

import pytest
from celery import Celery, current_app
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from organisations import outbox
from organisations.models import OutboxMessage
from organisations.outbox import ATTEMPTS, Claim, claimed, queue_job, queue_mail, queue_text
from organisations.tasks import deliver_mail, sweep_outbox

JOB = "reporting.tasks.make_report"


def one(owner, **changes) -> OutboxMessage:
    """The only row, after an optional change behind the back of the code."""
    with owner():
        OutboxMessage.objects.update(**changes) if changes else None
        return OutboxMessage.objects.get()


def hints(queue: str) -> list[dict]:
    """Take the hints that lie in a queue of the broker in memory."""
    taken = []
    with current_app.connection_for_read() as broker:
        simple = broker.SimpleQueue(queue)
        while simple.qsize():
            message = simple.get(block=False)
            message.ack()
            taken.append({"task": message.headers["task"], "kwargs": message.payload[1], **message.headers})
        simple.close()
    return taken


@pytest.fixture
def queued(db):
    hints("default"), hints("pdf")
    return queue_text("test", to="bram@demo.example", subject="Een\n onderwerp", text="Hallo ")


class TestQueue:
    def test_mail_is_worded_at_once_without_escaping(self, db, owner):
        invitation = {"name": "Bram & Zn", "expires_at": timezone.now()}
        queue_mail(
            "invitation",
            to="bram@demo.example",
            context={"organisation": "A <b>", "inviter": "Alice", "link": "https://x/?a&b", "invitation": invitation},
        )
        payload = one(owner).payload
        assert payload["subject"] == "Uitnodiging voor A <b> in het portaal voor social return"
        assert "Beste Bram & Zn," in payload["text"]
        assert "https://x/?a&b" in payload["text"]

    def test_nothing_is_left_of_a_transaction_that_failed(self, db, owner, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ZeroDivisionError):
            self.queue_and_fail()
        with owner():
            assert not OutboxMessage.objects.exists()
        assert callbacks == []

    @transaction.atomic
    def queue_and_fail(self):
        queue_job(JOB, report_id=1)
        raise ZeroDivisionError

    def test_the_hint_goes_out_after_the_commit_to_the_queue_of_its_task(
        self, db, owner, django_capture_on_commit_callbacks
    ):
        hints("default"), hints("pdf")
        with django_capture_on_commit_callbacks(execute=True):
            row = queue_job(JOB, report_id=7)
            assert hints("pdf") == []
        [hint] = hints("pdf")
        assert (hint["task"], hint["kwargs"]) == (JOB, {"outbox_id": str(row.pk)})
        assert hints("default") == []

    def test_without_redis_the_row_stands_and_a_line_is_logged(
        self, db, owner, caplog, django_capture_on_commit_callbacks
    ):
        portal = current_app._get_current_object()
        lonely = Celery("lonely", broker="redis://127.0.0.1:1/0")
        lonely.conf.update(task_publish_retry=False)
        lonely.set_current()
        try:
            with django_capture_on_commit_callbacks(execute=True):
                queue_text("test", to="a@demo.example", subject="s", text="t")
        finally:
            portal.set_current()
        assert "no hint for" in caplog.text
        assert one(owner).done_at is None

    def test_the_app_role_cannot_read_what_it_queued(self, queued, app_role):
        assert app_role == "sroi_app"
        assert not OutboxMessage.objects.exists()


class TestDelivery:
    def test_mail_goes_out_once_and_its_text_is_forgotten(self, queued, owner):
        deliver_mail(outbox_id=str(queued.pk))
        deliver_mail(outbox_id=str(queued.pk))
        [message] = mail.outbox
        assert (message.to, message.subject, message.body) == (["bram@demo.example"], "Een onderwerp", "Hallo\n")
        assert message.extra_headers["Message-ID"] == queued.message_id
        row = one(owner)
        assert (row.attempts, row.payload, row.leased_until) == (1, {}, None)
        assert row.done_at is not None

    def test_a_worker_killed_after_sending_sends_again_under_the_same_message_id(self, queued, owner):
        claim = outbox._claim(queued.pk)
        outbox.deliver(claim)  # and here the worker is gone
        deliver_mail(outbox_id=str(queued.pk))
        assert len(mail.outbox) == 1, "the lease of the dead worker still stands"
        one(owner, leased_until=timezone.now() - timedelta(seconds=1))
        deliver_mail(outbox_id=str(queued.pk))
        first, second = mail.outbox
        assert first.message().get("Message-ID") == second.message().get("Message-ID") == queued.message_id
        assert one(owner).attempts == 2

    def test_a_mail_server_that_is_down_means_later(self, queued, owner, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with pytest.raises(OSError, match="refused"):
            deliver_mail(outbox_id=str(queued.pk))
        row = one(owner)
        assert row.error.startswith("ConnectionRefusedError")
        assert timezone.now() + timedelta(seconds=5) < row.leased_until < timezone.now() + timedelta(seconds=16)
        assert row.payload["text"] == "Hallo\n"

    def test_the_last_attempt_gives_up_and_forgets_the_text(self, queued, owner):
        one(owner, attempts=ATTEMPTS["mail"] - 1)
        told = []
        with pytest.raises(ValueError, match="no"), claimed(queued.pk, given_up=lambda *said: told.append(said)):
            raise ValueError("no")
        row = one(owner)
        assert row.given_up_at is not None
        assert (row.error, row.payload) == ("ValueError: no", {})
        assert [(claim.id, said) for claim, said in told] == [(queued.pk, "ValueError: no")]

    def test_a_job_that_kills_its_worker_is_given_up_without_another_try(self, db, owner):
        job = queue_job(JOB, report_id=1)
        one(owner, attempts=ATTEMPTS["job"], leased_until=timezone.now() - timedelta(seconds=1))
        told: list[Claim] = []
        with claimed(job.pk, given_up=lambda claim, _error: told.append(claim)) as claim:
            assert claim is None
        assert one(owner).error == outbox.WORKER_LOST
        assert told[0].payload == {"report_id": "1"}

    def test_a_worker_that_woke_up_late_does_not_close_the_row_of_another(self, queued, owner, caplog):
        with claimed(queued.pk) as late:
            assert late.attempt == 1
            one(owner, attempts=2)  # the lease lapsed and somebody else took over
        assert one(owner).done_at is None
        assert "had gone to another worker" in caplog.text


class TestSweep:
    def test_it_hints_at_what_waits_and_nothing_else(self, db, owner):
        hints("default"), hints("pdf")
        waiting = queue_text("waiting", to="a@demo.example", subject="s", text="t")
        lapsed = queue_job(JOB, report_id=1)
        leased, done, given_up = (queue_text(n, to="a@demo.example", subject="s", text="t") for n in "lgd")
        soon = timezone.now() + timedelta(seconds=30)
        with owner():
            rows = OutboxMessage.objects
            rows.filter(pk=lapsed.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
            rows.filter(pk=leased.pk).update(leased_until=soon)
            rows.filter(pk=done.pk).update(done_at=timezone.now())
            rows.filter(pk=given_up.pk).update(given_up_at=timezone.now())
        sweep_outbox()
        assert [hint["kwargs"]["outbox_id"] for hint in hints("default")] == [str(waiting.pk)]
        [job] = hints("pdf")
        assert job["kwargs"] == {"outbox_id": str(lapsed.pk)}
        assert job["expires"], "a busy worker must not find a pile of old hints"


class TestTogether:
    def test_of_workers_that_look_at_once_one_gets_the_row(self, in_scratch):
        row = queue_text("test", to="a@demo.example", subject="s", text="t")
        start, claims = Barrier(8), []

        def work():
            start.wait()
            try:
                claims.append(outbox._claim(row.pk))
            finally:
                connection.close()

        threads = [Thread(target=work) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert len(claims) == 8
        assert [claim.attempt for claim in claims if claim] == [1]

    def test_a_long_job_keeps_its_lease_while_its_own_transaction_is_open(self, in_scratch, monkeypatch):
        monkeypatch.setattr(outbox, "HEARTBEAT_SECONDS", 0.05)
        monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=2))
        row = queue_job(JOB, report_id=1)
        with in_scratch.connect(as_owner=True) as outside:

            def leased_until():
                outside.rollback()
                query = "SELECT leased_until FROM organisations_outboxmessage WHERE id = %s"
                return outside.execute(query, [row.pk]).fetchone()[0]

            with claimed(row.pk) as claim, transaction.atomic():
                first, tries = leased_until(), 0
                while leased_until() <= first and tries < 100:
                    tries += 1
                    connection.cursor().execute("SELECT pg_sleep(0.02)")
                assert leased_until() > first
                assert claim.payload == {"report_id": "1"}
            assert leased_until() is None

    def test_a_claim_refuses_to_hide_in_a_transaction(self, in_scratch):
        row = queue_job(JOB, report_id=1)
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), claimed(row.pk):
            pass
