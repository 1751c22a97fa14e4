"""Generations in a cluster: published there from a folder, and mirrored from there into the folders of those that read."""
