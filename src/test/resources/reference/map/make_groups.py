# SPDX-License-Identifier: Apache-2.0
"""Group statistics of random numbers: groups.json. Run from the project's root.

Made with statsmodels 0.15.0, scipy 1.17.1, numpy 2.4.6.
"""
import itertools
import json

import numpy
import scipy
import scipy.linalg
import statsmodels
import statsmodels.api as sm
from scipy import stats

rng = numpy.random.default_rng(5)
n, voxels = 11, 6
y = numpy.round(1000 + 3 * rng.standard_normal((n, voxels)) + numpy.arange(n)[:, None] * 0.4, 3)
y[2, 3] = y[7, 3] = numpy.nan
y[0, 4] = numpy.nan
age = numpy.round(rng.uniform(20, 80, n), 1)
group = ["b", "a", "b", "a", "c", "a", "b", "c", "a", "b", "c"]
firsts = 5


def clean(x):
    return [None if not numpy.isfinite(v) else float(v) for v in x]


def columns(f):
    return clean([f(y[:, v][numpy.isfinite(y[:, v])]) for v in range(voxels)])


out = {
    "made_by": f"statsmodels {statsmodels.__version__}, scipy {scipy.__version__}, numpy {numpy.__version__}",
    "y": [clean(r) for r in y],
    "age": age.tolist(),
    "group": group,
    "firsts": firsts,
    "mean": columns(numpy.mean),
    "sd": columns(lambda c: numpy.std(c, ddof=1)),
    "n": columns(len),
}
one = stats.ttest_1samp(y - 1000, 0, axis=0, nan_policy="omit")
out["one_sample"] = {"t": clean(one.statistic), "p": clean(one.pvalue)}
df = numpy.isfinite(y).sum(0) - 1
out["one_sample"]["z"] = clean(numpy.sign(one.statistic) * stats.norm.isf(stats.t.sf(abs(one.statistic), df)))
for name, equal in (("welch", False), ("pooled", True)):
    r = stats.ttest_ind(y[:firsts], y[firsts:], axis=0, equal_var=equal, nan_policy="omit")
    out[name] = {"t": clean(r.statistic), "p": clean(r.pvalue)}
pair = stats.ttest_rel(y[:5], y[5:10], axis=0, nan_policy="omit")
out["paired"] = {"t": clean(pair.statistic), "p": clean(pair.pvalue)}

x = numpy.column_stack(
    [numpy.ones(n), age, [g == "b" for g in group], [g == "c" for g in group]]
).astype(float)
for name, c in (("age", [0, 1, 0, 0]), ("group:b - group:c", [0, 0, 1, -1]), ("intercept + 50*age", [1, 50, 0, 0])):
    t, p, effect = [], [], []
    for v in range(voxels):
        ok = numpy.isfinite(y[:, v])
        r = sm.OLS(y[ok, v], x[ok]).fit().t_test(c)
        t.append(r.tvalue.item())
        p.append(r.pvalue.item())
        effect.append(r.effect.item())
    out.setdefault("glm", {})[name] = {"t": clean(t), "p": clean(p), "effect": clean(effect)}
no_ones = numpy.column_stack([age, (age - 50) ** 2])
out["glm_no_intercept"] = []
for v in range(voxels):
    ok = numpy.isfinite(y[:, v])
    out["glm_no_intercept"].append(float(sm.OLS(y[ok, v], no_ones[ok]).fit().tvalues[1]))

# Exact permutation p of the largest |t| over complete voxels.
z = rng.standard_normal((7, 5)) + numpy.array([0.2, 1.0, 1.6, -0.9, 0.0])
z = numpy.round(z, 2)
out["flips"] = {"y": z.tolist()}


def one_t(d):
    return d.mean(0) / (d.std(0, ddof=1) / numpy.sqrt(len(d)))


def p_of(observed, maxima, two=True):
    o = numpy.abs(observed) if two else observed
    return [float(numpy.mean(numpy.asarray(maxima) >= v - 1e-9)) for v in o]


signs = [numpy.array(s)[:, None] for s in itertools.product([1, -1], repeat=len(z))]
out["flips"]["p_two_sided"] = p_of(one_t(z), [numpy.abs(one_t(z * s)).max() for s in signs])
out["flips"]["p_one_sided"] = p_of(one_t(z), [one_t(z * s).max() for s in signs], False)
pooled = lambda a: stats.ttest_ind(z[list(a)], z[[i for i in range(len(z)) if i not in a]]).statistic
maxima = [numpy.abs(pooled(a)).max() for a in itertools.combinations(range(len(z)), 3)]
out["flips"]["p_exchange_first_3"] = p_of(pooled((0, 1, 2)), maxima)

# Freedman and Lane 1983 by its steps: residuals of the model without the effect are permuted (or
# flipped where the mean is tested), added to its fit, and the whole model is fitted by statsmodels.
lane = numpy.random.default_rng(11)
years = numpy.array([23.0, 61, 35, 48, 70, 29])
patient = numpy.array([0.0, 1, 0, 1, 1, 0])
w = numpy.round(100 + 0.05 * years[:, None] + lane.standard_normal((6, 4))
                + patient[:, None] * [0, 4, 2, -3], 2)
full = numpy.column_stack([numpy.ones(6), years, patient])
out["freedman_lane"] = {"y": w.tolist(), "age": years.tolist(), "patient": patient.tolist(), "p": {}}


def contrast_t(values, c):
    return numpy.array([sm.OLS(values[:, v], full).fit().t_test(c).tvalue.item()
                        for v in range(values.shape[1])])


for name, c in (("patient", [0, 0, 1]), ("age", [0, 1, 0]), ("patient - 0.1*age", [0, -0.1, 1]),
                ("intercept", [1, 0, 0])):
    c = numpy.array(c, float)
    # beta with c beta = 0 is any combination of the null space of c
    reduced = full @ scipy.linalg.null_space(c[None])
    fit = reduced @ numpy.linalg.lstsq(reduced, w, rcond=None)[0]
    rest = w - fit
    if name == "intercept":
        relabelled = [numpy.array(s)[:, None] * rest for s in itertools.product([1, -1], repeat=6)]
    else:
        relabelled = [rest[list(order)] for order in itertools.permutations(range(6))]
    maxima = [numpy.abs(contrast_t(fit + r, c)).max() for r in relabelled]
    out["freedman_lane"]["p"][name] = p_of(contrast_t(w, c), maxima)

with open("src/test/resources/reference/map/groups.json", "w") as f:
    json.dump(out, f, indent=1)
    f.write("\n")
