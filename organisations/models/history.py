"""What history keeps of a row."""

import pghistory


def whole_life() -> tuple[pghistory.RowEvent, ...]:
    """For rows that a report counts and that can be taken away again: from when until when they were there."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def ends_of_gone(table: str) -> str:
    """For the migration after which history knows what is taken away: what was gone already, ends there and then."""
    return f"""
DO $$
DECLARE
    kept text;
BEGIN
    SELECT string_agg(quote_ident(column_name), ', ') INTO kept FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = '{table}event'
       AND column_name NOT IN ('pgh_id', 'pgh_created_at', 'pgh_label');
    EXECUTE format(
        'INSERT INTO {table}event (pgh_created_at, pgh_label, %1$s)
         SELECT now(), ''delete'', %1$s
           FROM (SELECT DISTINCT ON (pgh_obj_id) * FROM {table}event ORDER BY pgh_obj_id, pgh_id DESC) last
          WHERE NOT EXISTS (SELECT FROM {table} there WHERE there.id = last.pgh_obj_id)', kept);
END
$$;
"""  # noqa: S608 -- names of tables in migrations
