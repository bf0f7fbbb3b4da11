"""`__static_attributes__`: what functions of a class, nested ones too, assign on `self`."""


class C:
    def m(this): this.q = 1
    def n(self):
        self.a = 1
        def inner(): self.u = 1
        lambda: [self.z for self.w in ()]
        class D:
            def k(self): self.d = 1
        assert D.__static_attributes__ == ("d",)
        self.b: int = 1
        self.c += 1
        del self.e
    @staticmethod
    def s(self): self.t = 1
    def p(x, self): self.o = 1


assert C.__static_attributes__ == ("a", "b", "o", "t", "u", "w")


class Private:
    def __init__(self):
        self.__private = 1
        self.__special__ = 2
        self._Private__mangled = 3


assert sorted(Private.__static_attributes__) == ["_Private__mangled", "__private", "__special__"]
