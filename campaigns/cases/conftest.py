"""The database and the strictness of the test suite, for cases that stand outside it."""

from tests.conftest import django_db_setup
from tests.strict_templates import undefined_variables_are_errors

__all__ = ["django_db_setup", "undefined_variables_are_errors"]
