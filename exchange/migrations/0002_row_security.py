"""Who may see jobs and their files; and what an import made can be removed again, by one function and only then."""

from django.conf import settings
from django.db import migrations

from organisations.choices import Purpose
from organisations.row_security import IS_MEMBER, ORGANISATION, REGIONS, USER, WRITING_MEMBER, Protect, child_of, system

# No right to delete contracts, lines or versions is given to anybody: history only grows. What an import made goes by
# a function of the owner, for a job that a member asked to undo, inside the region that the worker entered, and only
# rows that the job wrote down as made by it. A row that something hangs on cannot go: its foreign keys refuse.
UNDO = """
CREATE FUNCTION exchange_is_undoing(p_job uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(nullif(current_setting('app.purpose', true), '') = 'import', false)
       AND EXISTS (SELECT FROM exchange_bulkjob j
                    WHERE j.id = p_job AND j.status = 'undoing'
                      AND j.region_id = nullif(current_setting('app.system_region', true), '')::uuid)
$function$;

-- Every row, of whatever table, that refers to a row this job made and is not itself made by it. It looks past row
-- security, because what a task may not read would stand in the way all the same; it tells tables, not contents.
CREATE FUNCTION exchange_hanging_on(p_job uuid)
RETURNS TABLE (made_table text, row_id uuid, hanging_table text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    link record;
BEGIN
    IF NOT exchange_is_undoing(p_job) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an import that is being undone';
    END IF;
    FOR link IN
        SELECT parent.relname::text AS parent, child.relname::text AS child,
               reference.attname::text AS reference, key.attname::text AS key
          FROM pg_constraint c
          JOIN pg_class parent ON parent.oid = c.confrelid
          JOIN pg_class child ON child.oid = c.conrelid
         CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS pair (child_column, parent_column)
          JOIN pg_attribute target ON target.attrelid = c.confrelid AND target.attnum = pair.parent_column
          JOIN pg_attribute reference ON reference.attrelid = c.conrelid AND reference.attnum = pair.child_column
          JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisprimary
          JOIN pg_attribute key ON key.attrelid = c.conrelid AND key.attnum = i.indkey[0]
         WHERE c.contype = 'f' AND target.attname = 'id'
           AND parent.relnamespace = 'public'::regnamespace
           AND parent.relname IN (SELECT r.table_name FROM exchange_importedrow r WHERE r.job_id = p_job AND r.made)
           AND child.relname <> ALL (exchange_kept_by_triggers())
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, x.%I, %L::text FROM %I x'
            ' WHERE x.%I IN (SELECT r.row_id FROM exchange_importedrow r'
            '                 WHERE r.job_id = $1 AND r.made AND r.table_name = %L)'
            '   AND x.%I::text NOT IN (SELECT r.row_id::text FROM exchange_importedrow r'
            '                           WHERE r.job_id = $1 AND r.made AND r.table_name = %L)'
            ' GROUP BY 2',
            link.parent, link.reference, link.child, link.child,
            link.reference, link.parent, link.key, link.child
        ) USING p_job;
    END LOOP;
END
$function$;

-- Rows that nobody decided on: sums, keys, reminders that the portal sent by itself, and how far somebody has read. They come and go with theirs.
CREATE FUNCTION exchange_kept_by_triggers() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $function$
    SELECT ARRAY['tenders_contracttotals', 'tenders_contractband', 'tenders_partytotals', 'tenders_notice',
                 'tenders_readmark', 'placements_personkey']
$function$;

CREATE FUNCTION exchange_remove_imported(p_job uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    contracts uuid[];
    persons uuid[];
    one text;
BEGIN
    IF NOT exchange_is_undoing(p_job) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an import that is being undone';
    END IF;
    contracts := ARRAY(SELECT r.row_id FROM exchange_importedrow r
                        WHERE r.job_id = p_job AND r.made AND r.table_name = 'tenders_contract');
    persons := ARRAY(SELECT r.row_id FROM exchange_importedrow r
                      WHERE r.job_id = p_job AND r.made AND r.table_name = 'placements_deployedperson');
    -- Children before parents.
    FOREACH one IN ARRAY ARRAY[
        'placements_hoursstatement', 'placements_contribution', 'placements_deployment', 'placements_deployedperson',
        'tenders_contractversion', 'tenders_contract', 'tenders_block', 'tenders_tariff',
        'organisations_organisationregion', 'organisations_organisation'
    ] LOOP
        IF one = 'placements_deployedperson' THEN
            DELETE FROM placements_personkey k WHERE k.person_id = ANY (persons);
        ELSIF one = 'tenders_contract' THEN
            DELETE FROM tenders_readmark m WHERE m.contract_id = ANY (contracts);
            DELETE FROM tenders_notice n WHERE n.contract_id = ANY (contracts);
            DELETE FROM tenders_partytotals t WHERE t.contract_id = ANY (contracts);
            DELETE FROM tenders_contractband b WHERE b.contract_id = ANY (contracts);
            DELETE FROM tenders_contracttotals t WHERE t.contract_id = ANY (contracts);
        END IF;
        EXECUTE format(
            'DELETE FROM %I x USING exchange_importedrow r'
            ' WHERE r.job_id = $1 AND r.made AND r.table_name = %L AND x.id = r.row_id', one, one
        ) USING p_job;
    END LOOP;
END
$function$;

REVOKE ALL ON FUNCTION exchange_hanging_on(uuid), exchange_remove_imported(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_hanging_on(uuid), exchange_remove_imported(uuid) TO {role};
"""
REVERSE = """
DROP FUNCTION exchange_remove_imported(uuid);
DROP FUNCTION exchange_hanging_on(uuid);
DROP FUNCTION exchange_kept_by_triggers();
DROP FUNCTION exchange_is_undoing(uuid);
"""

OWN = f"organisation_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
IMPORT = system(Purpose.IMPORT)
# What is kept no longer goes in the daily round.
TENDED = system(Purpose.IMPORT, Purpose.UPKEEP)
OF_OWN_JOB = child_of("job_id", "exchange_bulkjob", f"{WRITING_MEMBER} AND {OWN}")
OF_IMPORT = child_of("job_id", "exchange_bulkjob", IMPORT)
OF_TENDED = child_of("job_id", "exchange_bulkjob", TENDED)


def functions(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(UNDO.replace("{role}", role), params=None)  # the body has percent signs of its own


def drop_functions(apps, schema_editor):
    schema_editor.execute(REVERSE)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_bulk_jobs"),
        ("organisations", "0006_verifies_own_default"),
        ("tenders", "0007_contract_file_row_security"),
        ("placements", "0006_lines_have_a_contractor"),
        ("reporting", "0002_row_security"),
    ]

    operations = [
        migrations.RunPython(functions, drop_functions),
        Protect(
            "BulkJob",
            select=[f"{IS_MEMBER} AND {OWN}", TENDED],
            insert=[f"{WRITING_MEMBER} AND {OWN} AND requested_by_id = {USER}"],
            update=[f"{WRITING_MEMBER} AND {OWN}", TENDED],
        ),
        # Written once: nobody changes a file, so what is confirmed is what was checked.
        Protect(
            "BulkFile",
            select=[child_of("job_id", "exchange_bulkjob")],
            insert=[OF_OWN_JOB, OF_IMPORT],
            delete=[OF_TENDED],
        ),
        Protect("ImportedRow", select=[OF_TENDED], insert=[OF_IMPORT], delete=[OF_TENDED]),
    ]
