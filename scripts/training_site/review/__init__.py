"""The report for those who look after a course: what it holds, what is due, what stands out."""
