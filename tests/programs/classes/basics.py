class Point:
    """A point."""
    dims = 2
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"
p = Point(3, 4)
print(p, p.norm(), Point.norm(p), p.dims, Point.__doc__, Point.__name__)
p.dims = 3
print(Point.dims, p.dims, p.__dict__)
del p.dims
print(p.dims)
m = p.norm
print(m(), m.__self__ is p, m.__func__ is Point.norm, m.__name__, m == p.norm, m is p.norm)
p.z = 5
print(vars(p), sorted(p.__dict__))
Point.extra = lambda self: self.x * 10
print(p.extra())
try:
    p.nope
except AttributeError as exc:
    print(exc, exc.name, exc.obj is p)
try:
    Point.nope
except AttributeError as exc:
    print(exc)
try:
    del p.nope
except AttributeError as exc:
    print(exc)
class Point3(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z
    def __repr__(self):
        return super().__repr__()[:-1] + f", {self.z!r})"
q = Point3(1, 2, 3)
print(q, isinstance(q, Point), issubclass(Point3, Point), Point3.__mro__, Point3.__bases__, Point3.__base__)
print(type(q) is Point3, q.__class__, Point3.__subclasses__(), Point.__subclasses__())
q.__class__ = Point
print(type(q).__name__, q)
try:
    q.__class__ = int
except TypeError as exc:
    print(exc)
try:
    q.__class__ = 5
except TypeError as exc:
    print(exc)
a = Point(1)
b = Point(1)
print(a == b, a != b, a == a, hash(a) == hash(a), a in [b, a])
print(Point.__module__, Point.__qualname__, Point.__dict__["dims"], "norm" in Point.__dict__, type(Point.__dict__).__name__)
try:
    Point.__dict__["x"] = 1
except TypeError as exc:
    print(exc)
Empty = type("Empty", (), {"v": 1, "__doc__": "made"})
print(Empty().v, Empty.__doc__, Empty)
