# Random operations in random contexts; a digest for each.
import random, hashlib
from decimal import *
random.seed(2718)
n = 6000
digests = {}
def note(key, *parts):
    digests.setdefault(key, hashlib.sha256()).update(repr(parts).encode())
def rnd_dec():
    k=random.random()
    if k<0.04: return random.choice(['inf','-inf','nan','snan','nan123','-snan9','-nan'])
    nd=random.choice([1,2,3,5,9,10,17,19,20,28,29,38,39,40,57,80])
    d=random.choice([lambda:str(random.randrange(10**nd)),lambda:'9'*nd,lambda:'1'+'0'*(nd-1),lambda:str(random.randrange(10))+'0'*(nd//2)+'5'*(nd//2), lambda: '5'+'0'*(nd-1), lambda:str(random.choice([0,1,2,4,5,8,16,25,125]))])()
    e=random.choice([0,0,-1,-2,-nd,-nd//2,random.randrange(-10,10),random.randrange(-60,60),random.randrange(-400,400)])
    return random.choice(['','-'])+d+'E'+str(e)
un=['exp','ln','log10','next_minus','next_plus','normalize','to_integral_value','to_integral_exact','sqrt','logb','logical_invert','abs','plus','minus','number_class','to_sci_string','to_eng_string','is_normal','is_subnormal','_apply','copy_abs']
bi=['add','subtract','multiply','divide','divide_int','remainder','remainder_near','compare','compare_signal','compare_total','compare_total_mag','max','max_mag','min','min_mag','next_toward','quantize','divmod','copy_sign','same_quantum','rotate','shift','scaleb','logical_and','logical_or','logical_xor','power']
rounds=[ROUND_UP,ROUND_DOWN,ROUND_CEILING,ROUND_FLOOR,ROUND_HALF_UP,ROUND_HALF_DOWN,ROUND_HALF_EVEN,ROUND_05UP]
for i in range(n):
    emax=random.choice([999999,999999,6,384,99])
    c=Context(prec=random.choice([1,2,3,5,9,16,19,20,28,28,28,34,38,39,50,70]),rounding=random.choice(rounds),Emin=-emax,Emax=emax,clamp=random.choice([0,0,0,1]),traps=[])
    x=rnd_dec(); y=rnd_dec()
    if random.random()<0.2: y=str(random.randrange(-60,60))
    if random.random()<0.1: x=''.join(random.choice('01') for _ in range(9)); y=''.join(random.choice('01') for _ in range(9))
    a=Decimal(x); b=Decimal(y)
    if random.random()<0.35:
        f=random.choice(un); args=(a,)
    elif random.random()<0.05:
        f='fma'; args=(a,b,Decimal(rnd_dec()))
    elif random.random()<0.05:
        f='power'; args=(Decimal(random.randrange(-100,100)),Decimal(random.randrange(0,50)),Decimal(random.randrange(-50,50)))
    else:
        f=random.choice(bi); args=(a,b)
        if f=='power' and random.random()<0.7: args=(a,Decimal(random.randrange(-30,60)))
    try: r=str(getattr(c,f)(*args)) if f!='divmod' else str(list(map(str,c.divmod(*args))))
    except Exception as e: r=type(e).__name__
    note(f, list(map(str,args)), c, r)
    if i%5==0 and a.is_finite():
        sp=random.choice(['','.3','.10f','e','.2e',',','+.1f','020,.2f','%','.1%','g','.4g','z.1f','_.3f','^30','<30.5g','=+30','.5,f','E','.0f','0=12','x>9'])
        try: note('format', sp, x, format(Decimal(x) if -100<a.adjusted()<100 else Decimal(1)/7, sp))
        except Exception as e: note('format', sp, x, type(e).__name__)
        if -100<a.adjusted()<100: note('conversion', hash(a), int(a), float(a), a.as_integer_ratio(), round(a), round(a, random.randrange(-3,5)) if a.adjusted()<15 else '', a==a*1, a<b if not b.is_nan() else '')
for name in sorted(digests): print(name, digests[name].hexdigest()[:16])
