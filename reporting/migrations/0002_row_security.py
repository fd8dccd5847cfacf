"""Who may see and make reports, targets and budget; and a frozen report stands still."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import REGIONS, WRITING_MEMBER, Protect, audience, child_of, system

FROZEN = """
CREATE FUNCTION reporting_keep_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (NEW.region_id, NEW.kind, NEW.period, NEW.version)
       IS DISTINCT FROM (OLD.region_id, OLD.kind, OLD.period, OLD.version)
       OR OLD.snapshot <> '' AND (NEW.snapshot, NEW.sha256, NEW.frozen_at, NEW.manager_text)
           IS DISTINCT FROM (OLD.snapshot, OLD.sha256, OLD.frozen_at, OLD.manager_text) THEN
        RAISE check_violation USING MESSAGE = 'a frozen report is never changed; a correction is a new version',
            CONSTRAINT = 'report_frozen_stands';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_frozen BEFORE UPDATE ON reporting_report
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_frozen();
"""
REVERSE = """
DROP TRIGGER keep_frozen ON reporting_report;
DROP FUNCTION reporting_keep_frozen();
"""

BUREAU = f"{WRITING_MEMBER} AND {audience('programme_bureau')}"
OF_OWN_REPORT = child_of("report_id", "reporting_report", system(Purpose.REPORT))


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("organisations", "0002_row_security")]

    operations = [
        migrations.RunSQL(FROZEN, REVERSE),
        Protect(
            "Report",
            select=[audience("programme_bureau"), audience("coordination_point"), system(Purpose.REPORT)],
            insert=[BUREAU, system(Purpose.REPORT)],
            update=[BUREAU, system(Purpose.REPORT)],
        ),
        Protect(
            "ReportFile",
            select=[child_of("report_id", "reporting_report")],
            insert=[OF_OWN_REPORT],
            update=[OF_OWN_REPORT],
        ),
        Protect(
            "Target",
            select=[f"region_id = ANY ({REGIONS})", system(Purpose.REPORT, Purpose.SETUP)],
            insert=[BUREAU, system(Purpose.SETUP)],
            update=[BUREAU, system(Purpose.SETUP)],
        ),
        Protect(
            "BudgetLine",
            select=[
                audience("programme_bureau"),
                audience("coordination_point"),
                system(Purpose.REPORT, Purpose.SETUP),
            ],
            insert=[BUREAU, system(Purpose.SETUP)],
            update=[BUREAU, system(Purpose.SETUP)],
        ),
    ]
