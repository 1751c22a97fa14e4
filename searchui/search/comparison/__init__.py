"""Two texts side by side: which sentences were kept, changed, moved, split, merged, dropped and are new."""
