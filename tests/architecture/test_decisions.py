"""Each decision is found by its number: in the name of its file, in its first line and in the list of all."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs/decisions"


def test_the_list_has_each_decision_by_number_and_title():
    titles = {file.name: file.read_text().splitlines()[0] for file in sorted(FOLDER.glob("0*.md"))}
    assert [name for name, title in titles.items() if not title.startswith(f"# {name[:4]} ")] == []
    numbers = [name[:4] for name in titles]
    assert len(numbers) == len(set(numbers)), "two decisions have one number"
    listed = [line for line in (FOLDER / "README.md").read_text().splitlines() if line.startswith("- [")]
    assert listed == [f"- [{name[:4]}]({name}) {title[7:].strip()}" for name, title in titles.items()]
