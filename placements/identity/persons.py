"""Who is the same person: recognised across contractors, without telling one about another.

Person = name after NFKC, casefold, white space collapsed and trimmed, nothing else, with the date of
birth, per region (domain rules, section 5). The keyed hash of that stands in ``PersonKey``.
"""

import hashlib
import hmac
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from placements.identity.asking import ask
from placements.models import DeployedPerson, PersonKey

#: Letters and digits of a pseudonym: none that look alike.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PSEUDONYM_LENGTH = 5
_LONGEST_NAME = 120


def normalise(name: str) -> str:
    """The name by which a person is recognised."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def person_key(region_id: uuid.UUID, name: str, birth_date: date, *, secret: str = "") -> str:
    """The keyed hash that is the same for one person at every contractor of the region; ``secret``: of another than today."""
    return _keyed(f"{region_id}\n{normalise(name)}\n{birth_date.isoformat()}", secret).hex()


def pseudonym(contract_id: uuid.UUID, key: str) -> str:
    """What a verifier reads instead of the name: the same on one contract, another one on the next."""
    number = int.from_bytes(_keyed(f"{contract_id}\n{key}")[:8])
    letters = []
    for _place in range(_PSEUDONYM_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "P-" + "".join(letters)


def person_for(region_id: uuid.UUID, contractor_id: uuid.UUID, name: str, birth_date: date) -> DeployedPerson:
    """The identity row of this person with this contractor, made with its key when it is not there yet.

    Raises ValidationError for a name that is empty or too long once normalised.
    """
    normalised = normalise(name)
    if not normalised:
        raise ValidationError(_("Vul een naam in."))
    if len(normalised) > _LONGEST_NAME:
        raise ValidationError(_("Deze naam is te lang. Schrijf alleen voornaam en achternaam."))
    person, created = DeployedPerson.objects.get_or_create(
        region_id=region_id,
        contractor_id=contractor_id,
        normalised_name=normalised,
        birth_date=birth_date,
        defaults={"name": " ".join(name.split())},
    )
    if created:
        key = person_key(region_id, name, birth_date)
        PersonKey.objects.create(person_id=person.pk, region_id=region_id, key=key)
    return person


def lock_persons_of(
    deployment_ids: Iterable[uuid.UUID], *, new_on: uuid.UUID | None = None, keys: Iterable[str] = ()
) -> None:
    """Wait for our turn with all persons of these lines, in one order for everybody. Before any write.

    For a line that does not exist yet: ``new_on`` is its contract, ``keys`` its person.
    """
    ask("SELECT placements_lock_persons(%s, %s, %s)", [list(deployment_ids), new_on, list(keys)])


def _keyed(text: str, secret: str = "") -> bytes:
    return hmac.digest((secret or settings.PERSON_KEY_SECRET).encode(), text.encode(), hashlib.sha256)
