"""SCORM 1.2 packages: parts of a built site in the form that learning-management systems take in.

Takes the course and the files of a site that was built for it, and gives packages as bytes. Knows
nothing of MkDocs, folders or the command line.
"""
