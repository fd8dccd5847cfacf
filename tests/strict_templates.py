"""A variable that a template of ours names and does not get is an error in tests; Django would print nothing."""

import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

OURS = Path(settings.BASE_DIR) / "templates"


class UndefinedVariableError(Exception):
    pass


class Undefined(str):
    """What Django prints for a variable it cannot find, asked for by ``undefined % variable``."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, variable: object) -> str:
        template = _being_rendered()
        if template is not None and Path(template).is_relative_to(OURS):
            raise UndefinedVariableError(f"{variable} in {Path(template).relative_to(OURS)}")
        return ""


def _being_rendered() -> str | None:
    """The file of the template that is on now; packages print undefined variables on purpose."""
    frame = sys._getframe(2)
    context = frame.f_locals.get("context")
    template = context.render_context.template if context is not None else None
    return template.origin.name if template is not None else None


@pytest.fixture(autouse=True)  # each time: changed settings make new engines
def undefined_variables_are_errors() -> None:
    engines["django"].engine.string_if_invalid = Undefined("undefined")
