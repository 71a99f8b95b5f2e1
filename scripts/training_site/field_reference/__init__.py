"""The reference of every field and kind of block, made from the model and a small example course."""
