#!/usr/bin/env python
"""Django's command line; `./dev manage …` runs it with the services and the environment it needs."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")
    execute_from_command_line(sys.argv)
