"""An authority that employs somebody never reads who he is: not by the link in a mail, and nothing is agreed for it."""

import importlib

from django.db import migrations

_BEFORE = importlib.import_module("placements.migrations.0027_follow_ups").FUNCTIONS
_COMPANIES = "('contractor', 'employer', 'sw_company', 'temp_agency', 'training_provider')"


def _function(name):
    """The statement that made this function, as one that replaces it."""
    begin = _BEFORE.index(f"FUNCTION {name}(")
    return "CREATE OR REPLACE " + _BEFORE[begin : _BEFORE.index("$function$;", begin)] + "$function$;"


def _replaced(text, old, new):
    if text.count(old) != 1:
        raise ValueError(old)
    return text.replace(old, new)


OF_LINK_BEFORE = _function("placements_follow_up_of_link")
OF_LINK = _replaced(
    OF_LINK_BEFORE,
    "WHEN p.candidate_agreed_on IS NOT NULL\n",
    "WHEN p.candidate_agreed_on IS NOT NULL AND EXISTS (\n"
    "                     SELECT FROM organisations_organisation e\n"
    f"                      WHERE e.id = p.employer_organisation_id AND e.kind IN {_COMPANIES})\n",
)
GUARD = f"""
CREATE FUNCTION placements_agreed_for_company() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM organisations_organisation e
                    WHERE e.id = NEW.employer_organisation_id AND e.kind IN {_COMPANIES}) THEN
        NEW.candidate_agreed_on := NULL;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER agreed_for_company BEFORE INSERT OR UPDATE ON placements_placement
    FOR EACH ROW WHEN (NEW.candidate_agreed_on IS NOT NULL) EXECUTE FUNCTION placements_agreed_for_company();

-- An employer that turns out to be an authority loses what it saw, and the other way round.
CREATE FUNCTION placements_restamp_of_employer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_placement SET candidate_id = candidate_id WHERE employer_organisation_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_placements AFTER UPDATE OF kind ON organisations_organisation
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION placements_restamp_of_employer();

-- What was agreed for an authority until now.
UPDATE placements_placement SET candidate_id = candidate_id WHERE candidate_agreed_on IS NOT NULL;
"""  # noqa: S608 - our own kinds
DROP = """
DROP TRIGGER restamp_placements ON organisations_organisation;
DROP FUNCTION placements_restamp_of_employer();
DROP FUNCTION placements_agreed_for_company() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0032_name_and_birth_date")]

    operations = [migrations.RunSQL(OF_LINK, OF_LINK_BEFORE), migrations.RunSQL(GUARD, DROP)]
