# How functions without keyword parameters name themselves when they refuse keywords.
import datetime
import math
import sys

functions = [set().union, frozenset().difference, set().intersection_update, math.gcd, math.hypot, sys.audit, datetime.date.fromordinal, datetime.datetime.strptime, max]
for function in functions:
    for arguments in (), (1,):
        try:
            function(*arguments, unknown=1)
        except TypeError as e:
            print(e)
