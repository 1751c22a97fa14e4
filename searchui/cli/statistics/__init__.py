"""Commands that count: how often, where, when, beside which words, in which more than elsewhere."""
