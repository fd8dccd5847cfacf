"""Whether a file from outside is what it seems and can do no harm. Runs in a child process without database or secrets.

Knows neither Django nor the portal: bytes in, a verdict and pictures of the pages out.
"""
