"""How well drafts are proofread: sentences of the corpus that were altered, and speeches that it has not."""
