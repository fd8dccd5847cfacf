"""How somebody's answers become a CV in his file: read → render → keep. Each step can be repeated."""

import uuid

from django.utils import timezone

from candidates.telling import cv_making
from organisations import tenancy
from organisations.choices import Purpose
from reporting.render.own_cv import render_own_cv

TASK = cv_making.MAKE


def produce(candidate_id: str, *, region_id: str) -> bool:
    """Make the CV; whether it was kept. Call it outside any transaction."""
    person = uuid.UUID(candidate_id)
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        content = cv_making.content_of(person)
    if content is None:
        return False
    pdf = render_own_cv(content)
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        return cv_making.keep(person, pdf, answered_at=content["made_at"], at=timezone.now())
