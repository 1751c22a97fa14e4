"""Writing: speeches → partial segments → an index, anew or from an older one."""
