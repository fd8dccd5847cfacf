"""What a use case says when it cannot do what was asked."""


class Refused(Exception):  # noqa: N818 - reads as a sentence: raise Refused("why")
    """A step that may not be taken, with the sentence that the user reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
