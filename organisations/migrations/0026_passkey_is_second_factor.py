"""A passkey is a second factor, as a code from an app is (docs/decisions/0006)."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("organisations.migrations.0018_centre_municipality")._entered_now()  # noqa: SLF001 - a migration stays as it was


def entered_now():
    old, new = "a.type = 'totp'", "a.type IN ('totp', 'webauthn')"
    if BEFORE.count(old) != 1:
        raise ValueError(old)
    return BEFORE.replace(old, new)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0025_shared_views")]

    operations = [migrations.RunSQL([entered_now()], [BEFORE])]
