"""Where a region stands, as pages show it: nothing here counts, everything comes from figures collected before."""
