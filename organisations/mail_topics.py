"""What each mail is about. Apps say it of their templates here, as the floor cannot know them.

A mail without a topic always goes, at once: an invitation, an award, a decision or a letter about a contract.
"""

from collections.abc import Mapping

from organisations.choices import MailTopic

_topics: dict[str, MailTopic] = {}


def register(topics: Mapping[str, MailTopic]) -> None:
    """Called once by each app that is ready: its templates, with the topic of each that its reader may decide on."""
    _topics.update(topics)


def topic_of(template: str) -> MailTopic | None:
    return _topics.get(template)
