"""How a generation is made: what is read anew, what goes on from the last one, and what is written and told of it."""
