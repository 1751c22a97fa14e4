"""What was found of a draft, as a table, as marked text, as one file that needs nothing else."""
