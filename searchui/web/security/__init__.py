"""Headers, limits, rates, passwords and proxies."""
