from django.core.management.commands import migrate
from django.db import connections

from organisations.database_owner import as_owner
from organisations.row_security import grant_outside


class Command(migrate.Command):
    """Migrate as the owner of the tables, then give the app role its rights outside row security."""

    def handle(self, *args, **options):
        with as_owner(options["database"]):
            super().handle(*args, **options)
            grant_outside(connections[options["database"]])
