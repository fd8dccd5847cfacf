"""From the frozen JSON of a report to the files people read. Nothing here touches the database."""
