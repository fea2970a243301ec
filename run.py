"""Kesu 客诉: `python run.py` starts web and worker; `python run.py --help` lists the other commands."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("Kesu needs Python 3.11, 3.12 or 3.13; this is {}.{}.".format(*sys.version_info))

from app.cli import main

if __name__ == "__main__":
    main()
