"""What the native half of json must do as the Python half: errors, places, notes, keys."""

import json
from json import decoder, encoder, scanner

assert encoder.c_make_encoder is not None and scanner.c_make_scanner is not None


def fails(exception, text, function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except exception as exc:
        assert str(exc) == text, str(exc)
        return exc
    raise AssertionError("nothing was raised")


fails(ValueError, "Expecting value: line 1 column 5 (char 4)", json.loads, '[1, x]')
fails(ValueError, "Expecting ',' delimiter: line 2 column 7 (char 8)", json.loads, '{\n"é":1 "b":2}')
fails(ValueError, "Illegal trailing comma before end of object: line 1 column 7 (char 6)", json.loads, '{"a":1,}')
fails(ValueError, "Illegal trailing comma before end of array: line 1 column 3 (char 2)", json.loads, "[1,]")
fails(ValueError, "Invalid control character at: line 1 column 3 (char 2)", json.loads, '"a\n"')
fails(ValueError, "Invalid \\escape: line 1 column 3 (char 2)", json.loads, '"a\\z"')
fails(ValueError, "Unterminated string starting at: line 1 column 2 (char 1)", json.loads, '["a')
assert json.loads('"\\ud834\\udd1e \\ud834 \\u00e9"') == "\U0001d11e \ud834 é"
assert json.loads("[1.5e3, -0, 12345678901234567890123, -1E-2]") == [1500.0, 0, 12345678901234567890123, -0.01]

rows = json.loads('[{"name": 1, "é": 2}, {"name": 3, "é": 4}]')
assert [list(map(id, row)) for row in rows][0] == [id(key) for key in rows[1]]
assert json.loads('{"a": {"b": 1}}', object_pairs_hook=list) == [("a", [("b", 1)])]
assert json.loads('{"a": 1}', object_hook=lambda d: sorted(d)) == ["a"]
assert json.loads("[1, 2.5]", parse_int=str, parse_float=repr) == ["1", "'2.5'"]

assert json.dumps({"b": [1, 2.5, None, True], 3: "é\"\n", None: (), 1.5: {}}) == (
    '{"b": [1, 2.5, null, true], "3": "\\u00e9\\"\\n", "null": [], "1.5": {}}'
)
assert json.dumps("é\u2028\x7f", ensure_ascii=False) == '"é\u2028\x7f"'
assert json.dumps([[], {}, [1]], indent=2) == "[\n  [],\n  {},\n  [\n    1\n  ]\n]"
assert json.dumps({"b": 1, "a": 2, (1,): 3}, skipkeys=True) == '{"b": 1, "a": 2}'
assert json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")) == '{"a":2,"b":1}'

exc = fails(TypeError, "Object of type object is not JSON serializable", json.dumps, {"k": [1, object()]})
assert exc.__notes__ == [
    "when serializing list item 1",
    "when serializing dict item 'k'",
] or exc.__notes__[-1] == "when serializing dict item 'k'", exc.__notes__
loop = []
loop.append(loop)
fails(ValueError, "Circular reference detected", json.dumps, loop)
fails(ValueError, "Out of range float values are not JSON compliant: nan", json.dumps, float("nan"), allow_nan=False)
fails(TypeError, "keys must be str, int, float, bool or None, not tuple", json.dumps, {(1,): 2})
