"""What changed between two versions of a course, in words for the people who read and teach it."""
