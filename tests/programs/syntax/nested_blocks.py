# How deeply statements of each kind can be nested, and where that is refused.
def c(s):
    try: compile(s, 'x', 'exec'); return True
    except SyntaxError as e: return False
def limit(make):
    for n in range(1, 45):
        if not c(make(n)): 
            try: compile(make(n), 'x', 'exec')
            except SyntaxError as e: return n - 1, str(e)
    return 'none'
I = ' '
def nest(head, n, tail=None, at=0, inner='pass'):
    s = ''.join(I*(at+i)+head+'\n' for i in range(n)) + I*(at+n)+inner+'\n'
    if tail: s += ''.join(I*(at+i)+tail+'\n' for i in reversed(range(n)))
    return s
cases = {
 'for': lambda n: nest('for x in y:', n), 'while': lambda n: nest('while x:', n), 'with': lambda n: nest('with x:', n), 'with items': lambda n: 'with '+','.join(['a']*n)+': pass',
 'try-except': lambda n: nest('try:', n, 'except E: pass'), 'try-finally': lambda n: nest('try:', n, 'finally: pass'), 'try-except-as': lambda n: nest('try:', n, 'except E as e: pass'),
 'except* ': lambda n: nest('try:', n, 'except* E: pass'),
 'try-except-finally': lambda n: ''.join(I*i+'try:\n' for i in range(n))+I*n+'pass\n'+''.join(I*i+'except E: pass\n'+I*i+'finally: pass\n' for i in reversed(range(n))),
 'in handler': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except E:\n' for i in range(n))+I*n+'pass\n',
 'in handler as': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except E as e:\n' for i in range(n))+I*n+'pass\n',
 'in handler bare': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except:\n' for i in range(n))+I*n+'pass\n',
 'in star handler': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except* E:\n' for i in range(n))+I*n+'pass\n',
 'in star handler as': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except* E as e:\n' for i in range(n))+I*n+'pass\n',
 'in else': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except E: pass\n'+I*i+'else:\n' for i in range(n))+I*n+'pass\n',
 'in else finally': lambda n: ''.join(I*i+'try: pass\n'+I*i+'except E: pass\n'+I*i+'else:\n' for i in range(n))+I*n+'pass\n' + ''.join(I*i+'finally: pass\n' for i in reversed(range(n))),
 'for-else': lambda n: ''.join(I*i+'for x in y: pass\n'+I*i+'else:\n' for i in range(n))+I*n+'pass\n',
 'while-else': lambda n: ''.join(I*i+'while y: pass\n'+I*i+'else:\n' for i in range(n))+I*n+'pass\n',
 'in def': lambda n: 'def f():\n'+nest('for x in y:', n, at=1), 'in gen': lambda n: 'def f():\n yield\n'+nest('for x in y:', n, at=1), 'in async': lambda n: 'async def f():\n'+nest('for x in y:', n, at=1), 'async for': lambda n: 'async def f():\n'+nest('async for x in y:', n, at=1),
 'async with': lambda n: 'async def f():\n'+nest('async with x:', n, at=1),
 'class': lambda n: 'class A:\n'+nest('for x in y:', n, at=1),
 'listcomp inside': lambda n: nest('for x in y:', n, inner='[a for a in b]'), 'genexp inside': lambda n: nest('for x in y:', n, inner='(a for a in b)'), 'lambda': lambda n: nest('for x in y:', n, inner='lambda: 0'),
 'listcomp 22': lambda n: '[a '+'for a in b '*n+']', 'inner for in comp in def': lambda n: 'def f():\n'+nest('for x in y:', n, at=1, inner='[a for a in b]'),
 'if': lambda n: nest('if x:', n), 'match': lambda n: ''.join(I*(2*i)+'match x:\n'+I*(2*i+1)+'case 1:\n' for i in range(n))+I*2*n+'pass\n',
 'def': lambda n: nest('def f():', n, inner='pass'), 'class nest': lambda n: nest('class A:', n),
 'type params': lambda n: nest('def f[T]():', n), 'gen with': lambda n: 'def f():\n yield\n'+nest('with x:', n, at=1), 'yield expr': lambda n: nest('for x in y:', n, inner='x = [i async for i in z]') if 0 else 'async def f():\n'+nest('for x in y:', n, at=1, inner='x = [i async for i in z]'),
 'while 1': lambda n: nest('while 1:', n), 'while 0': lambda n: nest('while 0:', n), 'if 0 for': lambda n: 'if 0:\n' + nest('for x in y:', n, at=1), 
}

for k, m in cases.items():
    n = limit(m)
    print(k, n)
    if n == 'none': continue
    try: compile(m(n[0] + 1), 'x', 'exec')
    except SyntaxError as e: print('  ', e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
