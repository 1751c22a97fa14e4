"""Title, date, speaker, office, occasion and salutation, from the first lines of a speech."""
