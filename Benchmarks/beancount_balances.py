"""Reads a beancount file and prints every account's balance: the least beancount can do for it."""

import collections
import sys

from beancount import loader
from beancount.core import data

entries, errors, _ = loader.load_file(sys.argv[1])
if errors:
    sys.exit(f"{len(errors)} errors")
balances = collections.Counter()
for entry in entries:
    if isinstance(entry, data.Transaction):
        for posting in entry.postings:
            balances[posting.account] += posting.units.number
for account, number in sorted(balances.items()):
    print(f"{account},{number}")
