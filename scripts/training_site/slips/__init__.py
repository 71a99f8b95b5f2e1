"""Slips of single characters, found where they stand: what looks right and is not what YAML reads."""
