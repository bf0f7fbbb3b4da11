from . import y
value = "x"
def get(): return y.value
