"""The money of the programme: what was spent, who approved it, and how it stands against the plan."""
