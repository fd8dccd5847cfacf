"""The list of vacancies as a file is for who mediates."""

import pytest

pytestmark = pytest.mark.django_db


def test_who_does_not_mediate_gets_no_file(cast):
    for person in (cast.alice, cast.bram):
        assert person.post("vacatures/downloaden/", {"bestandssoort": "csv"}).status_code == 403
