"""What cannot be read is answered as such, and never as a fault of ours."""

import pytest


@pytest.mark.parametrize("path", ["namens/?zoek=%00", "contracten/?zoek=a%00b", "beoordelen/?%00=1", "personen/%00/"])
def test_a_zero_byte_in_an_address_is_a_bad_request(cast, path):
    answer = cast.dirk.client.get(cast.dirk.url() + path)
    assert answer.status_code == 400
    assert "stuurde iets dat wij niet kunnen lezen" in answer.content.decode()


def test_so_it_is_before_anybody_logged_in_and_in_a_form(cast, client):
    assert client.get("/account/login/?next=%00").status_code == 400
    assert client.post("/account/login/", {"login": "a\0b", "password": "x"}).status_code == 400
    assert cast.dirk.post("namens/", {"a\0": "b"}).status_code == 400


def test_too_many_fields_are_called_that(cast):
    answer = cast.bram.post("uren/", {f"field-{number}": "" for number in range(5_001)})
    assert answer.status_code == 413
    assert "meer velden of bestanden" in answer.content.decode()
