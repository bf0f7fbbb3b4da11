import sys
class Account:
    def __init__(self):
        self.balance = 5
    def deposit(self): pass
def attempt(f):
    try:
        f()
    except Exception as exc:
        import re, traceback
        print(re.sub(r" \(/.*?\)", " (PATH)", traceback.format_exception_only(exc)[-1]), end="")
acc = Account()
some_long_name = 1
def local():
    counter_value = 1
    return countr_value
class M:
    value = 1
    def get(self):
        return value
    def call(self):
        return helper_method()
    def helper_method(self): pass
attempt(lambda: acc.balanse)
attempt(lambda: acc.depsit())
attempt(lambda: some_long_nam)
attempt(lambda: pritn("x"))
attempt(local)
attempt(M().get)
attempt(M().call)
attempt(lambda: sys.exitt)
attempt(lambda: [].appendd(1))
attempt(lambda: "".uper())
attempt(lambda: acc.zzzzzz)
attempt(lambda: zzzzzz)
def imp(): from collections import namedtupel
attempt(imp)
def imp2(): from os import pathh
attempt(imp2)
def imp3(): import colections
attempt(imp3)
def imp4(): import os.nope
attempt(imp4)
attempt(lambda: datetime.now())
attempt(lambda: math.pi)
attempt(lambda: true)
attempt(lambda: {}.item())
def kw(first_argument=1): pass
attempt(lambda: kw(first_argumnt=2))
attempt(lambda: int.nope)
attempt(lambda: (1).imagg)
attempt(lambda: None.x)
attempt(lambda: (lambda: 0).nam)
