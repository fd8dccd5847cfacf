from django import template

from organisations.demo_cast import CastMember, offered

register = template.Library()


@register.simple_tag
def demo_cast() -> list[CastMember]:
    """Who can be chosen on the log-in page; nobody outside the demo."""
    return offered()
