"""The public calendar as files: what is on screen for the same address, in the form that other programs read."""
