"""Telephone numbers as a telephone dials them, the same on every page."""

import pytest

from candidates.names import phone_link
from tests.candidates.files import candidate


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("06-1234 56 78", "tel:0612345678"),
        ("+31 6 12345678", "tel:+31612345678"),
        ("+49 591 1234", "tel:+495911234"),
        ("0049 591 1234", "tel:00495911234"),
        (" ", ""),
    ],
)
def test_a_number_is_dialled_with_its_digits_and_the_plus_of_its_country(phone, link):
    assert phone_link(phone) == link


@pytest.mark.django_db
def test_a_number_from_abroad_is_dialled_from_every_page(cast):
    one = candidate(cast, identity__phone="+49 591-1234")
    for path in ("dossiers/", f"dossiers/{one.pk}/", f"dossiers/{one.pk}/bellen/", "dossiers/nieuw/"):
        assert 'href="tel:+495911234"' in cast.carla.get(path).content.decode(), path
