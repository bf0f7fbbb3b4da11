# Texts that are instances of subclasses of `str`: where they stay what they are, and where they are asked for their format.
class E(str):
    def __format__(s, spec): return 'F' + s + spec
    def __str__(s): return 'STR'
    def __repr__(s): return 'REPR'
class X:
    def __repr__(s): return E('r')
    def __str__(s): return E('s')
    def __format__(s, spec): return E('f')
class M(dict):
    def __repr__(s): return E('r')
    def __str__(s): return E('s')
def t(f):
    try: v = f(); print(type(v), v if type(v) is str else str.__repr__(v))
    except Exception as e: print(repr(e))
import types, asyncio, warnings, operator, functools, collections, string
x = X()
t(lambda: str(types.MappingProxyType(M())))
t(lambda: repr(types.MappingProxyType(M())))
t(lambda: '{!r}'.format(x)); t(lambda: '{!r:}'.format(x)); t(lambda: '{!s}'.format(x)); t(lambda: '{}'.format(x)); t(lambda: '{!a}'.format(x))
t(lambda: f'{x!r}'); t(lambda: f'{x!s}'); t(lambda: f'{x}'); t(lambda: f'{x!r:5}'); t(lambda: f'{x!a}')
t(lambda: '%r' % x); t(lambda: '%s' % x); t(lambda: '%s' % (x,)); t(lambda: '%a' % x);  t(lambda: '%5s' % x)
t(lambda: format(x)); t(lambda: format(x, '')); t(lambda: format(E('a'))); t(lambda: ascii(x)); t(lambda: repr(x)); t(lambda: str(x)); t(lambda: E('a').__str__()); t(lambda: str(E('q')))
t(lambda: ''.join([E('a')])); t(lambda: E('').join([E('a')])); t(lambda: ','.join([E('a'), E('b')]))
t(lambda: object.__str__(x)); t(lambda: object.__format__(x, '')); t(lambda: object.__repr__(x)[:5])
t(lambda: str(b'', 'ascii')); t(lambda: str(object=x)); t(lambda: E(x)); t(lambda: E(E('a')))
t(lambda: string.Formatter().format('{!r} {}', x, x)); t(lambda: str([x])); t(lambda: str({x: x})); t(lambda: str((x,)))
t(lambda: operator.mod('%s', x)); t(lambda: functools.reduce(lambda a, b: a, [x]))
async def m():
    tk = asyncio.create_task(asyncio.sleep(0), name=x)
    return tk.get_name()
t(lambda: asyncio.run(m()))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    class W(UserWarning):
        def __str__(s): return E('w')
    warnings.warn(W('a'))
    print(type(str(w[0].message)), w[0])
import io, csv, logging, json
s = io.StringIO(); print(x, file=s); t(lambda: s.getvalue())
s = io.StringIO(); csv.writer(s).writerow([x]); t(lambda: s.getvalue())
t(lambda: json.dumps({'a': E('b')})); t(lambda: json.dumps({E('a'): 1}))
import decimal, datetime, fractions, pathlib, enum
t(lambda: str(types.SimpleNamespace(a=x))); t(lambda: f'{x!r:>{5}}')
class En(enum.Enum): A = x
t(lambda: str(En.A)); t(lambda: repr(En.A))
t(lambda: t'{x!r}'.interpolations[0].conversion)
import traceback
t(lambda: ''.join(traceback.format_exception_only(ValueError(x))))
t(lambda: str(ImportError(E('x'), name=E('n'))))
t(lambda: str(UnicodeDecodeError('ascii', b'a', 0, 1, E('why'))))



class P(str):
    pass


class Y:
    def __format__(s, spec): return P('f')
    def __str__(s): return P('s')
    def __repr__(s): return P('r')


y = Y()
print(f'{y}a{y}b{y}', f'{y}{y!s}', f'{y!s}{y!s}{y!r:.3}', f'{y!r}|{y!a}|{y!s:3}|')
t(lambda: f'{y}'); t(lambda: f'{y!r}'); t(lambda: '%s' % (y,)); t(lambda: '%s' % y); t(lambda: '%s%s' % (x, y)); t(lambda: '%s' % (x,) + '%r' % (y,))
t(lambda: '%s' '%r|%a' % (x, y, x)); t(lambda: '%5s|%-5.1r|%100s' % (x, y, x)); t(lambda: '%%%s' % (x,) % ()); t(lambda: '%s %s' % (x,))
t(lambda: '%s' % (*[x],)); t(lambda: 'x' % ()); t(lambda: '%d %s' % (1, x))
for e in KeyError(y), ValueError(y), BaseException(y), AttributeError(y), StopIteration(y), SystemExit(y), ImportError(y), NameError(y), OSError(y), OSError(y, y), SyntaxError(y), UnicodeError(y), KeyError(1, 2), ImportError(P('x')), SyntaxError(P('a')), OSError(1, P('e')), ImportError(5), SyntaxError(5), ValueError(P('d')), KeyError(P('d')):
    print(type(e).__name__, type(str(e)), type(e.__str__()), type(repr(e)), str(e))
