"""What happens to the built folder after the engine: plain functions over files, for any engine.

Called once at the end of a build, never in a preview. Knows nothing of MkDocs and nothing of the
course but what it is handed.
"""
