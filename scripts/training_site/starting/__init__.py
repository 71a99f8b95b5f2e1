"""Starting something new: a draft module, a reflection, a question, as lines put into the files."""
