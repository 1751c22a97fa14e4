"""The words of the interface in the language of the reader."""
