"""PEP 688: what __buffer__ and __release_buffer__ in Python are told."""


class Held:
    def __init__(self, data):
        self.data = bytearray(data)
        self.log = []

    def __buffer__(self, flags):
        self.log.append("get")
        self.view = memoryview(self.data)
        return self.view

    def __release_buffer__(self, view):
        self.log.append("release")
        assert view is self.view
        view.release()


held = Held(b"hello")
with memoryview(held) as view:
    part = view[1:3]
    assert bytes(part) == b"el"
    assert held.log == ["get"]
assert held.log == ["get"]
part.release()
part.release()
assert held.log == ["get", "release"], held.log
held.data.clear()

held = Held(b"abc")
assert bytes(held) == b"abc" and held.log == ["get", "release"]
assert b"-".join([b"x", held]) == b"x-abc"
assert bytearray(b"x") + held == bytearray(b"xabc")
assert held.log == ["get", "release"] * 3, held.log


class Own(bytearray):
    calls = 0

    def __buffer__(self, flags):
        return super().__buffer__(flags)

    def __release_buffer__(self, view):
        self.calls += 1
        for use in (memoryview, lambda v: v[:1], lambda v: v.cast("b"), lambda v: v.toreadonly()):
            try:
                use(view)
            except ValueError as e:
                assert str(e) == "cannot create new view on restricted memoryview", e
            else:
                raise AssertionError("restricted")
        assert view.tobytes() == b"own"
        super().__release_buffer__(view)


own = Own(b"own")
with memoryview(own) as view:
    try:
        own.clear()
    except BufferError:
        pass
    else:
        raise AssertionError("exported")
assert own.calls == 1
own.clear()

array = bytearray(b"12")
view = array.__buffer__(0)
for wrong in (bytearray(), memoryview(b"12")):
    try:
        array.__release_buffer__(wrong)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
array.__release_buffer__(view)
try:
    array.__release_buffer__(view)
except ValueError as e:
    print(e)
for flags in (1 << 63, 1 << 40, "x"):
    try:
        array.__buffer__(flags)
    except (OverflowError, TypeError) as e:
        print(type(e).__name__, e)
