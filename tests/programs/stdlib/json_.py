import json
obj = {"a": [1, 2.5, -0.0, 1e100, True, None, "é\n\"\\\u2028\U0001f40d\x01"], "b": {"z": (), "y": {}}, "1": "int key"}
print(json.dumps(obj), json.dumps(obj, ensure_ascii=False), json.dumps(obj, separators=(",", ":"), sort_keys=True), sep="\n")
print(json.dumps(obj, indent=2), json.dumps([1, [2, []]], indent="\t"), json.dumps({}, indent=1), json.dumps([], indent=3))
print(json.dumps({1: 1, 2.5: 2, True: 3, None: 4}), json.dumps({(1,): 2, "k": 1}, skipkeys=True), json.dumps([float("inf"), float("-inf"), float("nan")]), json.dumps("\u007f\u0080\ud800"), json.dumps(10**30), json.dumps(1e16))
for text in ('{"a": [1, 2.0, -3e2, true, false, null, "x\\u00e9\\n\\ud83d\\ude00"]}', " [1 , 2 ] ", '"s"', "1", "-0", "-0.0", "1E5", "NaN", "[Infinity, -Infinity]", "{}", '{"a":1,"a":2}', '"\\/\\b\\f"', "123456789012345678901234567890", '"\\ud800"', "[]", '{"k" : {"n": [[]]}}'):
    print(repr(json.loads(text)))
for bad in ("", "[", "[1,]", "{'a':1}", '{"a" 1}', '{"a":1,}', "01", "1.", ".5", "+1", '"\n"', '"\\x"', '"abc', "tru", "[1 2]", "1 2", '{"a":}', "{1:2}", '"\\u12"', "nul", "-", "[1,\n2,\n}", '{"a":1 "b"}', "\ufeff1", '{', '{"a"', '{"a":', '{"a":1', '[1', '"\x01"', "--1", "1e", "'a'", "{,}", "]"):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as exc:
        print(repr(bad), exc, exc.pos, exc.lineno, exc.colno)
class O: pass
r = []; r.append(r); d = {}; d["d"] = d
for f in (lambda: json.dumps(O()), lambda: json.dumps({O: 1}), lambda: json.dumps(r), lambda: json.dumps(d), lambda: json.dumps({1, 2}), lambda: json.dumps(b"x"), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.loads(5), lambda: json.dumps({"a": [1, {"b": O()}]}), lambda: json.dumps(1j), lambda: json.loads(None), lambda: json.dumps({"a": 1, 2: 3}, sort_keys=True)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, str(exc).replace(hex(id(0)), ""), getattr(exc, "__notes__", []))
print(json.dumps(O, default=lambda o: o.__name__), json.dumps([{1}], default=list), json.loads('[1.5, 2, {"a": 1}]', parse_float=str, parse_int=lambda s: int(s) * 10, object_hook=lambda d: ("hook", d)), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list), json.loads("NaN", parse_constant=lambda s: "const " + s), json.loads(b'"\xc3\xa9"'), json.loads('"é"'.encode("utf-16")))
class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, complex):
            return [o.real, o.imag]
        return super().default(o)
print(json.dumps({"z": 1 + 2j}, cls=E), list(E(indent=None).iterencode([1, {"a": 2j}])), E().encode("x"), json.JSONDecoder().raw_decode('{"a": 1} tail'))
class I(int):
    def __repr__(self): return "no"
class S(str): pass
import enum
class En(enum.IntEnum): A = 3
print(json.dumps([I(5), S("s"), En.A, {S("k"): En.A, En.A: 1}]))
import io
f = io.StringIO(); json.dump([1, 2], f); f.seek(0); print(json.load(f))
