from django.core.management.commands import migrate
from django.db import connections

from organisations.database_owner import as_owner
from organisations.erasure_rules import write_rules
from organisations.row_security import grant_outside


class Command(migrate.Command):
    """Migrate as the owner of the tables, then give the app role its rights, and say how a person is erased."""

    def handle(self, *args, **options):
        with as_owner(options["database"]):
            super().handle(*args, **options)
            connection = connections[options["database"]]
            grant_outside(connection)
            write_rules(set(connection.introspection.table_names()))
