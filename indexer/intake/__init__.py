"""How people add files to a corpus, correct what was read of them, and remove them; nothing that was there is lost."""
