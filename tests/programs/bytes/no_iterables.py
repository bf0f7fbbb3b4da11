# What bytearrays say of values that are no iterables although they can be subscripted.
for value in int | None, list[int], None, 1.5, type, object():
    for step in (lambda b: b.extend(value)), (lambda b: b.__setitem__(slice(1, None, None), value)), (lambda b: b.__iadd__(value)), bytearray.__init__:
        b = bytearray(b"abc")
        try:
            if step is bytearray.__init__: b.__init__(value)
            else: step(b)
        except TypeError as e: print(str(e).split(" at 0x")[0])
        print(b)
for text in "0123456789\u0663", "00\u0663", "0123é", "012.5é", "0_1é":
    try: eval(text)
    except SyntaxError as e: print(e.msg, e.offset)
