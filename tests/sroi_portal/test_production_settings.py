"""Production settings, loaded in a process of their own: what they demand, and what nothing can turn on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "DATABASE_URL": "postgresql://app@db/portal",
    "REDIS_URL": "redis://redis/0",
    "PUBLIC_URL": "https://sroi.example.nl",
    "SECRET_KEY": "s" * 60,
    "PERSON_KEY_SECRET": "p" * 60,
    "ALLOWED_HOSTS": "sroi.example.nl",
    "EMAIL_HOST": "mail.example.nl",
    "DEFAULT_FROM_EMAIL": "noreply@sroi.example.nl",
}
ON = ("1", "true", "True", "yes", "on")
LOAD = """
import json
import django
django.setup()
from django.conf import settings
from django.urls import get_resolver
names = [pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)]
addresses = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
print(json.dumps({
    "DEMO_LOGIN": settings.DEMO_LOGIN, "MAIL_CAUGHT": settings.MAIL_CAUGHT, "DEBUG": settings.DEBUG,
    "EMAIL_BACKEND": settings.EMAIL_BACKEND, "owner": settings.DATABASE_OWNER["USER"], "addresses": addresses,
}))
"""


def load(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=HERE,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "sroi_portal.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("value", ON)
def test_nothing_in_the_environment_turns_on_what_belongs_to_development(value):
    switches = ["DEMO_LOGIN", "SROI_DEMO_LOGIN", "DEMO", "MAIL_CAUGHT", "DEBUG", "DJANGO_DEBUG"]
    answer = load({**COMPLETE, **dict.fromkeys(switches, value)})
    assert answer.returncode == 0, answer.stderr
    settings = json.loads(answer.stdout)
    assert settings["DEMO_LOGIN"] is False
    assert settings["MAIL_CAUGHT"] is False
    assert settings["DEBUG"] is False
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert "mail/" not in settings["addresses"]


def test_without_the_owners_address_the_owner_is_the_app_log_in():
    assert json.loads(load(COMPLETE).stdout)["owner"] == "app"


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_what_is_missing_is_named(name):
    answer = load({key: value for key, value in COMPLETE.items() if key != name})
    assert answer.returncode != 0
    assert (
        answer.stderr.strip()
        .splitlines()[-1]
        .endswith(
            f"Set the environment variable {name}; docs/operations.md lists them all.",
        )
    )
