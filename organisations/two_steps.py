"""When logging in at a provider was logging in in two steps (docs/decisions/0006 and 0035)."""

from collections.abc import Iterable

from organisations.choices import ProviderSecondFactor

#: RFC 8176: what one knows, has and is. A text message and a call are what one has, a risk score is none of them.
_KINDS = (
    frozenset({"pwd", "pin", "kba"}),
    frozenset({"otp", "hwk", "swk", "sc", "sms", "tel", "pop", "fido"}),
    frozenset({"face", "fpt", "iris", "retina", "vbm", "bio"}),
)


def were_two_steps(rule: str, *, methods: Iterable[str], context: str, contexts: Iterable[str]) -> bool:
    """``methods`` and ``context`` are the claims amr and acr; ``contexts`` those that the organisation counts."""
    if rule == ProviderSecondFactor.NEVER:
        return False
    if rule == ProviderSecondFactor.ALWAYS:
        return True
    used = {one.lower() for one in methods}
    return "mfa" in used or sum(1 for kind in _KINDS if kind & used) > 1 or bool(context and context in set(contexts))
