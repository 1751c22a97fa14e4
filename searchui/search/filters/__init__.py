"""Filters by the metadata of speeches, facets, and the columns both are computed from."""
