"""What a learner does on the site, in a real browser. A package: its conftest is not the one above."""
