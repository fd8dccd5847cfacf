"""What each topic of a report says: from the figures of the JSON to tables, charts and texts."""
