"""SciPy's quadrature on request: reads "variance correlation" from standard input, prints processor seconds and E tanh(u) tanh(v)."""
import math
import sys
import time

from scipy.integrate import dblquad, quad
from scipy.optimize import brentq


def dual(q, c):
    s, r = math.sqrt(1.0 - c * c), math.sqrt(q)
    w = lambda x: math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    f = lambda y, x: w(x) * w(y) * math.tanh(r * x) * math.tanh(r * (c * x + s * y))
    return dblquad(f, -9.0, 9.0, -9.0, 9.0, epsabs=1e-12, epsrel=1e-12)[0]


def kinked(q, c):
    """E phi(u) phi(v) of |x| sigmoid(x): quad within quad, split where u or v is 0."""
    s, r = math.sqrt(1.0 - c * c), math.sqrt(q)
    w = lambda x: math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    phi = lambda x: abs(x) / (1.0 + math.exp(-x))
    given = lambda x: quad(lambda y: w(y) * phi(r * (c * x + s * y)), -12.0, 12.0, epsabs=1e-13, epsrel=1e-12, limit=200, points=[max(-12.0, min(12.0, -c * x / s))])[0]
    return quad(lambda x: w(x) * phi(r * x) * given(x), -12.0, 12.0, epsabs=1e-13, epsrel=1e-12, limit=200, points=[0.0])[0]


def moment(q):
    w = lambda x: math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    return quad(lambda x: w(x) * math.tanh(math.sqrt(q) * x) ** 2, -12.0, 12.0, epsabs=1e-14, epsrel=1e-13)[0]


for line in sys.stdin:
    what, *numbers = line.split()
    start = time.process_time()
    if what == "dual":
        value = dual(*map(float, numbers))
    elif what == "kinked":
        value = kinked(*map(float, numbers))
    else:
        sw, sb = map(float, numbers)
        q = brentq(lambda p: sw * moment(p) + sb - p, 1e-3, 50.0, xtol=1e-14)
        value = brentq(lambda c: (sw * dual(q, c) + sb) / q - c, -0.5, 0.9, xtol=1e-12)
    print(time.process_time() - start, value, flush=True)
