print("importing", __name__)
value = "a value"
def where(): return __name__, __package__
