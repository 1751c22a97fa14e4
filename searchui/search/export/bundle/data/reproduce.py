"""Tells whether an archive still answers as this bundle says: python reproduce.py INDEX

INDEX is the folder of an index. Exit code 0: the same; 1: it differs, and in what; 2: the call is wrong.
The package speechsearch is needed, and nothing else.
"""

import sys
from pathlib import Path

from searchui.web.reproducing import main

if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent, sys.argv[1:]))
