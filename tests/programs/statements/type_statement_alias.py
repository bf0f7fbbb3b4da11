type Pair = tuple[int, int]
type Tree[T] = T | list[Tree[T]]
type Never_ = undefined_until_asked
print(Pair, Pair.__value__, Tree, Tree[int], Tree.__type_params__, Tree.__value__)
try: Never_.__value__
except NameError as e: print(e)
type = "a name again"; print(type); del type
def f():
    type Local = int
    x = 5
    type Uses = x
    return Local.__value__, Uses.__value__
print(f())
class C:
    type Inner = C
    y = 7
    type Y = y
print(C.Inner.__value__ is C, C.Y.__value__, C.Inner.__module__, C.Inner.__name__)
print(type(1), type.__name__)
