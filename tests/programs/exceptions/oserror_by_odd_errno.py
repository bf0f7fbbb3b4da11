# Which class an error number stands for is asked of the number, where its class is derived from int.
import errno


def attempt(*args):
    try:
        e = OSError(*args)
        print(type(e).__name__, e.errno.__class__.__name__, e.strerror)
    except Exception as e:
        print(type(e).__name__, e)


class Plain(int):
    pass


class Unhashable(int):
    __hash__ = None


class Equal(int):
    def __hash__(self):
        print("hash")
        return 2

    def __eq__(self, other):
        print("eq", other)
        return True


class Failing(Equal):
    def __eq__(self, other):
        raise KeyError(other)

    __hash__ = Equal.__hash__


for number in (2, 0, -1, 10**30, True, Plain(2), Plain(77), Unhashable(2), Equal(77), Failing(77)):
    attempt(number, "text")
attempt(Unhashable(2))
print(errno.EFTYPE, errno.errorcode[errno.EFTYPE], list(errno.errorcode.items())[:60])
