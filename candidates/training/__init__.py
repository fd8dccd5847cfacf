"""What is done with training: programmes, groups and their seats, taking part, costs, and the plan."""
