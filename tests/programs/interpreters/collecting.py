"""Both heaps collect while code of one interpreter runs on top of frames of the other."""
import gc
from concurrent import interpreters


def garbage():
    return [[str(i)] for i in range(50)]


def nested(interp, depth):
    keep = [f"kept {depth} {i}" for i in range(20)]
    if depth:
        nested(interp, depth - 1)
    else:
        interp.exec("""if True:
            import gc
            own = [[str(i)] for i in range(200)]
            for _ in range(3):
                gc.collect()
                [[i] for i in range(200)]
            assert own == [[str(i)] for i in range(200)]
        """)
        gc.collect()
    garbage()
    assert keep == [f"kept {depth} {i}" for i in range(20)]


interp = interpreters.create()
nested(interp, 5)
inner = interpreters.create()
interp.prepare_main(id=inner.id)
interp.exec("""if True:
    from concurrent import interpreters
    import gc
    inner = interpreters.Interpreter(id)
    words = [w * 3 for w in ("a", "b", "c")]
    result = inner.call(sorted, words, reverse=True)
    gc.collect()
    assert result == ["ccc", "bbb", "aaa"] and words == ["aaa", "bbb", "ccc"]
    inner.exec("import gc; x = ['y'] * 100; gc.collect(); assert x == ['y'] * 100")
""")
print(inner.call(eval, "len(x)"))
interp.close()
inner.close()
print("done")
