"""What someone has in hand when he leaves. Apps that give people work register here what it is.

The floor cannot know the contracts or candidates above it, and still no membership ends while its work
would be nobody's.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from organisations.models import User


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work. ``count`` says how much the leaver has, ``hand_over`` gives it to the successor."""

    title: str | Promise
    count: Callable[[uuid.UUID, User], int]
    hand_over: Callable[[uuid.UUID, User, User], None]


@dataclass(frozen=True, slots=True)
class InHand:
    title: str | Promise
    count: int


_kinds: list[Work] = []


def register(work: Work) -> None:
    """Called once, when the app that knows this kind of work is ready."""
    _kinds.append(work)


def in_hand(organisation_id: uuid.UUID, user: User) -> list[InHand]:
    """What this member has in hand for the organisation; empty when he can go as he is."""
    found = [InHand(kind.title, kind.count(organisation_id, user)) for kind in _kinds]
    return [one for one in found if one.count]


def hand_over(organisation_id: uuid.UUID, leaver: User, successor: User) -> None:
    for kind in _kinds:
        kind.hand_over(organisation_id, leaver, successor)
