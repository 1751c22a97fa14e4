"""What travels: fields, tokens, questions, and postings in a character or two a paragraph."""
