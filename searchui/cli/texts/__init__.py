"""Commands that look at whole texts: a draft, a sentence."""
