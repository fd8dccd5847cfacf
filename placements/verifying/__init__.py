"""The verifier's side: the work list, a verdict on a line or on many, what is odd about it, the second pair of eyes."""
