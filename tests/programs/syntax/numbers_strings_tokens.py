print(0b1_0, 0o7_7, 0xF_f, 1_0.0_1e1_0, 1e5j, .5j, 0xdeadB, 00, 1_000j, 1E-2, 5.e3)
print(1 .real, 1.0.imag, 1..real, (0x1).real, 1_0 .bit_length(), 5j.imag, "a".upper(), 'b'"c", b'd'b"e", ("f"
"g"))
переменная = 1; ñ = 2; 変数 = 3; _ = 4; __ = 5; ª = 6; ﬁ = 7
print(переменная + ñ + 変数, _, __, a, fi)
µ = 1; print("μ" in globals(), "µ" in globals())
def ℌ(): return 1
print(H(), "H" in globals())
x = [
    1,  # comment

    2,
]; y = {  'a' : 1 ,
'b':2}
print(x, y); print (1) ; print ( 2 )
if x:
  pass; z = 1
else: z = 2
print(z, "a\
b", 'c\'', "\"", '''d'e"f''', """g"h'""" """i""", r'\'', len('\\'))
print(True, None, __debug__, ...) ; print(not\
 1)
lst = [1,2,3,]; tup = 1,; dct = {1:2,}; st = {1,}; call = max(1,2,); print(lst,tup,dct,st,call)
def f(a,b,): return a
def g(*,a,): return a
def h(a,/,): return a
print(f(1,2,), g(a=1,), h(1,), (lambda x,: x)(1,), x[1], "")
async def k(): pass
k().close()
class A: x = 1; y = 2
class B(A,): pass
class C(): pass
print(A.x, B.y, C.__bases__)
print(eval("1\n"), eval(" 1"), eval("(1,\n2)"), eval("\t2"), eval("1 # c"))
exec("a=1;b=2\nif a:\n\tb=3\nprint(b)\n\n#end"); exec(""); exec("\n\n"); exec("# only"); exec("x=1\\\n+1\nprint(x)")
for bad in ("1 2", "a b", "", " ", "x = 1", "1;", "pass", "\\", "\x00", "1\n2", "  1\n 2", "é²", "a\u00a0= 1", "“x”", "x\u200b", "1__0", "0b", "€"):
    try: print(repr(bad), eval(bad))
    except (SyntaxError, NameError) as exc: print(ascii(bad), type(exc).__name__, exc.msg if isinstance(exc, SyntaxError) else exc)
    except ValueError as exc: print(ascii(bad), exc)
