"""Approved lines looked at again: asked back by the company, or drawn in a sample."""
