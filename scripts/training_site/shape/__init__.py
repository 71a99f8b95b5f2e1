"""Holds a tree of nodes against the model's classes. Knows one file at a time."""
