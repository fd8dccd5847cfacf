import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client

from organisations.demo_cast import CAST
from organisations.models import User
from tests.scratch import portal_url

HOSTILE = {
    "DJANGO_SETTINGS_MODULE": "sroi_portal.settings.production",
    "DEMO_LOGIN": "True",
    "DEBUG": "1",
    "DEMO": "1",
    "MAIL_CAUGHT": "1",
    "SECRET_KEY": "a-secret-that-is-long-enough-for-the-check-of-django-0123456789",
    "PERSON_KEY_SECRET": "another-secret-that-is-long-enough",
    "ALLOWED_HOSTS": "portaal.example",
    "PUBLIC_URL": "https://portaal.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "portaal@portaal.example",
}

IN_PRODUCTION = """
import django
django.setup()
from django.conf import settings
from django.test import Client, override_settings
from organisations import demo_cast
print(settings.DEMO_LOGIN, demo_cast.offered(), demo_cast.user_of("alice"))
uncollected = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
with override_settings(STORAGES=settings.STORAGES | uncollected):
    print(Client(SERVER_NAME="portaal.example").post("/demo/alice/", secure=True).status_code)
"""


def test_everyone_of_the_cast_logs_in_with_one_click(cast):
    for member in CAST:
        client = Client()
        user = User.objects.filter(email=member.email).first()
        answer = client.post(f"/demo/{member.key}/")
        assert answer.status_code == (302 if user else 404)
        if user:
            assert client.session["_auth_user_id"] == str(user.pk)


def test_dirk_needs_no_second_factor_in_the_demo(cast):
    client = Client()
    assert client.post("/demo/dirk/")["Location"] == cast.dirk.url()
    assert client.get(cast.dirk.url("uitnodigingen/nieuw/")).status_code == 200


@pytest.mark.parametrize(
    ("asked", "ours"), [("leden/", True), ("https://evil.example/", False), ("//evil.example/", False)]
)
def test_one_click_opens_the_page_of_a_mail_and_no_other_site(cast, asked, ours):
    address = cast.dirk.url(asked) if ours else asked
    answer = Client().post("/demo/dirk/", {"next": address})
    assert answer["Location"] == (address if ours else cast.dirk.url())


def test_the_log_in_page_offers_who_was_loaded(cast):
    page = Client().get("/account/login/").content.decode()
    assert "Inkoper, Gemeente Groningen" in page
    assert 'action="/demo/alice/"' in page
    assert "/demo/olga/" not in page


@pytest.mark.parametrize("key", ["nobody", "alice@demo.example", "fenna"])
def test_nobody_else_logs_in_so(cast, key):
    assert Client().post(f"/demo/{key}/").status_code == 404


def test_a_link_does_not_log_in(cast):
    assert Client().get("/demo/alice/").status_code == 405


def test_outside_the_demo_it_is_not_there_and_means_nothing(cast, settings):
    client = Client()
    client.post("/demo/dirk/")
    settings.DEMO_LOGIN = False
    assert Client().post("/demo/alice/").status_code == 404
    assert "Probeer het portaal" not in Client().get("/account/login/").content.decode()
    assert client.get(cast.dirk.url("leden/"))["Location"].startswith("/account/2fa/totp/activate/")


def test_production_settings_cannot_switch_it_on(db):
    here = portal_url(connection.settings_dict["NAME"])
    environment = {**os.environ, **HOSTILE, "DATABASE_URL": here}
    ran = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.stdout.split("\n")[:2] == ["False [] None", "404"], ran.stderr
