"""Whether scans are read right: the sample speeches, printed, scanned in many ways, and read by machine."""
