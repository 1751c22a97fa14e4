"""What of an index stays on the machines that read it."""
