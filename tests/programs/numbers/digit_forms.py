"""Digits of floats and ints in many forms, by checksum."""
import random, math, zlib
random.seed(1)
h=0
for i in range(4000):
    v=random.choice([random.random()*10**random.randrange(-20,20), random.randrange(10**6)/1000, float(random.randrange(1<<60)), random.randrange(100)/8])
    for s in ("%e","%.3e","%g","%.10g","%.17g","%.0e","%.2G","%.1f"):
        h=zlib.crc32((s%v).encode(),h)
    h=zlib.crc32((format(v,'.4')+format(v,',.2g')+format(-v,'n')+str(round(v,3))).encode(),h)
for i in range(-7000,7000,7): h=zlib.crc32((bin(i)+hex(i)+oct(i)+str(math.gcd(i,36))).encode(),h)
print(h, bin(1<<70), hex(-(1<<70)), bin(True), hex(-1), math.gcd(), math.gcd(-4), math.gcd(0,0), math.gcd(-(1<<60),1<<59), math.gcd(-12,-18,4))
for v in (9.995, 0.5, 2.5, 0.125, 99999.5, 1e16, 1e17, 5e-324, 1.7976931348623157e308, 0.0, -0.0, 123456789.0, 1.0 - 2**-53):
    print(*["%.0e|%.1e|%.3e|%g|%.3g|%#.3g|%.16e|%.17g" % ((v,) * 8), format(v, ".2"), format(v, ".3n")])
