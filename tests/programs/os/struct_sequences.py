"""Tuples with names: their text, construction, copies."""
import copy
import os
import time

moment = time.struct_time(range(9), {"tm_zone": "here"})
print(moment, moment.tm_zone, moment.tm_gmtoff)
print(moment.__reduce__())
print(copy.replace(moment, tm_year=2000))
print(time.struct_time.n_fields, time.struct_time.n_sequence_fields, time.struct_time.n_unnamed_fields)
print(os.stat_result(range(10)), os.stat_result(range(10)).st_mtime, os.stat_result.n_unnamed_fields)
for wrong in [(), (1,), (range(8),), (range(12),), (range(9), 1), (range(9), {"x": 1})]:
    try:
        time.struct_time(*wrong)
    except TypeError as error:
        print(error)
try:
    moment.tm_year = 1
except AttributeError as error:
    print(error)
