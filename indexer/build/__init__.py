"""From a folder of speeches to a published generation, made anew or from the last one."""
