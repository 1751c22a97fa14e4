"""What every page, every operation of the API and every command costs: time, and memory."""
