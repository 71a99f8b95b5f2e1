"""A generator of training sites: modules in YAML become pages for MkDocs and Material."""
