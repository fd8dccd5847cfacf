"""A candidate takes his yes back by his own link, and an employer who knew him reads that he left: never who it was.

When they would have met stays with the proposal, so that the employer knows which meeting is off.
"""

import importlib

from django.db import migrations

_PROPOSALS = importlib.import_module("placements.migrations.0041_reminded_once").CHANGE
_FILES = importlib.import_module("placements.migrations.0043_own_page_reads").FUNCTIONS
_END = "$function$;"
_BY_EMPLOYER = "by_employer constant text[]"
_CHANGED_MIND = """by_changed_mind constant text[] := ARRAY['state', 'state_at'];
    by_employer constant text[]"""
_ANSWERS = "IF context = 'link' AND (OLD.state <> 'asked'"
_ANSWERS_OR_LEAVES = """IF context = 'link' AND NOT (
                OLD.state IN ('agreed', 'meeting') AND NEW.state = 'proposal_withdrawn'
                AND to_jsonb(NEW) - stamps - by_changed_mind IS NOT DISTINCT FROM to_jsonb(OLD) - stamps - by_changed_mind)
           AND (OLD.state <> 'asked'"""
_OWN_WORDS = "IS DISTINCT FROM to_jsonb(OLD) - own THEN"
_OR_HIS_MIND = """IS DISTINCT FROM to_jsonb(OLD) - own
       OR (NEW.withdrawn_because <> OLD.withdrawn_because AND NEW.withdrawn_because <> 'changed_mind') THEN"""


def _function(text: str, name: str) -> str:
    start = text.index(f"FUNCTION {name}()")
    return f"CREATE OR REPLACE {text[start : text.index(_END, start) + len(_END)]}"


def _changed(before: str, *changes: tuple[str, str]) -> str:
    for was, becomes in changes:
        if before.count(was) != 1:
            raise ValueError(was)
        before = before.replace(was, becomes)
    return before


_STAMP = _function(_PROPOSALS, "placements_stamp_proposal")
_ENDS = _function(_PROPOSALS, "placements_end_proposals")
_KEEP = _function(_FILES, "placements_keep_proposal_file")
_NOW_STAMP = _changed(
    _STAMP,
    (
        "(NEW.state IN ('agreed', 'meeting', 'hired')",
        "(NEW.state IN ('agreed', 'meeting', 'hired', 'proposal_withdrawn')",
    ),
    (_BY_EMPLOYER, _CHANGED_MIND),
    (_ANSWERS, _ANSWERS_OR_LEAVES),
)
_NOW_ENDS = _changed(
    _ENDS,
    ("SET withdrawn_reason = 'De kandidaat is gestopt.'", "SET withdrawn_because = 'stopped'"),
    (", state_at = now(), meeting_at = NULL", ", state_at = now()"),
)
_NOW_KEEP = _changed(
    _KEEP,
    ("ARRAY['decline_reason', 'decline_note']", "ARRAY['decline_reason', 'decline_note', 'withdrawn_because']"),
    (_OWN_WORDS, _OR_HIS_MIND),
)
#: Who knew somebody before this reads it from then on, or no more.
_RESTAMP = """
UPDATE placements_proposal SET state = state WHERE state = 'proposal_withdrawn' AND answered_at IS NOT NULL;
"""
CHANGE = f"{_NOW_STAMP}\n{_NOW_ENDS}\n{_NOW_KEEP}\n{_RESTAMP}"
BACK = f"{_STAMP}\n{_ENDS}\n{_KEEP}\n{_RESTAMP}"


class Migration(migrations.Migration):
    dependencies = [("placements", "0054_taken_back_with_a_reason")]

    operations = [migrations.RunSQL(CHANGE, BACK)]
