"""How checks after a placement are called on screens and in mails."""

from django.utils.translation import gettext as _

_HALF_YEAR, _YEAR, _TWO_YEARS = 6, 12, 24


def after(months: int) -> str:
    """In a sentence: after 'een half jaar'."""
    words = {_HALF_YEAR: _("een half jaar"), _YEAR: _("een jaar"), _TWO_YEARS: _("twee jaar")}
    return words[months]


def title_of(months: int) -> str:
    """Above a page, in a list, or in the file of the candidate."""
    return _("Nazorg na %(months)s maanden") % {"months": months}
