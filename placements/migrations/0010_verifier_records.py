"""Who verifies a contract records what he agreed on and what it started with; what was agreed is worth just that."""

from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, ORGANISATION, WRITING_MEMBER, ProtectAnew, audience, of_parent, system

GUARD = """
CREATE FUNCTION placements_guard_agreed_contribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM tenders_agreement a
                    WHERE a.id = NEW.agreement_id AND a.agreed_at IS NOT NULL AND a.amount = NEW.quantity)
       OR NEW.kind <> 'agreed' THEN
        RAISE check_violation USING MESSAGE = 'a contribution is worth what was agreed',
            CONSTRAINT = 'contribution_as_agreed';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER guard_agreed BEFORE INSERT OR UPDATE ON placements_contribution
    FOR EACH ROW WHEN (NEW.agreement_id IS NOT NULL)
    EXECUTE FUNCTION placements_guard_agreed_contribution();
"""

SYSTEM = system(Purpose.IMPORT, Purpose.UPKEEP)
READS = system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)
COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"
VERIFIES = f"{WRITING_MEMBER} AND " + of_parent(
    "contract_id", "tenders_contract", f"parent.verified_by = ANY ({AUDIENCES})"
)
OWN = f"{WRITING_MEMBER} AND contractor_id = {ORGANISATION}"
ENTERS = f"{WRITING_MEMBER} AND " + of_parent("contract_id", "tenders_contract", f"parent.line_writers && {AUDIENCES}")
OWN_OR_COORDINATED = f"(contractor_id = {ORGANISATION} OR {audience('coordination_point')})"


def guard(apps, schema_editor):
    schema_editor.execute(GUARD)


class Migration(migrations.Migration):
    dependencies = [("placements", "0009_party_with_lines_stays")]

    operations = [
        migrations.RunPython(guard),
        ProtectAnew(
            "Contribution",
            select=[f"visible_to && {AUDIENCES}", READS],
            insert=[
                f"{ENTERS} AND {OWN_OR_COORDINATED}",
                f"{VERIFIES} AND kind IN ('agreed', 'opening_balance')",
                SYSTEM,
            ],
            update=[OWN, COORDINATION, VERIFIES, SYSTEM],
        ),
    ]
