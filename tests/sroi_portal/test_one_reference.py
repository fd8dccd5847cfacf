"""One reference ties what a request did in the web, in the workers and in the database, and tells nothing of anybody."""

import json
import logging

from django.db import connection

from organisations import outbox, reference, tenancy
from organisations.choices import Purpose
from organisations.models import OutboxMessage
from sroi_portal.request_reference import JsonFormatter, ReferenceFilter


def lines_of(caplog, logger: str) -> list[dict]:
    found = [record for record in caplog.records if record.name == logger]
    for record in found:
        ReferenceFilter().filter(record)
    return [json.loads(JsonFormatter().format(record)) for record in found]


def in_database(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0]


def test_a_request_in_a_workspace_has_its_reference_in_the_database(cast):
    answer = cast.alice.get("leden/")
    # The transaction of the request is that of the test: what it said last still stands.
    assert in_database("application_name") == f"web {answer.headers['X-Request-Reference']}"


def test_the_database_is_told_for_one_transaction_only(django_db_blocker, in_scratch):
    with reference.referring_to("abcdefghjk"):
        with tenancy.system(Purpose.SWEEP):
            assert in_database("application_name") == "web abcdefghjk"
            assert in_database("app.request") == "abcdefghjk"
        assert "abcdefghjk" not in in_database("application_name")
    assert not in_database("app.request")


def test_a_job_is_done_under_the_reference_of_who_asked(db, owner, caplog):
    caplog.set_level(logging.INFO)
    with owner(), reference.referring_to("abcdefghjk"):
        row = outbox.queue_job("organisations.tasks.nothing", one="1")
        mail = outbox.queue_text("proef", to="iemand@demo.example", subject="Proef", text="Dag")
    assert (row.reference, mail.reference) == ("abcdefghjk", "abcdefghjk")
    seen = []
    for one in (row, mail):
        with outbox.claimed(one.pk) as claim, tenancy.system(Purpose.SWEEP):
            seen.append(
                (claim.reference, reference.current(), in_database("application_name"), in_database("app.request"))
            )
            logging.getLogger("x").info("at work for %s", "iemand@demo.example")
    assert seen == [("abcdefghjk", "abcdefghjk", "web abcdefghjk", "abcdefghjk")] * 2
    assert reference.current() == reference.NONE_YET
    told = lines_of(caplog, "organisations.outbox")
    assert [line["message"].split()[0] for line in told] == ["organisations.tasks.nothing"] * 2 + ["proef"] * 2
    assert {line["reference"] for line in lines_of(caplog, "x")} <= {"-", "abcdefghjk"}
    assert "@" not in json.dumps(told + lines_of(caplog, "x"))


def test_what_nobody_asked_for_gets_a_reference_of_its_own(db, owner):
    with owner():
        row = outbox.queue_job("organisations.tasks.nothing", one="1")
    assert row.reference == ""
    with outbox.claimed(row.pk):
        assert len(reference.current()) == reference.LENGTH


def test_a_job_that_a_job_queues_keeps_the_reference(db, owner):
    with owner(), reference.referring_to("abcdefghjk"):
        row = outbox.queue_job("organisations.tasks.nothing", one="1")
    with outbox.claimed(row.pk), owner():
        assert outbox.queue_text("proef", to="x@demo.example", subject="x", text="x").reference == "abcdefghjk"


def test_a_request_of_a_member_leaves_its_reference_on_what_it_queues(cast, owner):
    answer = cast.alice.post("uitnodigingen/nieuw/", {"email": "nieuw@demo.example", "name": "Nieuw", "role": "member"})
    assert answer.status_code == 302, answer.content.decode()[:500]
    with owner():
        assert OutboxMessage.objects.latest("created_at").reference == answer.headers["X-Request-Reference"]


def test_each_request_is_one_line_without_what_was_asked(cast, caplog):
    caplog.set_level(logging.INFO)
    answer = cast.alice.client.get("/mijn/" + "a" * 43 + "/?naam=Wilhelmina+Bovenkamp")
    [line] = lines_of(caplog, "sroi_portal.requests")
    assert {name: line[name] for name in ("method", "status", "process")} == {
        "method": "GET",
        "status": answer.status_code,
        "process": "web",
    }
    assert line["milliseconds"] >= 0
    assert "Bovenkamp" not in json.dumps(line)
    assert "a" * 43 not in json.dumps(line)
    caplog.clear()
    cast.alice.client.get("/healthz")
    assert not lines_of(caplog, "sroi_portal.requests")


def test_a_task_of_a_worker_has_one_reference_from_beginning_to_end():
    from sroi_portal.celery import begin_task, end_task  # noqa: PLC0415 -- what the signals call

    begin_task()
    assert len(reference.current()) == reference.LENGTH
    end_task()
    assert reference.current() == reference.NONE_YET
