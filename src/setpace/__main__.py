"""`python -m setpace` does what `setpace` does."""

import sys

from setpace.cli import main

if __name__ == "__main__":
    sys.exit(main())
