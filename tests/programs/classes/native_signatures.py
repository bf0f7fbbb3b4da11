"""inspect.signature of native functions and classes: which have one, which have none that can be read, and what it is."""
import collections
import faulthandler
import gc
import inspect
import io
import itertools
import os
import re
import sys
import threading
import time
import types
import typing
import weakref

for thing in [dict.update, str.maketrans, dir, next, min, vars, iter, getattr, __build_class__, abs, bin, hex, anext, open,
              collections.OrderedDict.update, collections.deque.index, faulthandler.enable, faulthandler.register, gc.set_threshold,
              io.BufferedRWPair.read1, io.TextIOWrapper.reconfigure, itertools.islice, itertools.repeat, os.utime, os.chmod, os.access,
              re.Match.group, sys.getsizeof, sys.set_asyncgen_hooks, time.localtime, time.strftime, types.CellType,
              types.CodeType, type(None), type(...), typing.Generic.__init_subclass__, typing.ParamSpecArgs, typing.TypeAliasType,
              weakref.ref, threading.Lock, threading.local]:
    try:
        print(thing.__name__, inspect.signature(thing))
    except ValueError:
        print(thing.__name__, thing.__text_signature__)
print(list(inspect.signature(types.FunctionType((x for x in ()).gi_code, {})).bind([]).arguments.items()))
