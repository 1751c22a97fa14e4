"""Files whose pages may demand whatever memory and time, read in a process with limits."""
