"""RFC 9116: who found a weakness reads where to tell it, and never an address that lapsed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from sroi_portal.security_txt import expires
from sroi_portal.settings.addresses import security_contact

ADDRESS = "/.well-known/security.txt"


def fields(answer):
    return [tuple(line.split(": ", 1)) for line in answer.content.decode().splitlines()]


@pytest.mark.django_db
def test_without_a_contact_there_is_no_file(client, settings):
    settings.SECURITY_CONTACTS = []
    assert client.get(ADDRESS).status_code == 404


def test_the_file_says_who_until_when_in_which_languages_and_where_it_stands(client, settings):
    settings.SECURITY_CONTACTS = ["mailto:veilig@sroi.example.nl", "https://sroi.example.nl/melden"]
    settings.SECURITY_POLICY = "https://sroi.example.nl/beleid"
    settings.PUBLIC_URL = "https://sroi.example.nl"
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = fields(answer)
    assert [value for name, value in told if name == "Contact"] == settings.SECURITY_CONTACTS
    once = dict(told)
    assert once["Preferred-Languages"] == "nl, en"
    assert once["Canonical"] == f"https://sroi.example.nl{ADDRESS}"
    assert once["Policy"] == settings.SECURITY_POLICY
    assert sum(name == "Expires" for name, _value in told) == 1
    until = datetime.strptime(once["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert datetime.now(UTC) < until < datetime.now(UTC) + timedelta(days=365)


def test_without_a_page_of_rules_none_is_named(client, settings):
    settings.SECURITY_CONTACTS, settings.SECURITY_POLICY = ["mailto:veilig@sroi.example.nl"], ""
    assert "Policy" not in dict(fields(client.get(ADDRESS)))


@pytest.mark.parametrize("day", [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(0, 800, 7)])
def test_it_never_lapses_and_counts_less_than_a_year(day):
    assert timedelta(days=300) < expires(day) - day < timedelta(days=365)


def test_it_is_read_only(client, settings):
    settings.SECURITY_CONTACTS = ["mailto:veilig@sroi.example.nl"]
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("veilig@sroi.example.nl", "mailto:veilig@sroi.example.nl"),
        ("mailto:veilig@sroi.example.nl", "mailto:veilig@sroi.example.nl"),
        ("tel:+31-50-0000000", "tel:+31-50-0000000"),
        ("https://sroi.example.nl/melden", "https://sroi.example.nl/melden"),
    ],
)
def test_an_address_is_written_as_the_standard_asks(given, written):
    assert security_contact(given) == written


@pytest.mark.parametrize(
    "given", ["http://sroi.example.nl/melden", "veilig", "sroi.example.nl/a@b", "javascript:alert(1)"]
)
def test_what_nobody_can_write_to_stops_the_start(given):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        security_contact(given)
