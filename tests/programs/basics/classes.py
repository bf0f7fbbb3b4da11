class Animal:
    kind = "animal"
    def __init__(self, name): self.name = name
    def speak(self): return f"{self.name} makes {self.sound()}"
    def sound(self): return "noise"
    def __repr__(self): return f"{type(self).__name__}({self.name!r})"
class Dog(Animal):
    def sound(self): return "woof"
class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def sound(self): return super().sound() + "!"
a, d, p = Animal("a"), Dog("rex"), Puppy("bit", 1)
print(a, d, p, a.speak(), d.speak(), p.speak(), p.age, p.kind, isinstance(p, Animal), issubclass(Dog, Animal), type(d) is Dog)
d.kind = "dog"; print(d.kind, Dog.kind, hasattr(d, "age"), getattr(d, "age", "none"))
class P:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return P(self.x + o.x, self.y + o.y)
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __iter__(self): yield self.x; yield self.y
    def __call__(self, k): return self.x * k
    def __str__(self): return f"<{self.x},{self.y}>"
q = P(1, 2) + P(3, 4); print(q, q == P(4, 6), q != P(0, 0), len(q), q[1], list(q), q(10), str(q), f"{q}")
class C:
    count = 0
    @classmethod
    def make(cls): cls.count += 1; return cls()
    @staticmethod
    def util(x): return x + 1
    @property
    def double(self): return self.count * 2
C.make(); print(C.make().double, C.util(1), C.count)
