"""How much of a spreadsheet is read. A few bytes can stand for a million rows, so every reader counts."""

MOST_ROWS = 20_000
MOST_COLUMNS = 60
#: The last row that a spreadsheet can have.
LAST_ROW = 1_048_576
