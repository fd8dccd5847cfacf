"""The one rule for how long a person counts, as a function: a person's history may be read by no organisation.

Tariff rules of the region, for a block with a longest period of M months:

- a window starts on a person's first deployed day; it ends after deployed day d when no day from d + 1 up to and
  including the day before (d + 1 day) + 6 months is deployed, and the next deployed day starts a new one;
- within a window the distinct deployed days are numbered 1, 2, 3 …; a day counts while its number is at most the
  number of days from the window's first day s up to, not including, s + M months. So shorter gaps pause the count.

Months are added as on a calendar, clipped to the last day of the month, which is what PostgreSQL does. The days of one
deployment follow one another, so those that count are its first ones: the last of them says it all.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION sroi_counted_until(spans daterange[], first_day date, last_day date, max_months integer)
RETURNS date
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
    -- Distinct deployed days as islands: `starts` is the first day of one, `after` the day after its last.
    WITH island AS (
        SELECT lower(days) AS starts, upper(days) AS after
        FROM (
            SELECT unnest(range_agg(span)) AS days
            FROM unnest(
                spans || CASE WHEN first_day <= last_day THEN daterange(first_day, last_day, '[]') END
            ) AS span
        ) AS deployed
        WHERE lower(days) <= first_day
    ),
    followed AS (
        SELECT starts, after, lag(after) OVER (ORDER BY starts) AS previous FROM island
    ),
    -- The window that holds first_day, the days in it before first_day, and how many days may count in all.
    counting AS (
        SELECT
            sum(least(after, first_day) - starts)::integer AS before,
            (min(starts) + make_interval(months => max_months))::date - min(starts) AS allowed
        FROM followed
        WHERE starts >= (
            SELECT max(starts) FROM followed
            WHERE previous IS NULL OR starts >= (previous + make_interval(months => 6))::date
        )
    )
    SELECT CASE
        WHEN (first_day <= last_day) IS NOT TRUE THEN NULL
        WHEN max_months IS NULL THEN last_day
        WHEN before < allowed THEN least(last_day, first_day + (allowed - before - 1))
    END
    FROM counting
$function$;

COMMENT ON FUNCTION sroi_counted_until(daterange[], date, date, integer) IS
    'Last day of the deployment first_day–last_day (cut to its contract) that counts under a longest period of '
    'max_months; NULL when none does. spans: every deployed span of the person in the region, cut to its contract; '
    'the deployment itself may be among them or not.';
"""

REVERSE = "DROP FUNCTION sroi_counted_until(daterange[], date, date, integer);"


class Migration(migrations.Migration):
    """Adds sroi_counted_until."""

    dependencies = [("placements", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, REVERSE)]
