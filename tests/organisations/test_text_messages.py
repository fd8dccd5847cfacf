"""Texts to telephones: through the outbox, to a gateway that is really there."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError

import pytest
from django.core import mail
from django.utils import timezone

from organisations import text_messages
from organisations.models import OutboxMessage
from organisations.outbox import queue_sms
from organisations.tasks import deliver_sms

CONTEXT = {"sender": "Regio Groningen", "name": "Sanne", "link": "https://portaal.example/mijn/abc/"}


@contextmanager
def gateway(*answers: int):
    """A server on this machine that answers with these codes in turn, and keeps what it was sent."""
    got, left = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append({"headers": dict(self.headers), "body": json.loads(body), "path": self.path})
            code = left.pop(0)
            self.send_response(code)
            if code == 302:
                self.send_header("Location", "/elders")
            self.end_headers()

        def do_GET(self):
            got.append({"path": self.path})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def row(owner) -> OutboxMessage:
    with owner():
        return OutboxMessage.objects.get()


@pytest.fixture
def queued(db):
    return queue_sms("own_page", to="+31612345678", context=CONTEXT)


def test_the_gateway_gets_number_sender_and_one_line_of_text(queued, owner, settings):
    with gateway(202) as (url, got):
        settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_SENDER = url, "geheim", "Werkplein"
        deliver_sms(outbox_id=str(queued.pk))
        deliver_sms(outbox_id=str(queued.pk))
    [sent] = got
    assert sent["body"] == {
        "to": "+31612345678",
        "from": "Werkplein",
        "text": "Uw eigen pagina bij Regio Groningen (Sanne): https://portaal.example/mijn/abc/"
        " Alleen voor u. Stuur dit niet door.",
    }
    assert sent["headers"]["Authorization"] == "Bearer geheim"
    assert sent["headers"]["Idempotency-Key"] == str(queued.pk)
    assert (row(owner).payload, row(owner).done_at is None) == ({}, False)


@pytest.mark.parametrize("answer", [302, 401, 500])
def test_a_gateway_that_does_not_take_it_is_asked_again_later_under_the_same_key(queued, owner, settings, answer):
    with gateway(answer, 200) as (url, got):
        settings.SMS_URL = url
        with pytest.raises(HTTPError):
            deliver_sms(outbox_id=str(queued.pk))
        waiting = row(owner)
        assert waiting.done_at is None
        assert waiting.payload["text"]
        assert waiting.leased_until > timezone.now()
        with owner():
            OutboxMessage.objects.update(leased_until=None)
        deliver_sms(outbox_id=str(queued.pk))
    assert row(owner).done_at is not None
    assert {one["headers"]["Idempotency-Key"] for one in got} == {str(queued.pk)}
    assert {one["path"] for one in got} == {"/send"}


def test_a_gateway_that_is_not_there_means_later(queued, owner, settings):
    settings.SMS_URL = "http://127.0.0.1:1/send"
    with pytest.raises(OSError, match="refused"):
        deliver_sms(outbox_id=str(queued.pk))
    assert row(owner).done_at is None


def test_where_mail_is_caught_a_text_lies_among_it(queued, settings):
    settings.MAIL_CAUGHT = True
    deliver_sms(outbox_id=str(queued.pk))
    [caught] = mail.outbox
    assert caught.subject == "Sms aan +31612345678"
    assert "https://portaal.example/mijn/abc/" in caught.body


def test_without_a_gateway_no_texts_are_offered(settings):
    assert not text_messages.is_offered()
    settings.SMS_URL = "https://sms.example/"
    assert text_messages.is_offered()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06-12345678", "+31612345678"),
        ("06 12 34 56 78", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("+49 151 12345678", "+4915112345678"),
        ("050-1234567", ""),
        ("+31 50 1234567", ""),
        ("0612", ""),
        ("", ""),
        ("bel mij", ""),
    ],
)
def test_only_a_mobile_number_gets_texts(typed, number):
    assert text_messages.mobile_number(typed) == number
