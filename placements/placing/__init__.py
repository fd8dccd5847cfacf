"""Use cases of placements: somebody gets work, works on, stops, and what is said about it is put right."""
