"""From a fresh machine to a running assistant with one command, and nothing left behind afterwards.

Standard library only and Python 3.9 or later, because it runs before anything is installed.
"""

import sys

if sys.version_info < (3, 9):  # noqa: UP036 - here the one module that an older Python still reads
    sys.exit("This needs a python3 of version 3.9 or later. Install one, or name it: make run PYTHON=/path/to/python3")
