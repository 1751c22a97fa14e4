"""OFD, the fixed-layout documents of Chinese offices."""
