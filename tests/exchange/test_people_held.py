"""Somebody works on a candidate, or has him erased, while a package about him is brought in: nothing of that is lost."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

import pytest
from django.db import connection

from exchange.regions import create_region
from tests.exchange.packages import SMALL, changed, imported, write

CANDIDATES, ENROLMENTS, PLACEMENTS, FOLLOW_UPS = "candidates.csv", "enrolments.csv", "placements.csv", "followups.csv"
OF_W1 = "(SELECT id FROM placements_placement WHERE reference = 'W-1')"

#: What the package changes, what somebody changes meanwhile in the same row, and how both stand there afterwards.
MEANWHILE = [
    (
        (CANDIDATES, "Timmeren", "Schilderen"),
        "UPDATE candidates_candidate SET state = 'on_hold' WHERE reference = 'K-1'",
        ("SELECT wanted_work, state FROM candidates_candidate WHERE reference = 'K-1'", ("Schilderen", "on_hold")),
    ),
    (
        (ENROLMENTS, "2500.00", "2600.00"),
        "UPDATE candidates_enrolment SET certificate_name = 'Timmerman' WHERE reference = 'E-1'",
        (
            "SELECT training_cost::int, certificate_name FROM candidates_enrolment WHERE reference = 'E-1'",
            (2600, "Timmerman"),
        ),
    ),
    (
        (PLACEMENTS, "2020-02-01", "2020-02-02"),
        "UPDATE placements_placement SET candidate_agreed_on = '2019-01-05' WHERE reference = 'W-1'",
        (
            "SELECT ended_on::text, candidate_agreed_on::text FROM placements_placement WHERE reference = 'W-1'",
            ("2020-02-02", "2019-01-05"),
        ),
    ),
    (
        (FOLLOW_UPS, "2019-07-03", "2019-07-04"),
        f"UPDATE placements_followup SET due_on = '2019-06-30', asked_at = now() WHERE placement_id = {OF_W1}",
        (
            f"SELECT checked_on::text, due_on::text FROM placements_followup WHERE placement_id = {OF_W1}",
            ("2019-07-04", "2019-06-30"),
        ),
    ),
]


@pytest.fixture
def landed(in_scratch, tmp_path):
    create_region(code="proef", name="Proefregio")
    status, lines = imported(write(tmp_path / "landed", SMALL))
    assert status == 0, lines
    return in_scratch


def import_beside(database, statements: list[str], folder) -> list[str]:
    """Bring a package in while somebody else has done this and is not ready yet; returns what was said."""

    def bring():
        try:
            return imported(folder)
        finally:
            connection.close()

    with database.connect(as_owner=True) as outside, ThreadPoolExecutor(1) as pool:
        for statement in statements:
            outside.execute(statement)
        coming = pool.submit(bring)
        try:
            with pytest.raises(NotYet):
                coming.result(timeout=2)
        finally:
            outside.commit()
        status, lines = coming.result(60)
    assert status == 0, lines
    return lines


def test_work_of_meanwhile_stays_beside_what_the_package_brings(landed, tmp_path):
    for number, (change, statement, (query, expected)) in enumerate(MEANWHILE):
        file = change[0]
        import_beside(landed, [statement], write(tmp_path / f"more{number}", {file: changed(*change)[file]}))
        with landed.connect(as_owner=True) as database:
            assert database.execute(query).fetchone() == expected


def test_who_is_erased_meanwhile_does_not_come_back(landed, tmp_path):
    files = changed(CANDIDATES, "Timmeren", "Schilderen")
    files = changed(ENROLMENTS, "2500.00", "2600.00", of=files)
    erased = [
        "UPDATE candidates_candidate SET anonymised_at = now(), wanted_work = '' WHERE reference = 'K-1'",
        (
            "UPDATE candidates_candidateidentity SET first_name = '', last_name = '', email = '', phone = ''"
            " WHERE candidate_id = (SELECT id FROM candidates_candidate WHERE reference = 'K-1')"
        ),
    ]
    lines = import_beside(
        landed, erased, write(tmp_path / "more", {one: files[one] for one in (CANDIDATES, ENROLMENTS)})
    )
    assert any("anoniem" in line for line in lines)
    with landed.connect(as_owner=True) as database:
        said = "SELECT wanted_work, first_name, last_name, email, phone FROM candidates_candidate c"
        said += " JOIN candidates_candidateidentity i ON i.candidate_id = c.id WHERE c.reference = 'K-1'"
        assert set(database.execute(said).fetchone()) == {""}
        cost = database.execute("SELECT training_cost FROM candidates_enrolment WHERE reference = 'E-1'").fetchone()
    assert cost == (2500,)
