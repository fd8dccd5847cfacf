"""Who was taken on takes his yes back by his own link too, until there is a placement."""

import importlib

from django.db import migrations

#: The function as 0055 left it.
BEFORE = importlib.import_module("placements.migrations.0055_yes_taken_back").CHANGE.partition("$function$;")[0]
BEFORE += "$function$;"
_WAS = "OLD.state IN ('agreed', 'meeting') AND NEW.state = 'proposal_withdrawn'"
_IS = """(OLD.state IN ('agreed', 'meeting') OR (OLD.state = 'hired' AND OLD.placement_id IS NULL))
                AND NEW.state = 'proposal_withdrawn'"""
if BEFORE.count(_WAS) != 1:
    raise ValueError(_WAS)


class Migration(migrations.Migration):
    dependencies = [("placements", "0056_requests_never_answered")]

    operations = [migrations.RunSQL(BEFORE.replace(_WAS, _IS), BEFORE)]
