"""Asks for every address as every role with rows in every state, GET and POST: no 500, strangers see nothing (about 8 minutes)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from campaigns.cases.trying import try_cases

if __name__ == "__main__":
    sys.exit(try_cases("address_role_state"))
