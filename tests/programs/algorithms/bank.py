from abc import ABC, abstractmethod
from decimal import Decimal
from functools import wraps
class InsufficientFunds(Exception):
    def __init__(self, account, need):
        super().__init__(f"{account.owner} lacks {need - account.balance}")
        self.account, self.need = account, need
def logged(fn):
    @wraps(fn)
    def wrapper(self, *args, **kw):
        try:
            result = fn(self, *args, **kw)
        except Exception as exc:
            self.history.append((fn.__name__, args, type(exc).__name__))
            raise
        self.history.append((fn.__name__, args, "ok"))
        return result
    return wrapper
class Account(ABC):
    _next = 1
    def __init__(self, owner, balance="0"):
        self.owner, self._balance, self.history = owner, Decimal(balance), []
        self.number, Account._next = Account._next, Account._next + 1
    @property
    def balance(self): return self._balance
    @balance.setter
    def balance(self, v):
        if v < self.limit:
            raise InsufficientFunds(self, self._balance - v)
        self._balance = v
    @property
    @abstractmethod
    def limit(self): ...
    @logged
    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"bad amount {amount}")
        self.balance += Decimal(amount)
        return self
    @logged
    def withdraw(self, amount):
        self.balance -= Decimal(amount)
        return self
    def __lt__(self, o): return self.balance < o.balance
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {str(self.balance)!r})"
class Savings(Account):
    limit = Decimal(0)
    def interest(self, rate):
        self._balance += (self._balance * Decimal(rate)).quantize(Decimal("0.01"))
class Checking(Account):
    def __init__(self, *a, overdraft=100, **k):
        super().__init__(*a, **k)
        self.overdraft = overdraft
    @property
    def limit(self): return Decimal(-self.overdraft)
def transfer(a, b, amount):
    a.withdraw(amount)
    try:
        b.deposit(amount)
    except BaseException:
        a.deposit(amount)
        raise
s, c = Savings("ann", "100.50"), Checking("bob", overdraft=50)
transfer(s, c, 30)
s.interest("0.025")
print(s, c, sorted([s, c]), s.number, c.number)
for f in (lambda: s.withdraw(1000), lambda: c.withdraw(60).withdraw(60), lambda: transfer(s, c, -5), lambda: Account("x"), lambda: c.deposit(0)):
    try:
        print(f())
    except (InsufficientFunds, ValueError, TypeError) as exc:
        print(type(exc).__name__, exc)
for a in (s, c):
    print(a, a.history)
