"""super: without a class cell, rebound arguments, as a descriptor, and attributes of the proxy itself."""


class Base:
    kind = "base"

    def who(self):
        return "Base.who"

    @classmethod
    def make(cls):
        return cls.__name__

    @property
    def value(self):
        return 10


class Child(Base):
    kind = "child"

    def who(self):
        return "Child>" + super().who()

    @classmethod
    def make(cls):
        return "made " + super().make()

    @property
    def value(self):
        return super().value + 1

    def nested(self):
        return [super(Child, self).who() for _ in range(2)], (lambda: super(Child, self).kind)()

    def comprehension(self):
        return [super().who() for _ in "ab"]

    def rebinds(self):
        self = 3
        return super().who()

    def deletes(self):
        del self
        return super().who()

    def no_arguments():
        return super()


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


child = Child()
print(child.who(), Child.make(), child.value, child.nested(), child.comprehension())
attempt(child.rebinds)
attempt(child.deletes)
attempt(Child.no_arguments)
attempt(lambda: super())
attempt(lambda: super(Child, 5))
attempt(lambda: super(5, child))
attempt(lambda: super(Child, Base()))
attempt(lambda: super(Child, child).missing)
proxy = super(Child, child)
print(proxy.__thisclass__.__name__, proxy.__self__ is child, proxy.__self_class__.__name__, proxy.__class__)
unbound = super(Child)
print(unbound.__self__, unbound.__get__(child).who())
attempt(lambda: repr(super(Child)).replace(__name__, "m"))
attempt(lambda: setattr(proxy, "kind", 1))
print(super(Child, Child).make(), super(Child, Child).value.fget.__name__)

# A native class is named with its module.
import collections
import typing
for cls, obj in (typing.Generic, 1), (collections.deque, int), (int, collections.deque()):
    try:
        super(cls, obj)
    except TypeError as e:
        print(e)

# What is asked of the proxy before it is pickled, the object answers.
import copy
import pickle


class Proxy(super):
    pass


class Stateful(Base):
    def __getstate__(self):
        return "state of the child"


class Derived(Stateful):
    pass


for cls in super, Proxy:
    for owner, obj in (Child, Child()), (Child, Child), (Derived, Derived()):
        proxy = cls(owner, obj)
        for how in copy.copy, copy.deepcopy, *(lambda p, n=n: pickle.loads(pickle.dumps(p, n)) for n in range(6)):
            attempt(lambda: type(how(proxy)).__name__)
        for protocol in range(6):
            attempt(lambda: object.__reduce_ex__(proxy, protocol)[1:])
