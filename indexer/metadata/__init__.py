"""What is known of every file as one table, for people to correct."""
