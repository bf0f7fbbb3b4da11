# A warning about an index that can't be right names what is subscripted, also where it is an error.
import warnings
for s in ["x = [\n1\n][\n'a'\n]", "('a'\n'b')['c']", "f'''\n{x}'''[\n'a']", "(1,\n)[\n1,2]", "x = 'a'[\n'b']"]:
    with warnings.catch_warnings(record=True) as ws:
        warnings.simplefilter('always'); compile(s, 'f', 'exec')
        print([w.lineno for w in ws])
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        try: compile(s, 'f', 'exec')
        except SyntaxError as e: print(e.lineno, e.offset, e.end_lineno, e.end_offset)
