"""What commands say about an import: one line a fault, one line a file, one line for what is odd."""

from django.utils.translation import gettext as _

from exchange.landing import FLAG_TEXTS, Change, Outcome
from exchange.package import Fault


def fault_text(fault: Fault) -> str:
    """File, line, column and reason; what a fault has none of is left out."""
    where = [fault.file] if fault.file else []
    if fault.line:
        where.append(_("regel %(line)s") % {"line": fault.line})
    if fault.column:
        where.append(_("kolom %(column)s") % {"column": fault.column})
    return f"{', '.join(where)}: {fault.reason}" if where else fault.reason


def report(outcome: Outcome) -> list[str]:
    """What landed, per file, and what is odd but accepted."""
    lines = [
        _("%(file)s: %(new)s nieuw, %(changed)s gewijzigd, %(same)s gelijk")
        % {
            "file": file,
            "new": count[Change.NEW],
            "changed": count[Change.CHANGED],
            "same": count[Change.SAME],
        }
        for file, count in outcome.counts.items()
    ]
    return lines + [
        _("Let op: %(flag)s.") % {"flag": FLAG_TEXTS[flag] % {"number": number}}
        for flag, number in sorted(outcome.flags.items())
        if number
    ]
