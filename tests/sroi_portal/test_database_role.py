import pytest
from django.db import connection

from sroi_portal import database_role
from sroi_portal.database_role import REFUSED, powers_of_current_role, refuse_powerful_role

pytestmark = pytest.mark.django_db

#: The query looks at the log-in of the session; inside a test that is the test role, so another name is put in its place.
OF = "session_user"


@pytest.fixture
def powers_of(monkeypatch):
    def of(role: str) -> list[str]:
        monkeypatch.setattr(database_role, "POWERS", database_role.POWERS.replace(OF, f"'{role}'"))
        return powers_of_current_role()

    return of


def test_the_app_role_has_no_power_past_row_security(powers_of, settings):
    assert powers_of(settings.DATABASE_APP_ROLE) == []


def test_the_owner_is_seen(powers_of, settings):
    assert "owns tables or may become their owner" in powers_of(settings.DATABASE_OWNER["USER"])


def test_a_superuser_is_seen(powers_of):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolsuper LIMIT 1")
        superuser = cursor.fetchone()[0]
    assert "is a superuser" in powers_of(superuser)


def test_who_may_become_the_owner_is_refused_with_one_sentence(capsys):
    with pytest.raises(SystemExit) as refusal:
        refuse_powerful_role()
    assert refusal.value.code == REFUSED
    said = capsys.readouterr().err
    assert said.startswith("Not started: the database login of DATABASE_URL owns tables")
    assert said.count("\n") == 1


def test_it_does_not_start_while_the_role_cannot_be_found_out(capsys, monkeypatch):
    monkeypatch.setattr(database_role, "POWERS", "SELECT 1 / 0")
    with pytest.raises(SystemExit) as refusal:
        refuse_powerful_role()
    assert refusal.value.code == database_role.UNKNOWN
    assert "the database does not answer" in capsys.readouterr().err
