"""Tables that are taken away: what is found, with where it comes from, as CSV, JSON Lines or xlsx.

Names are imported from the modules, so that a command loads only its own table.
"""
