"""Where a cluster is, requests to its nodes, and what goes wrong with them."""
