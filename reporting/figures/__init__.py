"""The figures of a report: from collected facts, through topics, to the frozen document and what differs between two."""
