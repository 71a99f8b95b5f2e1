"""From bytes to a tree of nodes that know their places. Knows YAML, and nothing of courses."""
