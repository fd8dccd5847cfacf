"""What the coordination point does on the screen of a group: give seats, keep answers, start it, close it."""

import re

from candidates.models import Enrolment
from candidates.training.shown import version
from tests.candidates.trainees import group, ready
from tests.placements.workspace import act


def path(of, step=""):
    return f"scholing/groepen/{of.pk}/{step}"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def offer(person, of, people, **typed):
    return person.post(path(of, "plaatsen/"), {"candidate": [str(one.pk) for one in people], **typed})


def accept_all(person, of):
    return person.post(path(of, "antwoorden/"), {"iedereen": "1"})


def filled(cast, people, **values):
    """A group that these people come to."""
    of = group(cast, **values)
    assert offer(cast.dirk, of, people).status_code == 302
    assert accept_all(cast.dirk, of).status_code == 302
    return of


def closing(of, **each):
    """What the screen of the results sends when nothing is changed on it, but for ``each``: place to fields."""
    enrolments = list(Enrolment.objects.filter(group=of).order_by("pk"))
    data = {}
    for place, one in enumerate(enrolments):
        typed = {
            "outcome": "certificate",
            "ended_on": "12-06-2026",
            "dropout_reason": "",
            "attendance": "",
            "shown": version(one),
        }
        typed |= each.get(f"p{place}", {})
        data |= {f"d{one.pk.hex}-{name}": value for name, value in typed.items()}
    return data


def begun(cast, number=2, **values):
    """A group of so many that began, with the key of each enrolment, in the order of ``closing``."""
    of = filled(cast, ready(cast, number), **values)
    assert cast.dirk.post(path(of, "start/")).status_code == 302
    with act(cast.dirk):
        return of, list(Enrolment.objects.filter(group=of).select_related("candidate").order_by("pk"))
