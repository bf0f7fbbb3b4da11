from . import x
value = "y"
def get(): return x.value
seen = hasattr(x, "value")
