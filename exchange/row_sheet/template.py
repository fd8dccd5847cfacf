"""What the empty books have in common: the columns with an example, what belongs in each, and the words there are."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from exchange.row_sheet.parties import Parties
from exchange.row_sheet.shape import Shape
from exchange.sheets import Sheet, Value
from organisations.choices import OrganisationKind

_CHOICES = "Keuzes"


def explained(
    shape: Shape, names: Sequence[str], *, example: Mapping[str, Value], about: Mapping[str, str]
) -> list[Sheet]:
    """The sheet to fill in, with a list of words where a column has them, and the explanation of its columns."""
    offered = [name for name in names if name in shape.labels]
    choices = {names.index(name): _place(shape, offered, name) for name in offered}
    return [
        Sheet(
            shape.sheet,
            [str(shape.columns[name]) for name in names],
            [[example.get(name) for name in names]],
            choices=choices,
        ),
        Sheet(
            _("Uitleg"),
            [_("Kolom"), _("Moet"), _("Wat u invult"), _("Naam in %(file)s") % {"file": shape.row_type.FILE}],
            [
                [str(shape.columns[name]), _("nee") if name in shape.optional else _("ja"), about[name], name]
                for name in names
            ],
        ),
    ]


def choices_sheet(shape: Shape, names: Sequence[str]) -> Sheet:
    """The words that the columns take, one column for each; the sheet to fill in points at them."""
    offered = [name for name in names if name in shape.labels]
    words = [[str(label) for label in shape.labels[name].labels] for name in offered]
    longest = max(map(len, words))
    rows = [[column[place] if place < len(column) else None for column in words] for place in range(longest)]
    return Sheet(_CHOICES, [str(shape.columns[name]) for name in offered], rows)


def _place(shape: Shape, offered: Sequence[str], name: str) -> str:
    letter = get_column_letter(offered.index(name) + 1)
    return f"'{_CHOICES}'!${letter}$2:${letter}${len(shape.labels[name].labels) + 1}"


def organisations_sheet(parties: Parties) -> Sheet:
    """The organisations of the region, to name in a cell."""
    return Sheet(
        _("Organisaties"),
        [_("Code"), _("Naam"), _("KVK-nummer"), _("Soort")],
        [
            [party.code, party.name, party.kvk, str(OrganisationKind(party.kind).label)]
            for party in sorted(parties.known, key=lambda party: party.name.casefold())
        ],
    )
