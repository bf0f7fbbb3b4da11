# Views of a BytesIO show the memory of an object that lends it.
import io


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


b = io.BytesIO(b"abc")
view = b.getbuffer()
lender = view.obj
print(type(lender), type(lender).__mro__, sorted(vars(type(lender))))
attempt(type(lender))
attempt(lambda: memoryview(lender).tobytes())
attempt(bytes, lender)
attempt(len, lender)
print(lender == b"abc", b.getbuffer().obj is lender, view.readonly)
attempt(type, "x", (type(lender),), {})
with memoryview(lender) as other:
    view[0] = 65
    print(other.tobytes(), b.getvalue())
    view.release()
    attempt(b.truncate, 0)
    attempt(b.write, b"z" * 10)
    attempt(b.close)
    other[1:2] = b"Z"
import gc
gc.collect()
attempt(lambda: other.obj)
print(b.getvalue(), b.truncate(0))
view = b.getbuffer()
print(view.tobytes(), view.format, view.shape)
again = memoryview(view)
view.release()
attempt(b.close)
again.release()
del view, again
gc.collect()
attempt(b.close)
attempt(b.getbuffer)
