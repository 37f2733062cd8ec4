"""One draw of H_L for a tanh network with Haar weights, in NumPy: the rival of SampleDrawBench.

python3 sample_draw.py M L: draws once for every line on standard input and prints wall and processor seconds.
"""
import sys
import time

import numpy as np


def haar(n, rng):
    q, r = np.linalg.qr(rng.standard_normal((n, n)))
    return q * np.sign(np.diag(r))


def draw(n, depth, rng):
    x = rng.standard_normal(n)
    x *= np.sqrt(n / (x @ x))
    h = np.eye(n)
    for layer in range(1, depth + 1):
        w = haar(n, rng)
        u = w @ x
        if layer == 2:
            wd = w * slope
            h = wd @ wd.T
            h[np.diag_indices(n)] += q
        elif layer > 2:
            wd = w * slope
            h = (wd @ h) @ wd.T
            h[np.diag_indices(n)] += q
        x = np.tanh(u)
        slope = 1.0 - x * x
        q = x @ x / n
    return np.linalg.eigvalsh(h)


if __name__ == "__main__":
    n, depth = int(sys.argv[1]), int(sys.argv[2])
    rng = np.random.default_rng(1)
    for _ in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        draw(n, depth, rng)
        print(time.perf_counter() - wall, time.process_time() - processor, flush=True)
