import pytest
from django.conf import settings
from django.template import Context, Origin, Template, engines

from tests.strict_templates import UndefinedVariableError


def template(source: str, name: str) -> Template:
    engine = engines["django"].engine
    return Template(source, origin=Origin(name=name), engine=engine)


def test_an_undefined_variable_of_our_own_template_is_an_error():
    ours = template("{{ nothing.here }}", f"{settings.BASE_DIR}/templates/proof.html")
    with pytest.raises(UndefinedVariableError, match=r"nothing.here in proof.html"):
        ours.render(Context())


def test_an_undefined_variable_in_a_condition_is_none():
    ours = template("{% if nothing %}x{% endif %}", f"{settings.BASE_DIR}/templates/proof.html")
    assert ours.render(Context()) == ""


def test_templates_of_packages_may_print_nothing():
    assert template("{{ nothing }}", "/a/package/proof.html").render(Context()) == ""
