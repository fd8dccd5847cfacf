"""A contract whose settlement was drawn up takes no lines and no verdicts any more, until that is taken back.

The database refuses it too (placements 0007); here the user is told in words.
"""

import uuid
from collections.abc import Collection

from django.db import connection
from django.utils.translation import gettext as _

from placements.steps import Refused

#: By this name the database refuses a line of a closed contract.
CONSTRAINT = "contract_is_closed"


def sentence() -> str:
    return _(
        "De afrekening van dit contract is opgemaakt. Daarom verandert er geen regel meer. "
        "Klopt er iets niet? Vraag het Coördinatiepunt Social Return."
    )


def closed_among(contract_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these contracts that are closed. Until the transaction ends none of the others can be closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_closed_among(%s)", [list(contract_ids)])
        return {contract_id for (contract_id,) in cursor.fetchall()}


def check_open(contract_id: uuid.UUID) -> None:
    """``Refused`` for a closed contract. After ``persons.lock_persons_of``, where persons are concerned."""
    if closed_among([contract_id]):
        raise Refused(sentence())
