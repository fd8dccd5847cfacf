"""Logs and kept errors say what went wrong, and of whom it was nothing."""

import json
import logging
import sys

import pytest

from organisations.log_words import without_persons
from sroi_portal.request_reference import JsonFormatter, ReadableFormatter

ROW = """Traceback (most recent call last):
  File "/app/x.py", line 3, in save
psycopg.errors.CheckViolation: new row violates check constraint "candidate_known"
DETAIL:  Failing row contains (01a2, Wilhelmina Bovenkamp, 1979-11-05,
 06-98765432, null).
CONTEXT:  SQL statement "INSERT …"

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
django.db.utils.IntegrityError: new row violates check constraint "candidate_known"
DETAIL:  Failing row contains (01a2, Wilhelmina Bovenkamp, 1979-11-05).
"""


def test_a_row_that_the_database_repeats_stays_out_and_the_error_stays():
    said = without_persons(ROW)
    assert "Bovenkamp" not in said
    assert "1979" not in said
    assert said.count('check constraint "candidate_known"') == 2
    assert 'File "/app/x.py", line 3' in said
    assert "The above exception was the direct cause" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "SMTPRecipientsRefused: {'an.na@demo.example': (550, b'unknown')}",
            "SMTPRecipientsRefused: {'(e-mail)': (550, b'unknown')}",
        ),
        ("bel 06-98765432 terug", "bel (telefoon) terug"),
        ("bel +31698765432", "bel (telefoon)"),
        ("lease of <01a20320-c857@localhost> gone", "lease of <01a20320-c857@localhost> gone"),
        ("at 2026-11-22 12:00:09 took 0612 ms", "at 2026-11-22 12:00:09 took 0612 ms"),
        ("Gone: /mijn/JHcsbp7w0zLBzFtnYwkF3ZbI21X_gQ-x8dRgTDYVh0A/stop/", "Gone: /mijn/JHcs…/stop/"),
        ("GET /aanvullen/JHcsbp7w0zLBzFtnYwkF3ZbI21X_gQ-x8dRgTDYVh0A/", "GET /aanvullen/JHcs…/"),
        (
            "GET /account/password/reset/key/6l6ksd0m-d2k3s9-9e107d9d372bb6826bd81d3542a419d6/",
            "GET /account/password/reset/key/6l6ksd0m-d2k3…/",
        ),
        (
            "GET /account/confirm-email/MQ:1tK0Xa:9-0hPzJvK0uBvVQ3v5Tq0hYf7Gm1mB5Zs1D5P2w_4zA/",
            "GET /account/confirm-email/MQ:1tK0Xa:9-0h…/",
        ),
        (
            "/werk/01a20320-c857-70d1-832e-a58325ccb557/dossiers/",
            "/werk/01a20320-c857-70d1-832e-a58325ccb557/dossiers/",
        ),
        ("row 01a20320-c857-70d1-832e-a58325ccb557", "row 01a20320-c857-70d1-832e-a58325ccb557"),
    ],
)
def test_addresses_and_numbers_of_people_go_and_other_numbers_stay(text, said):
    assert without_persons(text) == said


@pytest.mark.parametrize("formatter", [JsonFormatter(), ReadableFormatter("{message}", style="{")])
def test_both_ways_of_logging_leave_them_out(formatter):
    try:
        raise ValueError(ROW)  # noqa: TRY301 - what is logged is an exception
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "mail to %s failed", ("a@demo.example",), sys.exc_info()
        )
    line = formatter.format(record)
    assert "Bovenkamp" not in line
    assert "a@demo.example" not in line
    assert "mail to (e-mail) failed" in line
    if isinstance(formatter, JsonFormatter):
        assert json.loads(line)["level"] == "ERROR"
