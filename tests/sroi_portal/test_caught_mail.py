import re

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import RequestFactory
from django.urls import NoReverseMatch, clear_url_caches, reverse

from sroi_portal import mail
from sroi_portal.mail_urls import MailName
from sroi_portal.mail_views import mail_list


@pytest.fixture
def caught(settings, tmp_path):
    settings.MAIL_CAUGHT_DIR = tmp_path
    connection = get_connection("sroi_portal.mail.CaughtMailBackend")
    for number in (1, 2):
        message = EmailMessage(
            f"Bericht {number}", "Ga naar https://example.nl/x €", "van@example.nl", ["aan@example.nl"]
        )
        message.connection = connection
        assert message.send() == 1
    return tmp_path


def test_each_message_is_kept_and_the_newest_comes_first(caught):
    mails = mail.caught_mails()
    assert [found.subject for found in mails] == ["Bericht 2", "Bericht 1"]
    newest = mails[0]
    assert newest.to == "aan@example.nl"
    assert "https://example.nl/x €" in newest.body
    assert newest.message_id.startswith("<")
    assert mail.caught_mail(newest.name) == newest


def test_the_limit_holds(caught):
    assert len(mail.caught_mails(limit=1)) == 1


def test_a_name_cannot_be_a_path(caught):
    pattern = re.compile(MailName.regex)
    assert all(pattern.fullmatch(found.name) for found in mail.caught_mails())
    for name in ("../secret", "20260101-000000-000000-abcdef/../x", "20260101-000000-000000-abcdef.eml"):
        assert not pattern.fullmatch(name)


def test_an_unknown_name_gives_nothing(caught):
    assert mail.caught_mail("20260101-000000-000000-abcdef") is None


def test_the_page_has_no_address_unless_mail_is_caught(client, db):
    clear_url_caches()
    with pytest.raises(NoReverseMatch):
        reverse("mail_list")
    assert client.get("/mail/").status_code == 404


def test_the_page_is_read_only():
    assert mail_list(RequestFactory().post("/mail/")).status_code == 405
