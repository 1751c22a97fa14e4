"""An index in a cluster: what a page costs beside the embedded engine, and what becomes of answers when nodes are killed."""
