"""What the start page of each kind of organisation shows: what waits first, then how things stand."""
