"""Drafts as people have them: the text of a file, and the file itself with comments. A draft is never stored."""
