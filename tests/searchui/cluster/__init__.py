"""All ways to ask: of the sample corpus in a cluster they answer as of the same corpus in a folder."""
