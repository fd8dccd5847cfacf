"""Every address as every role, filled, empty and with errors, through the Nu HTML checker: no message (about 50 minutes)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from campaigns.cases.trying import try_cases

if __name__ == "__main__":
    sys.exit(try_cases("valid_html", "-s", "-p", "no:logging"))
