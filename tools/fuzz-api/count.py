"""Says what the roles' requests were answered, and fails if there were too few.

    count.py LEAST FILE...     each file named after its role, as hooks.py writes it
"""

import collections
import json
import pathlib
import sys

least, total = int(sys.argv[1]), 0
for file in map(pathlib.Path, sys.argv[2:]):
    calls = json.loads(file.read_text())
    statuses = sum(map(collections.Counter, calls.values()), collections.Counter())
    total += statuses.total()
    print(f"{file.stem}: {statuses.total()} requests, answered", ", ".join(f"{statuses[one]} × {one}" for one in sorted(statuses)))
    never = sorted(call for call, answers in calls.items() if not any(status < "300" for status in answers))
    known = [call for call in never if not set(calls[call]) <= {"401", "403", "405"}]
    print(f"  never done for this role, other than what it may not do or what isn't there: {', '.join(known) or 'nothing'}")
print(f"{total} requests; at least {least} are wanted")
sys.exit(total < least)
