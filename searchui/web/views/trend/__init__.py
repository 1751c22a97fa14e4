"""The page of counts over the years, and its chart."""
