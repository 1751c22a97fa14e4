"""Tests of the variants of a wording."""
