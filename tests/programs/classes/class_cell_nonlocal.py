"""The cell of `__class__` can be rebound, whatever other code of the module declares global."""


class A:
    def rebind(self):
        nonlocal __class__
        __class__ = 42

    def get(self):
        return __class__


assert A().get() is A
A().rebind()
assert A().get() == 42


class B:
    def pathology(self):
        class X:
            global __class__
            __class__ = 43

            def f(self):
                return __class__

        return X().f()


B().pathology()
assert __class__ == 43
