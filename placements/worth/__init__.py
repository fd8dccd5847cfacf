"""What lines are worth, read from the database and given to the rules of ``placements.valuation``; and under other terms."""
