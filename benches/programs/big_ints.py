"""Big integers: digits of pi by a spigot, powers, and conversion to text."""


def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < n:
        if 4 * q + r - t < m * t:
            digits.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return digits


digits = pi_digits(2400)
power = 3 ** 9000
print(sum(digits), "".join(map(str, digits[-10:])), len(str(power)), pow(7, power, 10 ** 50 + 1) % 1_000_003)
