"""A command of the product at another time: `python -m scripts.at 2026-11-18T10:20+08:00 demo`.

For pictures, and for looking at a day that hasn't come; the clock goes on from there.
"""

import sys
from datetime import datetime

import time_machine

from app.cli import main

if __name__ == "__main__":
    with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
        main(sys.argv[2:])
