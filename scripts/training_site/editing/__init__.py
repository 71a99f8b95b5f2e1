"""The form editor: reads a file as values for a form, and writes back only what changed in them."""
